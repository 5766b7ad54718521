/**
 * A path as questions about reachability: one for each pair of interfaces or gateways that its ends stand for, the
 * header as it must be at either end. IPv4 only, as AWS analyses.
 */
import { parseIpv4 } from "../../../base/address.ts";
import { hostPrefix, type Prefix, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import type { FlowConstraint, ReachAnswer, ReachEnd, ReachQuestion } from "../../../cloud/reachability.ts";
import { TCP, UDP } from "../../../fabric/protocols.ts";
import { type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { routeTables } from "../routing/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { vpnGateways } from "../vpn/resources.ts";
import { cidrsOf, routesOfTable } from "./named.ts";
import type { NetworkInsightsPath, PathFilter, PathProtocol } from "./resources.ts";

export const protocolOf = (protocol: PathProtocol): number => (protocol === "tcp" ? TCP : UDP);

/** The interfaces that an end stands for, those of an instance in the order of its devices; none for a gateway. */
export function interfacesOf(ctx: Context, id: string): readonly NetworkInterface[] {
  if (id.startsWith("eni-")) return [ctx.find(networkInterfaces, id) ?? []].flat();
  if (id.startsWith("i-"))
    return [...ctx.by(networkInterfaces, "instanceId", id)].sort(
      (a, b) => (a.attachment?.deviceIndex ?? 0) - (b.attachment?.deviceIndex ?? 0),
    );
  const endpoint = ctx.find(vpcEndpoints, id);
  if (endpoint?.type !== "Interface") return [];
  return endpoint.subnets.flatMap(({ networkInterfaceId }) => ctx.find(networkInterfaces, networkInterfaceId) ?? []);
}

const standsAtInterfaces = (ctx: Context, id: string): boolean =>
  /^(eni|i)-/.test(id) || ctx.find(vpcEndpoints, id)?.type === "Interface";

/** What an end is to the network: its interfaces that have an IPv4 address, or the gateway itself. */
export const reachEndsOf = (ctx: Context, id: string): readonly ReachEnd[] =>
  standsAtInterfaces(ctx, id)
    ? interfacesOf(ctx, id)
        .filter(({ privateAddresses }) => privateAddresses.length > 0)
        .map((eni) => ({ interface: eni.id }))
    : [{ gateway: id }];

/** Where the destination is an address: `FilterAtSource` has it, or the parameter before there were filters. */
export const destinationAddress = ({ filterAtSource, destinationIp }: NetworkInsightsPath): string | undefined =>
  filterAtSource?.destinationAddress ?? destinationIp;

/** The header at both ends, as the path's filters and older parameters have it. */
export function headersOf(path: NetworkInsightsPath): {
  readonly source: PathFilter;
  readonly destination: PathFilter;
} {
  const { filterAtSource, filterAtDestination, sourceIp, destinationIp, destinationPort } = path;
  const port = destinationPort === undefined ? undefined : { from: destinationPort, to: destinationPort };
  return {
    source: {
      sourceAddress: filterAtSource?.sourceAddress ?? sourceIp,
      sourcePortRange: filterAtSource?.sourcePortRange,
      destinationAddress: filterAtSource?.destinationAddress,
      destinationPortRange: filterAtSource?.destinationPortRange ?? port,
    },
    destination: {
      sourceAddress: filterAtDestination?.sourceAddress,
      sourcePortRange: filterAtDestination?.sourcePortRange,
      destinationAddress:
        filterAtDestination?.destinationAddress ?? (path.destination === undefined ? undefined : destinationIp),
      destinationPortRange: filterAtDestination?.destinationPortRange,
    },
  };
}

/** The header at either end of a path. */
export interface Headers {
  readonly source: PathFilter;
  readonly destination: PathFilter;
}

export function questionsOf(
  ctx: Context,
  path: NetworkInsightsPath,
  headers: Headers = headersOf(path),
): readonly ReachQuestion[] {
  const protocols = [protocolOf(path.protocol)];
  const arriving = { protocols, ...constraintOf(headers.destination) };
  const address = parseIpv4(path.destination === undefined ? (destinationAddress(path) ?? "") : "");
  const ends = path.destination === undefined ? [] : reachEndsOf(ctx, path.destination);
  const destinations = address === undefined ? ends : [{ address }];
  return reachEndsOf(ctx, path.source).flatMap((from) =>
    destinations.map((to) => ({
      from,
      to,
      leaving: {
        protocols,
        source: sendersAt(ctx, from),
        destination: beyondVpnGateway(ctx, path.destination) ?? ANY_IPV4,
        ...constraintOf(headers.source),
      },
      arriving,
      assumedUp: [from, to].flatMap((end) =>
        "interface" in end && isUnattached(ctx, end.interface) ? end.interface : [],
      ),
    })),
  );
}

const ANY_IPV4: readonly Prefix[] = [prefix("0.0.0.0/0")];

/** The addresses that packets from an end have: an interface's own, where nothing else is asked for; any, from a gateway. */
export function sendersAt(ctx: Context, end: ReachEnd): readonly Prefix[] {
  const eni = "interface" in end ? ctx.find(networkInterfaces, end.interface) : undefined;
  if (!eni) return ANY_IPV4;
  return [...eni.privateAddresses.map(({ address }) => `${address}/32`), ...(eni.ipv4Prefixes ?? [])].map(prefix);
}

/** AWS analyses the interface: that nothing is plugged into it keeps no packet away. */
const isUnattached = (ctx: Context, id: string): boolean => ctx.find(networkInterfaces, id)?.attachment === undefined;

/** Behind a virtual private gateway is no address that anybody here has: what its VPC routes there is asked about. */
function beyondVpnGateway(ctx: Context, destination: string | undefined): readonly Prefix[] | undefined {
  const vpcId = ctx.find(vpnGateways, destination ?? "")?.vpcId;
  if (vpcId === undefined) return undefined;
  const cidrs = ctx
    .by(routeTables, "vpcId", vpcId)
    .flatMap((table) => routesOfTable(ctx, table))
    .filter(({ target }) => target.kind === "virtual-private-gateway" && target.id === destination)
    .flatMap((route) => cidrsOf(ctx, route.destination));
  return cidrs.length > 0 ? [...new Set(cidrs)].map(prefix) : undefined;
}

function constraintOf(filter: PathFilter): FlowConstraint {
  const address = (text: string | undefined) => {
    const parsed = text === undefined ? undefined : parseIpv4(text);
    return parsed === undefined ? undefined : [hostPrefix(parsed)];
  };
  const source = address(filter.sourceAddress);
  const destination = address(filter.destinationAddress);
  return {
    ...(source ? { source } : {}),
    ...(destination ? { destination } : {}),
    ...(filter.sourcePortRange ? { sourcePorts: [filter.sourcePortRange] } : {}),
    ...(filter.destinationPortRange ? { destinationPorts: [filter.destinationPortRange] } : {}),
  };
}

export interface Asked {
  readonly question: ReachQuestion;
  readonly answer: ReachAnswer;
}

/** The first question whose answer holds; where none does, all of them, the one that comes farthest first. */
export function ask(ctx: Context, questions: readonly ReachQuestion[]): readonly Asked[] {
  const asked: Asked[] = [];
  for (const question of questions) {
    const answer = ctx.reachability.reach(question);
    if (answer.holds) return [{ question, answer }];
    asked.push({ question, answer });
  }
  return asked.sort((a, b) => hopsOf(b.answer) - hopsOf(a.answer));
}

const hopsOf = ({ connection }: ReachAnswer): number =>
  connection ? connection.forward.hops.length + (connection.return?.hops.length ?? 0) : -1;
