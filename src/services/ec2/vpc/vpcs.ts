/**
 * A VPC and all that comes with it: the main route table with its local routes, the default network ACL, the default
 * security group and the region's default DHCP options.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html
 */
import type { VpcCidrBlockAssociation, VpcIpv6CidrBlockAssociation, Vpc as VpcShape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { AT_ONCE } from "../../../cloud/timers.ts";
import { createDefaultNetworkAcl } from "../acl/defaultAcl.ts";
import { blockModeOf } from "../blockPublicAccess/mode.ts";
import { checkQuota } from "../quotas.ts";
import { createMainRouteTable } from "../routing/routeTables.ts";
import { createDefaultSecurityGroup } from "../securityGroup/defaultGroup.ts";
import { tagList } from "../tag/resources.ts";
import { defaultDhcpOptionsId } from "./dhcpOptions.ts";
import { allocateIpv6Block } from "./ipv6Pool.ts";
import { isHeld } from "./prefixes.ts";
import { type CidrAssociation, type Ipv6CidrAssociation, type Vpc, vpcs } from "./resources.ts";

/** How long a VPC is `pending` and its CIDR blocks are `associating` or `disassociating`; AWS takes some seconds. */
export const SETTLING_MS = AT_ONCE;

export interface NewVpc {
  readonly cidr: string;
  readonly instanceTenancy: "default" | "dedicated";
  readonly ipv6: boolean;
  readonly isDefault: boolean;
}

/** Makes a VPC, still `pending`, with everything that a new one brings. */
export function createVpcRow(ctx: Context, { cidr, instanceTenancy, ipv6, isDefault }: NewVpc): Vpc {
  const { account, region } = ctx;
  checkQuota(ctx, "L-F678F1CE", ctx.count(vpcs) + 1);
  const id = ctx.newId("vpc");
  const vpc = ctx.put(vpcs, {
    id,
    account,
    region,
    state: "pending",
    cidr,
    cidrs: [{ associationId: ctx.newId("vpc-cidr-assoc"), cidr, state: "associated" }],
    ipv6Cidrs: ipv6 ? [newIpv6Association(ctx)] : [],
    instanceTenancy,
    isDefault,
    dhcpOptionsId: defaultDhcpOptionsId(ctx),
    enableDnsSupport: true,
    enableDnsHostnames: isDefault,
    enableNetworkAddressUsageMetrics: false,
  });
  createMainRouteTable(ctx, vpc);
  createDefaultNetworkAcl(ctx, id);
  createDefaultSecurityGroup(ctx, id);
  ctx.later(SETTLING_MS, "ec2.vpc.settle", id);
  return vpc;
}

/** A block of Amazon's for a VPC, on its way. */
export const newIpv6Association = (ctx: Context): Ipv6CidrAssociation => ({
  associationId: ctx.newId("vpc-cidr-assoc"),
  cidr: allocateIpv6Block(ctx),
  state: "associating",
  networkBorderGroup: ctx.region,
});

/** A transition: what was pending or on its way has arrived, what was leaving is gone. */
export function settleVpc(ctx: Context, id: string): void {
  const vpc = ctx.get(vpcs, id);
  if (!vpc) return;
  ctx.put(vpcs, { ...vpc, state: "available", cidrs: settled(vpc.cidrs), ipv6Cidrs: settled(vpc.ipv6Cidrs) });
}

/** The associations once time has passed. */
export const settled = <A extends CidrAssociation>(associations: readonly A[]): A[] =>
  associations.filter(isHeld).map((association) => ({ ...association, state: "associated" }));

/** A VPC in the shape of CreateVpc and DescribeVpcs. */
export const describeVpc = (ctx: Context, vpc: Vpc): VpcShape => ({
  VpcId: vpc.id,
  OwnerId: vpc.account,
  State: vpc.state,
  CidrBlock: vpc.cidr,
  CidrBlockAssociationSet: vpc.cidrs.map(describeCidr),
  Ipv6CidrBlockAssociationSet: vpc.ipv6Cidrs.map(describeIpv6Cidr),
  DhcpOptionsId: vpc.dhcpOptionsId,
  InstanceTenancy: vpc.instanceTenancy,
  IsDefault: vpc.isDefault,
  BlockPublicAccessStates: { InternetGatewayBlockMode: blockModeOf(ctx, vpc.id) },
  Tags: tagList(ctx, vpc.id),
});

export const describeCidr = ({ associationId, cidr, state }: CidrAssociation): VpcCidrBlockAssociation => ({
  AssociationId: associationId,
  CidrBlock: cidr,
  CidrBlockState: { State: state },
});

/** AWS tells the block of an IPv6 association only once it is associated. */
export const describeIpv6Cidr = (association: Ipv6CidrAssociation): VpcIpv6CidrBlockAssociation => ({
  AssociationId: association.associationId,
  Ipv6CidrBlock: association.state === "associating" ? "" : association.cidr,
  Ipv6CidrBlockState: { State: association.state },
  NetworkBorderGroup: association.networkBorderGroup,
  Ipv6Pool: "Amazon",
  Ipv6AddressAttribute: "public",
  IpSource: "amazon",
});
