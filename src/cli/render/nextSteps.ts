/** What to type after a trace: commands that work as they stand. */
import { replyTo } from "../../expect/text/walk.ts";
import { protocolNumber } from "../../fabric/protocols.ts";
import type { TraceAnswer, TraceEnd, TraceFlow, TraceHop } from "../answers.ts";

/** What was asked beside the two ends: it stands in the commands that ask again. */
export interface TraceFlags {
  readonly fromPort?: number | undefined;
  readonly size?: number | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

export interface NextView {
  /** What stands at the end of a command to type next: ` --endpoint URL`, or nothing. */
  readonly tail: string;
  /** Where the AWS CLI finds the server. */
  readonly endpoint: string;
  /** The region that the AWS CLI asks where nothing is said, as far as that is known. */
  readonly defaultRegion: string | undefined;
  readonly flags: TraceFlags;
}

/** The account of any access key that is no account's id. */
const DEFAULT_ACCOUNT = "000000000000";

const quoted = (text: string): string => (/^[\w.:=/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** AWS CLI lines that show the resource that decided, by the prefix of its id. */
const describing: Readonly<Record<string, string>> = {
  sg: "describe-security-group-rules --filters Name=group-id,Values=",
  acl: "describe-network-acls --network-acl-ids ",
  rtb: "describe-route-tables --route-table-ids ",
  subnet: "describe-subnets --subnet-ids ",
  vpc: "describe-vpcs --vpc-ids ",
  igw: "describe-internet-gateways --internet-gateway-ids ",
  nat: "describe-nat-gateways --nat-gateway-ids ",
  eni: "describe-network-interfaces --network-interface-ids ",
  i: "describe-instances --instance-ids ",
  pcx: "describe-vpc-peering-connections --vpc-peering-connection-ids ",
  eigw: "describe-egress-only-internet-gateways --egress-only-internet-gateway-ids ",
  tgw: "describe-transit-gateways --transit-gateway-ids ",
  "tgw-attach": "describe-transit-gateway-attachments --transit-gateway-attachment-ids ",
  "tgw-rtb":
    "search-transit-gateway-routes --filters Name=state,Values=active,blackhole --transit-gateway-route-table-id ",
  vpce: "describe-vpc-endpoints --vpc-endpoint-ids ",
};

/** A line of the AWS CLI, in the account and region of the resource that it is about. */
function aws(command: string, { account, region }: TraceHop, { endpoint, defaultRegion }: NextView): string {
  const as = account === undefined || account === DEFAULT_ACCOUNT ? "" : `AWS_ACCESS_KEY_ID=${account} `;
  const where = region === undefined || region === defaultRegion ? "" : ` --region ${region}`;
  return `${as}aws ec2 ${command}${where} --endpoint-url ${endpoint}`;
}

/** A filter's refusal names every filter that could have allowed it. */
const idsOf = ({ resource }: TraceHop): readonly string[] => resource.split(", ");

function inspect(hop: TraceHop, view: NextView): string | undefined {
  const [id = ""] = idsOf(hop);
  const describe = describing[/^([a-z-]+)-[0-9a-f]+$/.exec(id)?.[1] ?? ""];
  return describe && `See what decided:  ${aws(`${describe}${idsOf(hop).join(",")}`, hop, view)}`;
}

/** The rule that would let the flow through, where a security group is what stopped it. */
function allow(hop: TraceHop, flow: TraceFlow, view: NextView): string | undefined {
  const way = /^security-group-(ingress|egress)$/.exec(hop.stage)?.[1];
  const [group = ""] = idsOf(hop);
  if (!way || !/^sg-[0-9a-f]+$/.test(group)) return undefined;
  const rule = ruleFor(flow, way === "ingress" ? flow.source : flow.destination);
  return `Allow it:  ${aws(`authorize-security-group-${way} --group-id ${group} ${rule}`, hop, view)}`;
}

function ruleFor({ protocol, sourcePort, destinationPort: port }: TraceFlow, peer: string): string {
  const ipv6 = peer.includes(":");
  const hasPorts = protocol === "tcp" || protocol === "udp";
  if (hasPorts && !ipv6) return `--protocol ${protocol} --port ${port} --cidr ${peer}/32`;
  const icmp = protocol.startsWith("icmp");
  const name = hasPorts || icmp ? protocol : (protocolNumber(protocol) ?? protocol.replace(/^protocol /, ""));
  // ICMP's type stands for the first port, its code for the last: -1 is any.
  const ports = hasPorts ? `,FromPort=${port},ToPort=${port}` : icmp ? `,FromPort=${sourcePort},ToPort=-1` : "";
  const range = ipv6 ? `Ipv6Ranges=[{CidrIpv6=${peer}/128}]` : `IpRanges=[{CidrIp=${peer}/32}]`;
  return `--ip-permissions 'IpProtocol=${name}${ports},${range}'`;
}

function traceLine(from: TraceEnd, to: TraceEnd, flow: TraceFlow, flags: TraceFlags, tail: string): string {
  const { fromPort, size, account, region } = flags;
  const proto = flow.protocol === "tcp" ? "" : ` --proto ${flow.protocol.replace(/^protocol /, "")}`;
  const port = flow.destinationPort && !flow.protocol.startsWith("icmp") ? ` --port ${flow.destinationPort}` : "";
  const asked = Object.entries({ "from-port": fromPort, size, account, region })
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => ` --${flag} ${value}`);
  return `underlay trace ${quoted(from.selector)} ${quoted(to.selector)}${proto}${port}${asked.join("")}${tail}`;
}

/** Asked from the other end, the places are looked for where that end is. */
const turned = ({ account, region, size }: TraceFlags, { account: own, region: home }: TraceEnd): TraceFlags => ({
  size,
  account: account && (own ?? account),
  region: region && (home ?? region),
});

export function nextSteps(trace: TraceAnswer, view: NextView): string[] {
  const { source, destination, flow } = trace;
  const failed = trace.works ? undefined : trace.forward.disposition === "delivered" ? trace.return : trace.forward;
  const last = failed?.hops.at(-1);
  const steps = last?.action === "drop" ? [inspect(last, view), allow(last, latestFlow(trace, last), view)] : [];
  if (trace.works) {
    const flags = turned(view.flags, destination);
    steps.push(`The other way:  ${traceLine(destination, source, flow, flags, view.tail)}`);
  }
  steps.push(`For scripts:  ${traceLine(source, destination, flow, view.flags, view.tail)} --json`);
  return steps.filter((step) => step !== undefined);
}

/** The flow as the last hop met it: after every translation before it. */
function latestFlow(trace: TraceAnswer, last: TraceHop): TraceFlow {
  const back = trace.return?.hops.includes(last) ?? false;
  const hops = (back ? trace.return : trace.forward)?.hops ?? [];
  const translated = hops.slice(0, -1).findLast((hop) => hop.flow)?.flow;
  return translated ?? (back ? replyTo(trace) : trace.flow);
}
