/** What all packets of a branch meet between interfaces: the segment's boundary, each way, and its router. */
import type { Address } from "../base/address.ts";
import { type Prefix, truncate, width } from "../base/prefix.ts";
import type { NextHop, Route, Router } from "../fabric/fabric.ts";
import { EMPTY, FULL, type Node } from "./bdd.ts";
import { type Branches, narrowed, passing } from "./branches.ts";
import { type AddressField, addressIn, isKnown } from "./header.ts";
import type { Packet } from "./packet.ts";
import { allowedBy, type Way } from "./rules.ts";
import { type Block, entry, type Space } from "./space.ts";

/** From inside a segment: straight to a neighbour, or across the boundary to where the router says. */
export function departs(branches: Branches, id: string, packet: Packet): undefined {
  if (packet.set === EMPTY) return;
  const { space, reading } = branches;
  const segment = reading.segment(id);
  if (!segment) return branches.drop(packet, "no-route", "segment", id);
  const inside = segment.prefixes.reduce<Node>(
    (all, prefix) => space.bdd.or(all, addressIn(space, packet.header.dst, prefix)),
    EMPTY,
  );
  const [near, far] = branches.split(packet, inside);
  reachesAddress(branches, segment.domain, segment.id, near);
  const router = reading.router(segment.router);
  for (const [route, part] of routed(space, router, far)) {
    const one = narrowed(far, part);
    const neighbour = route && interfaceOf(branches, route.next);
    const stays = neighbour !== undefined && reading.interface(neighbour)?.segment === id;
    const outside = stays ? one : crossesBoundary(branches, segment.boundary, "egress", one);
    follows(branches, segment.router, router, route, segment.domain, id, outside);
  }
}

/** What arrives from outside all segments: by a router of its own, or straight to whoever has the address. */
export function entersDomain(branches: Branches, id: string | undefined, domain: string, packet: Packet): undefined {
  if (id === undefined) return reachesAddress(branches, domain, undefined, packet);
  const router = branches.reading.router(id);
  for (const [route, part] of routed(branches.space, router, packet))
    follows(branches, id, router, route, domain, undefined, narrowed(packet, part));
}

/** Across a segment's boundary inwards, unless the packets come from inside it. */
export function entersSegment(branches: Branches, id: string, from: string | undefined, packet: Packet): Packet {
  if (id === from || packet.set === EMPTY) return packet;
  const segment = branches.reading.segment(id);
  return segment ? crossesBoundary(branches, segment.boundary, "ingress", packet) : packet;
}

/** What the boundary lets pass. */
export function crossesBoundary(branches: Branches, id: string, way: Way, packet: Packet): Packet {
  if (packet.set === EMPTY) return packet;
  const boundary = branches.reading.boundary(id);
  if (boundary) branches.reading.meets(boundary, way, packet);
  const allowed = boundary ? allowedBy(branches.space, boundary, way, packet.header) : EMPTY;
  const [passed, denied] = branches.split(packet, allowed);
  branches.drop(denied, "denied", `boundary-${way}`, id);
  return passed;
}

/** Of the routes, the longest first, each with the part that it decides; last, under none, what no route covers. */
export function* routed(
  space: Space,
  router: Router | undefined,
  packet: Packet,
): Iterable<readonly [Route | undefined, Node]> {
  const { dst } = packet.header;
  let rest = packet.set;
  for (const [route, decided] of router ? decisionsOf(space, router, dst) : []) {
    if (rest === EMPTY) return;
    const part = space.bdd.and(rest, decided);
    if (part === EMPTY) continue;
    rest = space.bdd.diff(rest, decided);
    yield [route, part];
  }
  if (rest !== EMPTY) yield [undefined, rest];
}

/** Of a set of destinations in a block, what each route takes. */
export function* routesTaken(space: Space, router: Router, block: Block, set: Node): Iterable<readonly [Route, Node]> {
  let rest = set;
  for (const [route, decided] of decisionsOf(space, router, block)) {
    if (rest === EMPTY) return;
    const part = space.bdd.and(rest, decided);
    if (part === EMPTY) continue;
    rest = space.bdd.diff(rest, decided);
    yield [route, part];
  }
}

/** Longest prefixes first, so that whoever takes a part leaves the rest to shorter ones. */
function decisionsOf(space: Space, router: Router, dst: AddressField): readonly (readonly [Route, Node])[] {
  if (isKnown(dst)) {
    const route = routeTo(router, dst);
    return route ? [[route, FULL]] : [];
  }
  const bySpace = entry(decisions, router, () => new WeakMap<Space, Map<Block, Decisions>>());
  const byBlock = entry(bySpace, space, () => new Map<Block, Decisions>());
  return entry(byBlock, dst, () =>
    longestFirst(router)
      .map(([prefix, route]) => [route, space.prefix(dst, prefix)] as const)
      .filter(([, set]) => set !== EMPTY),
  );
}

