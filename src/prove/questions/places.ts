/**
 * Where destinations are led from place to place, by routes alone: what filters, boundaries and sources allow is not asked, so
 * every real way is among these. A place is where a router is asked or an address looked up, by its name: a segment, the
 * arrival of a tunnel or an edge, the end of a hub, a world; for answers also a domain, where what translated them gets them back.
 */
import type { Fabric, Interface, NextHop, Route, Segment } from "../../fabric/fabric.ts";
import { routed } from "../atSegment.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { passesOn } from "../classes.ts";
import { type Family, families } from "../flowSet.ts";
import { sentHeader } from "../header.ts";
import { packetOf } from "../packet.ts";
import { type Block, DST4, DST6, entry, type Space } from "../space.ts";

/** Destinations by family. */
export type Destinations = Readonly<Record<Family, Node>>;

export const NOTHING: Destinations = { 4: EMPTY, 6: EMPTY };

export const ofSegment = (id: string): string => `segment ${id}`;
export const ofWorld = (id: string): string => `world ${id}`;
const ofRouter = (id: string, domain: string): string => `router ${id} of ${domain}`;
const ofEnd = (id: string): string => `end ${id}`;
const ofDomain = (id: string): string => `domain ${id}`;

/** A way on from a place: what of the next place's destinations comes this way, as it is called before. */
export interface Way {
  readonly to: string;
  before(next: Destinations): Destinations;
}

export class Ways {
  readonly #space: Space;
  readonly #fabric: Fabric;
  readonly #answering: readonly Interface[] | undefined;

  /** `answers`: the ways of answers too, which translators and hosts that forward lead back to whoever was behind them. */
  constructor(space: Space, fabric: Fabric, { answers = false } = {}) {
    this.#space = space;
    this.#fabric = fabric;
    this.#answering = answers ? [...fabric.interfaces.values()].filter(passesOn) : undefined;
  }

