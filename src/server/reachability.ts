/**
 * What services ask of the network as a whole, answered by walking single flows: the addresses that interfaces have, one
 * port of a constraint, and where nothing is said 443 and the ports that the filters at either end speak of. It finds no
 * connection that begins or ends at other addresses, and tells of causes only what these flows met.
 */
import { type Address, isIpv4, parseIpv4 } from "../base/address.ts";
import { contains, nth, type Prefix } from "../base/prefix.ts";
import type {
  FlowConstraint,
  PortRange,
  ReachAnswer,
  Reachability,
  ReachCause,
  ReachEnd,
  ReachQuestion,
} from "../cloud/reachability.ts";
import { Fabric, type Interface } from "../fabric/fabric.ts";
import { TCP } from "../fabric/protocols.ts";
import type { ConnectionTrace, Flow, Walk } from "../fabric/vocabulary.ts";
import { SessionTable } from "../forward/sessions.ts";
import { connect, type Origin } from "../forward/walk.ts";

const INTERNET = "internet";
/** RFC 5737: stands for a host that nobody here owns. */
const SOMEWHERE = parseIpv4("198.51.100.7") as Address;
const DYNAMIC_PORT = 49152;
const HTTPS = 443;
/** Flows that are tried for one question. */
const MOST_FLOWS = 400;

export const reachability = (fabric: Fabric): Reachability => ({
  reach: (question) => reach(withHostsUp(fabric, question.assumedUp ?? []), question),
});

function withHostsUp(fabric: Fabric, ids: readonly string[]): Fabric {
  if (ids.length === 0) return fabric;
  const interfaces = new Map(fabric.interfaces);
  for (const id of ids) {
    const one = interfaces.get(id);
    if (one?.receiver.kind === "host") interfaces.set(id, { ...one, receiver: { ...one.receiver, up: true } });
  }
  return Object.assign(Object.create(Fabric.prototype) as Fabric, fabric, { interfaces });
}

function reach(fabric: Fabric, question: ReachQuestion): ReachAnswer {
  let farthest: ConnectionTrace | undefined;
  const causes = new Map<string, ReachCause>();
  for (const { origin, flow } of flowsOf(fabric, question)) {
    const trace = connect(fabric, new SessionTable(), origin, flow);
    const { forward, return: back } = trace;
    if ("gateway" in question.from && !passes(fabric, forward, question.from.gateway)) continue;
    const avoided = question.avoiding?.some((id) => passes(fabric, forward, id) || (back && passes(fabric, back, id)));
    if (avoided) continue;
    const arrived = arrives(fabric, question, trace);
    if (arrived && trace.works && (question.through ?? []).every((id) => passes(fabric, forward, id)))
      return { holds: true, connection: trace, causes: [] };
    if (lengthOf(trace) > lengthOf(farthest)) farthest = trace;
    const failed = forward.disposition !== "delivered" ? forward : arrived && !trace.works ? back : undefined;
    const hop = failed?.hops.at(-1);
    if (!failed || !hop) continue;
    const way = failed === forward ? "out" : "back";
    const key = [way, hop.stage, hop.resource, hop.rule].join(" ");
    if (!causes.has(key)) causes.set(key, { way, disposition: failed.disposition, hop, flow });
  }
  return { holds: false, connection: farthest, causes: [...causes.values()] };
}

const lengthOf = (trace: ConnectionTrace | undefined): number =>
  trace ? trace.forward.hops.length + (trace.return?.hops.length ?? 0) : 0;

/** A hub is passed where one of its ends is. */
function passes(fabric: Fabric, { hops }: Walk, id: string): boolean {
  const hub = fabric.gateways.get(id);
  const entrances = hub?.kind === "hub" ? [...hub.entrances.values()] : [];
  const ids = new Set([id, ...entrances.map((end) => fabric.hubEnds.get(end)?.resource)]);
  return hops.some(({ resource, action }) => action !== "drop" && resource.split(", ").some((one) => ids.has(one)));
}

