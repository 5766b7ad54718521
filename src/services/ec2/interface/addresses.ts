/**
 * The addresses of a subnet: which are free, and which an interface gets. The first four and the last of a subnet are
 * never given (network, router, DNS, future use, broadcast). AWS picks without an order that it documents; here the
 * region's randomness picks, so an address says nothing about when it was given.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
import {
  type Address,
  formatAddress,
  formatIpv4,
  formatIpv6,
  parseAddress,
  parseIpv4,
  parseIpv6,
} from "../../../base/address.ts";
import { contains, formatPrefix, lastAddress, nth, type Prefix, prefix, prefixOf, size } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { reservedPrefixes } from "../cidrReservation/reserved.ts";
import type { Subnet } from "../vpc/resources.ts";
import { IPV4_PREFIX_LENGTH, IPV4_PREFIX_SIZE, IPV6_PREFIX_LENGTH } from "./prefixes.ts";
import { networkInterfaces } from "./resources.ts";

const RESERVED_AT_START = 4;
/** Network address, router, DNS server, future use, broadcast. */
export const RESERVED_ADDRESSES = RESERVED_AT_START + 1;

/** Random draws before a search in order: plenty while a subnet is not nearly full. */
const DRAWS = 24;
/** Of a /64 nearly every draw is free, unless reservations cover it. */
const IPV6_DRAWS = 4096;

/** Whether an interface has the address, or a prefix that holds it. */
function isTaken(ctx: Context, subnet: Subnet, text: string): boolean {
  const table = ctx.surroundings.store.table(networkInterfaces);
  if (table.by("address", `${subnet.vpcId}/${text}`).size > 0) return true;
  const address = parseAddress(text) as Address;
  const around = prefixOf(address, typeof address === "number" ? IPV4_PREFIX_LENGTH : IPV6_PREFIX_LENGTH);
  return table.by("address", `${subnet.vpcId}/${formatPrefix(around)}`).size > 0;
}

/**
 * AvailableIpAddressCount. AWS counts IPv4 only: an IPv6-only subnet reports 0 here, which every SDK's integer holds.
 */
export function freeAddressCount(ctx: Context, subnet: Subnet): number {
  if (subnet.cidr === undefined) return 0;
  let used = 0;
  for (const eni of ctx.surroundings.store.table(networkInterfaces).by("subnetId", subnet.id).values())
    used += eni.privateAddresses.length + (eni.ipv4Prefixes?.length ?? 0) * IPV4_PREFIX_SIZE;
  return Math.max(0, Number(size(prefix(subnet.cidr))) - RESERVED_ADDRESSES - used);
}

/** A free IPv4 address of the subnet: the wanted one, or any; `taken` holds those that this request has given already. */
export function allocateAddress(
  ctx: Context,
  subnet: Subnet,
  wanted?: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  if (subnet.cidr === undefined)
    return fail("InvalidParameterValue", `The subnet '${subnet.id}' does not have an IPv4 CIDR block associated.`);
  const range = prefix(subnet.cidr) as Prefix<number>;
  if (wanted !== undefined) return wantedAddress(ctx, subnet, range, wanted, taken);
  const first = RESERVED_AT_START;
  const count = Number(size(range)) - RESERVED_ADDRESSES;
  const reserved = reservedPrefixes(ctx, subnet.id);
  const free = (offset: number): string | undefined => {
    const value = nth(range, first + offset);
    if (reserved.some((one) => contains(one, value))) return undefined;
    const address = formatIpv4(value);
    return taken.has(address) || isTaken(ctx, subnet, address) ? undefined : address;
  };
  for (let draw = 0; draw < DRAWS; draw++) {
    const address = free(ctx.random.below(count));
    if (address !== undefined) return address;
  }
  const start = ctx.random.below(count);
  for (let step = 0; step < count; step++) {
    const address = free((start + step) % count);
    if (address !== undefined) return address;
  }
  return fail(
    "InsufficientFreeAddressesInSubnet",
    `The specified subnet does not have enough free addresses to satisfy the request.`,
  );
}

function wantedAddress(
  ctx: Context,
  subnet: Subnet,
  range: Prefix<number>,
  wanted: string,
  taken: ReadonlySet<string>,
): string {
  const address = parseIpv4(wanted);
  if (address === undefined) return fail("InvalidParameterValue", `Invalid IPv4 address: ${wanted}`);
  if (!contains(range, address))
    fail("InvalidParameterValue", `Address ${wanted} does not fall within the subnet's address range`);
  if (address < nth(range, RESERVED_AT_START) || address === lastAddress(range))
    fail("InvalidParameterValue", `Address ${wanted} is in subnet's reserved address range`);
  const text = formatAddress(address);
  if (taken.has(text) || isTaken(ctx, subnet, text)) fail("InvalidIPAddress.InUse", `Address ${wanted} is in use.`);
  return text;
}

/** A free IPv6 address of the subnet, as `allocateAddress` gives IPv4 ones. */
export function allocateIpv6Address(
  ctx: Context,
  subnet: Subnet,
  wanted?: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  const ranges = subnet.ipv6Cidrs
    .filter(({ state }) => state === "associated" || state === "associating")
    .map(({ cidr }) => prefix(cidr) as Prefix<bigint>);
  const range = ranges[0];
  if (!range)
    return fail(
      "InvalidParameterValue",
      `The subnet '${subnet.id}' does not have an IPv6 CIDR block associated with it.`,
    );
  if (wanted === undefined) {
    const reserved = reservedPrefixes(ctx, subnet.id);
    for (let draw = 0; draw < IPV6_DRAWS; draw++) {
      const offset = BigInt(`0x${ctx.random.hex(16)}`) % size(range);
      if (offset < RESERVED_AT_START || offset === size(range) - 1n) continue;
      const value = nth(range, offset);
      if (reserved.some((one) => contains(one, value))) continue;
      const address = formatIpv6(value);
      if (!taken.has(address) && !isTaken(ctx, subnet, address)) return address;
    }
    fail("InsufficientFreeAddressesInSubnet", "The specified subnet does not have enough free IPv6 addresses.");
  }
  const address = parseIpv6(wanted);
  if (address === undefined) return fail("InvalidParameterValue", `Invalid IPv6 address: ${wanted}`);
  const home = ranges.find((one) => contains(one, address));
  if (!home) return fail("InvalidParameterValue", `Address ${wanted} does not fall within the subnet's address range`);
  if (address < nth(home, RESERVED_AT_START) || address === lastAddress(home))
    fail("InvalidParameterValue", `Address ${wanted} is in subnet's reserved address range`);
  const text = formatIpv6(address);
  if (taken.has(text) || isTaken(ctx, subnet, text)) fail("InvalidIPAddress.InUse", `Address ${wanted} is in use.`);
  return text;
}
