/**
 * Interfaces that nothing tells apart: in one segment, behind the same filters, with hosts alike, whose addresses lie on
 * the same side of every prefix that any rule or route names, and in the same sets. What is proved of one of a class is
 * proved of all of it.
 */
import type { Address } from "../base/address.ts";
import { lastAddress, type Prefix } from "../base/prefix.ts";
import type { Fabric, Interface } from "../fabric/fabric.ts";

export interface InterfaceClass {
  readonly representative: Interface;
  readonly members: readonly string[];
  /** Equal for classes that differ in filters alone: what lies between two of them is the same. */
  readonly place: string;
}

/** Classes of interfaces with a host behind them. */
export function classesOf(fabric: Fabric): readonly InterfaceClass[] {
  const cells = new Cells(fabric);
  const sets = setsByAddress(fabric);
  const special = specialInterfaces(fabric);
  const classes = new Map<string, { representative: Interface; members: string[]; place: string }>();
  for (const one of fabric.interfaces.values()) {
    if (one.receiver.kind !== "host" || one.receiver.id === undefined) continue;
    const { domain, segment, receiver, filters, sourceCheck } = one;
    const addresses = one.addresses.map((address) => {
      const outward = fabric.outward.get(domain)?.has(address) ? "o" : "";
      return `${typeof address === "number" ? 4 : 6}${outward}${cells.of(address)}`;
    });
    const own = special.has(one.id) || one.ranges ? one.id : "";
    const place = `${segment} ${receiver.up} ${receiver.forwards} ${sourceCheck} ${addresses.join()} ${own}`;
    const memberships = one.addresses.map((address) => sets.get(domain)?.get(address)?.join("+") ?? "");
    const key = `${place} ${filters?.join("+")} ${memberships.join()}`;
    const known = classes.get(key);
    if (known) known.members.push(one.id);
    else classes.set(key, { representative: one, members: [one.id], place });
  }
  return [...classes.values()];
}

/** Interfaces that some element names: routes lead to them, or translators stand behind them. */
function specialInterfaces(fabric: Fabric): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { routes } of fabric.routers.values())
    for (const [, { next }] of routes.entries()) if (next.kind === "interface") named.add(next.id);
  return named;
}

/** The sets that an address is in, by domain. */
function setsByAddress(fabric: Fabric): ReadonlyMap<string, ReadonlyMap<Address, readonly number[]>> {
  const byDomain = new Map<string, Map<Address, number[]>>();
  let index = 0;
  for (const { members } of fabric.sets.values()) {
    for (const [domain, addresses] of members) {
      const inDomain = byDomain.get(domain) ?? new Map<Address, number[]>();
      byDomain.set(domain, inDomain);
      for (const address of addresses) {
        const known = inDomain.get(address);
        if (known) known.push(index);
        else inDomain.set(address, [index]);
      }
    }
    index++;
  }
  return byDomain;
}

/** The stretches of the address space between the edges of all prefixes that rules, sets and routes name. */
class Cells {
  readonly #v4: readonly number[];
  readonly #v6: readonly bigint[];

  constructor(fabric: Fabric) {
    const v4 = new Set<number>();
    const v6 = new Set<bigint>();
    for (const one of prefixesOf(fabric)) {
      const last = lastAddress(one);
      if (typeof one.address === "number") v4.add(one.address).add((last as number) + 1);
      else v6.add(one.address).add((last as bigint) + 1n);
    }
    this.#v4 = [...v4].sort((a, b) => a - b);
    this.#v6 = [...v6].sort((a, b) => (a < b ? -1 : 1));
  }

  /** How many edges lie at or below an address: equal for addresses that no prefix tells apart. */
  of(address: Address): number {
    const edges: readonly Address[] = typeof address === "number" ? this.#v4 : this.#v6;
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

function* prefixesOf(fabric: Fabric): Iterable<Prefix> {
  for (const { ingress, egress } of fabric.filters.values())
    for (const rule of [...ingress, ...egress]) if (rule.peer.prefix) yield rule.peer.prefix;
  for (const { ingress, egress } of fabric.boundaries.values())
    for (const rule of [...ingress, ...egress]) yield rule.prefix;
  for (const { prefixes } of fabric.sets.values()) yield* prefixes;
  for (const { routes } of fabric.routers.values()) for (const [one] of routes.entries()) yield one;
}
