/**
 * CIDR prefixes (RFC 4632 for IPv4, RFC 4291 §2.3 for IPv6). `address` has no bits set beyond `length`:
 * `prefixOf` clears them and `parsePrefix` tells whether the text had any, since AWS treats the two differently by operation.
 */
import { type Address, formatAddress, parseAddress } from "./address.ts";

export interface Prefix<A extends Address = Address> {
  readonly address: A;
  readonly length: number;
}

/** Address bits of a family: 32 or 128. */
export const width = (address: Address): 32 | 128 => (typeof address === "number" ? 32 : 128);

const mask4 = (length: number): number => (length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0);
const MASK6: readonly bigint[] = Array.from(
  { length: 129 },
  (_, length) => ((1n << BigInt(length)) - 1n) << BigInt(128 - length),
);

/** The address with every bit past `length` cleared. */
export function truncate<A extends Address>(address: A, length: number): A {
  if (typeof address === "number") return ((address & mask4(length)) >>> 0) as A;
  return ((address as bigint) & (MASK6[length] as bigint)) as A;
}

export const prefixOf = <A extends Address>(address: A, length: number): Prefix<A> => ({
  address: truncate(address, length),
  length,
});

/** The prefix of exactly one address. */
export const hostPrefix = <A extends Address>(address: A): Prefix<A> => ({ address, length: width(address) });

/** Total. `exact` is false where the text had bits set past the length (`10.0.0.1/16`); the prefix is then the cleared one. */
export function parsePrefix(text: string): { readonly prefix: Prefix; readonly exact: boolean } | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^(0|[1-9]\d{0,2})$/.test(digits)) return undefined;
  const length = Number(digits);
  if (length > width(address)) return undefined;
  const prefix = prefixOf(address, length);
  return { prefix, exact: prefix.address === address };
}

/** The prefix of a text known to be well formed (our own data). Throws otherwise: a bug, not bad input. */
export function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed) throw new Error(`not a prefix: ${text}`);
  return parsed.prefix;
}

export const formatPrefix = ({ address, length }: Prefix): string => `${formatAddress(address)}/${length}`;

export const contains = (outer: Prefix, address: Address): boolean =>
  typeof outer.address === typeof address && truncate(address, outer.length) === outer.address;

export const covers = (outer: Prefix, inner: Prefix): boolean =>
  outer.length <= inner.length && contains(outer, inner.address);

export const overlaps = (a: Prefix, b: Prefix): boolean => covers(a, b) || covers(b, a);

/** How many addresses: exact as a bigint, since a /56 of IPv6 does not fit a number. */
export const size = ({ address, length }: Prefix): bigint => 1n << BigInt(width(address) - length);

/** The address `offset` places after the prefix's first. */
export function nth<A extends Address>(prefix: Prefix<A>, offset: number | bigint): A {
  if (typeof prefix.address === "number") return (prefix.address + Number(offset)) as A;
  return ((prefix.address as bigint) + BigInt(offset)) as A;
}

export const lastAddress = <A extends Address>(prefix: Prefix<A>): A => nth(prefix, size(prefix) - 1n);
