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
}

/** DescribeSecurityGroups and DescribeSecurityGroupRules both tell the rules; networks take turns in which is believed. */
export type RuleSource = "groups" | "rules";

/**
 * The table of one interface: `eth0` leads to the subnet, `inner` to the machine.
 *
 * Of AWS's own rules: statements `stateful`, `middlebox-reference`, `source-check` (awsStatements.ts).
 */
export function interfaceRules(described: Described, source: RuleSource, interfaceId: string): string {
  const eni = need(
    described.networkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === interfaceId),
    interfaceId,
  );
  const own = (eni.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress).join(", ");
  const groups = (eni.Groups ?? []).map(({ GroupId }) => need(GroupId, "GroupId"));
  const permissions = groups.flatMap((id) => permissionsOf(described, source, id));
  const check = [`iifname "inner" ip saddr != { ${own} } drop`, `iifname "eth0" ip daddr != { ${own} } drop`];
  return `table ip eni {
  chain pass {
    type filter hook forward priority 0; policy drop;
    ${eni.SourceDestCheck ? check.join("\n    ") : ""}
    ct state established accept
    iifname "eth0" jump ingress
    iifname "inner" jump egress
  }
  chain ingress {
    ${permissions
      .filter(({ egress }) => !egress)
      .flatMap((one) => ruleText(described, one))
      .join("\n    ")}
  }
  chain egress {
    ${permissions
      .filter(({ egress }) => egress)
      .flatMap((one) => ruleText(described, one))
      .join("\n    ")}
  }
}
`;
}

function permissionsOf(described: Described, source: RuleSource, groupId: string): readonly Permission[] {
  if (source === "rules")
    return described.securityGroupRules
      .filter(({ GroupId }) => GroupId === groupId)
      .map((rule) => ({
        egress: rule.IsEgress ?? false,
        protocol: need(rule.IpProtocol, "IpProtocol"),
        from: rule.FromPort,
        to: rule.ToPort,
        cidr: rule.CidrIpv4,
        group: rule.ReferencedGroupInfo?.GroupId,
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
      protocol: need(permission.IpProtocol, "IpProtocol"),
      from: permission.FromPort,
      to: permission.ToPort,
    };
    return [
      ...(permission.IpRanges ?? []).map(({ CidrIp }) => ({ ...common, cidr: CidrIp, group: undefined })),
      ...(permission.UserIdGroupPairs ?? []).map(({ GroupId }) => ({ ...common, cidr: undefined, group: GroupId })),
    ];
  });
}

const PROTOCOLS: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp" };

/** A rule in nft's words; none where it can match nothing. */
function ruleText(described: Described, { egress, protocol, from, to, cidr, group }: Permission): string[] {
  const peer = peerText(described, egress, cidr, group);
  if (peer === undefined) return [];
  const name = PROTOCOLS[protocol] ?? protocol;
  if (name === "-1") return [`${peer} accept`];
  if (name === "icmp") return [`${peer} ${icmpText(from ?? -1, to ?? -1)} accept`];
  if (from === undefined || from === -1) return [`${peer} meta l4proto ${name} accept`];
  return [`${peer} ${name} dport ${from}-${need(to, "ToPort")} accept`];
}

function peerText(
  described: Described,
  egress: boolean,
  cidr: string | undefined,
  group: string | undefined,
): string | undefined {
  const side = egress ? "daddr" : "saddr";
  if (cidr !== undefined) return `ip ${side} ${cidr}`;
  const members = described.networkInterfaces
    .filter(({ Groups }) => Groups?.some(({ GroupId }) => GroupId === group))
    .flatMap(({ PrivateIpAddresses }) => PrivateIpAddresses ?? [])
    .map(({ PrivateIpAddress }) => PrivateIpAddress);
  if (members.length === 0) return undefined;
  const direct = egress ? "" : "ip dscp 0 ";
  return `${direct}ip ${side} { ${members.join(", ")} }`;
}

/** For ICMP the "ports" are type and code, -1 standing for any. */
export function icmpText(type: number, code: number): string {
  if (type === -1) return "ip protocol icmp";
  return `icmp type ${type}${code === -1 ? "" : ` icmp code ${code}`}`;
}
