/**
 * Where interfaces stand, for what lies between them: places are one stand when no walk between them and a third can
 * tell them apart, their own filters left out. Subnets with one table and one network ACL are one stand.
 */
import type { Address } from "../../base/address.ts";
import { contains, type Prefix } from "../../base/prefix.ts";
import type { BoundaryRule, Fabric, HubEnd, Interface, Route, Router, Segment } from "../../fabric/fabric.ts";
import { routeTo } from "../atSegment.ts";
import { Cells, prefixesOfBoundaries, prefixesOfRoutes } from "../cells.ts";
import { type InterfaceClass, specialInterfaces } from "../classes.ts";
import { entry } from "../space.ts";
import { Pairs } from "./numbered.ts";

/** No number: the way is these two stands' own. */
const OWN_WAY = -1;

export interface Stand {
  readonly id: number;
  readonly segment: Segment;
  /** All that a way through tables alone can tell of it, in numbers for what boundaries say, not for what they are. */
  readonly told: number;
  readonly zone: number;
  /** By route of its table: what is met on the way into the hub that it leads to, as a number. */
  readonly onwards: Map<Route, number>;
  /** By what was met up to a hub's table, and by address of the stand: what is met from there on, as a number. */
  readonly exits: Map<number, number>;
}

/** An interface's addresses are fewer. */
const MOST_ADDRESSES = 1024;

export class Stands {
  readonly #fabric: Fabric;
  readonly #cells: Cells;
  readonly #boundaryCells: Cells;
  readonly #special: ReadonlySet<string>;
  readonly #zones: ReadonlyMap<string, number>;
  /** Segments in which hubs set packets down, and in which somebody is. */
  readonly #inhabitedPorts: ReadonlySet<string>;
  readonly #ofPlace = new Map<string, Stand | undefined>();
  readonly #known = new Map<string, Stand>();
  readonly #hops = new Map<string, string>();
  readonly #boundaries = new Map<string, string>();
  readonly #numbers = new Map<string, number>();
  readonly #told: string[] = [];
  readonly #ownWays = new Map<string, number>();
  readonly #ways = new Pairs();
  readonly #nearnesses = new Map<string, number>();

  /** `named` are prefixes that the question names besides. */
  constructor(fabric: Fabric, named: readonly Prefix[]) {
    this.#fabric = fabric;
    this.#cells = new Cells([...prefixesOfRoutes(fabric), ...prefixesOfPorts(fabric), ...named]);
    this.#boundaryCells = new Cells([...prefixesOfBoundaries(fabric), ...named]);
    this.#special = specialInterfaces(fabric);
    this.#inhabitedPorts = inhabitedPorts(fabric);
    this.#zones = zonesAlike(fabric, this.#inhabitedPorts);
  }

  /** `undefined` where its segment does not exist. */
  of({ place, representative }: InterfaceClass): Stand | undefined {
    if (this.#ofPlace.has(place)) return this.#ofPlace.get(place);
    const made = this.#make(representative);
    this.#ofPlace.set(place, made);
    return made;
  }

  #make(one: Interface): Stand | undefined {
    const segment = this.#fabric.segments.get(one.segment);
    if (!segment) return undefined;
    const { domain, receiver, sourceCheck } = one;
    const up = receiver.kind === "host" && receiver.up;
    const forwards = receiver.kind === "host" && receiver.forwards;
    const isOwn = one.ranges?.length || this.#special.has(one.id) || this.#inhabitedPorts.has(segment.id);
    const zone = this.#zones.get(segment.zone) ?? -1;
    const outward = this.#fabric.outward.get(domain);
    const { router, boundary, seclusion } = segment;
    const cells = (by: Cells): string =>
      one.addresses.map((address) => `${typeof address === "number" ? 4 : 6}${by.of(address)}`).join();
    const named = one.addresses.map((address) => (outward?.has(address) ? "o" : "-")).join("");
    const hops = this.#hopsWithin(segment);
    const key = [
      `${domain} ${router} ${boundary} ${zone} ${seclusion?.allows} ${hops}`,
      `${up} ${forwards} ${sourceCheck} ${named} ${cells(this.#cells)} ${isOwn ? `${one.id} ${segment.id}` : ""}`,
    ].join("; ");
    return entry(this.#known, key, () => {
      const id = this.#known.size;
      const own = isOwn || hops !== "" ? `own ${id}` : "";
      const told = `${up} ${forwards} ${sourceCheck} ${this.#boundary(boundary)} ${cells(this.#boundaryCells)} ${own}`;
      const number = entry(this.#numbers, told, () => this.#numbers.size + 1);
      return { id, segment, told: number, zone, onwards: new Map<Route, number>(), exits: new Map<number, number>() };
    });
  }

