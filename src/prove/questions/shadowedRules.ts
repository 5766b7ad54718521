/**
 * Rules that never decide, by set algebra on every header that there can be: rules of an ordered boundary whose flows all
 * belong to earlier ones, rules of a filter whose flows others of it allow as well, and routes whose addresses all belong to
 * longer prefixes. A set of addresses counts by its members as they are now (with no members, by its name).
 */
import { covers, formatPrefix, type Prefix, size } from "../../base/prefix.ts";
import type { Boundary, BoundaryRule, Fabric, Filter, FilterRule, Route, Router } from "../../fabric/fabric.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { type Family, FlowSet, families } from "../flowSet.ts";
import { addressIn, sentHeader } from "../header.ts";
import { NOWHERE } from "../packet.ts";
import { Reading } from "../reading.ts";
import { allowedByRule, matching, type Way } from "../rules.ts";
import type { Space } from "../space.ts";
import { type Finding, listed, type Search } from "./finding.ts";
import { inOrder } from "./overlaps.ts";

const ways: readonly Way[] = ["ingress", "egress"];

export function* shadowedRules(space: Space, fabric: Fabric): Search {
  const all = FlowSet.all(space);
  const of = fabric.boundaries.size + fabric.filters.size + fabric.routers.size;
  let done = 0;
  for (const one of fabric.boundaries.values()) {
    yield { done: done++, of };
    for (const way of ways) yield* undecidingRules(all, one, way);
  }
  for (const one of fabric.filters.values()) {
    yield { done: done++, of };
    for (const way of ways) yield* redundantRules(all, fabric, one, way);
  }
  for (const one of fabric.routers.values()) {
    yield { done: done++, of };
    yield* coveredRoutes(one);
  }
  return undefined;
}

const familyOf = ({ address }: Prefix): Family => (typeof address === "number" ? 4 : 6);

/** A denial of all at the end says what would be so without it. */
export const saysNothing = (rule: BoundaryRule): boolean =>
  !rule.allow && rule.protocol === -1 && rule.prefix.length === 0;

function undecidingRules(all: FlowSet, boundary: Boundary, way: Way): readonly Finding[] {
  const { space } = all;
  const { bdd } = space;
  const findings: Finding[] = [];
  const earlier: { readonly rule: BoundaryRule; readonly decides: Node }[] = [];
  const decided = { 4: EMPTY, 6: EMPTY };
  const rules = boundary[way];
  const last = rules.findLastIndex((rule) => !saysNothing(rule));
  for (const rule of rules.slice(0, last + 1)) {
    const family = familyOf(rule.prefix);
    const header = sentHeader(family, "other");
    const address = way === "ingress" ? header.src : header.dst;
    const matched = bdd.and(addressIn(space, address, rule.prefix), matching(space, rule, header));
    const own = bdd.and(all.part(family), matched);
    const decides = bdd.diff(own, decided[family]);
    if (decides === EMPTY) {
      const before = earlier.filter((one) => familyOf(one.rule.prefix) === family && bdd.intersects(one.decides, own));
      findings.push(
        undecidingRule(
          boundary,
          way,
          rule,
          before.map((one) => one.rule),
        ),
      );
    }
    earlier.push({ rule, decides });
    decided[family] = bdd.or(decided[family], own);
  }
  return findings;
}

function undecidingRule(boundary: Boundary, way: Way, rule: BoundaryRule, before: readonly BoundaryRule[]): Finding {
  const named = `${before.length === 1 ? "rule" : "rules"} ${listed(before.map(({ name }) => name))}`;
  const [does, done] = rule.allow ? (["allow", "allows"] as const) : (["deny", "denies"] as const);
  const contrary = before.filter(({ allow }) => allow !== rule.allow);
  const why =
    before.length === 0
      ? "it matches nothing"
      : contrary.length === 0
        ? `never decides: ${named} before it already ${before.length === 1 ? done : does} all that it ${done}`
        : `never decides: ${named} before it ${before.length === 1 ? "decides" : "decide"} all that it ${done}, and ` +
          `${contrary.length === before.length ? (contrary.length === 1 ? "does" : "do") : `${listed(contrary.map(({ name }) => name))} ${contrary.length === 1 ? "does" : "do"}`} the opposite`;
  return {
    resource: boundary.id,
    rule: `${way} rule ${rule.name}`,
    why,
    ...(before.length > 0 ? { others: before.map(({ name }) => `${way} rule ${name}`) } : {}),
  };
}

/** What a rule allows, by family and by whose member a source may be. */
type Allowed = ReadonlyMap<string, Node>;

