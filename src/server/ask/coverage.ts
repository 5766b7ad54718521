/** Which rules and routes the flows of some questions use, over all rules that are in force somewhere. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { CoverageAnswer, CoverageQuestion, CoveredResource, CoveredRule, Within } from "../../expect/questions.ts";
import type { Fabric } from "../../fabric/fabric.ts";
import { printBoundaryRule, printFilterRule } from "../../forward/evidence.ts";
import type { Prover } from "../../prove/prover.ts";
import { nameOf, stageOf } from "../printing.ts";
import { whereaboutsOf } from "../whereabouts.ts";
import { proofsOf } from "./canReach.ts";
import type { Steps } from "./steps.ts";
import { walkOf } from "./walks.ts";

const ruleKey = (resource: string, rule: string): string => `${resource} ${rule}`;

export function* coverage(cloud: Cloud, prover: Prover, question: CoverageQuestion): Steps<CoverageAnswer> {
  const used = new Set<string>();
  for (const [done, one] of question.of.entries()) {
    yield { done, of: question.of.length };
    for (const { origin, witness, stops } of proofsOf(cloud, prover, { ...withinOf(question), ...one })) {
      const shown = witness ?? stops[0]?.witness;
      if (!shown) continue;
      const { forward, return: back } = walkOf(cloud.fabric, origin, shown);
      for (const { resource, rule } of [...forward.hops, ...(back?.hops ?? [])])
        if (rule !== undefined) used.add(ruleKey(resource, rule));
    }
  }
  const resources = [...deciders(cloud.fabric)].flatMap(({ resource, stage, rules }): readonly CoveredResource[] => {
    const where = whereaboutsOf(cloud.store, resource);
    if (rules.length === 0 || !isWithin(where, question)) return [];
    const name = nameOf(cloud, resource);
    const covered = rules.map((one): CoveredRule => ({ ...one, used: used.has(ruleKey(resource, one.rule)) }));
    const kind = stageOf(cloud, stage, resource).replace(/-(in|e)gress$/, "");
    return [{ resource, kind, ...(name === undefined ? {} : { name }), ...where, rules: covered }];
  });
  return { schema: "underlay/coverage/1", resources };
}

const withinOf = ({ account, region }: Within): Within => ({
  ...(account === undefined ? {} : { account }),
  ...(region === undefined ? {} : { region }),
});

const isWithin = (where: Within | undefined, { account, region }: Within): boolean =>
  (account === undefined || account === where?.account) && (region === undefined || region === where?.region);

interface Decider {
  readonly resource: string;
  readonly stage: string;
  readonly rules: readonly { readonly rule: string; readonly says: string }[];
}

/** Whatever decides by rules and stands in somebody's way. */
function* deciders(fabric: Fabric): Iterable<Decider> {
  const filters = new Set([...fabric.interfaces.values()].flatMap((one) => one.filters ?? []));
  for (const { id, ingress, egress } of fabric.filters.values())
    if (filters.has(id))
      yield {
        resource: id,
        stage: "filter-ingress",
        rules: [
          ...ingress.map((rule) => ({ rule: rule.id, says: printFilterRule(rule, "ingress") })),
          ...egress.map((rule) => ({ rule: rule.id, says: printFilterRule(rule, "egress") })),
        ],
      };
  const segments = [...fabric.segments.values()];
  const boundaries = new Set(segments.map(({ boundary }) => boundary));
  for (const { id, ingress, egress } of fabric.boundaries.values())
    if (boundaries.has(id))
      yield {
        resource: id,
        stage: "boundary-ingress",
        rules: [
          ...ingress.map((rule) => ({ rule: `ingress rule ${rule.name}`, says: printBoundaryRule(rule, "ingress") })),
          ...egress.map((rule) => ({ rule: `egress rule ${rule.name}`, says: printBoundaryRule(rule, "egress") })),
        ],
      };
  const routers = new Set(segments.map(({ router }) => router));
  for (const { router } of fabric.hubEnds.values()) if (router !== undefined) routers.add(router);
  const seen = new Set<string>();
  for (const { id, resource, routes } of fabric.routers.values()) {
    if (!routers.has(id) || seen.has(resource)) continue;
    seen.add(resource);
    const named = new Map(
      [...routes.entries()].map(([, { name, next }]) => [name, "id" in next ? next.id : next.kind]),
    );
    const rules = [...named].map(([name, target]) => ({ rule: name, says: `${name} → ${target}` }));
    yield { resource, stage: resource.startsWith(id) ? "route" : "hub-route", rules };
  }
}
