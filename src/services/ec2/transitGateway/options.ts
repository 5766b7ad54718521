/** The options of transit gateways and their parts, read from requests. */
import { formatPrefix, overlaps, prefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import { cidrBlockOfEither } from "./cidrs.ts";
import type { Switch } from "./resources.ts";

/** `enable` or `disable`, or what holds where nothing is said. */
export function switched(value: string | undefined, parameter: string, otherwise: Switch): Switch {
  if (value === undefined) return otherwise;
  if (value !== "enable" && value !== "disable")
    return fail("InvalidParameterValue", `Value (${value}) for parameter ${parameter} is invalid.`);
  return value;
}

/** "The range is 64512 to 65534 for 16-bit ASNs and 4200000000 to 4294967294 for 32-bit ASNs." */
export function checkAmazonSideAsn(asn: number): number {
  const isPrivate = (asn >= 64512 && asn <= 65534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);
  if (!isPrivate) fail("InvalidParameterValue", `Value (${asn}) for parameter amazonSideAsn is invalid.`);
  return asn;
}

/** The default on the Amazon side of BGP. */
export const DEFAULT_AMAZON_SIDE_ASN = 64512;

const LINK_LOCAL = prefix("169.254.0.0/16");
/** CIDR blocks of one gateway. @see https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html */
const MAX_CIDR_BLOCKS = 5;

/** "Must be a size /24 CIDR block or larger for IPv4, or a size /64 CIDR block or larger for IPv6." */
export function gatewayCidrBlocks(
  held: readonly string[],
  added: readonly string[] = [],
  removed: readonly string[] = [],
): readonly string[] {
  const leaving = removed.map((text) => formatPrefix(cidrBlockOfEither(text, "transitGatewayCidrBlocks")));
  for (const text of leaving)
    if (!held.includes(text))
      fail("InvalidParameterValue", `The CIDR block ${text} is not associated with the transit gateway.`);
  const blocks = held.filter((text) => !leaving.includes(text));
  for (const text of added) {
    const block = cidrBlockOfEither(text, "transitGatewayCidrBlocks");
    if (block.length > (typeof block.address === "number" ? 24 : 64))
      fail(
        "InvalidParameterValue",
        `The CIDR block ${text} is invalid. It must be a size /24 or larger for IPv4, or a size /64 or larger for IPv6.`,
      );
    if (overlaps(block, LINK_LOCAL)) fail("InvalidParameterValue", `The CIDR block ${text} is reserved.`);
    if (blocks.some((other) => overlaps(prefix(other), block)))
      fail("InvalidParameterValue", `The CIDR block ${text} overlaps another CIDR block of the transit gateway.`);
    blocks.push(formatPrefix(block));
  }
  if (blocks.length > MAX_CIDR_BLOCKS)
    fail("InvalidParameterValue", `A transit gateway cannot have more than ${MAX_CIDR_BLOCKS} CIDR blocks.`);
  return blocks;
}
