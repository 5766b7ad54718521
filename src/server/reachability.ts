/**
 * What services ask of the network as a whole, answered by the prover: all flows of a question at once, IPv4 as AWS's own
 * analysers are. The concrete engine walks the witness, so that a service reads hops as everybody else does.
 */
import { type Address, isIpv4 } from "../base/address.ts";
import { nth, type Prefix } from "../base/prefix.ts";
import type { ReachAnswer, Reachability, ReachCause, ReachEnd, ReachQuestion } from "../cloud/reachability.ts";
import type { Fabric, Interface } from "../fabric/fabric.ts";
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
  const { leaving, arriving, avoiding } = question;
  const passing = (question.through ?? []).map((id) => namesOf(fabric, id));
  const gateways = [question.from, question.to].flatMap((end) =>
    "gateway" in end ? [namesOf(fabric, end.gateway)] : [],
  );
  const through = [...passing, ...gateways];
  const avoided = avoiding?.flatMap((id) => namesOf(fabric, id));
  for (const from of sourcesOf(fabric, question.from))
    for (const to of destinationsOf(
      fabric,
      question.to,
      "interface" in from ? fabric.interfaces.get(from.interface) : undefined,
    ))
      yield { from, to, families: [4], leaving, arriving, through, avoiding: avoided };
}

/** A hub is passed where one of its ends is. */
function namesOf(fabric: Fabric, id: string): readonly string[] {
  const hub = fabric.gateways.get(id);
  if (hub?.kind !== "hub") return [id];
  return [id, ...[...hub.entrances.values()].flatMap((end) => fabric.hubEnds.get(end)?.resource ?? [])];
}

function sourcesOf(fabric: Fabric, from: ReachEnd): readonly End[] {
  if ("gateway" in from) {
    const gateway = fabric.gateways.get(from.gateway);
    if (gateway?.kind === "edge") return [{ world: gateway.world }];
    return interfacesIn(fabric, domainsAt(fabric, from.gateway)).map(({ id }) => ({ interface: id }));
  }
  return [from];
}

function destinationsOf(fabric: Fabric, to: ReachEnd, at: Interface | undefined): readonly End[] {
  if (!("gateway" in to)) return "interface" in to ? interfaceEnds(fabric, to.interface, at) : [to];
  const gateway = fabric.gateways.get(to.gateway);
  const routes = fabric.routers.get(fabric.segments.get(at?.segment ?? "")?.router ?? "")?.routes.entries() ?? [];
  const routed = [...routes].flatMap(([prefix, { next }]) =>
    next.kind === "gateway" && next.id === to.gateway && isIpv4(prefix.address) ? [{ address: oneOf(prefix) }] : [],
  );
  if (gateway?.kind === "edge") return [{ world: gateway.world }];
  if (gateway?.kind === "service") return routed;
  const others = interfacesIn(fabric, domainsAt(fabric, to.gateway)).filter(({ domain }) => domain !== at?.domain);
  const known = others.flatMap(({ addresses }) => addresses.find(isIpv4) ?? []).map((address) => ({ address }));
  const all = [...known, ...routed];
  return all.length > 0 ? all : [{ world: INTERNET }];
}

/** By its own addresses, and from another network by those that the world knows. */
function interfaceEnds(fabric: Fabric, id: string, at: Interface | undefined): readonly End[] {
  const { addresses = [], domain = "" } = fabric.interfaces.get(id) ?? {};
  if (!at || at.domain === domain) return [{ interface: id }];
  const outer = addresses.flatMap((address) => fabric.outward.get(domain)?.get(address) ?? []);
  return [{ interface: id }, ...outer.map((address) => ({ address }))];
}

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
