/**
 * Prefixes of interfaces: /28 of IPv4 and /80 of IPv6, given whole to one interface.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html
 */
import { type Address, parseAddress } from "../../../base/address.ts";
import {
  contains,
  covers,
  formatPrefix,
  nth,
  overlaps,
  type Prefix,
  parsePrefix,
  prefix,
  prefixOf,
  size,
} from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { reservedPrefixes } from "../cidrReservation/reserved.ts";
import type { Subnet } from "../vpc/resources.ts";
import { type NetworkInterface, networkInterfaces } from "./resources.ts";

export const IPV4_PREFIX_LENGTH = 28;
export const IPV6_PREFIX_LENGTH = 80;
/** Addresses that an IPv4 prefix takes of its subnet. */
export const IPV4_PREFIX_SIZE = 16;

/** Random draws before a search in order. */
const DRAWS = 24;
/** How far the search in order goes: the /80s of a /64 are 65,536. */
const SEARCH = 65_536;

export interface PrefixRequest {
  readonly ipv4Prefixes?: readonly string[] | undefined;
  readonly ipv4PrefixCount?: number | undefined;
  readonly ipv6Prefixes?: readonly string[] | undefined;
  readonly ipv6PrefixCount?: number | undefined;
}

/** A request's prefixes as the API has them, in operations that make interfaces and that assign to one. */
export const prefixRequest = (input: {
  readonly Ipv4Prefixes?: readonly { readonly Ipv4Prefix?: string | undefined }[] | undefined;
  readonly Ipv4PrefixCount?: number | undefined;
  readonly Ipv6Prefixes?: readonly { readonly Ipv6Prefix?: string | undefined }[] | undefined;
  readonly Ipv6PrefixCount?: number | undefined;
}): PrefixRequest => ({
  ipv4Prefixes: input.Ipv4Prefixes?.flatMap(({ Ipv4Prefix }) => Ipv4Prefix ?? []),
  ipv4PrefixCount: input.Ipv4PrefixCount,
  ipv6Prefixes: input.Ipv6Prefixes?.flatMap(({ Ipv6Prefix }) => Ipv6Prefix ?? []),
  ipv6PrefixCount: input.Ipv6PrefixCount,
});

/** The IPv4 prefixes that a request gets, named or counted. */
export function allocateIpv4Prefixes(
  ctx: Context,
  subnet: Subnet,
  request: PrefixRequest,
  taken: readonly { readonly address: string }[] = [],
): readonly string[] {
  const { ipv4Prefixes: named = [], ipv4PrefixCount: count } = request;
  if (named.length === 0 && !count) return [];
  if (subnet.cidr === undefined)
    return fail("InvalidParameterValue", `The subnet '${subnet.id}' does not have an IPv4 CIDR block associated.`);
  return allocate(ctx, subnet, [prefix(subnet.cidr)], IPV4_PREFIX_LENGTH, { named, count, taken });
}

/** The IPv6 prefixes that a request gets, named or counted. */
export function allocateIpv6Prefixes(
  ctx: Context,
  subnet: Subnet,
  request: PrefixRequest,
  taken: readonly { readonly address: string }[] = [],
): readonly string[] {
  const { ipv6Prefixes: named = [], ipv6PrefixCount: count } = request;
  if (named.length === 0 && !count) return [];
  const blocks = subnet.ipv6Cidrs
    .filter(({ state }) => state === "associated" || state === "associating")
    .map(({ cidr }) => prefix(cidr));
  if (blocks.length === 0)
    fail("InvalidParameterValue", `The subnet '${subnet.id}' does not have an IPv6 CIDR block associated with it.`);
  return allocate(ctx, subnet, blocks, IPV6_PREFIX_LENGTH, { named, count, taken });
}

interface Wanted {
  readonly named: readonly string[];
  readonly count: number | undefined;
  /** Addresses that the same request has given already. */
  readonly taken: readonly { readonly address: string }[];
}

