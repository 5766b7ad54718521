/** The address space as prefixes part it: addresses that lie in the same of them are of one cell. */
import type { Address } from "../base/address.ts";
import { lastAddress, type Prefix } from "../base/prefix.ts";
import type { Fabric } from "../fabric/fabric.ts";

/**
 * Prefixes lie within each other or apart, so the longest that holds an address tells all that do: that is its cell. Cells
 * are numbers, of each family its own; 0 is of no prefix.
 */
export class Cells {
  readonly #v4: Line<number>;
  readonly #v6: Line<bigint>;

  constructor(prefixes: Iterable<Prefix>) {
    const known = new Map<Address, Set<number>>();
    const v4: Prefix<number>[] = [];
    const v6: Prefix<bigint>[] = [];
    for (const one of prefixes) {
      const lengths = known.get(one.address);
      if (lengths?.has(one.length)) continue;
      if (lengths) lengths.add(one.length);
      else known.set(one.address, new Set([one.length]));
      if (isIpv4(one)) v4.push(one);
      else v6.push(one as Prefix<bigint>);
    }
    this.#v4 = lineOf(v4, 1);
    this.#v6 = lineOf(v6, 1n);
  }

  of(address: Address): number {
    return typeof address === "number" ? cellAt(this.#v4, address) : cellAt(this.#v6, address);
  }
}

const isIpv4 = (one: Prefix): one is Prefix<number> => typeof one.address === "number";

/** From which address on which cell is, in order. */
interface Line<A> {
  readonly edges: A[];
  readonly cells: number[];
}

function lineOf<A extends Address>(prefixes: Prefix<A>[], one: A): Line<A> {
  const line: Line<A> = { edges: [], cells: [] };
  const from = (edge: A, cell: number): undefined => {
    if (line.edges.at(-1) === edge) line.cells[line.cells.length - 1] = cell;
    else {
      line.edges.push(edge);
      line.cells.push(cell);
    }
  };
  /** Those that are not over yet, each within the one before. */
  const open: { readonly last: A; readonly cell: number }[] = [];
  const close = (before: A | undefined): undefined => {
    for (let top = open.at(-1); top && (before === undefined || top.last < before); top = open.at(-1)) {
      open.pop();
      from(((top.last as number) + (one as number)) as A, open.at(-1)?.cell ?? 0);
    }
  };
  prefixes.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : a.length - b.length));
  for (const [i, prefix] of prefixes.entries()) {
    close(prefix.address);
    open.push({ last: lastAddress(prefix), cell: i + 1 });
    from(prefix.address, i + 1);
  }
  close(undefined);
  return line;
}

function cellAt<A extends Address>({ edges, cells }: Line<A>, address: A): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as A) <= address) low = middle + 1;
    else high = middle;
  }
  return cells[low - 1] ?? 0;
}

/** What ways depend on: routes and boundaries; within a domain, what is in a segment. */
export function* prefixesOfRoutes(fabric: Fabric): Iterable<Prefix> {
  yield* prefixesOfBoundaries(fabric);
  for (const { routes } of fabric.routers.values()) for (const [one] of routes.entries()) yield one;
  for (const [one] of fabric.routedIn.entries()) yield one;
  for (const gateway of fabric.gateways.values()) if (gateway.kind === "port" && gateway.nat64) yield gateway.nat64;
}

export function* prefixesOfBoundaries(fabric: Fabric): Iterable<Prefix> {
  for (const { ingress, egress } of fabric.boundaries.values()) {
    for (const rule of ingress) yield rule.prefix;
    for (const rule of egress) yield rule.prefix;
  }
}

/** Of domains and their segments. */
export function* prefixesOfPlans(fabric: Fabric): Iterable<Prefix> {
  for (const { prefixes } of fabric.domains.values()) yield* prefixes;
  for (const { prefixes } of fabric.segments.values()) yield* prefixes;
}

/** What filters depend on. */
export function* prefixesOfRules(fabric: Fabric): Iterable<Prefix> {
  for (const { ingress, egress } of fabric.filters.values()) {
    for (const { peer } of ingress) if (peer.prefix) yield peer.prefix;
    for (const { peer } of egress) if (peer.prefix) yield peer.prefix;
  }
  for (const { prefixes, ranges } of fabric.sets.values()) {
    yield* prefixes;
    for (const own of ranges?.values() ?? []) for (const [range] of own.entries()) yield range;
  }
}
