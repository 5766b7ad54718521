/**
 * Senders that everything on their way to some filters takes for one: in one segment, with addresses on the same side of every
 * prefix that a table, a boundary or one of these filters names, and in the same of the sets that those name. What their own
 * filters let out is not asked here.
 */
import type { Address } from "../../base/address.ts";
import type { Prefix } from "../../base/prefix.ts";
import type { AddressSet, Fabric, Filter, Interface } from "../../fabric/fabric.ts";
import { Cells, prefixesOfRoutes } from "../cells.ts";
import { passesOn, specialInterfaces } from "../classes.ts";
import { isAnybodys } from "../record.ts";

export class Likeness {
  readonly #views: readonly { readonly fabric: Fabric; readonly sets: readonly AddressSet[] }[];
  readonly #cells: Cells;
  readonly #special: ReadonlySet<string>;

  /** `filters`: the ids of those that are met at the far end. */
  constructor(fabrics: readonly Fabric[], filters: Iterable<string>) {
    const met = new Set(filters);
    for (const { interfaces } of fabrics)
      for (const one of interfaces.values()) if (passesOn(one)) for (const id of one.filters ?? []) met.add(id);
    const filtersOf = (fabric: Fabric): readonly Filter[] => [...met].flatMap((id) => fabric.filters.get(id) ?? []);
    this.#views = fabrics.map((fabric) => {
      const names = filtersOf(fabric).flatMap(({ ingress, egress }) =>
        [...ingress, ...egress].map(({ peer }) => peer.set),
      );
      return { fabric, sets: [...new Set(names)].flatMap((id) => fabric.sets.get(id ?? "") ?? []) };
    });
    this.#cells = new Cells([
      ...fabrics.flatMap((fabric) => [...prefixesOfRoutes(fabric), ...prefixesOfPlans(fabric)]),
      ...fabrics.flatMap((fabric) => filtersOf(fabric).flatMap(prefixesOfFilter)),
      ...this.#views.flatMap(({ sets }) => sets.flatMap(prefixesOfSet)),
    ]);
    this.#special = new Set(fabrics.flatMap((fabric) => [...specialInterfaces(fabric)]));
  }

  /** Equal for senders that are alike. */
  of(id: string): string {
    return this.#views
      .map(({ fabric, sets }) => {
        const one = fabric.interfaces.get(id);
        return one ? this.#told(fabric, sets, one) : "none";
      })
      .join(" | ");
  }

  #told(fabric: Fabric, sets: readonly AddressSet[], one: Interface): string {
    const { id, domain, segment, receiver, sourceCheck, addresses, ranges } = one;
    const own = passesOn(one) || ranges?.length || this.#special.has(id) ? id : "";
    const isUp = receiver.kind === "host" && receiver.up;
    const outward = fabric.outward.get(domain);
    const seen = addresses.map((address) => {
      const outer = outward?.get(address);
      const known = outer === undefined ? "" : `o${this.#cells.of(outer)}${fabric.outer.has(outer) ? "" : " one way"}`;
      const within = sets.map((set) => memberOf(set, domain, address)).join("");
      return `${typeof address === "number" ? 4 : 6}c${this.#cells.of(address)}${known}s${within}`;
    });
    return [segment, isUp, sourceCheck, own, ...seen].join(" ");
  }
}

/** As a member of its own domain, as anybody's. */
const memberOf = (set: AddressSet, domain: string, address: Address): number =>
  (set.members.get(domain)?.has(address) ? 2 : 0) + (isAnybodys(set, address) ? 1 : 0);

function* prefixesOfPlans(fabric: Fabric): Iterable<Prefix> {
  for (const { prefixes } of fabric.domains.values()) yield* prefixes;
  for (const { prefixes } of fabric.segments.values()) yield* prefixes;
  for (const [prefix] of fabric.routedIn.entries()) yield prefix;
}

const prefixesOfFilter = ({ ingress, egress }: Filter): readonly Prefix[] =>
  [...ingress, ...egress].flatMap(({ peer }) => peer.prefix ?? []);

const prefixesOfSet = ({ prefixes, ranges }: AddressSet): readonly Prefix[] => [
  ...prefixes,
  ...[...(ranges?.values() ?? [])].flatMap((own) => [...own.entries()].map(([range]) => range)),
];