function allocate(
  ctx: Context,
  subnet: Subnet,
  blocks: readonly Prefix[],
  length: number,
  { named, count, taken }: Wanted,
): readonly string[] {
  if (named.length > 0 && count) fail("InvalidParameterCombination", "Prefixes cannot be both named and counted.");
  const used = [...usedIn(ctx, subnet), ...taken.map(({ address }) => host(address))];
  const given: string[] = [];
  const take = (one: Prefix): void => {
    given.push(formatPrefix(one));
    used.push(one);
  };
  for (const text of named) take(wanted(subnet, blocks, length, text, used));
  for (let i = 0; i < (count ?? 0); i++) take(free(ctx, subnet, blocks, length, used));
  return given;
}

/** The addresses and prefixes that interfaces of a subnet have. */
function usedIn(ctx: Context, subnet: Subnet): Prefix[] {
  const used: Prefix[] = [];
  for (const eni of ctx.surroundings.store.table(networkInterfaces).by("subnetId", subnet.id).values()) {
    for (const { address } of [...eni.privateAddresses, ...eni.ipv6Addresses]) used.push(host(address));
    for (const one of prefixesOf(eni)) used.push(prefix(one));
  }
  return used;
}

function host(text: string): Prefix {
  const address = parseAddress(text) as Address;
  return prefixOf(address, typeof address === "number" ? 32 : 128);
}

/** All prefixes of an interface, IPv4 first. */
export const prefixesOf = (eni: NetworkInterface): readonly string[] => [
  ...(eni.ipv4Prefixes ?? []),
  ...(eni.ipv6Prefixes ?? []),
];

function wanted(
  subnet: Subnet,
  blocks: readonly Prefix[],
  length: number,
  text: string,
  used: readonly Prefix[],
): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed?.exact || parsed.prefix.length !== length)
    return fail("InvalidParameterValue", `Value (${text}) is invalid. Expecting a prefix of length /${length}.`);
  if (!blocks.some((block) => covers(block, parsed.prefix)))
    fail("InvalidParameterValue", `Prefix ${text} does not fall within the subnet's address range`);
  if (isReservedByAws(blocks, parsed.prefix))
    fail("InvalidParameterValue", `Prefix ${text} is in subnet's reserved address range`);
  if (used.some((one) => overlaps(one, parsed.prefix)))
    fail("InvalidIPAddress.InUse", `Prefix ${text} of the subnet ${subnet.id} is in use.`);
  return parsed.prefix;
}

/** A prefix that holds one of a block's first four addresses or its last. */
const isReservedByAws = (blocks: readonly Prefix[], one: Prefix): boolean =>
  blocks.some((block) => contains(one, block.address) || contains(one, nth(block, size(block) - 1n)));

/** A free prefix: within the ranges reserved for prefixes while they last, then anywhere that is not reserved. */
function free(
  ctx: Context,
  subnet: Subnet,
  blocks: readonly Prefix[],
  length: number,
  used: readonly Prefix[],
): Prefix {
  const family = typeof blocks[0]?.address;
  const reserved = reservedPrefixes(ctx, subnet.id).filter(({ address }) => typeof address === family);
  const forPrefixes = reservedPrefixes(ctx, subnet.id, "prefix").filter(({ address }) => typeof address === family);
  const isFree = (one: Prefix): boolean => !isReservedByAws(blocks, one) && !used.some((other) => overlaps(other, one));
  const found =
    search(ctx, forPrefixes, length, isFree) ??
    search(ctx, blocks, length, (one) => isFree(one) && !reserved.some((range) => overlaps(range, one)));
  return (
    found ??
    fail("InsufficientCidrBlocks", "The specified subnet does not have enough free cidr blocks to satisfy the request.")
  );
}

function search(
  ctx: Context,
  ranges: readonly Prefix[],
  length: number,
  isFree: (one: Prefix) => boolean,
): Prefix | undefined {
  for (const range of ranges) {
    if (range.length > length) continue;
    const places = Number(1n << BigInt(Math.min(length - range.length, 30)));
    const step = typeof range.address === "number" ? BigInt(IPV4_PREFIX_SIZE) : 1n << BigInt(128 - length);
    const at = (place: number): Prefix => prefixOf(nth(range, BigInt(place) * step), length);
    for (let draw = 0; draw < DRAWS; draw++) {
      const one = at(ctx.random.below(places));
      if (isFree(one)) return one;
    }
    for (let place = 0; place < Math.min(places, SEARCH); place++) {
      const one = at(place);
      if (isFree(one)) return one;
    }
  }
  return undefined;
}
