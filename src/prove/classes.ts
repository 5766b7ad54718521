/**
 * Interfaces that nothing tells apart: in one segment, behind the same filters, with hosts alike, whose addresses lie on
 * the same side of every prefix that any rule, route or segment names, and in the same sets. What is proved of one of a
 * class is proved of all of it.
 */
import type { Address } from "../base/address.ts";
import { lastAddress, type Prefix } from "../base/prefix.ts";
import type { Fabric, Interface } from "../fabric/fabric.ts";
import { entry } from "./space.ts";

export interface InterfaceClass {
  /** Its place in the list of all classes. */
  readonly index: number;
  readonly representative: Interface;
  readonly members: readonly string[];
  /** Equal for classes that differ in filters and sets alone: what lies between two of them is the same. */
  readonly place: string;
}

/** Classes of interfaces with a host behind them; `named` are prefixes that a question names besides. */
export function classesOf(fabric: Fabric, named: Iterable<Prefix> = []): readonly InterfaceClass[] {
  const cells = new Cells([
    ...prefixesOfRoutes(fabric),
    ...prefixesOfSegments(fabric),
    ...prefixesOfRules(fabric),
    ...named,
  ]);
  const memberships = new Memberships(fabric);
  const special = specialInterfaces(fabric);
  const bySegment = new Map<string, Map<string, { readonly members: string[] }>>();
  const classes: (InterfaceClass & { readonly members: string[] })[] = [];
  for (const one of fabric.interfaces.values()) {
    const { domain, segment, receiver, filters, sourceCheck, ranges } = one;
    if (receiver.kind !== "host" || receiver.id === undefined) continue;
    const own = ranges?.length || special.has(one.id) ? one.id : "";
    const outward = fabric.outward.get(domain);
    let addresses = "";
    let sets = "";
    for (const address of one.addresses) {
      const outer = outward?.get(address); // what the world knows it by, rules may tell apart too
      const known = outer === undefined ? "" : `o${cells.of(outer)} `;
      addresses += `${typeof address === "number" ? "4" : "6"}${known}${cells.of(address)},`;
      sets += `${memberships.of(domain, address)},`;
    }
    const host = `${receiver.up} ${receiver.forwards} ${sourceCheck} ${addresses} ${own}`;
    const key = `${host} ${filters?.join("+")} ${sets}`;
    const here = entry(bySegment, segment, () => new Map<string, { readonly members: string[] }>());
    const known = here.get(key);
    if (known) {
      known.members.push(one.id);
      continue;
    }
    const made = { index: classes.length, representative: one, members: [one.id], place: `${segment} ${host}` };
    classes.push(made);
    here.set(key, made);
  }
  return classes;
}

/** Interfaces that some element names: routes lead to them, or translators stand behind them. */
export function specialInterfaces(fabric: Fabric): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { routes } of fabric.routers.values())
    for (const [, { next }] of routes.entries()) if (next.kind === "interface") named.add(next.id);
  return named;
}

/**
 * The sets that an address is in, as a number for each combination: as a member of its own domain, and as anybody's,
 * which is another matter where address plans overlap.
 */
class Memberships {
  readonly #own = new Map<string, Map<Address, number>>();
  readonly #anybodys = new Map<Address, number>();
  readonly #combinations = new Map<number, number>();
  readonly #sets: number;

  constructor(fabric: Fabric) {
    this.#sets = fabric.sets.size + 1;
    let index = 1;
    for (const { members } of fabric.sets.values()) {
      for (const [domain, addresses] of members) {
        const inDomain = entry(this.#own, domain, () => new Map<Address, number>());
        for (const address of addresses) {
          inDomain.set(address, this.#with(inDomain.get(address) ?? 0, index));
          this.#anybodys.set(address, this.#with(this.#anybodys.get(address) ?? 0, index));
        }
      }
      index++;
    }
  }

  #with(before: number, set: number): number {
    return entry(this.#combinations, before * this.#sets + set, () => this.#combinations.size + 1);
  }

  of(domain: string, address: Address): string {
    return `${this.#own.get(domain)?.get(address) ?? 0}/${this.#anybodys.get(address) ?? 0}`;
  }
}

/** The stretches of the address space between the edges of some prefixes. */
export class Cells {
  readonly #v4: Float64Array;
  readonly #v6: readonly bigint[];

  constructor(prefixes: Iterable<Prefix>) {
    const v4 = new Set<number>();
    const v6 = new Set<bigint>();
    for (const one of prefixes) {
      const last = lastAddress(one);
      if (typeof one.address === "number") v4.add(one.address).add((last as number) + 1);
      else v6.add(one.address).add((last as bigint) + 1n);
    }
    this.#v4 = Float64Array.from(v4).sort();
    this.#v6 = [...v6].sort((a, b) => (a < b ? -1 : 1));
  }

  /** How many edges lie at or below an address: equal for addresses that no prefix tells apart. */
  of(address: Address): number {
    const edges: ArrayLike<Address> = typeof address === "number" ? this.#v4 : this.#v6;
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((edges[middle] as Address) <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What ways depend on: routes and boundaries; within a domain, what is in a segment. */
export function* prefixesOfRoutes(fabric: Fabric): Iterable<Prefix> {
  yield* prefixesOfBoundaries(fabric);
  for (const { routes } of fabric.routers.values()) for (const [one] of routes.entries()) yield one;
  for (const gateway of fabric.gateways.values()) if (gateway.kind === "port" && gateway.nat64) yield gateway.nat64;
}

function* prefixesOfSegments(fabric: Fabric): Iterable<Prefix> {
  for (const { prefixes } of fabric.segments.values()) yield* prefixes;
}

export function* prefixesOfBoundaries(fabric: Fabric): Iterable<Prefix> {
  for (const { ingress, egress } of fabric.boundaries.values()) {
    for (const rule of ingress) yield rule.prefix;
    for (const rule of egress) yield rule.prefix;
  }
}

/** What filters depend on. */
function* prefixesOfRules(fabric: Fabric): Iterable<Prefix> {
  for (const { ingress, egress } of fabric.filters.values()) {
    for (const { peer } of ingress) if (peer.prefix) yield peer.prefix;
    for (const { peer } of egress) if (peer.prefix) yield peer.prefix;
  }
  for (const { prefixes, ranges } of fabric.sets.values()) {
    yield* prefixes;
    for (const own of ranges?.values() ?? []) for (const [range] of own.entries()) yield range;
  }
}
