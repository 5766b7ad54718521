/**
 * The IPv6 blocks that Amazon provides: a /56 for a VPC, cut from the range that AWS announces for EC2 in the region.
 * No two VPCs share one, whatever their accounts. A region that AWS does not have cuts from a documentation range.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
 */
import type { Ipv6 } from "../../../base/address.ts";
import { formatPrefix, nth, type Prefix, prefix, prefixOf } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { vpcs } from "./resources.ts";

const RANGES: Readonly<Record<string, string>> = {
  "us-east-1": "2600:1f18::/36",
  "us-east-2": "2600:1f16::/36",
  "us-west-1": "2600:1f1c::/36",
  "us-west-2": "2600:1f14::/36",
  "ca-central-1": "2600:1f11::/36",
  "ca-west-1": "2600:1f1a::/36",
  "sa-east-1": "2600:1f1e::/36",
  "eu-west-1": "2a05:d018::/36",
  "eu-west-2": "2a05:d01c::/36",
  "eu-west-3": "2a05:d012::/36",
  "eu-central-1": "2a05:d014::/36",
  "eu-central-2": "2a05:d019::/36",
  "eu-north-1": "2a05:d016::/36",
  "eu-south-1": "2a05:d01a::/36",
  "eu-south-2": "2a05:d011::/36",
  "me-south-1": "2a05:d01e::/36",
  "me-central-1": "2a05:d01f::/36",
  "il-central-1": "2a05:d025::/36",
  "af-south-1": "2a05:d01b::/36",
  "ap-south-1": "2406:da1a::/36",
  "ap-south-2": "2406:da1b::/36",
  "ap-east-1": "2406:da1e::/36",
  "ap-northeast-1": "2406:da14::/36",
  "ap-northeast-2": "2406:da12::/36",
  "ap-northeast-3": "2406:da16::/36",
  "ap-southeast-1": "2406:da18::/36",
  "ap-southeast-2": "2406:da1c::/36",
  "ap-southeast-3": "2406:da19::/36",
  "ap-southeast-4": "2406:da1f::/36",
};
/** RFC 9637: for documentation, so that no real host has it. */
const UNKNOWN_REGION = "3fff::/36";

/** The length of the block that Amazon provides for a VPC. */
const VPC_LENGTH = 56;

const rangeOf = (region: string): Prefix<Ipv6> => prefix(RANGES[region] ?? UNKNOWN_REGION) as Prefix<Ipv6>;

/** The public IPv6 ranges that Amazon provides in a region. */
export const ipv6Ranges = (region: string): readonly Prefix<Ipv6>[] => [rangeOf(region)];

/** A /56 that no VPC has. */
export function allocateIpv6Block(ctx: Context): string {
  const range = rangeOf(ctx.region);
  const blocks = 2 ** (VPC_LENGTH - range.length);
  const start = ctx.random.below(blocks);
  for (let i = 0; i < blocks; i++) {
    const offset = BigInt((start + i) % blocks) << BigInt(128 - VPC_LENGTH);
    const block = formatPrefix(prefixOf(nth(range, offset), VPC_LENGTH));
    if (ctx.by(vpcs, "ipv6Cidr", block).length === 0) return block;
  }
  return fail("InsufficientAddressCapacity", "The region has no IPv6 CIDR block left.");
}
