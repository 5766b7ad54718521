/**
 * Where destinations can go round for ever, by routes alone: the greatest sets of destinations, one at every place, such that
 * each of them is led on to a place whose set has it too. What filters, boundaries and sources allow is not asked, so every
 * real loop lies in these sets, and where they are empty (nearly everywhere) nobody needs to walk.
 */
import type { Fabric, NextHop, Route } from "../../fabric/fabric.ts";
import { routed } from "../atSegment.ts";
import { EMPTY, FULL, type Node } from "../bdd.ts";
import { passesOn } from "../classes.ts";
import { type Family, families } from "../flowSet.ts";
import { sentHeader } from "../header.ts";
import { packetOf } from "../packet.ts";
import type { Space } from "../space.ts";
import { DST4, DST6 } from "../space.ts";

/** Destinations by family. */
export type Destinations = Readonly<Record<Family, Node>>;

export const ofSegment = (id: string): string => `segment ${id}`;
export const ofWorld = (id: string): string => `world ${id}`;
const ofRouter = (id: string, domain: string): string => `router ${id} of ${domain}`;
const ofEnd = (id: string): string => `end ${id}`;

/** A way on from a place: what of the next place's destinations comes this way, as it is called before. */
interface Way {
  readonly to: string;
  before(next: Destinations): Destinations;
}

export const NOTHING: Destinations = { 4: EMPTY, 6: EMPTY };

/** The places at which something can circle, each with the destinations that do. */
export function circling(space: Space, fabric: Fabric): ReadonlyMap<string, Destinations> {
  const ways = new Ways(space, fabric);
  const { bdd } = space;
  const roots = [...[...fabric.segments.keys()].map(ofSegment), ofWorld("internet")];
  const places = new Map<string, readonly Way[]>();
  const before = new Map<string, string[]>();
  for (let next = roots; next.length > 0; ) {
    const place = next.pop() as string;
    if (places.has(place)) continue;
    const on = ways.from(place);
    places.set(place, on);
    for (const { to } of on) {
      const known = before.get(to);
      if (known) known.push(place);
      else before.set(to, [place]);
      next.push(to);
    }
  }
  const circle = new Map<string, Destinations>([...places.keys()].map((place) => [place, { 4: FULL, 6: FULL }]));
  const changed = new Set(places.keys());
  for (const place of changed) {
    changed.delete(place);
    const was = circle.get(place) ?? NOTHING;
    let [v4, v6]: [Node, Node] = [EMPTY, EMPTY];
    for (const way of places.get(place) ?? []) {
      const led = way.before(circle.get(way.to) ?? NOTHING);
      v4 = bdd.or(v4, led[4]);
      v6 = bdd.or(v6, led[6]);
    }
    if (v4 === was[4] && v6 === was[6]) continue;
    circle.set(place, { 4: v4, 6: v6 });
    for (const one of before.get(place) ?? []) changed.add(one);
  }
  return new Map([...circle].filter(([, set]) => set[4] !== EMPTY || set[6] !== EMPTY));
}

class Ways {
  readonly #space: Space;
  readonly #fabric: Fabric;

  constructor(space: Space, fabric: Fabric) {
    this.#space = space;
    this.#fabric = fabric;
  }

