/** What a question says of its flows: protocol and ports in words, as terms of the prover. */
import type { FlowTerms } from "../../expect/questions.ts";
import { hasPorts, ICMP, ICMPV6, protocolName, protocolNumber } from "../../fabric/protocols.ts";
import type { Ports, Terms } from "../../prove/asked.ts";
import { Problem } from "../problem.ts";

export function termsOf({ proto = "tcp", port, fromPort }: FlowTerms): Terms {
  const protocols = protocolsOf(proto);
  const portless = protocols?.find((one) => !hasPorts(one));
  if ((port !== undefined || fromPort !== undefined) && portless !== undefined)
    throw new Problem("invalid", `${protocolName(portless)} has no ports: name tcp or udp, or no port.`);
  return {
    protocols,
    destinationPorts: port === undefined ? undefined : portsOf(port),
    sourcePorts: fromPort === undefined ? undefined : portsOf(fromPort),
    fromClients: fromPort === undefined,
  };
}

/** All protocols, where none is named. */
export const anyTerms = (terms: FlowTerms): Terms => termsOf({ ...terms, proto: terms.proto ?? "any" });

/** `icmp` is the one of either family; `any` names none. */
function protocolsOf(proto: string): readonly number[] | undefined {
  if (/^(any|all|-1)$/i.test(proto)) return undefined;
  const protocol = protocolNumber(proto);
  if (protocol === undefined)
    throw new Problem(
      "invalid",
      `'${proto}' is no protocol: tcp, udp, icmp, icmpv6, gre, esp, ah, sctp, any or a number from 0 to 255.`,
    );
  return protocol === ICMP ? [ICMP, ICMPV6] : [protocol];
}

function portsOf(text: string): readonly Ports[] {
  return text.split(",").map((part) => {
    const match = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    if (!match || from > 65535 || to > 65535 || from > to)
      throw new Problem("invalid", `'${part}' is no port: a number from 0 to 65535, or a range like 1024-65535.`);
    return { from, to };
  });
}
