/** Security groups and network ACLs as filters. */
import { prefix } from "../../../base/prefix.ts";
import type { Boundary, BoundaryRule, Filter, FilterRule, Match, Peer } from "../../../fabric/fabric.ts";
import { hasPorts, isIcmp, protocolNumber } from "../../../fabric/protocols.ts";
import type { NetworkAcl, NetworkAclEntry } from "../acl/resources.ts";
import { type SecurityGroupRule, securityGroupRules } from "../securityGroup/resources.ts";
import type { Tables } from "./tables.ts";

export function filterOf(tables: Tables, groupId: string): Filter {
  const rules = tables.by(securityGroupRules, "groupId", groupId);
  // `map` makes lists of just their length, where `push` keeps room for many more: most groups have a rule or two.
  const side = (egress: boolean): FilterRule[] => rules.filter((rule) => rule.egress === egress).map(filterRule);
  return { id: groupId, ingress: side(false), egress: side(true) };
}

function filterRule(rule: SecurityGroupRule): FilterRule {
  const protocol = rule.protocol === "-1" ? -1 : (protocolNumber(rule.protocol) ?? -1);
  const from = rule.fromPort ?? -1;
  const to = rule.toPort ?? -1;
  // -1 on both ends of TCP or UDP means every port, as AWS reads it.
  const everyPort = hasPorts(protocol) && from === -1;
  return {
    id: rule.id,
    protocol,
    from: everyPort ? 0 : from,
    to: everyPort ? 65535 : to,
    peer: peerOf(rule),
  };
}

/** By CIDR block: most rules name one of a few, and what they match is one object then. */
const blocks = new Map<string, Peer>();
const MOST_BLOCKS = 1000;

function blockOf(cidr: string): Peer {
  let block = blocks.get(cidr);
  if (!block) {
    if (blocks.size >= MOST_BLOCKS) blocks.clear();
    block = { prefix: prefix(cidr) };
    blocks.set(cidr, block);
  }
  return block;
}

function peerOf({ peer }: SecurityGroupRule): Peer {
  switch (peer.kind) {
    case "ipv4":
    case "ipv6":
      return blockOf(peer.cidr);
    case "prefix-list":
      return { set: peer.id };
    case "group":
      return { set: peer.groupId };
  }
}

/** The highest number that AWS shows as `*`: the denial at the end that nobody can remove. */
const LAST_RULE = 32766;

export function boundaryOf(acl: NetworkAcl): Boundary {
  const rules = (egress: boolean): BoundaryRule[] =>
    acl.entries
      .filter((entry) => entry.egress === egress)
      .sort((a, b) => a.ruleNumber - b.ruleNumber)
      .map(boundaryRule);
  return { id: acl.id, ingress: rules(false), egress: rules(true) };
}

const boundaryRule = (entry: NetworkAclEntry): BoundaryRule => ({
  name: entry.ruleNumber > LAST_RULE ? "*" : String(entry.ruleNumber),
  allow: entry.action === "allow",
  prefix: prefix(entry.cidr),
  protocol: entry.protocol,
  ...portsOf(entry),
});

function portsOf({ protocol, portRange, icmp }: NetworkAclEntry): Pick<Match, "from" | "to"> {
  if (isIcmp(protocol)) return { from: icmp?.type ?? -1, to: icmp?.code ?? -1 };
  return { from: portRange?.from ?? 0, to: portRange?.to ?? 65535 };
}
