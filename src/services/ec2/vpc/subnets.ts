/**
 * A subnet: a range of its VPC's addresses in one zone.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
import type { SubnetIpv6CidrBlockAssociation, Subnet as SubnetShape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { associateWithDefaultAcl } from "../acl/defaultAcl.ts";
import { blockModeOf } from "../blockPublicAccess/mode.ts";
import { zoneIdOf } from "../geography/regions.ts";
import { freeAddressCount } from "../interface/addresses.ts";
import { checkQuota } from "../quotas.ts";
import { tagList } from "../tag/resources.ts";
import { type CidrAssociation, type Subnet, subnets } from "./resources.ts";
import { SETTLING_MS, settled } from "./vpcs.ts";

export interface NewSubnet {
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: string | undefined;
  readonly ipv6Cidr: string | undefined;
  readonly ipv6Native?: boolean;
  readonly defaultForAz?: boolean;
}

/**
 * Makes a subnet, checked already. An IPv6-only one assigns IPv6 addresses and names instances by resource, since
 * there is nothing else to assign or name by; a default one maps public addresses.
 */
export function createSubnetRow(ctx: Context, wanted: NewSubnet): Subnet {
  const { vpcId, zone, cidr, ipv6Cidr, ipv6Native = false, defaultForAz = false } = wanted;
  checkQuota(ctx, "L-407747CB", ctx.by(subnets, "vpcId", vpcId).length + 1);
  const subnet = ctx.put(subnets, {
    id: ctx.newId("subnet"),
    account: ctx.account,
    region: ctx.region,
    state: "available",
    vpcId,
    cidr,
    ipv6Cidrs: ipv6Cidr === undefined ? [] : [newSubnetAssociation(ctx, ipv6Cidr)],
    availabilityZone: zone,
    availabilityZoneId: zoneIdOf(ctx.region, zone) ?? zone,
    ipv6Native,
    defaultForAz,
    mapPublicIpOnLaunch: defaultForAz && !ipv6Native,
    assignIpv6AddressOnCreation: ipv6Native,
    enableDns64: false,
    enableLniAtDeviceIndex: undefined,
    mapCustomerOwnedIpOnLaunch: false,
    customerOwnedIpv4Pool: undefined,
    hostnameType: ipv6Native ? "resource-name" : "ip-name",
    resourceNameDnsARecord: false,
    resourceNameDnsAaaaRecord: false,
  });
  associateWithDefaultAcl(ctx, vpcId, subnet.id);
  if (ipv6Cidr !== undefined) ctx.later(SETTLING_MS, "ec2.vpc.settle-subnet", subnet.id);
  return subnet;
}

export const newSubnetAssociation = (ctx: Context, cidr: string): CidrAssociation => ({
  associationId: ctx.newId("subnet-cidr-assoc"),
  cidr,
  state: "associating",
});

/** A transition: IPv6 blocks that were on their way have arrived, those that were leaving are gone. */
export function settleSubnet(ctx: Context, id: string): void {
  const subnet = ctx.get(subnets, id);
  if (subnet) ctx.put(subnets, { ...subnet, ipv6Cidrs: settled(subnet.ipv6Cidrs) });
}

export const subnetArn = ({ region, account, id }: Subnet): string => `arn:aws:ec2:${region}:${account}:subnet/${id}`;

/** A subnet in the shape of CreateSubnet and DescribeSubnets. */
export const describeSubnet = (ctx: Context, subnet: Subnet): SubnetShape => ({
  SubnetId: subnet.id,
  SubnetArn: subnetArn(subnet),
  OwnerId: subnet.account,
  State: subnet.state,
  VpcId: subnet.vpcId,
  CidrBlock: subnet.cidr,
  Ipv6CidrBlockAssociationSet: subnet.ipv6Cidrs.map(describeSubnetCidr),
  AvailabilityZone: subnet.availabilityZone,
  AvailabilityZoneId: subnet.availabilityZoneId,
  AvailableIpAddressCount: freeAddressCount(ctx, subnet),
  Ipv6Native: subnet.ipv6Native,
  DefaultForAz: subnet.defaultForAz,
  MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
  AssignIpv6AddressOnCreation: subnet.assignIpv6AddressOnCreation,
  EnableDns64: subnet.enableDns64,
  EnableLniAtDeviceIndex: subnet.enableLniAtDeviceIndex,
  MapCustomerOwnedIpOnLaunch: subnet.mapCustomerOwnedIpOnLaunch,
  CustomerOwnedIpv4Pool: subnet.customerOwnedIpv4Pool,
  PrivateDnsNameOptionsOnLaunch: {
    HostnameType: subnet.hostnameType,
    EnableResourceNameDnsARecord: subnet.resourceNameDnsARecord,
    EnableResourceNameDnsAAAARecord: subnet.resourceNameDnsAaaaRecord,
  },
  BlockPublicAccessStates: { InternetGatewayBlockMode: blockModeOf(ctx, subnet.vpcId, subnet.id) },
  Tags: tagList(ctx, subnet.id),
});

export const describeSubnetCidr = ({
  associationId,
  cidr,
  state,
}: CidrAssociation): SubnetIpv6CidrBlockAssociation => ({
  AssociationId: associationId,
  Ipv6CidrBlock: cidr,
  Ipv6CidrBlockState: { State: state },
  Ipv6AddressAttribute: "public",
  IpSource: "amazon",
});
