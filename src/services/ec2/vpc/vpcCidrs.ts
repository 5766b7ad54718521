/**
 * Adding and taking away a VPC's CIDR blocks.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateVpcCidrBlock.html
 */
import { formatPrefix, overlaps, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { allowIpv6InDefaultAcl } from "../acl/defaultAcl.ts";
import { ec2 } from "../operation.ts";
import { limitOf } from "../quotas.ts";
import { need } from "../resource.ts";
import { syncLocalRoutes } from "../routing/routeTables.ts";
import { allowIpv6InDefaultGroup } from "../securityGroup/defaultGroup.ts";
import { checkAddition } from "./addedCidr.ts";
import { checkBorderGroup, vpcCidr } from "./createVpc.ts";
import { refuseUnbuilt } from "./parameters.ts";
import { isHeld, subnetPrefixes } from "./prefixes.ts";
import { subnets, type Vpc, vpcs } from "./resources.ts";
import { describeCidr, describeIpv6Cidr, newIpv6Association, SETTLING_MS } from "./vpcs.ts";

export const associateVpcCidrBlock = ec2("AssociateVpcCidrBlock", (input, ctx) => {
  refuseUnbuilt("AssociateVpcCidrBlock", input, [
    "Ipv4IpamPoolId",
    "Ipv4NetmaskLength",
    "Ipv6IpamPoolId",
    "Ipv6NetmaskLength",
    "Ipv6Pool",
    "Ipv6CidrBlock",
  ]);
  const { CidrBlock, AmazonProvidedIpv6CidrBlock: ipv6 = false } = input;
  const vpc = need(ctx, vpcs, input.VpcId);
  checkBorderGroup(ctx, input.Ipv6CidrBlockNetworkBorderGroup, ipv6);
  if (CidrBlock !== undefined && ipv6)
    fail(
      "InvalidParameterCombination",
      "The parameter cidrBlock cannot be used with the parameter amazonProvidedIpv6CidrBlock",
    );
  if (ipv6) return { VpcId: vpc.id, Ipv6CidrBlockAssociation: describeIpv6Cidr(addIpv6(ctx, vpc)) };
  if (!CidrBlock)
    return fail(
      "MissingParameter",
      "Either 'cidrBlock', 'ipv6Pool', 'ipv4IpamPoolId', 'ipv6IpamPoolId' or 'amazonProvidedIpv6CidrBlock' should be provided.",
    );
  const block = vpcCidr(CidrBlock);
  checkAddition(ctx, vpc, block);
  checkRoom(vpc, vpc.cidrs, limitOf(ctx, "L-83CA0A9D"));
  const association = {
    associationId: ctx.newId("vpc-cidr-assoc"),
    cidr: formatPrefix(block),
    state: "associating",
  } as const;
  changed(ctx, { ...vpc, cidrs: [...vpc.cidrs, association] });
  return { VpcId: vpc.id, CidrBlockAssociation: describeCidr(association) };
});

function addIpv6(ctx: Context, vpc: Vpc) {
  checkRoom(vpc, vpc.ipv6Cidrs, limitOf(ctx, "L-085A6257"));
  const association = newIpv6Association(ctx);
  changed(ctx, { ...vpc, ipv6Cidrs: [...vpc.ipv6Cidrs, association] });
  allowIpv6InDefaultAcl(ctx, vpc.id);
  allowIpv6InDefaultGroup(ctx, vpc.id);
  return association;
}

function checkRoom(vpc: Vpc, associations: Vpc["cidrs"], most: number): void {
  if (associations.filter(isHeld).length >= most)
    fail("CidrLimitExceeded", `This network '${vpc.id}' has met its maximum number of allowed CIDRs: ${most}`);
}

function changed(ctx: Context, vpc: Vpc): void {
  ctx.put(vpcs, vpc);
  syncLocalRoutes(ctx, vpc);
  ctx.later(SETTLING_MS, "ec2.vpc.settle", vpc.id);
}

export const disassociateVpcCidrBlock = ec2("DisassociateVpcCidrBlock", ({ AssociationId = "" }, ctx) => {
  const [vpc] = ctx.by(vpcs, "associationId", AssociationId).filter(({ id }) => ctx.get(vpcs, id));
  const ipv4 = vpc?.cidrs.find(({ associationId }) => associationId === AssociationId);
  const ipv6 = vpc?.ipv6Cidrs.find(({ associationId }) => associationId === AssociationId);
  const association = ipv4 ?? ipv6;
  if (!vpc || !association || !isHeld(association))
    return fail(
      "InvalidVpcCidrBlockAssociationID.NotFound",
      `The vpc CIDR block association ID '${AssociationId}' does not exist`,
    );
  if (ipv4 && ipv4 === vpc.cidrs[0])
    fail(
      "OperationNotPermitted",
      `The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  const block = prefix(association.cidr);
  const used = ctx
    .by(subnets, "vpcId", vpc.id)
    .flatMap(subnetPrefixes)
    .some((taken) => overlaps(block, taken));
  if (used)
    fail("InvalidCidrBlock.InUse", `The vpc ${vpc.id} currently has a subnet within CIDR block ${association.cidr}`);
  const state = "disassociating";
  changed(ctx, {
    ...vpc,
    cidrs: vpc.cidrs.map((one) => (one === ipv4 ? { ...one, state } : one)),
    ipv6Cidrs: vpc.ipv6Cidrs.map((one) => (one === ipv6 ? { ...one, state } : one)),
  });
  if (ipv6) return { VpcId: vpc.id, Ipv6CidrBlockAssociation: describeIpv6Cidr({ ...ipv6, state }) };
  return { VpcId: vpc.id, CidrBlockAssociation: describeCidr({ ...association, state }) };
});
