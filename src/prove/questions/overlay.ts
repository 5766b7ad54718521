/**
 * A fabric with changes laid over it: what is not changed is read from the fabric beneath, so that trying a change costs
 * the change. The fabric beneath is never written, and must not change while an overlay is in use.
 */
import { type Address, parseAddress } from "../../base/address.ts";
import { formatPrefix, type Prefix, prefix } from "../../base/prefix.ts";
import { PrefixMap } from "../../base/prefixMap.ts";
import type { Change, JoinChange, TunnelChange } from "../../fabric/change.ts";
import {
  type AddressSet,
  type Boundary,
  Fabric,
  type Filter,
  type Interface,
  type Route,
  type Segment,
  type TunnelEnd,
} from "../../fabric/fabric.ts";

/** Reads through to another map where it has no entry of its own. Entries are added and replaced, never taken away. */
export class LayeredMap<K, V> extends Map<K, V> {
  readonly #beneath: ReadonlyMap<K, V>;

  constructor(beneath: ReadonlyMap<K, V>) {
    super();
    this.#beneath = beneath;
  }

  override get(key: K): V | undefined {
    return super.get(key) ?? this.#beneath.get(key);
  }

  override has(key: K): boolean {
    return super.has(key) || this.#beneath.has(key);
  }

  override get size(): number {
    let own = 0;
    for (const key of super.keys()) if (!this.#beneath.has(key)) own++;
    return this.#beneath.size + own;
  }

  override *entries(): MapIterator<[K, V]> {
    for (const [key, value] of this.#beneath) yield [key, super.get(key) ?? value];
    for (const entry of super.entries()) if (!this.#beneath.has(entry[0])) yield entry;
  }

  override *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key;
  }

  override *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  override [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  override forEach(each: (value: V, key: K, map: Map<K, V>) => void): void {
    for (const [key, value] of this.entries()) each(value, key, this);
  }
}

/** A set with members of its own beside those of another. */
class LayeredSet<T> extends Set<T> {
  readonly #beneath: ReadonlySet<T>;

  constructor(beneath: ReadonlySet<T>) {
    super();
    this.#beneath = beneath;
  }

  override has(value: T): boolean {
    return super.has(value) || this.#beneath.has(value);
  }

  override get size(): number {
    return [...this.values()].length;
  }

  override *values(): SetIterator<T> {
    yield* this.#beneath;
    for (const value of super.values()) if (!this.#beneath.has(value)) yield value;
  }

  override [Symbol.iterator](): SetIterator<T> {
    return this.values();
  }
}

/** A table with some routes more, or others in their places. */
class LayeredRoutes extends PrefixMap<Route> {
  readonly #beneath: PrefixMap<Route>;

  constructor(beneath: PrefixMap<Route>) {
    super();
    this.#beneath = beneath;
  }

  override get(one: Prefix): Route | undefined {
    return super.get(one) ?? this.#beneath.get(one);
  }

  override lookup(address: Address): Route | undefined {
    const own = super.lookup(address);
    const beneath = this.#beneath.lookup(address);
    if (!own || !beneath) return own ?? beneath;
    return own.prefix.length >= beneath.prefix.length ? own : beneath;
  }

  override *entries(): IterableIterator<readonly [Prefix, Route]> {
    for (const [one, route] of this.#beneath.entries()) yield [one, super.get(one) ?? route];
    for (const own of super.entries()) if (!this.#beneath.get(own[0])) yield own;
  }
}

class Overlay extends Fabric {
  override readonly domains: Fabric["domains"];
  override readonly segments: Fabric["segments"];
  override readonly interfaces: Fabric["interfaces"];
  override readonly filters: Fabric["filters"];
  override readonly boundaries: Fabric["boundaries"];
  override readonly routers: Fabric["routers"];
  override readonly gateways: Fabric["gateways"];
  override readonly hubEnds: Fabric["hubEnds"];
  override readonly sets: Fabric["sets"];
  override readonly locations: Fabric["locations"];
  override readonly ranges: Fabric["ranges"];
  override readonly outward: Fabric["outward"];
  override readonly outer: Fabric["outer"];
  override readonly kept: Fabric["kept"];
  override readonly routedIn: Fabric["routedIn"];
  override readonly edges: Fabric["edges"];

  constructor(beneath: Fabric) {
    super();
    this.segments = new LayeredMap(beneath.segments);
    this.interfaces = new LayeredMap(beneath.interfaces);
    this.filters = new LayeredMap(beneath.filters);
    this.boundaries = new LayeredMap(beneath.boundaries);
    this.routers = new LayeredMap(beneath.routers);
    this.gateways = new LayeredMap(beneath.gateways);
    this.hubEnds = new LayeredMap(beneath.hubEnds);
    this.sets = new LayeredMap(beneath.sets);
    this.outward = new LayeredMap(beneath.outward);
    this.outer = new LayeredMap(beneath.outer);
    this.edges = new LayeredMap(beneath.edges);
    // No change touches these.
    this.domains = beneath.domains;
    this.locations = beneath.locations;
    this.ranges = beneath.ranges;
    this.kept = beneath.kept;
    this.routedIn = beneath.routedIn;
  }
}

/** The fabric as it would be after the changes. */
export function withChanges(beneath: Fabric, changes: readonly Change[]): Fabric {
  if (changes.length === 0) return beneath;
  const fabric = new Overlay(beneath);
  for (const change of changes) apply(fabric, change);
  return fabric;
}

const WORLD_MTU = 1500;
const INTERNET = "internet";

function apply(fabric: Fabric, change: Change): void {
  switch (change.kind) {
    case "allow": {
      const [id = ""] = change.filters;
      replace(fabric.filters, id, (one: Filter) => ({
        ...one,
        [change.way]: [...one[change.way], { id: "new", ...change.rule }],
      }));
      break;
    }
    case "admit":
      replace(fabric.boundaries, change.boundary, (one: Boundary) => {
        const rules = one[change.way];
        const place = rules.findIndex(({ name }) => name === change.before);
        const rule = { name: "new", allow: true, ...change.rule };
        const at = place < 0 ? rules.length : place;
        return { ...one, [change.way]: [...rules.slice(0, at), rule, ...rules.slice(at)] };
      });
      break;
    case "route":
      replace(fabric.routers, change.router, (one) => {
        const routes = new LayeredRoutes(one.routes);
        routes.set(change.prefix, { prefix: change.prefix, next: change.next, name: formatPrefix(change.prefix) });
        return { ...one, routes };
      });
      break;
    case "outer-address":
      publish(fabric, change.interface, change.address);
      break;
    case "start":
      replace(fabric.interfaces, change.interface, (one: Interface) =>
        one.receiver.kind === "host" ? { ...one, receiver: { ...one.receiver, up: true } } : one,
      );
      break;
    case "forward":
      replace(fabric.interfaces, change.interface, (one: Interface) => ({
        ...one,
        sourceCheck: false,
        receiver: one.receiver.kind === "host" ? { ...one.receiver, forwards: true } : one.receiver,
      }));
      break;
    case "join":
      join(fabric, change);
      break;
    case "open":
      replace(fabric.segments, change.segment, ({ seclusion: _, ...open }: Segment) => open);
      break;
    case "edge": {
      const { id, domain } = change;
      const edge = { kind: "edge", id, domain, world: INTERNET, arrival: undefined, mtu: WORLD_MTU } as const;
      fabric.gateways.set(id, edge);
      fabric.edges.set(domain, { egressOnly: fabric.edges.get(domain)?.egressOnly ?? [], edge: id });
      break;
    }
    case "tunnel":
      dig(fabric, change);
      break;
    case "associate":
      replace(fabric.hubEnds, change.end, (one) => ({ ...one, router: change.router }));
      break;
    case "port": {
      const zone = fabric.segments.get(change.segment)?.zone;
      replace(fabric.hubEnds, change.end, (one) => {
        if (one.to.kind !== "domain" || zone === undefined) return one;
        return { ...one, to: { ...one.to, ports: [...one.to.ports, { zone, segment: change.segment }] } };
      });
      break;
    }
  }
}

function replace<V>(table: Map<string, V>, id: string, by: (one: V) => V): void {
  const one = table.get(id);
  if (one !== undefined) table.set(id, by(one));
}

function dig(fabric: Fabric, { id, domains }: TunnelChange): void {
  const end = (domain: string): TunnelEnd => {
    const arrival = `${id}/${domain}`;
    const routes = new PrefixMap<Route>();
    for (const own of fabric.domains.get(domain)?.prefixes ?? [])
      routes.set(own, { prefix: own, next: { kind: "local" }, name: formatPrefix(own) });
    fabric.routers.set(arrival, { id: arrival, resource: id, routes });
    return { domain, arrival };
  };
  const [one, other] = domains;
  fabric.gateways.set(id, { kind: "tunnel", id, ends: [end(one), end(other)], mtu: WORLD_MTU });
}

/** The first address of a block that documentation uses (RFC 5737) which is nobody's yet. */
function publish(fabric: Fabric, id: string, inner: Address): void {
  const domain = fabric.interfaces.get(id)?.domain;
  if (domain === undefined) return;
  let outer = parseAddress("192.0.2.1") as number;
  while (fabric.outer.has(outer) || fabric.kept.has(outer)) outer++;
  const known = new LayeredMap(fabric.outward.get(domain) ?? new Map<Address, Address>());
  known.set(inner, outer);
  fabric.outward.set(domain, known);
  fabric.outer.set(outer, { domain, address: inner });
}

/** A set that nobody was in yet may not exist. */
function join(fabric: Fabric, { interface: id, address, set: setId }: JoinChange): void {
  const domain = fabric.interfaces.get(id)?.domain;
  if (domain === undefined) return;
  const set = fabric.sets.get(setId);
  const { prefixes = [], members: known = new Map<string, Set<Address>>(), ranges } = set ?? {};
  const members: AddressSet["members"] = new LayeredMap(known);
  members.set(domain, new LayeredSet(members.get(domain) ?? new Set<Address>()).add(address));
  fabric.sets.set(setId, { id: setId, prefixes, members, ...(ranges ? { ranges } : {}) });
}

/** The whole of a family. */
export const anywhere = (family: 4 | 6): Prefix => prefix(family === 4 ? "0.0.0.0/0" : "::/0");

/** The same network, but for some interfaces whose hosts run, whether they do or not. */
export function runningThere(beneath: Fabric, interfaces: readonly string[]): Fabric {
  return interfaces.length === 0
    ? beneath
    : withChanges(
        beneath,
        interfaces.map((id) => ({ kind: "start", interface: id, host: id })),
      );
}
