/**
 * Which blocks a subnet may have: IPv4 /16 to /28, IPv6 /44 to /64 in steps of four, inside one of the VPC's blocks
 * and apart from every other subnet's.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
import { covers, formatPrefix, overlaps, type Prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { cidrBlock } from "./parameters.ts";
import { subnetPrefixes, vpcPrefixes } from "./prefixes.ts";
import { subnets, type Vpc } from "./resources.ts";

/** A subnet's IPv4 block in canonical form, or AWS's reason against it. */
export function subnetCidr(ctx: Context, vpc: Vpc, text: string): string {
  const block = cidrBlock(text, "cidrBlock", "ipv4");
  return fitted(ctx, vpc, block, block.length >= 16 && block.length <= 28);
}

/** A subnet's IPv6 block in canonical form, or AWS's reason against it. */
export function subnetIpv6Cidr(ctx: Context, vpc: Vpc, text: string): string {
  const block = cidrBlock(text, "ipv6CidrBlock", "ipv6");
  return fitted(ctx, vpc, block, block.length >= 44 && block.length <= 64 && block.length % 4 === 0);
}

function fitted(ctx: Context, vpc: Vpc, block: Prefix, sizeAllowed: boolean): string {
  const text = formatPrefix(block);
  if (!sizeAllowed || !vpcPrefixes(vpc).some((one) => covers(one, block)))
    fail("InvalidSubnet.Range", `The CIDR '${text}' is invalid.`);
  const others = ctx.by(subnets, "vpcId", vpc.id);
  if (others.some((other) => subnetPrefixes(other).some((taken) => overlaps(taken, block))))
    fail("InvalidSubnet.Conflict", `The CIDR '${text}' conflicts with another subnet`);
  return text;
}
