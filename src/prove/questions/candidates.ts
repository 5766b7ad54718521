/** Which changes could let flows pass where they stop: one table, from what happened and at which stage. */
import type { Address } from "../../base/address.ts";
import { contains } from "../../base/prefix.ts";
import type { AllowChange, Change, Way } from "../../fabric/change.ts";
import type { AddressSet, Match } from "../../fabric/fabric.ts";
import { hasPorts, isIcmp } from "../../fabric/protocols.ts";
import type { Disposition, Flow } from "../../fabric/vocabulary.ts";
import { edgeForDestination, lastHub, leadElsewhere, leadOn, missingEdge, missingTunnel } from "./routing.ts";
import { begun, endWith, lastInterface, peerPrefix, type Surroundings } from "./surroundings.ts";

type Proposer = (surroundings: Surroundings) => readonly Change[];

/** What is not here, no change to this network mends: no address to answer from, no host anywhere, a full translator. */
const table: Partial<Record<`${Disposition} ${string}`, readonly Proposer[]>> = {
  "denied filter-egress": [allow, join],
  "denied filter-ingress": [allow, join],
  "denied boundary-egress": [admit],
  "denied boundary-ingress": [admit],
  "denied edge": [open],
  "denied egress-only": [open],
  "no-route route": [leadOn],
  "no-route hub-route": [leadOn],
  "no-route hub-end": [associate],
  "no-route world": [publishDestination, leadElsewhere],
  "blackhole route": [missingEdge, missingTunnel, leadOn],
  "blackhole hub-route": [leadOn],
  "blackhole hub-end": [addPort],
  "not-translated edge": [publishSource, leadElsewhere],
  "not-accepted translator": [leadElsewhere],
  "not-accepted egress-only": [edgeForDestination, leadElsewhere],
  "no-host world": [edgeForDestination, leadElsewhere],
  "no-host domain": [leadElsewhere],
  "host-down host": [start],
  "refused-source source-check": [forward],
  "not-forwarded host": [forward, leadElsewhere],
  // It came to somebody else, or the answer is none.
  "delivered host": [leadElsewhere],
  "delivered world": [leadElsewhere],
  "loop route": [leadElsewhere],
  "loop hub-route": [leadElsewhere],
};

export function candidates(surroundings: Surroundings): readonly Change[] {
  const { disposition, stage } = surroundings.place;
  return (table[`${disposition} ${stage}`] ?? []).flatMap((propose) => propose(surroundings));
}

const wayOf = (stage: string): Way => (stage.endsWith("-ingress") ? "ingress" : "egress");
const farSide = (way: Way): "src" | "dst" => (way === "ingress" ? "src" : "dst");

/** RFC 6335 §6 begins the dynamic ports at 49152; clients and translators of all kinds use these. */
const EPHEMERAL = { from: 1024, to: 65535 };

/** The service that was asked for, as rules name it. An answer goes to whichever port its client chose. */
function serviceOf({ ask, place }: Surroundings): Match {
  const { protocol, srcPort, dstPort } = place.seen;
  if (isIcmp(protocol)) return { protocol, from: srcPort, to: -1 };
  if (!hasPorts(protocol)) return { protocol, from: -1, to: -1 };
  if (place.way === "back" && dstPort >= EPHEMERAL.from) return { protocol, ...EPHEMERAL };
  const asked = place.way === "out" ? ask.leaving?.destinationPorts : ask.leaving?.sourcePorts;
  const range = asked?.find(({ from, to }) => from <= dstPort && dstPort <= to);
  return { protocol, from: range?.from ?? dstPort, to: range?.to ?? dstPort };
}

function allow(surroundings: Surroundings): readonly AllowChange[] {
  const { fabric, place } = surroundings;
  const way = wayOf(place.stage);
  const filters = lastInterface(surroundings)?.filters?.filter((id) => fabric.filters.has(id)) ?? [];
  if (filters.length === 0) return [];
  const peer = { prefix: peerPrefix(surroundings, farSide(way)) };
  return [{ kind: "allow", filters, way, rule: { ...serviceOf(surroundings), peer } }];
}

/** The same allowance for everybody who is where the peer is: a set that it is a member of by one of its own filters. */
export function forPeersSet(change: Change, surroundings: Surroundings): Change | undefined {
  if (change.kind !== "allow") return undefined;
  const { fabric, place } = surroundings;
  const address = place.seen[farSide(change.way)];
  const peer = place.isGiven[farSide(change.way)] ? endWith(surroundings, address) : undefined;
  const set = peer?.filters?.find((id) => isMember(fabric.sets.get(id), peer.domain, address));
  return set === undefined ? undefined : { ...change, rule: { ...change.rule, peer: { set } } };
}

const isMember = (set: AddressSet | undefined, domain: string, address: Address): boolean =>
  (set?.members.get(domain)?.has(address) || set?.ranges?.get(domain)?.lookup(address)) ?? false;