  /** The same number for boundaries that say the same. */
  #boundary(id: string): string {
    return entry(this.#boundaries, id, () => {
      const boundary = this.#fabric.boundaries.get(id);
      if (!boundary) return "none";
      const rule = ({ protocol, from, to, allow, prefix }: BoundaryRule): string =>
        `${allow} ${protocol} ${from}-${to} ${typeof prefix.address}${prefix.address}/${prefix.length}`;
      const told = `${boundary.ingress.map(rule)}; ${boundary.egress.map(rule)}`;
      return String(entry(this.#numbers, told, () => this.#numbers.size + 1));
    });
  }

  /** The interfaces of a segment that its own router hands packets to: those do not cross the boundary. */
  #hopsWithin({ id, router }: Segment): string {
    const all = entry(this.#hops, router, () => hopsOf(this.#fabric, this.#fabric.routers.get(router)).join());
    if (all === "") return "";
    const within = all.split(",").filter((one) => this.#fabric.interfaces.get(one)?.segment === id);
    return within.join();
  }

  /**
   * The way from one to another's addresses as a number: equal for ways on which everything that is met says the same,
   * whatever it is called. `nearness` tells segments that the two are in apart.
   */
  way(from: Stand, to: Stand, addresses: readonly Address[], nearness: string): number {
    let way = 0;
    for (let place = 0; place < addresses.length; place++) {
      const one = this.#onward(from, to, place, addresses[place] as Address, nearness);
      if (one === OWN_WAY)
        return entry(this.#ownWays, `${from.id} ${to.id} ${nearness}`, () => -1 - this.#ownWays.size);
      way = this.#ways.of(way, one);
    }
    const near = entry(this.#nearnesses, nearness, () => this.#nearnesses.size);
    return this.#ways.of(this.#ways.of(this.#ways.of(way, near), from.told), to.told);
  }

  /** How the router sends it on, where that is all there is to it: within the domain, or through one hub. */
  #onward(from: Stand, to: Stand, place: number, address: Address, nearness: string): number {
    const router = this.#fabric.routers.get(from.segment.router);
    const route = router && routeTo(router, address);
    if (from.segment.domain === to.segment.domain) return route?.next.kind === "local" ? 0 : OWN_WAY;
    if (nearness.includes("1") || route?.next.kind !== "gateway") return OWN_WAY;
    let entrance = from.onwards.get(route);
    if (entrance === undefined) {
      entrance = this.#number(this.#entrance(from, route.next.id));
      from.onwards.set(route, entrance);
    }
    if (entrance === OWN_WAY) return OWN_WAY;
    // All addresses of a stand are on the same side of every prefix that a table names.
    const crossing = this.#ways.of(entrance, from.zone + 1) * MOST_ADDRESSES + place;
    let exit = to.exits.get(crossing);
    if (exit === undefined) {
      exit = this.#number(this.#exit(this.#told[entrance] ?? "", from.segment.zone, to, address));
      to.exits.set(crossing, exit);
    }
    return exit;
  }

  #number(told: string | undefined): number {
    if (told === undefined) return OWN_WAY;
    const number = entry(this.#numbers, told, () => this.#numbers.size + 1);
    this.#told[number] = told;
    return number;
  }

  /** The table behind the end by which the stand's domain enters a hub, and what is met before. */
  #entrance({ segment: { domain, zone } }: Stand, id: string): string | undefined {
    const hub = this.#fabric.gateways.get(id);
    const end = hub?.kind === "hub" ? this.#fabric.hubEnds.get(hub.entrances.get(domain) ?? "") : undefined;
    if (end?.to.kind !== "domain" || end.router === undefined) return undefined;
    const port = end.to.ports.find((one) => one.zone === zone);
    const segment = port && this.#fabric.segments.get(port.segment);
    return segment && `${end.router} ${end.to.references} ${this.#boundary(segment.boundary)}`;
  }

  /** What is met between the table of a hub and an address in the domain where it leads out. */
  #exit(entrance: string, zone: string, to: Stand, address: Address): string | undefined {
    const [table = "", ...before] = entrance.split(" ");
    const router = this.#fabric.routers.get(table);
    const route = router && routeTo(router, address);
    const end = route?.next.kind === "end" ? this.#fabric.hubEnds.get(route.next.id) : undefined;
    if (end?.to.kind !== "domain" || end.to.domain !== to.segment.domain) return undefined;
    if (end.to.symmetric && end.to.ports.length > 1) return undefined;
    const port = end.to.ports.find((one) => one.zone === zone) ?? end.to.ports[0];
    const segment = port && this.#fabric.segments.get(port.segment);
    const inner = segment && this.#fabric.routers.get(segment.router);
    if (!inner || this.#inhabitedPorts.has(segment.id) || isNear(segment, address)) return undefined;
    if (segment.domain !== to.segment.domain || routeTo(inner, address)?.next.kind !== "local") return undefined;
    return `hub ${before.join(" ")} ${end.to.references} ${this.#boundary(segment.boundary)}`;
  }
}

/** Whether the segment holds an address: packets to it do not leave by the router. */
export const isNear = ({ prefixes }: Segment, address: Address): boolean =>
  prefixes.some((one) => contains(one, address));

function hopsOf(fabric: Fabric, router: Router | undefined): readonly string[] {
  const hops = new Set<string>();
  for (const [, { next }] of router?.routes.entries() ?? []) {
    if (next.kind === "interface") hops.add(next.id);
    const gateway = next.kind === "gateway" ? fabric.gateways.get(next.id) : undefined;
    if (gateway?.kind === "port") hops.add(gateway.interface);
  }
  return [...hops];
}

function* prefixesOfPorts(fabric: Fabric): Iterable<Prefix> {
  for (const { to } of fabric.hubEnds.values())
    if (to.kind === "domain") for (const { segment } of to.ports) yield* fabric.segments.get(segment)?.prefixes ?? [];
}

function inhabitedPorts(fabric: Fabric): ReadonlySet<string> {
  const ports = new Set<string>();
  for (const { to } of fabric.hubEnds.values())
    if (to.kind === "domain") for (const { segment } of to.ports) ports.add(segment);
  const inhabited = new Set<string>();
  for (const { segment } of fabric.interfaces.values()) if (ports.has(segment)) inhabited.add(segment);
  return inhabited;
}

/** Zones as numbers, the same for zones for which every hub has ports that are alike. */
function zonesAlike(fabric: Fabric, inhabited: ReadonlySet<string>): ReadonlyMap<string, number> {
  const zones = new Set<string>();
  for (const { zone } of fabric.segments.values()) zones.add(zone);
  const alike = new Map<string, number>();
  const numbers = new Map<string, number>();
  for (const zone of zones) {
    const told = [...fabric.hubEnds.values()].map((end) => portOf(fabric, end, zone, inhabited)).join(";");
    numbers.set(
      zone,
      entry(alike, told, () => alike.size),
    );
  }
  return numbers;
}

function portOf(fabric: Fabric, { to }: HubEnd, zone: string, inhabited: ReadonlySet<string>): string {
  if (to.kind !== "domain") return "";
  const own = to.ports.find((one) => one.zone === zone);
  const segment = fabric.segments.get((own ?? to.ports[0])?.segment ?? "");
  if (!segment) return "none";
  const { id, boundary, router, seclusion } = segment;
  const hops = hopsOf(fabric, fabric.routers.get(router)).filter((one) => fabric.interfaces.get(one)?.segment === id);
  const place = inhabited.has(id) ? id : `${boundary} ${router} ${seclusion?.allows} ${hops.join()}`;
  return `${own === undefined} ${place}`;
}
