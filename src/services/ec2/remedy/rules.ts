/** Changes to security groups and network ACLs. */
import { formatAddress } from "../../../base/address.ts";
import { formatPrefix, hostPrefix, type Prefix } from "../../../base/prefix.ts";
import type { Remedy } from "../../../cloud/operation.ts";
import type { Store } from "../../../cloud/store.ts";
import type { AdmitChange, AllowChange, Change, JoinChange, Way } from "../../../fabric/change.ts";
import type { Match } from "../../../fabric/fabric.ts";
import { hasPorts, isIcmp, protocolName, TCP, UDP } from "../../../fabric/protocols.ts";
import { type NetworkAcl, networkAcls } from "../acl/resources.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { named } from "../named.ts";
import { vpcPeeringConnections } from "../peering/resources.ts";
import { currentEntries, prefixLists } from "../prefixList/resources.ts";
import { type SecurityGroup, securityGroups } from "../securityGroup/resources.ts";
import { commandLine } from "./commandLine.ts";

const service = ({ protocol, from, to }: Match): string => {
  const name = protocolName(protocol);
  if (hasPorts(protocol)) return `${name} ${from === to ? from : `${from}-${to}`}`;
  return isIcmp(protocol) && from !== -1 ? `${name} type ${from}` : name;
};

const towards = (way: Way): string => (way === "ingress" ? "from" : "to");
const isIpv6 = ({ address }: Prefix): boolean => typeof address === "bigint";

export function allowRemedy(store: Store, { filters, way, rule }: AllowChange): Remedy | undefined {
  const [group, ...others] = filters.flatMap((id) => store.table(securityGroups).get(id) ?? []);
  if (!group) return undefined;
  const { prefix, set } = rule.peer;
  const referenced = set === undefined ? undefined : store.table(securityGroups).get(set);
  if (set !== undefined && !(referenced && mayRefer(store, group, referenced))) return undefined;
  const peer = prefix ? formatPrefix(prefix) : `security group ${named(store, set ?? "")}`;
  const instead = others.length > 0 ? ` (or in ${others.map(({ id }) => named(store, id)).join(", ")})` : "";
  const where = `in security group ${named(store, group.id)}${instead}`;
  return {
    change: `allow ${service(rule)} ${towards(way)} ${peer} ${where}`,
    resource: group.id,
    command: authorize(group, way, rule, referenced),
  };
}

/** Groups refer to others of their VPC, and across an active peering connection within the region. */
function mayRefer(store: Store, group: SecurityGroup, other: SecurityGroup): boolean {
  if (group.vpcId === other.vpcId) return true;
  if (group.region !== other.region) return false;
  for (const { status, requester, accepter } of store.table(vpcPeeringConnections).by("vpcId", group.vpcId).values()) {
    const joined = [requester.vpcId, accepter.vpcId];
    if (status === "active" && joined.includes(other.vpcId)) return true;
  }
  return false;
}

function authorize(
  { id, region, account }: SecurityGroup,
  way: Way,
  { protocol, from, to, peer }: AllowChange["rule"],
  referenced: SecurityGroup | undefined,
): string {
  const operation = `authorize-security-group-${way}`;
  const { prefix } = peer;
  // The short flags know ports, IPv4 and the account's own groups.
  const isShort = hasPorts(protocol) && (referenced ? referenced.account === account : !!prefix && !isIpv6(prefix));
  if (isShort) {
    const ports = ["--port", from === to ? String(from) : `${from}-${to}`];
    const other = prefix ? ["--cidr", formatPrefix(prefix)] : ["--source-group", referenced?.id ?? ""];
    return commandLine(region, operation, "--group-id", id, "--protocol", protocolName(protocol), ...ports, ...other);
  }
  const ports = hasPorts(protocol) || isIcmp(protocol) ? `,FromPort=${from},ToPort=${to}` : "";
  const pair = referenced ? `UserIdGroupPairs=[{GroupId=${referenced.id},UserId=${referenced.account}}]` : "";
  const range = prefix
    ? isIpv6(prefix)
      ? `Ipv6Ranges=[{CidrIpv6=${formatPrefix(prefix)}}]`
      : `IpRanges=[{CidrIp=${formatPrefix(prefix)}}]`
    : pair;
  const permission = `IpProtocol=${protocolText(protocol)}${ports},${range}`;
  return commandLine(region, operation, "--group-id", id, "--ip-permissions", permission);
}

/** Protocols that EC2 takes by name; others by number. */
const protocolText = (protocol: number): string =>
  isIcmp(protocol) || hasPorts(protocol) ? protocolName(protocol) : String(protocol);