  from(place: string): readonly Way[] {
    const fabric = this.#fabric;
    const [kind, id = "", , domain = ""] = place.split(" ");
    switch (kind) {
      case "segment": {
        const segment = fabric.segments.get(id);
        if (!segment) return [];
        const { bdd } = this.#space;
        const own = (family: Family): Node =>
          segment.prefixes.reduce<Node>(
            (all, one) => bdd.or(all, this.#space.prefix(family === 4 ? DST4 : DST6, one)),
            EMPTY,
          );
        return this.#byRoutes(segment.router, (next) => this.#follow(next, segment.domain), own);
      }
      case "router":
        return this.#byRoutes(id, (next) => this.#follow(next, domain));
      case "end":
        return this.#byRoutes(fabric.hubEnds.get(id)?.router, (next) => this.#leavesHub(next));
      default:
        return this.#intoDomains();
    }
  }

  /** Where a router leads, route by route. `own`: destinations that never ask it. */
  #byRoutes(
    id: string | undefined,
    follow: (next: NextHop) => readonly Way[],
    own: (family: Family) => Node = () => EMPTY,
  ): readonly Way[] {
    const router = this.#fabric.routers.get(id ?? "");
    const { bdd } = this.#space;
    const parts = new Map<Route, { 4: Node; 6: Node }>();
    for (const family of families) {
      const asking = packetOf(bdd.not(own(family)), sentHeader(family, "other"));
      for (const [route, part] of routed(this.#space, router, asking)) {
        if (!route) continue;
        const known = parts.get(route) ?? { ...NOTHING };
        known[family] = part;
        parts.set(route, known);
      }
    }
    return [...parts].flatMap(([route, part]) =>
      follow(route.next).map((way): Way => ({ to: way.to, before: (next) => this.#both(part, way.before(next)) })),
    );
  }

  #both(a: Destinations, b: Destinations): Destinations {
    return { 4: this.#space.bdd.and(a[4], b[4]), 6: this.#space.bdd.and(a[6], b[6]) };
  }

  #to(place: string): readonly Way[] {
    return [{ to: place, before: (next) => next }];
  }

  /** What is addressed to somebody of the domain ends there: only what is handed to an interface or a gateway goes on. */
  #follow(next: NextHop, domain: string): readonly Way[] {
    if (next.kind === "interface") {
      const at = this.#fabric.interfaces.get(next.id);
      if (!at || at.domain !== domain || !passesOn(at)) return [];
      return at.receiver.kind === "gateway" ? this.#passes(at.receiver.id, domain) : this.#to(ofSegment(at.segment));
    }
    return next.kind === "gateway" ? this.#passes(next.id, domain) : [];
  }

  #passes(id: string, domain: string): readonly Way[] {
    const fabric = this.#fabric;
    const gateway = fabric.gateways.get(id);
    switch (gateway?.kind) {
      case "edge":
      case "egress-only":
        return this.#to(ofWorld(gateway.world));
      case "port": {
        const own = fabric.interfaces.get(gateway.interface);
        if (!own) return [];
        const { nat64 } = gateway;
        // Which IPv6 destination becomes which IPv4 one is left to the walk.
        const six = (next: Destinations): Node =>
          nat64 && next[4] !== EMPTY ? this.#space.prefix(DST6, nat64) : EMPTY;
        return [{ to: ofSegment(own.segment), before: (next) => ({ 4: next[4], 6: six(next) }) }];
      }
      case "tunnel": {
        const far = gateway.ends[0].domain === domain ? gateway.ends[1] : gateway.ends[0];
        return this.#to(ofRouter(far.arrival, far.domain));
      }
      case "hub": {
        const end = gateway.entrances.get(domain);
        return end === undefined ? [] : this.#to(ofEnd(end));
      }
      default:
        // Behind a service's edge is the service.
        return [];
    }
  }

  #leavesHub(next: NextHop): readonly Way[] {
    const exit = next.kind === "end" ? this.#fabric.hubEnds.get(next.id)?.to : undefined;
    if (exit?.kind === "end") return this.#to(ofEnd(exit.end));
    return exit?.kind === "domain" ? exit.ports.flatMap(({ segment }) => this.#to(ofSegment(segment))) : [];
  }

  /** From the world: by an arrival's router; where there is none, straight to whoever has the address. */
  #intoDomains(): readonly Way[] {
    const fabric = this.#fabric;
    const ways: Way[] = [];
    for (const [domain, { edge }] of fabric.edges) {
      const gateway = fabric.gateways.get(edge ?? "");
      if (gateway?.kind !== "edge" || gateway.arrival === undefined) continue;
      ways.push({ to: ofRouter(gateway.arrival, domain), before: (next) => this.#outside(domain, next) });
    }
    return ways;
  }

  #outside(domain: string, { 4: inner4, 6: inner6 }: Destinations): Destinations {
    const space = this.#space;
    let six: Node = EMPTY;
    let longer: Node = EMPTY;
    for (const [prefix, to] of this.#fabric.routedIn.entries()) {
      const own = space.prefix(DST6, prefix);
      if (to === domain) six = space.bdd.or(six, space.bdd.diff(own, longer));
      longer = space.bdd.or(longer, own);
    }
    if (inner4 === EMPTY) return { 4: EMPTY, 6: space.bdd.and(six, inner6) };
    const outers = [...this.#fabric.outer].filter(
      ([, to]) => to.domain === domain && space.bdd.intersects(inner4, space.address(DST4, to.address)),
    );
    const four = space.addresses(
      DST4,
      outers.map(([outer]) => outer),
    );
    return { 4: four, 6: space.bdd.and(six, inner6) };
  }
}
