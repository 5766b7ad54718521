/**
 * What services ask of the network as a whole, answered by the prover: all flows of a question at once, IPv4 as AWS's own
 * analysers are. The concrete engine walks the witness, so that a service reads hops as everybody else does.
 */
import { type Address, isIpv4, parseIpv4 } from "../base/address.ts";
import { contains, covers, nth, type Prefix } from "../base/prefix.ts";
import type { ReachAnswer, Reachability, ReachCause, ReachEnd, ReachQuestion } from "../cloud/reachability.ts";
import type { Fabric, Interface } from "../fabric/fabric.ts";
import { unrouted } from "../fabric/unrouted.ts";
import type { ConnectionTrace } from "../fabric/vocabulary.ts";
import type { Ask, End, Proof, Stop } from "../prove/prover.ts";
import { runningThere } from "../prove/questions/overlay.ts";
import { proverOf } from "./ask/provers.ts";
import { walkOf } from "./ask/walks.ts";

const INTERNET = "internet";

export const reachability = (fabric: Fabric): Reachability => ({
  reach: (question) => reach(runningThere(fabric, question.assumedUp ?? []), question),
});

function reach(fabric: Fabric, question: ReachQuestion): ReachAnswer {
  const prover = proverOf(fabric);
  let stopped: { readonly proof: Proof; readonly stop: Stop } | undefined;
  const causes = new Map<string, ReachCause>();
  for (const ask of asksOf(fabric, question)) {
    const proof = prover.canReach(ask);
    if (proof.witness) return { holds: true, connection: walkOf(fabric, proof.origin, proof.witness), causes: [] };
    for (const stop of proof.stops) {
      stopped ??= { proof, stop };
      if (stop.disposition === "delivered") continue; // it arrives, though not as was asked
      const trace = walkOf(fabric, proof.origin, stop.witness);
      const hop = (stop.way === "out" ? trace.forward : trace.return)?.hops.at(-1);
      const key = [stop.way, hop?.stage, hop?.resource, hop?.rule].join(" ");
      if (hop && !causes.has(key))
        causes.set(key, { way: stop.way, disposition: stop.disposition, hop, flow: stop.witness.flow });
    }
  }
  return { holds: false, connection: farthest(fabric, stopped), causes: nearest([...causes.values()]) };
}

const farthest = (
  fabric: Fabric,
  stopped: { readonly proof: Proof; readonly stop: Stop } | undefined,
): ConnectionTrace | undefined => stopped && walkOf(fabric, stopped.proof.origin, stopped.stop.witness);

/** Where some packets arrive, what keeps others from arriving is not what is wrong. */
function nearest(causes: readonly ReachCause[]): readonly ReachCause[] {
  const back = causes.filter(({ way }) => way === "back");
  return back.length > 0 ? back : causes;
}

/** A question for each pair of ends that it may mean. */
function* asksOf(fabric: Fabric, question: ReachQuestion): Iterable<Ask> {
  const { leaving = {}, arriving, avoiding } = question;
  const passing = (question.through ?? []).map((id) => namesOf(fabric, id));
  const gateways = [question.from, question.to].flatMap((end) =>
    "gateway" in end ? [namesOf(fabric, end.gateway)] : [],
  );
  const through = [...passing, ...gateways];
  const avoided = avoiding?.flatMap((id) => namesOf(fabric, id));
  const fromClients = leaving.sourcePorts === undefined && arriving?.sourcePorts === undefined;
  for (const from of sourcesOf(fabric, question)) {
    const at = "interface" in from ? fabric.interfaces.get(from.interface) : undefined;
    for (const to of destinationsOf(fabric, question, at))
      yield { from, to, families: [4], leaving: { ...leaving, fromClients }, arriving, through, avoiding: avoided };
  }
}

/** A hub is passed where one of its ends is. */
function namesOf(fabric: Fabric, id: string): readonly string[] {
  const hub = fabric.gateways.get(id);
  if (hub?.kind !== "hub") return [id];
  return [id, ...[...hub.entrances.values()].flatMap((end) => fabric.hubEnds.get(end)?.resource ?? [])];
}

/** Whoever may send by a gateway from beyond it: all who have such an address. */
function sourcesOf(fabric: Fabric, { from, leaving }: ReachQuestion): readonly End[] {
  if (!("gateway" in from)) return [from];
  const gateway = fabric.gateways.get(from.gateway);
  if (gateway?.kind === "edge") return [{ world: gateway.world }];
  const named = ({ addresses }: Interface): boolean =>
    !leaving?.source || addresses.some((one) => leaving.source?.some((prefix) => contains(prefix, one)));
  return interfacesIn(fabric, domainsAt(fabric, from.gateway))
    .filter(named)
    .map(({ id }) => ({ interface: id }));
}

/** What a destination is known by, as far as the question's own addresses agree; where none does, those. */
function destinationsOf(fabric: Fabric, question: ReachQuestion, at: Interface | undefined): readonly End[] {
  const { to, leaving, arriving } = question;
  const wanted = leaving?.destination;
  if ("interface" in to && at && !wanted) return interfaceEnds(fabric, to.interface, at);
  const isWorld = "world" in to || ("gateway" in to && fabric.gateways.get(to.gateway)?.kind === "edge");
  const named = wanted ?? (isWorld ? arriving?.destination : undefined);
  // Hosts of the world, where there are some with these addresses; what has none may be sent there all the same.
  if (isWorld && !named?.every((prefix) => unrouted.some((one) => covers(one, prefix)))) return [{ world: INTERNET }];
  const known = knownAddresses(fabric, to, at);
  const agreed = known.filter((address) => !named || named.some((prefix) => contains(prefix, address)));
  const isExact = agreed.length > 0 || "address" in to;
  const addresses = isExact ? agreed : named ? named.map(oneOf) : "interface" in to ? [] : [SOMEWHERE];
  return addresses.map((address) => ("interface" in to ? { interface: to.interface, address } : { address }));
}

function knownAddresses(fabric: Fabric, to: ReachEnd, at: Interface | undefined): readonly Address[] {
  if ("address" in to) return [to.address];
  if ("world" in to) return [];
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
  if (gateway?.kind === "edge" || gateway?.kind === "service") return routed;
  const others = interfacesIn(fabric, domainsAt(fabric, to.gateway)).filter(({ domain }) => domain !== at?.domain);
  return [...others.flatMap(({ addresses }) => addresses.find(isIpv4) ?? []), ...routed];
}

/** By its own addresses, and from another network by those that the world knows. */
function interfaceEnds(fabric: Fabric, id: string, at: Interface): readonly End[] {
  const { addresses = [], domain = "" } = fabric.interfaces.get(id) ?? {};
  if (at.domain === domain) return [{ interface: id }];
  const outer = addresses.flatMap((address) => fabric.outward.get(domain)?.get(address) ?? []);
  return [{ interface: id }, ...outer.map((address) => ({ interface: id, address }))];
}

/** RFC 5737: stands for a host that nobody here owns. */
const SOMEWHERE = parseIpv4("198.51.100.7") as Address;

/** An address that a host may have. */
const oneOf = (prefix: Prefix): Address =>
  prefix.length <= 24 && prefix.length > 0 ? nth(prefix, 10) : prefix.address;

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