export function admitRemedy(store: Store, change: AdmitChange, earlier: readonly Change[]): Remedy | undefined {
  const acl = store.table(networkAcls).get(change.boundary);
  if (!acl) return undefined;
  const { way, rule } = change;
  const number = ruleNumber(acl, change, takenBy(acl, change, earlier));
  const isReply = rule.to === 65535 && rule.from > 0;
  const reply = isReply ? "; a network ACL keeps no state, so replies need a rule of their own" : "";
  const what = `allow ${service(rule)} ${towards(way)} ${formatPrefix(rule.prefix)}`;
  const before = change.before === undefined || change.before === "*" ? "" : `, before ${way} rule ${change.before}`;
  const told = { change: `${what} in network ACL ${named(store, acl.id)}${before}${reply}`, resource: acl.id };
  if (number === undefined) return told;
  return { ...told, command: createEntry(acl, way, rule, number) };
}

function createEntry({ id, region }: NetworkAcl, way: Way, rule: AdmitChange["rule"], number: number): string {
  const { protocol, from, to, prefix } = rule;
  const ports = protocol === TCP || protocol === UDP ? ["--port-range", `From=${from},To=${to}`] : [];
  const types = isIcmp(protocol) ? ["--icmp-type-code", `Type=${from},Code=${to}`] : [];
  const cidr = [isIpv6(prefix) ? "--ipv6-cidr-block" : "--cidr-block", formatPrefix(prefix)];
  const place = [`--${way}`, "--rule-number", String(number)];
  const match = ["--protocol", String(protocol), ...ports, ...types, ...cidr, "--rule-action", "allow"];
  return commandLine(region, "create-network-acl-entry", "--network-acl-id", id, ...place, ...match);
}

/** The highest number that a rule of one's own may have. */
const LAST_RULE = 32766;
/** What AWS recommends to leave between rules, and begins with. */
const STEP = 10;
const FIRST_RULE = 100;

/** Numbers that earlier changes of the same set have taken in this list. */
function takenBy(acl: NetworkAcl, { way }: AdmitChange, earlier: readonly Change[]): readonly number[] {
  const taken: number[] = [];
  for (const one of earlier) {
    if (one.kind !== "admit" || one.boundary !== acl.id || one.way !== way) continue;
    const number = ruleNumber(acl, one, taken);
    if (number !== undefined) taken.push(number);
  }
  return taken;
}

/** A free number before the rule that refuses: a round one where there is room, and after all rules where none refuses. */
function ruleNumber(acl: NetworkAcl, { way, before }: AdmitChange, taken: readonly number[]): number | undefined {
  const own = acl.entries.filter(({ egress }) => egress === (way === "egress")).map(({ ruleNumber: one }) => one);
  const used = new Set([...own, ...taken]);
  const limit = before === undefined || before === "*" ? LAST_RULE + 1 : Number(before);
  const last = Math.max(0, ...[...used].filter((one) => one < limit));
  const round = last === 0 ? Math.min(FIRST_RULE, limit - STEP) : (Math.floor(last / STEP) + 1) * STEP;
  if (round >= 1 && round < limit && !used.has(round)) return round;
  for (let number = limit - 1; number >= 1; number--) if (!used.has(number)) return number;
  return undefined;
}

export function joinRemedy(store: Store, change: JoinChange, earlier: readonly Change[]): Remedy | undefined {
  return change.set.startsWith("pl-") ? addEntry(store, change) : addGroup(store, change, earlier);
}

function addGroup(store: Store, { interface: id, set }: JoinChange, earlier: readonly Change[]): Remedy | undefined {
  const eni = store.table(networkInterfaces).get(id);
  const group = store.table(securityGroups).get(set);
  if (!eni || eni.requesterManaged || group?.vpcId !== eni.vpcId) return undefined;
  const joined = earlier.flatMap((one) => (one.kind === "join" && one.interface === id ? [one.set] : []));
  const groups = [...new Set([...eni.groupIds, ...joined, set])];
  return {
    change: `put network interface ${named(store, id)} into security group ${named(store, set)}`,
    resource: id,
    command: commandLine(
      eni.region,
      "modify-network-interface-attribute",
      "--network-interface-id",
      id,
      "--groups",
      ...groups,
    ),
  };
}

function addEntry(store: Store, { address, set }: JoinChange): Remedy | undefined {
  const list = store.table(prefixLists).get(set);
  if (!list || list.addressFamily !== (typeof address === "number" ? "IPv4" : "IPv6")) return undefined;
  if (list.maxEntries !== undefined && currentEntries(list).length >= list.maxEntries) return undefined;
  const cidr = formatPrefix(hostPrefix(address));
  return {
    change: `add ${formatAddress(address)} to prefix list ${named(store, set)}`,
    resource: set,
    command: commandLine(
      list.region,
      "modify-managed-prefix-list",
      "--prefix-list-id",
      set,
      "--current-version",
      String(list.versions.length),
      "--add-entries",
      `Cidr=${cidr}`,
    ),
  };
}