/** Into a set that a rule allows already. */
function join(surroundings: Surroundings): readonly Change[] {
  const { fabric, place } = surroundings;
  const way = wayOf(place.stage);
  const address = place.seen[farSide(way)];
  const peer = endWith(surroundings, address);
  if (!peer) return [];
  const sets = new Set<string>();
  for (const id of lastInterface(surroundings)?.filters ?? [])
    for (const rule of fabric.filters.get(id)?.[way] ?? []) {
      const { set } = rule.peer;
      if (set === undefined || !covers(rule, place.seen)) continue;
      if (!isMember(fabric.sets.get(set), peer.domain, address)) sets.add(set);
    }
  return [...sets].map((set) => ({ kind: "join", interface: peer.id, address, set }));
}

function covers({ protocol, from, to }: Match, flow: Flow): boolean {
  if (protocol === -1) return true;
  if (protocol !== flow.protocol) return false;
  if (isIcmp(protocol)) return from === -1 || from === flow.srcPort;
  return !hasPorts(protocol) || (from <= flow.dstPort && flow.dstPort <= to);
}

function admit(surroundings: Surroundings): readonly Change[] {
  const { fabric, place } = surroundings;
  const boundary = fabric.boundaries.get(place.resource);
  if (!boundary) return [];
  const way = wayOf(place.stage);
  const address = place.seen[farSide(way)];
  const before = boundary[way].find((rule) => covers(rule, place.seen) && contains(rule.prefix, address))?.name;
  const rule = { ...serviceOf(surroundings), prefix: peerPrefix(surroundings, farSide(way)) };
  return [{ kind: "admit", boundary: boundary.id, way, rule, before }];
}

/** The secluded segments at both ends of the gateway. */
function open(surroundings: Surroundings): readonly Change[] {
  const { fabric, place } = surroundings;
  const gateway = fabric.gateways.get(place.resource);
  const domain = gateway?.kind === "edge" || gateway?.kind === "egress-only" ? gateway.domain : "";
  const { src, dst } = place.seen;
  const known = [src, dst].map((address) => fabric.interfaces.get(fabric.interfaceAt(domain, address) ?? ""));
  const segments = new Set([lastInterface(surroundings), ...known].map((one) => one?.segment ?? ""));
  return [...segments].filter((id) => fabric.segments.get(id)?.seclusion).map((segment) => ({ kind: "open", segment }));
}

function publishSource({ fabric, place }: Surroundings): readonly Change[] {
  const edge = fabric.gateways.get(place.resource);
  const { src } = place.seen;
  const at = edge?.kind === "edge" ? fabric.interfaceAt(edge.domain, src) : undefined;
  return at === undefined ? [] : [{ kind: "outer-address", interface: at, address: src }];
}

function publishDestination({ fabric, ask, place }: Surroundings): readonly Change[] {
  const { dst } = place.seen;
  if ("interface" in ask.from || !("interface" in ask.to)) return [];
  const to = fabric.interfaces.get(ask.to.interface);
  if (!to?.addresses.includes(dst)) return [];
  return [{ kind: "outer-address", interface: to.id, address: dst }];
}

/** A host without a name is none: the interface is attached to nothing. */
function start(surroundings: Surroundings): readonly Change[] {
  const at = surroundings.place.trail.length > 0 ? lastInterface(surroundings) : begun(surroundings);
  const host = at?.receiver.kind === "host" ? at.receiver.id : undefined;
  return at && host !== undefined ? [{ kind: "start", interface: at.id, host }] : [];
}

function forward(surroundings: Surroundings): readonly Change[] {
  const at = lastInterface(surroundings);
  return at ? [{ kind: "forward", interface: at.id }] : [];
}

/** One of the tables that other ends of the hub have. */
function associate(surroundings: Surroundings): readonly Change[] {
  const { fabric, place } = surroundings;
  const ends = [...(lastHub(surroundings)?.entrances.values() ?? [])].map((id) => fabric.hubEnds.get(id));
  const end = ends.find((one) => one?.resource === place.resource);
  const routers = new Set(ends.map((one) => one?.router).filter((id) => id !== undefined));
  if (!end) return [];
  return [...routers]
    .filter((id) => fabric.routers.has(id))
    .map((router) => ({ kind: "associate", end: end.id, router }));
}

/** In the zone that the packet comes from. */
function addPort(surroundings: Surroundings): readonly Change[] {
  const { fabric, place } = surroundings;
  const segment = lastInterface(surroundings)?.segment;
  const domain = segment === undefined ? undefined : fabric.segments.get(segment)?.domain;
  const end = fabric.hubEnds.get(lastHub(surroundings)?.entrances.get(domain ?? "") ?? "");
  if (segment === undefined || end?.resource !== place.resource || end.to.kind !== "domain") return [];
  const zone = fabric.segments.get(segment)?.zone;
  if (end.to.ports.some((port) => port.zone === zone)) return [];
  return [{ kind: "port", end: end.id, segment }];
}