function arrives(fabric: Fabric, { to, arriving }: ReachQuestion, { flow, forward }: ConnectionTrace): boolean {
  if (forward.disposition !== "delivered") return false;
  const arrived = forward.hops.reduce((now, hop) => hop.flow ?? now, flow);
  return ends(fabric, to, forward, flow, arrived) && fits(arriving, arrived);
}

function ends(fabric: Fabric, to: ReachEnd, forward: Walk, sent: Flow, arrived: Flow): boolean {
  const last = forward.hops.at(-1);
  if ("gateway" in to) return passes(fabric, forward, to.gateway);
  if ("world" in to) return last?.stage === "world";
  if ("address" in to) return sent.dst === to.address || arrived.dst === to.address;
  const at = fabric.interfaces.get(to.interface);
  const host = at?.receiver.kind === "host" ? (at.receiver.id ?? at.id) : undefined;
  return last?.resource === host && (at?.addresses.includes(arrived.dst) ?? false);
}

const within = (ranges: readonly PortRange[] | undefined, port: number): boolean =>
  ranges?.some(({ from, to }) => from <= port && port <= to) ?? true;
const among = (prefixes: readonly Prefix[] | undefined, address: Address): boolean =>
  prefixes?.some((one) => contains(one, address)) ?? true;

const fits = (constraint: FlowConstraint | undefined, flow: Flow): boolean =>
  (constraint?.protocols?.includes(flow.protocol) ?? true) &&
  among(constraint?.source, flow.src) &&
  among(constraint?.destination, flow.dst) &&
  within(constraint?.sourcePorts, flow.srcPort) &&
  within(constraint?.destinationPorts, flow.dstPort);

interface Start {
  readonly origin: Origin;
  readonly at: Interface | undefined;
}

function* flowsOf(fabric: Fabric, question: ReachQuestion): Iterable<{ readonly origin: Origin; readonly flow: Flow }> {
  const { leaving, arriving } = question;
  let flows = 0;
  for (const { origin, at } of startsOf(fabric, question.from))
    for (const src of sourcesOf(at, leaving?.source))
      for (const dst of destinationsOf(fabric, question, at))
        for (const protocol of leaving?.protocols ?? arriving?.protocols ?? [TCP])
          for (const dstPort of portsOf(fabric, question, at))
            for (const { from: srcPort } of leaving?.sourcePorts ?? arriving?.sourcePorts ?? [dynamic]) {
              if (++flows > MOST_FLOWS) return;
              yield { origin, flow: { protocol, src, dst, srcPort, dstPort } };
            }
}

const dynamic: PortRange = { from: DYNAMIC_PORT, to: DYNAMIC_PORT };

function startsOf(fabric: Fabric, from: ReachEnd): readonly Start[] {
  const at = (id: string): Start => ({ origin: { interface: id }, at: fabric.interfaces.get(id) });
  if ("interface" in from) return [at(from.interface)];
  if ("world" in from) return [{ origin: { world: from.world }, at: undefined }];
  if ("address" in from) {
    const found = [...fabric.interfaces.values()].filter(({ addresses }) => addresses.includes(from.address));
    return found.length > 0 ? found.map(({ id }) => at(id)) : [{ origin: { world: INTERNET }, at: undefined }];
  }
  const gateway = fabric.gateways.get(from.gateway);
  if (gateway?.kind === "edge") return [{ origin: { world: gateway.world }, at: undefined }];
  return interfacesIn(fabric, domainsAt(fabric, from.gateway)).map(({ id }) => at(id));
}

/** The domains that a gateway or one end of a hub joins. */
function domainsAt(fabric: Fabric, id: string): ReadonlySet<string> {
  const gateway = fabric.gateways.get(id);
  if (gateway?.kind === "tunnel") return new Set(gateway.ends.map(({ domain }) => domain));
  if (gateway?.kind === "hub") return new Set(gateway.entrances.keys());
  const domains = new Set<string>();
  for (const hub of fabric.gateways.values()) {
    if (hub.kind !== "hub") continue;
    const ends = [...hub.entrances.values()].map((end) => fabric.hubEnds.get(end)?.resource);
    const all = [...fabric.hubEnds.values()].filter(({ resource }) => resource === id);
    if (ends.includes(id) || all.some(({ id: end }) => end.startsWith(`${hub.id}/`)))
      for (const domain of hub.entrances.keys()) domains.add(domain);
  }
  return domains;
}