/** The route that decides about one address. */
export function routeTo(router: Router, address: Address): Route | undefined {
  for (const { length, routes } of entry(indexes, router, () => indexOf(router))) {
    const route = width(address) < length ? undefined : routes.get(truncate(address, length));
    if (route) return route;
  }
  return undefined;
}

interface Level {
  readonly length: number;
  readonly routes: Map<Address, Route>;
}
const indexes = new WeakMap<Router, readonly Level[]>();

/** By length, the longest first; addresses of the two families are never equal. */
function indexOf(router: Router): readonly Level[] {
  const levels: Level[] = [];
  for (const [{ address, length }, route] of longestFirst(router)) {
    if (levels.at(-1)?.length !== length) levels.push({ length, routes: new Map() });
    levels.at(-1)?.routes.set(address, route);
  }
  return levels;
}

type Decisions = readonly (readonly [Route, Node])[];
const decisions = new WeakMap<Router, WeakMap<Space, Map<Block, Decisions>>>();
const orders = new WeakMap<Router, readonly (readonly [Prefix, Route])[]>();

const longestFirst = (router: Router): readonly (readonly [Prefix, Route])[] =>
  entry(orders, router, () => [...router.routes.entries()].sort(([a], [b]) => b.length - a.length));

function follows(
  branches: Branches,
  id: string,
  router: Router | undefined,
  route: Route | undefined,
  domain: string,
  from: string | undefined,
  packet: Packet,
): undefined {
  if (packet.set === EMPTY) return;
  const resource = router?.resource ?? id;
  if (!route) return branches.drop(packet, "no-route", "route", resource);
  branches.reading.goesBy(route, packet);
  const onward = passing(branches.hops(packet, "route", resource), resource);
  const { next } = route;
  if (next.kind === "discard" || !isUsable(branches, next, domain))
    return branches.drop(onward, "blackhole", "route", resource);
  if (next.kind === "local") return reachesAddress(branches, domain, from, onward);
  const neighbour = interfaceOf(branches, next);
  if (neighbour !== undefined) return branches.go({ at: "arrival", interface: neighbour, from }, onward);
  branches.go({ at: "gateway", gateway: next.id, domain, from }, onward);
}

/** The interface that a hop leads to: a gateway may stand behind one of its own. */
function interfaceOf({ reading }: Branches, next: NextHop): string | undefined {
  if (next.kind === "interface") return next.id;
  const gateway = next.kind === "gateway" ? reading.gateway(next.id) : undefined;
  return gateway?.kind === "port" ? gateway.interface : undefined;
}

/** A target is usable where it exists and stands at this domain. */
function isUsable({ reading }: Branches, next: NextHop, domain: string): boolean {
  if (next.kind === "end") return false;
  if (next.kind === "interface") return reading.interface(next.id)?.domain === domain;
  if (next.kind !== "gateway") return true;
  const gateway = reading.gateway(next.id);
  if (!gateway) return false;
  switch (gateway.kind) {
    case "hub":
      return gateway.entrances.has(domain);
    case "tunnel":
      return gateway.ends.some((end) => end.domain === domain);
    case "port":
      return reading.interface(gateway.interface)?.domain === domain;
    default:
      return gateway.domain === domain;
  }
}

/** To whoever has the destination; branches part by host. */
function reachesAddress(branches: Branches, domain: string, from: string | undefined, packet: Packet): undefined {
  if (packet.set === EMPTY) return;
  const { space, reading } = branches;
  const { dst } = packet.header;
  if (isKnown(dst)) {
    const to = reading.interfaceAt(domain, dst);
    if (to === undefined) return branches.drop(packet, "no-host", "domain", domain);
    return branches.go({ at: "arrival", interface: to, from }, packet);
  }
  let nobody = packet.set;
  for (const [address, part] of space.members(packet.set, dst, reading.addressesIn(domain))) {
    const to = reading.interfaceAt(domain, address);
    if (to === undefined) continue;
    nobody = space.bdd.diff(nobody, part);
    const header = { ...packet.header, dst: address };
    branches.go({ at: "arrival", interface: to, from }, { ...packet, set: part, header });
  }
  for (const [range, to] of reading.rangesIn(domain)) {
    const part = space.bdd.and(nobody, addressIn(space, dst, range));
    nobody = space.bdd.diff(nobody, part);
    branches.go({ at: "arrival", interface: to, from }, narrowed(packet, part));
  }
  branches.drop(narrowed(packet, nobody), "no-host", "domain", domain);
}
