/** What happens to a random network once it stands: things end, move, and lose their rules. */
import type { Change, Step } from "./blueprint.ts";
import type { Chance } from "./chance.ts";
import type { VpcPlan } from "./generateLayout.ts";

export function changeSteps(chance: Chance, vpcs: readonly VpcPlan[], built: readonly Step[]): Change[] {
  const changed = built.flatMap((step) => changesOf(chance, vpcs, built, step));
  return [...chance.some(changed, changed.length)];
}

/** Of one in so many of each kind, what may become of it. */
function changesOf(chance: Chance, vpcs: readonly VpcPlan[], built: readonly Step[], step: Step): Change[] {
  switch (step.make) {
    case "host": {
      const groups = vpcs.find(({ subnets }) => subnets.some(({ label }) => label === step.subnet))?.groups ?? [];
      const changes: Change[] = [];
      if (chance.happens(0.08))
        changes.push({ make: "end", what: step.label, how: chance.pick(["stop", "restart", "delete"]) });
      if (chance.happens(0.12)) changes.push({ make: "regroup", host: step.label, groups: chance.some(groups, 1) });
      if (!step.check && chance.happens(0.1)) changes.push({ make: "check", host: step.label, on: true });
      return changes;
    }
    case "elastic":
      return chance.happens(0.2) ? [{ make: "end", what: step.label, how: chance.pick(["stop", "delete"]) }] : [];
    case "nat":
    case "attachment":
    case "peering":
    case "igw":
      return chance.happens(0.06) ? [{ make: "end", what: step.label, how: "delete" }] : [];
    case "rule":
      return chance.happens(0.05) ? [{ make: "revoke", rule: step }] : [];
    case "entry":
      return chance.happens(0.05)
        ? [{ make: "drop-entry", acl: step.acl, egress: step.egress, number: step.number }]
        : [];
    case "route":
      return routeChanges(chance, built, step);
    case "table": {
      const subnet = chance.pick(vpcs.find(({ label }) => label === step.vpc)?.subnets ?? []).label;
      return chance.happens(0.07) ? [{ make: "retable", subnet, table: step.label }] : [];
    }
    default:
      return [];
  }
}

function routeChanges(
  chance: Chance,
  built: readonly Step[],
  { table, to, target }: Step & { make: "route" },
): Change[] {
  if (chance.happens(0.04)) return [{ make: "unroute", table, to }];
  if (!chance.happens(0.06)) return [];
  const targets = built.flatMap((step) => (step.make === "route" ? [step.target] : []));
  return [{ make: "reroute", table, to, target: chance.pick([target, ...targets]) }];
}
