/** IP protocol numbers that rules and flows speak of by name (IANA's registry), and what answers an ICMP message. */
export const TCP = 6;
export const UDP = 17;
export const ICMP = 1;
export const ICMPV6 = 58;

const names: Readonly<Record<string, number>> = {
  icmp: ICMP,
  tcp: TCP,
  udp: UDP,
  icmpv6: ICMPV6,
  gre: 47,
  esp: 50,
  ah: 51,
  sctp: 132,
};
const byNumber = new Map(Object.entries(names).map(([name, number]) => [number, name]));

/** A protocol's number from its name or its digits (0–255). */
export function protocolNumber(text: string): number | undefined {
  const named = Object.hasOwn(names, text.toLowerCase()) ? names[text.toLowerCase()] : undefined;
  if (named !== undefined) return named;
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}

export const protocolName = (protocol: number): string => byNumber.get(protocol) ?? `protocol ${protocol}`;
export const hasPorts = (protocol: number): boolean => protocol === TCP || protocol === UDP;
export const isIcmp = (protocol: number): boolean => protocol === ICMP || protocol === ICMPV6;

/** Query and answer types of ICMP (RFC 792: echo 8/0, timestamp 13/14) and ICMPv6 (RFC 4443 §4: echo 128/129). */
const ANSWERS4: Readonly<Record<number, number>> = { 8: 0, 0: 8, 13: 14, 14: 13 };
const ANSWERS6: Readonly<Record<number, number>> = { 128: 129, 129: 128 };

/** The ICMP type that answers this one; a type without an answer stays itself. */
export const icmpAnswer = (protocol: number, type: number): number =>
  (protocol === ICMP ? ANSWERS4 : ANSWERS6)[type] ?? type;
