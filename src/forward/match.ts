/** How the concrete engine reads rules: one flow against one rule. The prover reads the same rules by its own code. */
import type { Address } from "../base/address.ts";
import { contains } from "../base/prefix.ts";
import type { AddressSet, Boundary, BoundaryRule, Fabric, FilterRule, Interface, Match } from "../fabric/fabric.ts";
import { hasPorts, isIcmp } from "../fabric/protocols.ts";
import type { Flow } from "../fabric/vocabulary.ts";

export type Direction = "ingress" | "egress";

/** Protocol and ports, or ICMP type and code. A rule's ports are not asked about protocols that have none. */
function matchesProtocol({ protocol, from, to }: Match, flow: Flow): boolean {
  if (protocol === -1) return true;
  if (protocol !== flow.protocol) return false;
  if (hasPorts(protocol)) return from <= flow.dstPort && flow.dstPort <= to;
  if (isIcmp(protocol)) return from === -1 || (from === flow.srcPort && (to === -1 || to === flow.dstPort));
  return true;
}

/** Members count in the domain that the address was sent from; where that is not known, in any. */
export function isMember(set: AddressSet, address: Address, domain: string | undefined): boolean {
  for (const prefix of set.prefixes) if (contains(prefix, address)) return true;
  if (domain !== undefined)
    return (set.members.get(domain)?.has(address) || set.ranges?.get(domain)?.lookup(address)) ?? false;
  for (const members of set.members.values()) if (members.has(address)) return true;
  for (const ranges of set.ranges?.values() ?? []) if (ranges.lookup(address)) return true;
  return false;
}

/** Whether an address is the interface's: by itself, or as one of a range. */
export const hasAddress = ({ addresses, ranges }: Interface, address: Address): boolean =>
  addresses[0] === address ||
  addresses.includes(address) ||
  (ranges?.some((range) => contains(range, address)) ?? false);

/** Whether a stateful filter's rule allows the flow: its peer is the source on the way in, the destination on the way out. */
export function allows(
  fabric: Fabric,
  rule: FilterRule,
  flow: Flow,
  direction: Direction,
  domain: string | undefined,
): boolean {
  if (!matchesProtocol(rule, flow)) return false;
  const address = direction === "ingress" ? flow.src : flow.dst;
  const { prefix, set } = rule.peer;
  if (prefix) return contains(prefix, address);
  const members = fabric.sets.get(set);
  return members !== undefined && isMember(members, address, domain);
}

/** The first rule that matches: it decides. */
export function decidingRule(boundary: Boundary, direction: Direction, flow: Flow): BoundaryRule | undefined {
  const address = direction === "ingress" ? flow.src : flow.dst;
  for (const rule of boundary[direction])
    if (matchesProtocol(rule, flow) && contains(rule.prefix, address)) return rule;
  return undefined;
}

/** Whether a rule lets everybody through: the whole address space of the flow's family. */
export const isAnywhere = (rule: FilterRule, flow: Flow): boolean =>
  rule.peer.prefix?.length === 0 && typeof rule.peer.prefix.address === typeof flow.src;

/**
 * Whether a flow allowed by `rule` needs no tracking: TCP or UDP, from or to anywhere, with a rule the other way that
 * lets everything return.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections
 */
export function isUntracked(rule: FilterRule, opposite: Iterable<FilterRule>, flow: Flow): boolean {
  if (!hasPorts(flow.protocol) || !isAnywhere(rule, flow)) return false;
  for (const other of opposite) {
    if (!isAnywhere(other, flow)) continue;
    if (other.protocol === -1) return true;
    if (other.protocol === flow.protocol && other.from === 0 && other.to === 65535) return true;
  }
  return false;
}
