/** What to type after a trace: commands that work as they stand. */
import type { TraceAnswer, TraceEnd, TraceFlow, TraceHop } from "../answers.ts";

const quoted = (text: string): string => (/^[\w.:=/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** AWS CLI lines that show the resource that decided, by the prefix of its id. */
const describing: Readonly<Record<string, string>> = {
  sg: "describe-security-group-rules --filters Name=group-id,Values=",
  acl: "describe-network-acls --network-acl-ids ",
  rtb: "describe-route-tables --route-table-ids ",
  igw: "describe-internet-gateways --internet-gateway-ids ",
  nat: "describe-nat-gateways --nat-gateway-ids ",
  eni: "describe-network-interfaces --network-interface-ids ",
  i: "describe-instances --instance-ids ",
  pcx: "describe-vpc-peering-connections --vpc-peering-connection-ids ",
  eigw: "describe-egress-only-internet-gateways --egress-only-internet-gateway-ids ",
};

function inspect(hop: TraceHop): string | undefined {
  const prefix = /^([a-z]+)-[0-9a-f]+$/.exec(hop.resource)?.[1];
  const describe = prefix === undefined ? undefined : describing[prefix];
  return describe && `See what decided:  aws ec2 ${describe}${hop.resource}`;
}

/** The rule that would let the flow through, where one security group is what stopped it. */
function allow(hop: TraceHop, flow: TraceFlow): string | undefined {
  const way = /^security-group-(ingress|egress)$/.exec(hop.stage)?.[1];
  const { protocol, destinationPort: port } = flow;
  if (!way || !/^sg-[0-9a-f]+$/.test(hop.resource) || !(protocol === "tcp" || protocol === "udp")) return undefined;
  const peer = way === "ingress" ? flow.source : flow.destination;
  const rule = peer.includes(":")
    ? `--ip-permissions 'IpProtocol=${protocol},FromPort=${port},ToPort=${port},Ipv6Ranges=[{CidrIpv6=${peer}/128}]'`
    : `--protocol ${protocol} --port ${port} --cidr ${peer}/32`;
  return `Allow it:  aws ec2 authorize-security-group-${way} --group-id ${hop.resource} ${rule}`;
}

function traceLine(from: TraceEnd, to: TraceEnd, flow: TraceFlow, tail: string): string {
  const proto = flow.protocol === "tcp" ? "" : ` --proto ${flow.protocol}`;
  const port = flow.destinationPort && !flow.protocol.startsWith("icmp") ? ` --port ${flow.destinationPort}` : "";
  return `underlay trace ${quoted(from.selector)} ${quoted(to.selector)}${proto}${port}${tail}`;
}

/** `tail` ends commands of Underlay, `awsTail` those of the AWS CLI: where the endpoint is. */
export function nextSteps(trace: TraceAnswer, tail: string, awsTail: string): string[] {
  const failed = trace.works ? undefined : trace.forward.disposition === "delivered" ? trace.return : trace.forward;
  const last = failed?.hops.at(-1);
  const asked = last ? [inspect(last), allow(last, latestFlow(trace, last))] : [];
  const steps = asked.map((step) => step && step + awsTail);
  if (trace.works) steps.push(`The other way:  ${traceLine(trace.destination, trace.source, trace.flow, tail)}`);
  steps.push(`For scripts:  ${traceLine(trace.source, trace.destination, trace.flow, tail)} --json`);
  return steps.filter((step) => step !== undefined);
}

/** The flow as the last hop met it: after every translation before it. */
function latestFlow(trace: TraceAnswer, last: TraceHop): TraceFlow {
  const hops = trace.forward.hops.includes(last) ? trace.forward.hops : (trace.return?.hops ?? []);
  return hops.slice(0, -1).findLast((hop) => hop.flow)?.flow ?? trace.flow;
}