const interfacesIn = (fabric: Fabric, domains: ReadonlySet<string>): readonly Interface[] =>
  [...fabric.interfaces.values()].filter(({ domain }) => domains.has(domain));

function sourcesOf(at: Interface | undefined, wanted: readonly Prefix[] | undefined): readonly Address[] {
  const own = at ? at.addresses.filter(isIpv4) : [SOMEWHERE];
  const fitting = own.filter((address) => among(wanted, address));
  return fitting.length > 0 ? fitting.slice(0, 4) : (wanted ?? []).map(oneOf);
}

function destinationsOf(fabric: Fabric, { to, leaving, arriving }: ReachQuestion, at: Interface | undefined) {
  const wanted = leaving?.destination;
  const known = addressesOf(fabric, to, at, arriving);
  const fitting = known.filter((address) => among(wanted, address));
  if (fitting.length > 0 || wanted === undefined) return fitting;
  return "address" in to ? [] : wanted.map(oneOf);
}

/** An address that a host may have. */
const oneOf = (prefix: Prefix): Address =>
  prefix.length === 0 ? SOMEWHERE : prefix.length <= 24 ? nth(prefix, 10) : prefix.address;

function addressesOf(
  fabric: Fabric,
  to: ReachEnd,
  at: Interface | undefined,
  arriving: FlowConstraint | undefined,
): readonly Address[] {
  if ("address" in to) return [to.address];
  if ("world" in to) return arriving?.destination?.map(oneOf) ?? [SOMEWHERE];
  if ("interface" in to) {
    const { addresses = [], domain = "" } = fabric.interfaces.get(to.interface) ?? {};
    const outer = addresses.flatMap((address) => fabric.outward.get(domain)?.get(address) ?? []);
    return at ? [...addresses.filter(isIpv4), ...(at.domain === domain ? [] : outer)] : outer;
  }
  const gateway = fabric.gateways.get(to.gateway);
  const routes = fabric.routers.get(fabric.segments.get(at?.segment ?? "")?.router ?? "")?.routes.entries() ?? [];
  const routed = [...routes].flatMap(([prefix, { next }]) =>
    next.kind === "gateway" && next.id === to.gateway && isIpv4(prefix.address) ? [oneOf(prefix)] : [],
  );
  if (gateway?.kind === "edge") return [...(arriving?.destination?.map(oneOf) ?? [SOMEWHERE]), ...routed];
  if (gateway?.kind === "service") return routed;
  const others = interfacesIn(fabric, domainsAt(fabric, to.gateway)).filter(({ domain }) => domain !== at?.domain);
  const known = [...others.flatMap(({ addresses }) => addresses.find(isIpv4) ?? []), ...routed];
  return known.length > 0 ? known : [SOMEWHERE];
}

/** 443 and what filters at either end allow, as far as the constraints let them; and the first port that these let. */
function portsOf(fabric: Fabric, { to, leaving, arriving }: ReachQuestion, at: Interface | undefined) {
  const given = leaving?.destinationPorts ?? arriving?.destinationPorts;
  const far = "interface" in to ? fabric.interfaces.get(to.interface) : undefined;
  const rules = [
    ...(far?.filters ?? []).flatMap((id) => fabric.filters.get(id)?.ingress ?? []),
    ...(at?.filters ?? []).flatMap((id) => fabric.filters.get(id)?.egress ?? []),
  ];
  const known = [HTTPS, ...rules.map(({ from }) => from)].filter((port) => port > 0 && within(given, port));
  return [...new Set([...known, ...(given ?? []).map(({ from }) => from)])];
}
