/**
 * What nothing uses: filters on no interface, boundaries on no segment, routers that nothing asks, routes that nothing takes
 * (`unusedRoutes.ts`), rules of filters by which nothing ever comes or goes (`arriving.ts` says how that is proved), and rules of
 * boundaries that decide about nothing (`decidingRules.ts`).
 */
import { formatPrefix } from "../../base/prefix.ts";
import type { Fabric, Filter, FilterRule } from "../../fabric/fabric.ts";
import type { Way } from "../rules.ts";
import type { Space } from "../space.ts";
import { type Pauses, within } from "../steps.ts";
import { Arriving } from "./arriving.ts";
import { undecidingRules } from "./decidingRules.ts";
import { type Finding, listed, oneOf, type Search } from "./finding.ts";
import { usesOf } from "./routerUses.ts";
import { saysNothing } from "./shadowedRules.ts";
import { unusedRoutes } from "./unusedRoutes.ts";

export function* unusedRules(space: Space, fabric: Fabric): Search {
  const filtering = new Set([...fabric.interfaces.values()].flatMap(({ filters }) => filters ?? []));
  const bounding = new Set([...fabric.segments.values()].map(({ boundary }) => boundary));
  const routing = usesOf(fabric);
  const unused = (resource: string, why: string): Finding => ({ resource, why });
  for (const id of fabric.filters.keys()) if (!filtering.has(id)) yield unused(id, "is on no interface");
  for (const id of fabric.boundaries.keys()) if (!bounding.has(id)) yield unused(id, "is at no segment");
  for (const { id, resource } of fabric.routers.values())
    if (!routing.has(id)) yield unused(resource, "nothing asks it");
  yield* oneOf(unusedRoutes(space, fabric), 0, 3);
  yield* oneOf(rulesWithoutUse(space, fabric, filtering), 1, 3);
  yield* oneOf(rulesThatDecideNothing(space, fabric), 2, 3);
  return undefined;
}

/** Of boundaries. A last word that refuses everything is there so that nothing comes to it. */
function* rulesThatDecideNothing(space: Space, fabric: Fabric): Search {
  const undeciding = yield* undecidingRules(space, fabric);
  for (const boundary of fabric.boundaries.values()) {
    const around = [...fabric.segments.values()].flatMap((one) => (one.boundary === boundary.id ? [one.id] : []));
    for (const way of ["ingress", "egress"] as const)
      for (const rule of boundary[way]) {
        if (!undeciding.has(rule) || saysNothing(rule)) continue;
        const where = `${way === "ingress" ? "comes into" : "leaves"} ${listed(around)}`;
        const why = `nothing that it matches ${where}, but what rules before it decide about`;
        yield { resource: boundary.id, rule: `${way} rule ${rule.name}`, why, others: around };
      }
  }
  return undefined;
}

/** Of filters that are on some interface. */
function* rulesWithoutUse(space: Space, fabric: Fabric, filtering: ReadonlySet<string>): Search {
  const arriving = new Arriving(space, fabric);
  const filters = [...fabric.filters.values()].filter(({ id }) => filtering.has(id));
  for (const [done, filter] of filters.entries()) {
    const progress = { done, of: filters.length };
    for (const way of ["ingress", "egress"] as const) {
      yield progress;
      yield* yield* within(progress, unusedRulesOf(fabric, arriving, filter, way));
    }
  }
  return undefined;
}

function* unusedRulesOf(fabric: Fabric, arriving: Arriving, filter: Filter, way: Way): Pauses<readonly Finding[]> {
  const nobody = filter[way].filter((rule) => isNobody(fabric, rule));
  const rest = filter[way].filter((rule) => !nobody.includes(rule));
  const unused = yield* arriving.unusedOf(filter, way, rest);
  return [
    ...nobody.map((rule) => ({
      resource: filter.id,
      rule: rule.id,
      why: `nobody is in ${rule.peer.set}`,
      others: [rule.peer.set ?? ""],
    })),
    ...unused.map((rule) => {
      const peer = rule.peer.prefix ? formatPrefix(rule.peer.prefix) : rule.peer.set;
      const why =
        way === "ingress"
          ? `nothing that it allows from ${peer} comes to any interface with this filter`
          : `nothing that it allows from any interface with this filter comes to ${peer}`;
      return { resource: filter.id, rule: rule.id, why };
    }),
  ];
}

function isNobody(fabric: Fabric, { peer }: FilterRule): boolean {
  if (peer.prefix) return false;
  const set = fabric.sets.get(peer.set);
  if (!set) return true;
  const isEmpty = set.prefixes.length === 0 && [...set.members.values()].every((members) => members.size === 0);
  return isEmpty && [...(set.ranges?.values() ?? [])].every((own) => [...own.entries()].length === 0);
}
