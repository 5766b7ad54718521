/** The destination of a route: an IPv4 block, an IPv6 block or a prefix list; a request has exactly one. */
import { formatPrefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { needPrefixList } from "../prefixList/lists.ts";
import { cidrBlock } from "../vpc/parameters.ts";

export interface DestinationInput {
  readonly DestinationCidrBlock?: string | undefined;
  readonly DestinationIpv6CidrBlock?: string | undefined;
  readonly DestinationPrefixListId?: string | undefined;
}

/** The destination as a table holds it: a CIDR in canonical text or a prefix list's id. */
export function destinationFrom({
  DestinationCidrBlock: ipv4,
  DestinationIpv6CidrBlock: ipv6,
  DestinationPrefixListId: list,
}: DestinationInput): string {
  const given = [ipv4, ipv6, list].filter((value) => value !== undefined).length;
  if (given === 0)
    fail(
      "MissingParameter",
      "The request must contain the parameter destinationCidrBlock, destinationIpv6CidrBlock or destinationPrefixListId",
    );
  if (given > 1)
    fail(
      "InvalidParameterValue",
      "The request must contain only one of destinationCidrBlock, destinationIpv6CidrBlock and destinationPrefixListId.",
    );
  if (ipv4 !== undefined) return formatPrefix(cidrBlock(ipv4, "destinationCidrBlock", "ipv4"));
  if (ipv6 !== undefined) return formatPrefix(cidrBlock(ipv6, "destinationIpv6CidrBlock", "ipv6"));
  return list ?? "";
}

export const isPrefixList = (destination: string): boolean => destination.startsWith("pl-");

/** Refuses a prefix list that the caller does not have. */
export function checkPrefixList(ctx: Context, destination: string): void {
  if (isPrefixList(destination)) needPrefixList(ctx, destination);
}

/** A destination in the member that it has in AWS's shapes. */
export function describeDestination(destination: string): DestinationInput {
  if (isPrefixList(destination)) return { DestinationPrefixListId: destination };
  if (destination.includes(":")) return { DestinationIpv6CidrBlock: destination };
  return { DestinationCidrBlock: destination };
}

/** The parameter that a destination came by, as messages name it. */
export function destinationParameter(destination: string): string {
  if (isPrefixList(destination)) return "destination-prefix-list-id";
  return destination.includes(":") ? "destination-ipv6-cidr-block" : "destination-cidr-block";
}