function redundantRules(all: FlowSet, fabric: Fabric, filter: Filter, way: Way): readonly Finding[] {
  const { bdd } = all.space;
  const rules = filter[way];
  if (rules.length < 2) return [];
  const sources = sourcesOf(fabric, rules, way);
  const allowed = new Map(rules.map((rule) => [rule, allowedOf(all, fabric, filter, way, rule, sources)]));
  const within = (rule: FilterRule, others: readonly FilterRule[]): boolean => {
    const own = allowed.get(rule) ?? new Map<string, Node>();
    return [...own].every(([key, set]) => {
      const union = others.reduce<Node>((sum, one) => bdd.or(sum, allowed.get(one)?.get(key) ?? EMPTY), EMPTY);
      return bdd.covers(union, set);
    });
  };
  const isNobody = (rule: FilterRule): boolean =>
    [...(allowed.get(rule) ?? new Map()).values()].every((one) => one === EMPTY);
  const kept = new Set(rules);
  const findings: Finding[] = [];
  const report = (rule: FilterRule, by: readonly FilterRule[]): void => {
    kept.delete(rule);
    const others = by.map(({ id }) => id);
    const why = `${listed(others)} of the same filter ${by.length === 1 ? "allows" : "allow"} all that it allows`;
    findings.push({ resource: filter.id, rule: rule.id, why, others });
  };
  // By one other rule first: the last of equal ones goes, and the narrower of two goes rather than the wider.
  for (const rule of rules.toReversed()) {
    const same = isNobody(rule);
    const by = [...kept].find(
      (one) => one !== rule && (same ? isSameWider(all.space, one, rule) : within(rule, [one])),
    );
    if (by) report(rule, [by]);
  }
  for (const rule of rules.toReversed()) {
    if (!kept.has(rule) || isNobody(rule)) continue;
    const others = [...kept].filter((one) => one !== rule);
    if (within(rule, others)) report(rule, fewest(rule, others, within));
  }
  return findings;
}

/** Without those that the rest does not need. */
function fewest(
  rule: FilterRule,
  all: readonly FilterRule[],
  within: (rule: FilterRule, others: readonly FilterRule[]) => boolean,
) {
  let left = all;
  for (const one of all) {
    const fewer = left.filter((other) => other !== one);
    if (within(rule, fewer)) left = fewer;
  }
  return left;
}

/** Whether `one` lets the same members do all that `rule` does, whoever they may come to be. */
function isSameWider(space: Space, one: FilterRule, rule: FilterRule): boolean {
  if (one.peer.set === undefined || one.peer.set !== rule.peer.set) return false;
  const header = sentHeader(4, "other");
  return space.bdd.covers(matching(space, one, header), matching(space, rule, header));
}

/** Whose members sources can be, as far as sets tell them apart; on the way out a member is a member anywhere. */
function sourcesOf(fabric: Fabric, rules: readonly FilterRule[], way: Way): readonly string[] {
  if (way === "egress") return [NOWHERE];
  const domains = rules.flatMap(({ peer }) => [...(fabric.sets.get(peer.set ?? "")?.members.keys() ?? [])]);
  return [...new Set([...domains, NOWHERE])];
}

function allowedOf(
  all: FlowSet,
  fabric: Fabric,
  filter: Filter,
  way: Way,
  rule: FilterRule,
  sources: readonly string[],
): Allowed {
  const { space } = all;
  const reading = new Reading(fabric);
  const parts = new Map<string, Node>();
  for (const family of families)
    for (const domain of sources) {
      const crossing = { filters: [filter], way, header: sentHeader(family, "other"), domain };
      parts.set(`${family} ${domain}`, space.bdd.and(all.part(family), allowedByRule(space, reading, rule, crossing)));
    }
  return parts;
}

/** Routes that no address takes: the longer prefixes inside theirs have as many addresses as they. */
function coveredRoutes(router: Router): readonly Finding[] {
  const routes = [...router.routes.entries()].sort(([a], [b]) => inOrder(a, b));
  const findings: Finding[] = [];
  for (const [i, [outer, route]] of routes.entries()) {
    const inside: Route[] = [];
    let taken = 0n;
    let last: Prefix | undefined;
    for (const [prefix, one] of routes.slice(i + 1)) {
      if (!covers(outer, prefix)) break;
      if (last && covers(last, prefix)) continue;
      last = prefix;
      inside.push(one);
      taken += size(prefix);
    }
    if (taken !== size(outer)) continue;
    const others = inside.map(({ name }) => name);
    const why = `no destination takes it: ${listed(inside.map(({ prefix }) => formatPrefix(prefix)))} are longer and cover all of it`;
    findings.push({ resource: router.resource, rule: route.name, why, others });
  }
  return findings;
}
