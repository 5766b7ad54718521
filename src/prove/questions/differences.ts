/** Which elements differ between two fabrics, by what they say: two compilations share no objects. */
import { PrefixMap } from "../../base/prefixMap.ts";
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import { passesOn } from "../classes.ts";

/** Tables whose elements stand on the way of others' packets. */
export const onTheWay = ["domains", "segments", "boundaries", "routers", "gateways", "hubEnds", "edges"] as const;

export interface Differences {
  /** Interfaces that differ themselves, in their filters, or in whom the sets that these name hold. */
  readonly ends: ReadonlySet<string>;
  /** By table, the elements on the way that differ; interfaces too, where they pass things on. */
  readonly ways: ReadonlyMap<string, ReadonlySet<string>>;
  /** Something differs that every walk through a world reads. */
  readonly everywhere: boolean;
}

export function differences(before: Fabric, after: Fabric): Differences {
  const ways = new Map<string, Set<string>>(
    onTheWay.map((table) => [table, differing<unknown>(before[table], after[table])]),
  );
  const sets = differing(before.sets, after.sets);
  const filters = differing(before.filters, after.filters);
  for (const fabric of [before, after])
    for (const { id, ingress, egress } of fabric.filters.values())
      if ([...ingress, ...egress].some(({ peer }) => peer.set !== undefined && sets.has(peer.set))) filters.add(id);
  const ends = differing(before.interfaces, after.interfaces);
  const passing = new Set<string>();
  for (const fabric of [before, after])
    for (const one of fabric.interfaces.values()) {
      if (one.filters?.some((filter) => filters.has(filter)) || isKnownOtherwise(before, after, one)) ends.add(one.id);
      if (ends.has(one.id) && passesOn(one)) passing.add(one.id);
    }
  ways.set("interfaces", passing);
  return { ends, ways, everywhere: shapeOf(before.routedIn) !== shapeOf(after.routedIn) };
}

/** Whether the world knows one of its addresses by another name now, or by none. */
const isKnownOtherwise = (before: Fabric, after: Fabric, { domain, addresses }: Interface): boolean =>
  addresses.some((one) => {
    const [was, is] = [before, after].map((fabric) => fabric.outward.get(domain)?.get(one));
    if (was !== is) return true;
    return is !== undefined && shapeOf(before.outer.get(is)) !== shapeOf(after.outer.get(is));
  });

function differing<V>(before: ReadonlyMap<string, V>, after: ReadonlyMap<string, V>): Set<string> {
  const found = new Set<string>();
  for (const [id, one] of before) {
    const other = after.get(id);
    if (one !== other && shapeOf(one) !== shapeOf(other)) found.add(id);
  }
  for (const id of after.keys()) if (!before.has(id)) found.add(id);
  return found;
}

/** What a value says, whatever object says it. */
const shapeOf = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === "bigint") return `${one}n`;
    if (one instanceof Set) return [...one].map(String).sort();
    if (one instanceof Map) return [...one].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    return one instanceof PrefixMap
      ? [...one.entries()].map(([prefix, route]) => shapeOf([prefix, route])).sort()
      : one;
  }) ?? "";
