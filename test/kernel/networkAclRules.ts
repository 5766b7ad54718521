/** Network ACLs as plain, stateless rules of the kernel's, at the edge of each subnet. */
import type { NetworkAcl, NetworkAclEntry } from "@aws-sdk/client-ec2";
import { need } from "./described.ts";
import { icmpText } from "./securityGroupRules.ts";

const PROTOCOLS: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp" };

/** The chains `ID_in` and `ID_out`: an allowed packet returns to whoever asked, any other is dropped. */
export function aclChains(acl: NetworkAcl): string {
  const id = chainName(acl);
  const chain = (egress: boolean) =>
    (acl.Entries ?? [])
      .filter((entry) => entry.Egress === egress && entry.CidrBlock !== undefined)
      .sort((a, b) => need(a.RuleNumber, "RuleNumber") - need(b.RuleNumber, "RuleNumber"))
      .map(entryText);
  return `  chain ${id}_in {\n${chain(false).join("\n")}\n    drop\n  }
  chain ${id}_out {\n${chain(true).join("\n")}\n    drop\n  }
`;
}

export const chainName = ({ NetworkAclId }: NetworkAcl): string => need(NetworkAclId, "NetworkAclId").replace("-", "_");

function entryText({ Egress, CidrBlock, Protocol, PortRange, IcmpTypeCode, RuleAction }: NetworkAclEntry): string {
  const peer = `ip ${Egress ? "daddr" : "saddr"} ${CidrBlock}`;
  const verdict = RuleAction === "allow" ? "return" : "drop";
  return `    ${peer} ${protocolText(Protocol ?? "-1", PortRange, IcmpTypeCode)} ${verdict}`;
}

function protocolText(
  protocol: string,
  ports: NetworkAclEntry["PortRange"],
  icmp: NetworkAclEntry["IcmpTypeCode"],
): string {
  const name = PROTOCOLS[protocol] ?? protocol;
  if (name === "-1") return "";
  if (name === "icmp") return icmpText(icmp?.Type ?? -1, icmp?.Code ?? -1);
  if (!ports) return `meta l4proto ${name}`;
  return `${name} dport ${ports.From}-${ports.To}`;
}
