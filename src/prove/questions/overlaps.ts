/**
 * Address plans that overlap: domains that a tunnel or a hub joins, where one of the two cannot be reached by what they
 * share, and domains that are both in use, which nobody can join any more. Prefixes are sorted once and gone through with
 * a stack of those that contain the present one, so nothing is compared with everything.
 */
import { covers, formatPrefix, type Prefix } from "../../base/prefix.ts";
import type { Domain, Fabric } from "../../fabric/fabric.ts";
import { type Finding, listed, type Search } from "./finding.ts";

/** Domains that have a prefix, and those that have one which contains it. */
interface Shared {
  readonly prefix: Prefix;
  readonly domains: readonly string[];
  readonly containing: readonly { readonly prefix: Prefix; readonly domains: readonly string[] }[];
}

export function* overlaps(fabric: Fabric): Search {
  const joins = joinsOf(fabric);
  for (const [done, { by, how, domains }] of joins.entries()) {
    const joined = domains.flatMap((id) => fabric.domains.get(id) ?? []);
    for (const shared of sharedAmong(joined)) yield found(shared, [by], () => how);
    yield { done, of: joins.length + 1 };
  }
  const joined = joinedBy(joins);
  const used = new Set([...fabric.interfaces.values()].map(({ domain }) => domain));
  for (const shared of sharedAmong([...fabric.domains.values()].filter(({ id }) => used.has(id)))) {
    yield { done: joins.length, of: joins.length + 1 };
    const [first] = shared.domains;
    const isJoined = (other: string): boolean => first !== other && joined(first ?? "", other);
    const apart: Shared = {
      prefix: shared.prefix,
      domains: shared.domains.filter((one) => !isJoined(one)),
      containing: shared.containing
        .map(({ prefix, domains }) => ({ prefix, domains: domains.filter((one) => !isJoined(one)) }))
        .filter(({ domains }) => domains.length > 0),
    };
    if (apart.domains.length + apart.containing.length < 2) continue;
    yield found(apart, [], (count) => `${count === 2 ? "both are" : "all are"} in use, and nothing can join them`);
  }
  return undefined;
}

function found(
  { prefix, domains, containing }: Shared,
  by: readonly string[],
  why: (count: number) => string,
): Finding {
  const [resource = "", ...same] = domains;
  const around = containing.flatMap((one) => one.domains.filter((id) => id !== resource && !same.includes(id)));
  const others = [...new Set([...same, ...around])];
  const shares = [
    ...(same.length > 0 ? [`is also ${listed(same)}'s`] : []),
    ...containing.map((one) => `lies in ${formatPrefix(one.prefix)} of ${listed(one.domains)}`),
  ];
  return {
    resource,
    rule: formatPrefix(prefix),
    why: `${formatPrefix(prefix)} ${listed(shares)}: ${why(others.length + 1)}`,
    others: [...others, ...by],
  };
}

interface Join {
  readonly by: string;
  readonly how: string;
  readonly domains: readonly string[];
}

function joinsOf(fabric: Fabric): readonly Join[] {
  const joins: Join[] = [];
  for (const gateway of fabric.gateways.values()) {
    const { id } = gateway;
    if (gateway.kind === "tunnel")
      joins.push({ by: id, how: `${id} joins them`, domains: [...new Set(gateway.ends.map((end) => end.domain))] });
    if (gateway.kind === "hub")
      joins.push({ by: id, how: `${id} attaches them`, domains: [...gateway.entrances.keys()] });
  }
  return joins;
}

function joinedBy(joins: readonly Join[]): (a: string, b: string) => boolean {
  const places = new Map<string, Set<number>>();
  for (const [i, { domains }] of joins.entries())
    for (const domain of domains) {
      const own = places.get(domain);
      if (own) own.add(i);
      else places.set(domain, new Set([i]));
    }
  return (a, b) => {
    const other = places.get(b);
    return other !== undefined && [...(places.get(a) ?? [])].some((one) => other.has(one));
  };
}

/** Prefixes that several domains have, or that lie in another domain's. */
function sharedAmong(domains: readonly Domain[]): readonly Shared[] {
  const all = domains.flatMap(({ id, prefixes }) => prefixes.map((prefix) => ({ prefix, id })));
  all.sort((a, b) => inOrder(a.prefix, b.prefix));
  const shared: Shared[] = [];
  const around: { readonly prefix: Prefix; readonly domains: readonly string[] }[] = [];
  for (let i = 0; i < all.length; ) {
    const prefix = (all[i] as { prefix: Prefix }).prefix;
    const own = new Set<string>();
    for (; i < all.length; i++) {
      const next = all[i] as { prefix: Prefix; id: string };
      if (inOrder(next.prefix, prefix) !== 0) break;
      own.add(next.id);
    }
    while (around.length > 0 && !covers((around.at(-1) as { prefix: Prefix }).prefix, prefix)) around.pop();
    const here = [...own];
    // A domain's own prefixes may lie in each other; that is no overlap.
    const containing = around
      .map((one) => ({ prefix: one.prefix, domains: one.domains.filter((id) => here.length > 1 || id !== here[0]) }))
      .filter((one) => one.domains.length > 0);
    if (here.length > 1 || containing.length > 0) shared.push({ prefix, domains: here, containing });
    around.push({ prefix, domains: here });
  }
  return shared;
}

/** IPv4 first, then by address, the shorter before those that it contains. */
export function inOrder(a: Prefix, b: Prefix): number {
  if (typeof a.address !== typeof b.address) return typeof a.address === "number" ? -1 : 1;
  if (a.address !== b.address) return a.address < b.address ? -1 : 1;
  return a.length - b.length;
}