  from(place: string): readonly Way[] {
    const fabric = this.#fabric;
    const [kind, id = "", , domain = ""] = place.split(" ");
    switch (kind) {
      case "segment": {
        const segment = fabric.segments.get(id);
        if (!segment) return [];
        const near = this.#own(segment);
        const toNeighbours = this.#toAddress(segment.domain).map((way) => this.#part(near, way));
        return [...toNeighbours, ...this.#byRoutes(place, (next) => this.#follow(next, segment.domain))];
      }
      case "router":
        return this.#byRoutes(place, (next) => this.#follow(next, domain));
      case "end":
        return this.#byRoutes(place, (next) => this.#leavesHub(next));
      case "domain":
        return (this.#answering ?? []).filter((one) => one.domain === id).flatMap((one) => this.#answeredBy(one));
      default:
        return this.#intoDomains(id);
    }
  }

  /** The routes that are asked for at a place, each with the destinations that it decides about. */
  routesAt(place: string): ReadonlyMap<Route, Destinations> {
    const fabric = this.#fabric;
    const [kind, id = ""] = place.split(" ");
    const segment = kind === "segment" ? fabric.segments.get(id) : undefined;
    const asked = { segment: segment?.router, router: id, end: fabric.hubEnds.get(id)?.router }[kind ?? ""];
    const router = fabric.routers.get(asked ?? "");
    const near = segment ? this.#own(segment) : NOTHING;
    const { bdd } = this.#space;
    const parts = new Map<Route, { 4: Node; 6: Node }>();
    for (const family of families) {
      const asking = packetOf(bdd.not(near[family]), sentHeader(family, "other"));
      for (const [route, part] of routed(this.#space, router, asking)) {
        if (!route) continue;
        const known = parts.get(route) ?? { ...NOTHING };
        known[family] = part;
        parts.set(route, known);
      }
    }
    return parts;
  }

  /** What lies in a segment itself never asks its router. */
  #own({ prefixes }: Segment): Destinations {
    const { bdd } = this.#space;
    const within = (block: Block): Node =>
      prefixes.reduce<Node>((all, one) => bdd.or(all, this.#space.prefix(block, one)), EMPTY);
    return { 4: within(DST4), 6: within(DST6) };
  }

  #byRoutes(place: string, follow: (next: NextHop) => readonly Way[]): readonly Way[] {
    return [...this.routesAt(place)].flatMap(([route, part]) => follow(route.next).map((way) => this.#part(part, way)));
  }

  #part(part: Destinations, { to, before }: Way): Way {
    const { bdd } = this.#space;
    return {
      to,
      before: (next) => {
        const led = before(next);
        return { 4: bdd.and(part[4], led[4]), 6: bdd.and(part[6], led[6]) };
      },
    };
  }

  /** To whoever has the address: only answers go on from there. */
  #toAddress(domain: string): readonly Way[] {
    return this.#answering ? this.#to(ofDomain(domain)) : [];
  }

  /** An answer to what was sent on from there under an address of its own: it goes on to whoever sent that. */
  #answeredBy({ id, segment, receiver, addresses }: Interface): readonly Way[] {
    const gateway = receiver.kind === "gateway" ? this.#fabric.gateways.get(receiver.id) : undefined;
    const own = gateway?.kind === "port" ? gateway.addresses : addresses;
    if (gateway && (gateway.kind !== "port" || gateway.interface !== id)) return [];
    const four = this.#space.addresses(DST4, own);
    const isNothing = (next: Destinations): boolean => next[4] === EMPTY && next[6] === EMPTY;
    return [{ to: ofSegment(segment), before: (next) => (isNothing(next) ? NOTHING : { 4: four, 6: EMPTY }) }];
  }

  #to(place: string): readonly Way[] {
    return [{ to: place, before: (next) => next }];
  }

  /** What is addressed to somebody of the domain ends there: only what is handed to an interface or a gateway goes on. */
  #follow(next: NextHop, domain: string): readonly Way[] {
    if (next.kind === "local") return this.#toAddress(domain);
    if (next.kind === "interface") {
      const at = this.#fabric.interfaces.get(next.id);
      if (!at || at.domain !== domain || !passesOn(at)) return [];
      const on =
        at.receiver.kind === "gateway" ? this.#passes(at.receiver.id, domain) : this.#to(ofSegment(at.segment));
      return [...on, ...this.#toAddress(domain)];
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
        const on: Way = { to: ofSegment(own.segment), before: (next) => ({ 4: next[4], 6: six(next) }) };
        return [on, ...this.#toAddress(domain)];
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
        // Behind a service's edge is the service: answers come from there by the address alone.
        return [];
    }
  }

  #leavesHub(next: NextHop): readonly Way[] {
    const exit = next.kind === "end" ? this.#fabric.hubEnds.get(next.id)?.to : undefined;
    if (exit?.kind === "end") return this.#to(ofEnd(exit.end));
    return exit?.kind === "domain" ? exit.ports.flatMap(({ segment }) => this.#to(ofSegment(segment))) : [];
  }

  /** From the world: by an arrival's router; where there is none, and for what was asked for, straight to the address. */
  #intoDomains(world: string): readonly Way[] {
    const fabric = this.#fabric;
    const service = fabric.gateways.get(world);
    if (service?.kind === "service") return this.#toAddress(service.domain);
    const ways: Way[] = [];
    for (const [domain, { edge }] of fabric.edges) {
      const gateway = fabric.gateways.get(edge ?? "");
      const arrival = gateway?.kind === "edge" && gateway.arrival !== undefined;
      const places = [
        ...(arrival ? [ofRouter(gateway.arrival, domain)] : []),
        ...this.#toAddress(domain).map(({ to }) => to),
      ];
      for (const to of places) ways.push({ to, before: (next) => this.#outside(domain, next) });
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

/** Of every place that these lead to, the sets that are its `own` and those that its ways lead on to, from `start` until nothing changes. */
export function fixpoint(
  { bdd }: Space,
  ways: Ways,
  roots: readonly string[],
  start: Destinations,
  own: (place: string) => Destinations,
): ReadonlyMap<string, Destinations> {
  const places = new Map<string, { readonly own: Destinations; readonly on: readonly Way[] }>();
  const before = new Map<string, string[]>();
  for (const next = [...roots]; next.length > 0; ) {
    const place = next.pop() as string;
    if (places.has(place)) continue;
    const on = ways.from(place);
    places.set(place, { own: own(place), on });
    for (const { to } of on) {
      entry(before, to, () => []).push(place);
      next.push(to);
    }
  }
  const found = new Map([...places.keys()].map((place) => [place, start] as const));
  const changed = new Set(places.keys());
  for (const place of changed) {
    changed.delete(place);
    const was = found.get(place) ?? NOTHING;
    const { on, own: mine } = places.get(place) ?? { on: [], own: NOTHING };
    let [v4, v6]: [Node, Node] = [mine[4], mine[6]];
    for (const way of on) {
      const led = way.before(found.get(way.to) ?? NOTHING);
      v4 = bdd.or(v4, led[4]);
      v6 = bdd.or(v6, led[6]);
    }
    if (v4 === was[4] && v6 === was[6]) continue;
    found.set(place, { 4: v4, 6: v6 });
    for (const one of before.get(place) ?? []) changed.add(one);
  }
  return new Map([...found].filter(([, set]) => set[4] !== EMPTY || set[6] !== EMPTY));
}
