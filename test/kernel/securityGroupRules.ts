/** Security groups as a stateful filter of the kernel's, at the interface. */
import { type Described, need } from "./described.ts";

/** One direction's permission, whichever operation told it. */
interface Permission {
  readonly egress: boolean;
  readonly protocol: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly cidr: string | undefined;
  readonly group: string | undefined;
  readonly list: string | undefined;
}

/** DescribeSecurityGroups and DescribeSecurityGroupRules both tell the rules; networks take turns in which is believed. */
export type RuleSource = "groups" | "rules";

/**
 * What to do with a flow that both a rule for tracked and one for untracked flows would allow: AWS does not say, so
 * questions about tracking are asked both ways, and count where it makes no difference. `all`: everything is tracked,
 * which a new flow cannot tell from AWS's way.
 */
export type Tracking = "all" | "tracked-first" | "untracked-first";

/**
 * The table of one interface: `eth0` leads to the subnet, `inner` to the machine.
 *
 * Of AWS's own rules: statements `stateful`, `answers-only`, `untracked`, `middlebox-reference`, `source-check`.
 */
export function interfaceRules(
  described: Described,
  source: RuleSource,
  interfaceId: string,
  tracking: Tracking = "all",
): string {
  const eni = need(
    described.networkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === interfaceId),
    interfaceId,
  );
  const own = (eni.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress).join(", ");
  const groups = (eni.Groups ?? []).map(({ GroupId }) => need(GroupId, "GroupId"));
  const permissions = groups.flatMap((id) => permissionsOf(described, source, id));
  const check = [`iifname "inner" ip saddr != { ${own} } drop`, `iifname "eth0" ip daddr != { ${own} } drop`];
  const chain = (egress: boolean): string => {
    const rules = permissions
      .filter((one) => one.egress === egress)
      .flatMap(tracking === "all" ? (one) => [one] : byProtocol);
    const untracked = tracking === "all" ? [] : rules.filter((rule) => isUntracked(rule, permissions));
    const free = untracked.flatMap((rule) => ruleTexts(described, rule, ["accept"]));
    const kept = rules
      .filter((rule) => !untracked.includes(rule))
      .flatMap((rule) => ruleTexts(described, rule, ["ct state new ct mark set 1", "accept"]));
    return [...(tracking === "untracked-first" ? [...free, ...kept] : [...kept, ...free])].join("\n    ");
  };
  return `table ip eni {
  chain pass {
    type filter hook forward priority 0; policy drop;
    ${eni.SourceDestCheck ? check.join("\n    ") : ""}
    ct state established ct mark 1 accept
    iifname "eth0" jump ingress
    iifname "inner" jump egress
  }
  chain ingress {
    ${chain(false)}
  }
  chain egress {
    ${chain(true)}
  }
}
`;
}

/** A rule for all protocols, as it is for those that may be untracked, and for the others. */
const byProtocol = (rule: Permission): readonly Permission[] =>
  rule.protocol === "-1"
    ? ["tcp", "udp", OTHERS].map((protocol) => ({ ...rule, protocol, from: 0, to: 65_535 }))
    : [rule];

const OTHERS = "others";

/**
 * Untracked are TCP and UDP that a rule allows from or to everybody, where the other direction lets everybody's answers
 * through on every port (statement `untracked`).
 */
const isUntracked = (rule: Permission, permissions: readonly Permission[]): boolean =>
  rule.cidr === "0.0.0.0/0" &&
  (rule.protocol === "tcp" || rule.protocol === "udp") &&
  permissions.some(
    (other) =>
      other.egress !== rule.egress &&
      other.cidr === "0.0.0.0/0" &&
      (other.protocol === "-1" || (other.protocol === rule.protocol && other.from === 0 && other.to === 65_535)),
  );

function permissionsOf(described: Described, source: RuleSource, groupId: string): readonly Permission[] {
  if (source === "rules")
    return described.securityGroupRules
      .filter(({ GroupId }) => GroupId === groupId)
      .map((rule) => ({
        egress: rule.IsEgress ?? false,
        protocol: nameOf(need(rule.IpProtocol, "IpProtocol")),
        from: rule.FromPort,
        to: rule.ToPort,
        cidr: rule.CidrIpv4,
        group: rule.ReferencedGroupInfo?.GroupId,
        list: rule.PrefixListId,
      }));
  const group = need(
    described.securityGroups.find(({ GroupId }) => GroupId === groupId),
    groupId,
  );
  return [
    ...(group.IpPermissions ?? []).map((permission) => ({ permission, egress: false })),
    ...(group.IpPermissionsEgress ?? []).map((permission) => ({ permission, egress: true })),
  ].flatMap(({ permission, egress }) => {
    const common = {
      egress,
      protocol: nameOf(need(permission.IpProtocol, "IpProtocol")),
      from: permission.FromPort,
      to: permission.ToPort,
    };
    const none = { ...common, cidr: undefined, group: undefined, list: undefined };
    return [
      ...(permission.IpRanges ?? []).map(({ CidrIp }) => ({ ...none, cidr: CidrIp })),
      ...(permission.UserIdGroupPairs ?? []).map(({ GroupId }) => ({ ...none, group: GroupId })),
      ...(permission.PrefixListIds ?? []).map(({ PrefixListId }) => ({ ...none, list: PrefixListId })),
    ];
  });
}

/** The operations answer with names for some protocols and with numbers for others. */
const NAMES: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp" };
const nameOf = (protocol: string): string => NAMES[protocol] ?? protocol;

/** A rule in nft's words, once for each peer and statement; none where it can match nothing. */
function ruleTexts(described: Described, permission: Permission, statements: readonly string[]): string[] {
  const match = matchText(permission);
  return peerTexts(described, permission).flatMap((peer) =>
    statements.map((statement) => `${peer} ${match} ${statement}`),
  );
}

function matchText({ protocol: name, from, to }: Permission): string {
  if (name === "-1") return "";
  if (name === OTHERS) return "meta l4proto != { tcp, udp }";
  if (name === "icmp") return icmpText(from ?? -1, to ?? -1);
  if (from === undefined || from === -1) return `meta l4proto ${name}`;
  return `${name} dport ${from}-${need(to, "ToPort")}`;
}

function peerTexts(described: Described, { egress, cidr, group, list }: Permission): string[] {
  const side = egress ? "daddr" : "saddr";
  if (cidr !== undefined) return [`ip ${side} ${cidr}`];
  if (list !== undefined) return (described.prefixLists.get(list) ?? []).map((prefix) => `ip ${side} ${prefix}`);
  const members = described.networkInterfaces
    .filter(({ Groups }) => Groups?.some(({ GroupId }) => GroupId === group))
    .flatMap(({ PrivateIpAddresses }) => PrivateIpAddresses ?? [])
    .map(({ PrivateIpAddress }) => PrivateIpAddress);
  if (members.length === 0) return [];
  return [`${egress ? "" : "ip dscp 0 "}ip ${side} { ${members.join(", ")} }`];
}

/** For ICMP the "ports" are type and code, -1 standing for any. */
export function icmpText(type: number, code: number): string {
  if (type === -1) return "ip protocol icmp";
  return `icmp type ${type}${code === -1 ? "" : ` icmp code ${code}`}`;
}
