/**
 * A fabric as plain data and back: what goes to another thread or machine. Nothing in it refers to anything outside, and
 * the order of all tables is kept.
 */
import type { Address } from "../base/address.ts";
import type { Prefix } from "../base/prefix.ts";
import { PrefixMap } from "../base/prefixMap.ts";
import {
  type AddressSet,
  type Boundary,
  type Domain,
  type Edges,
  Fabric,
  type Filter,
  type Gateway,
  type Hub,
  type HubEnd,
  type InnerAddress,
  type Interface,
  type Route,
  type Router,
  type Segment,
} from "./fabric.ts";

type Entries<K, V> = readonly (readonly [K, V])[];

interface PlainSet {
  readonly id: string;
  readonly prefixes: readonly Prefix[];
  readonly members: Entries<string, readonly Address[]>;
  readonly ranges?: Entries<string, readonly Prefix[]>;
}

type PlainGateway = Exclude<Gateway, Hub> | (Omit<Hub, "entrances"> & { readonly entrances: Entries<string, string> });

export interface PlainFabric {
  readonly domains: readonly Domain[];
  readonly segments: readonly Segment[];
  readonly interfaces: readonly Interface[];
  readonly filters: readonly Filter[];
  readonly boundaries: readonly Boundary[];
  readonly routers: readonly (Omit<Router, "routes"> & { readonly routes: Entries<Prefix, Route> })[];
  readonly gateways: readonly PlainGateway[];
  readonly hubEnds: readonly HubEnd[];
  readonly sets: readonly PlainSet[];
  readonly locations: Entries<string, Entries<Address, string>>;
  readonly ranges: Entries<string, Entries<Prefix, string>>;
  readonly outward: Entries<string, Entries<Address, Address>>;
  readonly outer: Entries<Address, InnerAddress>;
  readonly kept: readonly Address[];
  readonly routedIn: Entries<Prefix, string>;
  readonly edges: Entries<string, Edges>;
}

const inner = <K, I, V>(maps: ReadonlyMap<K, { entries(): Iterable<readonly [I, V]> }>): Entries<K, Entries<I, V>> =>
  [...maps].map(([key, map]) => [key, [...map.entries()]]);

export function plainFabric(fabric: Fabric): PlainFabric {
  return {
    domains: [...fabric.domains.values()],
    segments: [...fabric.segments.values()],
    interfaces: [...fabric.interfaces.values()],
    filters: [...fabric.filters.values()],
    boundaries: [...fabric.boundaries.values()],
    routers: [...fabric.routers.values()].map((one) => ({ ...one, routes: [...one.routes.entries()] })),
    gateways: [...fabric.gateways.values()].map((one) =>
      one.kind === "hub" ? { ...one, entrances: [...one.entrances] } : one,
    ),
    hubEnds: [...fabric.hubEnds.values()],
    sets: [...fabric.sets.values()].map(({ id, prefixes, members, ranges }) => ({
      id,
      prefixes,
      members: [...members].map(([domain, all]) => [domain, [...all]] as const),
      ...(ranges
        ? { ranges: [...ranges].map(([domain, all]) => [domain, [...all.entries()].map(([one]) => one)] as const) }
        : {}),
    })),
    locations: inner(fabric.locations),
    ranges: inner(fabric.ranges),
    outward: inner(fabric.outward),
    outer: [...fabric.outer],
    kept: [...fabric.kept],
    routedIn: [...fabric.routedIn.entries()],
    edges: [...fabric.edges],
  };
}

export function fabricOfPlain(plain: PlainFabric): Fabric {
  const fabric = new Fabric();
  const place = <V extends { readonly id: string }>(table: Map<string, V>, all: readonly V[]): undefined => {
    for (const one of all) table.set(one.id, one);
  };
  place(fabric.domains, plain.domains);
  place(fabric.segments, plain.segments);
  place(fabric.interfaces, plain.interfaces);
  place(fabric.filters, plain.filters);
  place(fabric.boundaries, plain.boundaries);
  place(fabric.hubEnds, plain.hubEnds);
  for (const one of plain.routers) fabric.routers.set(one.id, { ...one, routes: prefixMapOf(one.routes) });
  for (const one of plain.gateways)
    fabric.gateways.set(one.id, one.kind === "hub" ? { ...one, entrances: new Map(one.entrances) } : one);
  for (const one of plain.sets) fabric.sets.set(one.id, setOf(one));
  for (const [key, entries] of plain.locations) fabric.locations.set(key, new Map(entries));
  for (const [key, entries] of plain.ranges) fabric.ranges.set(key, prefixMapOf(entries));
  for (const [key, entries] of plain.outward) fabric.outward.set(key, new Map(entries));
  for (const [key, value] of plain.outer) fabric.outer.set(key, value);
  for (const one of plain.kept) fabric.kept.add(one);
  for (const [one, domain] of plain.routedIn) fabric.routedIn.set(one, domain);
  for (const [key, value] of plain.edges) fabric.edges.set(key, value);
  return fabric;
}

function prefixMapOf<V>(entries: Entries<Prefix, V>): PrefixMap<V> {
  const map = new PrefixMap<V>();
  for (const [one, value] of entries) map.set(one, value);
  return map;
}

function setOf({ id, prefixes, members, ranges }: PlainSet): AddressSet {
  const set: AddressSet = { id, prefixes, members: new Map(members.map(([domain, all]) => [domain, new Set(all)])) };
  if (!ranges) return set;
  const mapped = ranges.map(
    ([domain, all]) => [domain, prefixMapOf(all.map((one) => [one, true as const] as const))] as const,
  );
  return { ...set, ranges: new Map(mapped) };
}
