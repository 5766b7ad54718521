/**
 * A subnet's IPv6 block: at most one.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateSubnetCidrBlock.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateSubnetCidrBlock.html
 */

import { parseAddress } from "../../../base/address.ts";
import { contains, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { refuseUnbuilt } from "./parameters.ts";
import { isHeld } from "./prefixes.ts";
import { subnets, vpcs } from "./resources.ts";
import { subnetIpv6Cidr } from "./subnetBlocks.ts";
import { describeSubnetCidr, newSubnetAssociation } from "./subnets.ts";
import { SETTLING_MS } from "./vpcs.ts";

export const associateSubnetCidrBlock = ec2("AssociateSubnetCidrBlock", (input, ctx) => {
  refuseUnbuilt("AssociateSubnetCidrBlock", input, ["Ipv6IpamPoolId", "Ipv6NetmaskLength"]);
  const subnet = need(ctx, subnets, input.SubnetId);
  if (!input.Ipv6CidrBlock)
    return fail("MissingParameter", "Either 'ipv6CidrBlock' or 'ipv6IpamPoolId' should be provided.");
  const cidr = subnetIpv6Cidr(ctx, need(ctx, vpcs, subnet.vpcId), input.Ipv6CidrBlock);
  if (subnet.ipv6Cidrs.some(isHeld))
    fail("CidrLimitExceeded", `This subnet '${subnet.id}' has met its maximum number of allowed CIDRs: 1`);
  const association = newSubnetAssociation(ctx, cidr);
  ctx.put(subnets, { ...subnet, ipv6Cidrs: [...subnet.ipv6Cidrs, association] });
  ctx.later(SETTLING_MS, "ec2.vpc.settle-subnet", subnet.id);
  return { SubnetId: subnet.id, Ipv6CidrBlockAssociation: describeSubnetCidr(association) };
});

export const disassociateSubnetCidrBlock = ec2("DisassociateSubnetCidrBlock", ({ AssociationId = "" }, ctx) => {
  const [subnet] = ctx.by(subnets, "associationId", AssociationId).filter((row) => ctx.get(subnets, row.id));
  const association = subnet?.ipv6Cidrs.find((one) => one.associationId === AssociationId && isHeld(one));
  if (!subnet || !association)
    return fail(
      "InvalidSubnetCidrBlockAssociationID.NotFound",
      `The subnet CIDR block with association ID '${AssociationId}' does not exist`,
    );
  if (subnet.ipv6Native)
    fail(
      "OperationNotPermitted",
      `The IPv6 CIDR block of the IPv6-only subnet '${subnet.id}' may not be disassociated.`,
    );
  if (hasAddressIn(ctx, subnet.id, association.cidr))
    fail(
      "InvalidCidrBlock.InUse",
      `The subnet '${subnet.id}' currently has addresses within CIDR block ${association.cidr}`,
    );
  const leaving = { ...association, state: "disassociating" } as const;
  ctx.put(subnets, {
    ...subnet,
    // What cannot be assigned any more is not: AWS clears the attribute with the block.
    assignIpv6AddressOnCreation: false,
    ipv6Cidrs: subnet.ipv6Cidrs.map((one) => (one === association ? leaving : one)),
  });
  ctx.later(SETTLING_MS, "ec2.vpc.settle-subnet", subnet.id);
  return { SubnetId: subnet.id, Ipv6CidrBlockAssociation: describeSubnetCidr(leaving) };
});

function hasAddressIn(ctx: Context, subnetId: string, cidr: string): boolean {
  const block = prefix(cidr);
  return ctx.by(networkInterfaces, "subnetId", subnetId).some(({ ipv6Addresses }) =>
    ipv6Addresses.some(({ address }) => {
      const parsed = parseAddress(address);
      return parsed !== undefined && contains(block, parsed);
    }),
  );
}
