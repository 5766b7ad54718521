/** Which rules and routes the flows of some questions use, over all rules that are in force somewhere. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { RestOf } from "../../expect/lines.ts";
import type { CoverageQuestion, CoveredResource, CoveredRule, Within } from "../../expect/questions.ts";
import type { Fabric } from "../../fabric/fabric.ts";
import { printBoundaryRule, printFilterRule } from "../../forward/evidence.ts";
import type { Proof, Prover } from "../../prove/prover.ts";
import { nameOf, stageOf } from "../printing.ts";
import { isWithin, whereaboutsOf } from "../whereabouts.ts";
import { Pairs, soughtBy } from "./pairs.ts";
import type { Steps } from "./steps.ts";
import { walkOf } from "./walks.ts";

const ruleKey = (resource: string, rule: string): string => `${resource} ${rule}`;

/** The rows are whatever decides by rules, once all walks are known. */
export function* coverage(
  cloud: Cloud,
  prover: Prover,
  question: CoverageQuestion,
): Steps<RestOf<CoverageQuestion>, CoveredResource> {
  const used = new Set<string>();
  const walked = new Set<Proof>();
  for (const [done, one] of question.of.entries()) {
    const asked = { ...withinOf(question), ...one };
    for (const step of new Pairs(cloud, asked).proved(prover, soughtBy(cloud, asked))) {
      yield { done, of: question.of.length };
      if ("done" in step || walked.has(step.proof)) continue; // pairs that are alike use the same rules
      walked.add(step.proof);
      for (const rule of rulesOn(cloud.fabric, step.proof)) used.add(rule);
    }
  }
  for (const { resource, stage, rules } of deciders(cloud.fabric)) {
    const where = whereaboutsOf(cloud.store, resource);
    if (rules.length === 0 || !isWithin(where, question)) continue;
    const name = nameOf(cloud, resource);
    const covered = rules.map((one): CoveredRule => ({ ...one, used: used.has(ruleKey(resource, one.rule)) }));
    const kind = stageOf(cloud, stage, resource).replace(/-(in|e)gress$/, "");
    yield { row: { resource, kind, ...(name === undefined ? {} : { name }), ...where, rules: covered } };
  }
  return { schema: "underlay/coverage/1" };
}

/** The rules on the way of what a proof shows. */
function* rulesOn(fabric: Fabric, { origin, witness, stops }: Proof): Iterable<string> {
  const shown = witness ?? stops[0]?.witness;
  if (!shown) return;
  const { forward, return: back } = walkOf(fabric, origin, shown);
  for (const { resource, rule } of [...forward.hops, ...(back?.hops ?? [])])
    if (rule !== undefined) yield ruleKey(resource, rule);
}

const withinOf = ({ account, region }: Within): Within => ({
  ...(account === undefined ? {} : { account }),
  ...(region === undefined ? {} : { region }),
});

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
