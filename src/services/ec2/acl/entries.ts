/** The entries of a network ACL: their order, and the ones that AWS itself puts there. */
import type { NetworkAcl, NetworkAclEntry } from "./resources.ts";

/** The `*` rules, which nobody can change: what no numbered rule matched is denied. */
export const DENY_IPV4 = 32767;
export const DENY_IPV6 = 32768;

export const isDenial = ({ ruleNumber }: NetworkAclEntry): boolean => ruleNumber >= DENY_IPV4;

const bothWays = (ruleNumber: number, action: "allow" | "deny", cidr: string): NetworkAclEntry[] =>
  [false, true].map((egress) => ({
    ruleNumber,
    egress,
    action,
    protocol: -1,
    cidr,
    portRange: undefined,
    icmp: undefined,
  }));

/** A rule each way that allows everything to and from a CIDR. */
export const allowAll = (ruleNumber: number, cidr: string): NetworkAclEntry[] => bothWays(ruleNumber, "allow", cidr);

/** The `*` denials each way: IPv4's always, IPv6's where the VPC has IPv6. */
export const denyAll = (ipv6: boolean): NetworkAclEntry[] => [
  ...bothWays(DENY_IPV4, "deny", "0.0.0.0/0"),
  ...(ipv6 ? bothWays(DENY_IPV6, "deny", "::/0") : []),
];

/** In the order in which they are evaluated: ingress first, then by rule number. */
export const sorted = (entries: readonly NetworkAclEntry[]): NetworkAclEntry[] =>
  [...entries].sort((a, b) => Number(a.egress) - Number(b.egress) || a.ruleNumber - b.ruleNumber);

/** The ACL with these entries instead. */
export const withEntries = (acl: NetworkAcl, entries: readonly NetworkAclEntry[]): NetworkAcl => ({
  ...acl,
  entries: sorted(entries),
});
