/** Which elements differ between two fabrics, by what they say: two compilations share no objects. */
import { formatPrefix } from "../../base/prefix.ts";
import { PrefixMap } from "../../base/prefixMap.ts";
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import { passesOn } from "../classes.ts";

/** Tables whose elements stand on the way of others' packets. */
export const onTheWay = ["domains", "segments", "boundaries", "routers", "gateways", "hubEnds", "edges"] as const;

export interface Differences {
  /** Interfaces that differ themselves, in their filters, or in whom the sets that these name hold. */
  readonly ends: ReadonlySet<string>;
  /** Those of them that differ in more than what their filters say. */
  readonly whole: ReadonlySet<string>;
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
  const whole = new Set(
    [...ends].filter((id) => !isSameButFilters(before.interfaces.get(id), after.interfaces.get(id))),
  );
  const passing = new Set<string>();
  for (const fabric of [before, after])
    for (const one of fabric.interfaces.values()) {
      if (isKnownOtherwise(before, after, one)) whole.add(one.id);
      if (whole.has(one.id) || one.filters?.some((filter) => filters.has(filter))) ends.add(one.id);
      if (ends.has(one.id) && passesOn(one)) passing.add(one.id);
    }
  ways.set("interfaces", passing);
  return { ends, whole, ways, everywhere: !isSame(before.routedIn, after.routedIn) };
}

/** Whether two of one id differ in nothing but which filters they have. */
function isSameButFilters(one: Interface | undefined, other: Interface | undefined): boolean {
  if (!one?.filters || !other?.filters) return false;
  return isSame({ ...one, filters: [] }, { ...other, filters: [] });
}

/** Whether the world knows one of its addresses by another name now, or by none. */
const isKnownOtherwise = (before: Fabric, after: Fabric, { domain, addresses }: Interface): boolean =>
  addresses.some((one) => {
    const [was, is] = [before, after].map((fabric) => fabric.outward.get(domain)?.get(one));
    if (was !== is) return true;
    return is !== undefined && !isSame(before.outer.get(is), after.outer.get(is));
  });

function differing<V>(before: ReadonlyMap<string, V>, after: ReadonlyMap<string, V>): Set<string> {
  const found = new Set<string>();
  for (const [id, one] of before) {
    const other = after.get(id);
    if (!isSame(one, other)) found.add(id);
  }
  for (const id of after.keys()) if (!before.has(id)) found.add(id);
  return found;
}

/** Whether two values say the same, whatever objects say it; of maps and sets the order does not count. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (one instanceof Set)
    return other instanceof Set && one.size === other.size && [...one].every((member) => other.has(member));
  if (one instanceof Map)
    return (
      other instanceof Map && one.size === other.size && [...one].every(([key, value]) => isSame(value, other.get(key)))
    );
  if (one instanceof PrefixMap) return other instanceof PrefixMap && isSame(byName(one), byName(other));
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((value, i) => isSame(value, other[i]));
  for (const key in one) if (!isSame(one[key as never], other[key as never])) return false;
  // What is undefined says nothing.
  for (const key in other) if (!(key in one) && other[key as never] !== undefined) return false;
  return true;
}

const byName = (map: PrefixMap<unknown>): ReadonlyMap<string, unknown> =>
  new Map([...map.entries()].map(([prefix, value]) => [formatPrefix(prefix), value]));
