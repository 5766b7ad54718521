/**
 * Flows that stand while the rules change: asked once, then groups lose and gain rules, then asked again on the same
 * addresses and ports. Connection tracking decides, on both sides, what goes on.
 */
import { SessionTable } from "../../src/forward/sessions.ts";
import type { Blueprint, Step } from "./blueprint.ts";
import type { Chance } from "./chance.ts";
import { type Described, describeRegion } from "./described.ts";
import { build, erect } from "./erect.ts";
import { askKernel, type Judged, type Trial } from "./judge.ts";
import type { Linux, Question, Verdict } from "./linux.ts";
import { namespacePlan } from "./namespaces.ts";
import { answer } from "./underlay.ts";

/** Without what translates or passes on: there, more than an interface's own rules decides about tracking. */
export const untranslated = (blueprint: Blueprint): Blueprint =>
  blueprint.flatMap((step): Step[] => {
    if (step.make === "nat") return [];
    return [step.make === "host" ? { ...step, check: true } : step];
  });

/** Rules that go, and some that come; the ones that let everything through as well. */
export function ruleChanges(chance: Chance, blueprint: Blueprint): Blueprint {
  const rules = blueprint.filter((step) => step.make === "rule");
  const groups = blueprint.filter((step) => step.make === "group");
  const everything = groups.flatMap(({ label, closed }): Step[] => {
    const match = { protocol: -1, from: -1, to: -1 };
    return closed
      ? []
      : [{ make: "revoke", rule: { make: "rule", group: label, egress: true, match, peer: "0.0.0.0/0" } }];
  });
  const gone = rules.map((rule): Step => ({ make: "revoke", rule }));
  const added = rules.map((rule): Step => ({ ...rule, group: chance.pick(groups).label, egress: chance.happens(0.4) }));
  return [...[...everything, ...gone].filter(() => chance.happens(0.4)), ...added.filter(() => chance.happens(0.15))];
}

/** What became of the flows that worked before; of those, the ones about which AWS's documentation leaves no doubt. */
export async function judgeStanding(
  linux: Linux,
  blueprint: Blueprint,
  changes: Blueprint,
  ask: (described: Described) => readonly Question[],
): Promise<Trial> {
  const erected = erect(blueprint);
  const before = describeRegion(erected.region);
  const asked = ask(before);
  const sessions = asked.map(() => new SessionTable());
  const first = asked.map((question, i) => answer(erected.region.cloud, question, sessions[i]));
  build(erected, changes);
  const described = describeRegion(erected.region);
  const kernel: [Verdict[], Verdict[]][] = [];
  for (const tracking of ["tracked-first", "untracked-first"] as const) {
    const plan = namespacePlan(before, "rules", tracking);
    await linux.build(plan);
    const earlier = await askKernel(linux, asked);
    await linux.filter(plan, namespacePlan(described, "rules", tracking));
    kernel.push([[...earlier], [...(await askKernel(linux, asked))]]);
  }
  const judged = asked.flatMap((question, i): Judged[] => {
    const [one, other] = kernel.map(([earlier, later]) => ({ earlier: earlier[i], later: later[i] }));
    if (!one?.later || !other?.later || !one.earlier?.works || !other.earlier?.works || !first[i]?.works) return [];
    if (one.later.works !== other.later.works || one.later.arrived !== other.later.arrived) return [];
    const underlay = answer(erected.region.cloud, question, sessions[i]);
    return [{ question, kernel: one.later, underlay }];
  });
  return { erected, described, judged };
}
