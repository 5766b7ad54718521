/**
 * IP addresses. An IPv4 address is a `number` (0 … 2³²−1), an IPv6 address a `bigint` (0 … 2¹²⁸−1), so
 * `typeof` tells the family, equality is `===`, and either is a Map key; no object is made per address.
 * Text forms: dotted quad (no leading zeros, no short forms) and RFC 4291 §2.2; printed as RFC 5952 says.
 */
export type Ipv4 = number;
export type Ipv6 = bigint;
export type Address = Ipv4 | Ipv6;

export const isIpv4 = (address: Address): address is Ipv4 => typeof address === "number";

const QUAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Total: `undefined` for anything but four decimal octets without leading zeros. */
export function parseIpv4(text: string): Ipv4 | undefined {
  const match = QUAD.exec(text);
  if (!match) return undefined;
  let value = 0;
  for (let i = 1; i <= 4; i++) {
    const octet = match[i] as string;
    if (octet.length > 1 && octet.startsWith("0")) return undefined;
    const byte = Number(octet);
    if (byte > 255) return undefined;
    value = value * 256 + byte;
  }
  return value;
}

export const formatIpv4 = (address: Ipv4): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;

/** Total. Accepts `::`, groups of one to four hex digits, and a dotted quad at the end (RFC 4291 §2.2); no zone id. */
export function parseIpv6(text: string): Ipv6 | undefined {
  if (text.length > 45 || !text.includes(":")) return undefined;
  let body = text;
  const lastColon = text.lastIndexOf(":");
  const tail = text.slice(lastColon + 1);
  if (tail.includes(".")) {
    const quad = parseIpv4(tail);
    if (quad === undefined) return undefined;
    body = `${text.slice(0, lastColon + 1)}${(quad >>> 16).toString(16)}:${(quad & 0xffff).toString(16)}`;
  }
  const halves = body.split("::");
  if (halves.length > 2) return undefined;
  const left = groups(halves[0] as string);
  const right = halves.length === 2 ? groups(halves[1] as string) : [];
  if (!left || !right) return undefined;
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of left) value = (value << 16n) | BigInt(group);
  value <<= 16n * BigInt(missing);
  for (const group of right) value = (value << 16n) | BigInt(group);
  return value;
}

function groups(text: string): number[] | undefined {
  if (text === "") return [];
  const values: number[] = [];
  for (const group of text.split(":")) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    values.push(Number.parseInt(group, 16));
  }
  return values;
}

/** RFC 5952 §4: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
export function formatIpv6(address: Ipv6): string {
  const words: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) words.push(Number((address >> shift) & 0xffffn));
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && words[i + run] === 0) run++;
    if (run > length) [start, length] = [i, run];
    i += run;
  }
  const hex = words.map((word) => word.toString(16));
  if (start < 0) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

export const parseAddress = (text: string): Address | undefined => parseIpv4(text) ?? parseIpv6(text);
export const formatAddress = (address: Address): string =>
  typeof address === "number" ? formatIpv4(address) : formatIpv6(address);
