/** A random network, mostly sensible and partly not: routes that miss, rules that overlap, peers that nobody accepted. */
import type { Blueprint, Step } from "./blueprint.ts";
import type { Chance } from "./chance.ts";
import { changeSteps } from "./generateChanges.ts";
import { aclSteps, groupSteps } from "./generateFilters.ts";
import { allSubnets, type VpcPlan, vpcPlans } from "./generateLayout.ts";
import { routeSteps } from "./generateRoutes.ts";

/** How much a network's filters let through: a judge that sees only refusals, or none, would learn little. */
const TEMPERS = [
  { open: 1, closed: 0, acls: 0.25 },
  { open: 0.75, closed: 0.2, acls: 0.45 },
  { open: 0.4, closed: 0.35, acls: 0.6 },
] as const;

export type Temper = (typeof TEMPERS)[number];

export function generate(chance: Chance): Blueprint {
  const temper = chance.pick(TEMPERS);
  const vpcs = vpcPlans(chance);
  const hosts = hostSteps(chance, vpcs);
  const nats = natSteps(chance, vpcs);
  const transit = vpcs.length > 1 && chance.happens(0.45) ? transitSteps(chance, vpcs) : [];
  const peerings = peeringSteps(chance, vpcs, transit.length > 0 ? 0.3 : 0.75);
  const translates = nats.length > 0 || hosts.some((step) => step.make === "host" && !step.check);
  const igws = vpcs.flatMap(({ label, igw }): Step[] => (igw ? [{ make: "igw", label: igw, vpc: label }] : []));
  const attached = transit.flatMap((step) => (step.make === "attachment" ? [step.vpc] : []));
  const built: Step[] = [
    ...vpcs.flatMap(layoutSteps),
    ...igws,
    ...peerings,
    ...LISTS,
    ...groupSteps(chance, vpcs, temper),
    ...hosts,
    ...interfaceSteps(chance, vpcs, hosts),
    ...nats,
    ...transit,
    ...routeSteps(chance, vpcs, { hosts, nats, peerings, attached }),
    ...aclSteps(chance, vpcs, translates, temper),
  ];
  return [...built, ...changeSteps(chance, vpcs, built)];
}

/** Two prefix lists, for rules and routes of any VPC. */
const LISTS: readonly Step[] = [
  { make: "list", label: "near", cidrs: ["10.0.1.0/24", "10.1.2.0/24", "172.16.1.0/25", "192.168.2.0/24"] },
  { make: "list", label: "far", cidrs: ["203.0.113.0/25", "198.51.100.0/24", "10.0.0.0/16"] },
];

/** Second interfaces of instances, and some that are plugged into nothing. */
function interfaceSteps(chance: Chance, vpcs: readonly VpcPlan[], hosts: readonly Step[]): Step[] {
  return allSubnets(vpcs)
    .filter(() => chance.happens(0.15))
    .map((subnet, i): Step => {
      const near = hosts.flatMap((step) =>
        step.make === "host" && step.subnet.startsWith(`${subnet.vpc.label}-`) ? [step.label] : [],
      );
      const host = near.length > 0 && chance.happens(0.8) ? chance.pick(near) : undefined;
      return {
        make: "interface",
        label: `i${i}`,
        subnet: subnet.label,
        groups: chance.some(subnet.vpc.groups, 1),
        host,
      };
    });
}

/** A transit gateway between most of the VPCs, its one table with what they propagate and some more. */
function transitSteps(chance: Chance, vpcs: readonly VpcPlan[]): Step[] {
  const attachments = vpcs
    .filter(() => chance.happens(0.85))
    .map(({ label, subnets }): Extract<Step, { make: "attachment" }> => {
      const subnet = chance.pick(subnets).label;
      return { make: "attachment", label: `${label}-att`, tgw: "tgw", vpc: label, subnet };
    });
  const routes = attachments
    .filter(() => chance.happens(0.5))
    .map(({ label }): Step => {
      const others = allSubnets(vpcs).map(({ cidr }) => cidr);
      const to = chance.pick(["0.0.0.0/0", "0.0.0.0/0", "203.0.113.0/24", ...others]);
      return { make: "tgw-route", tgw: "tgw", to, attachment: chance.happens(0.7) ? label : undefined };
    });
  return [{ make: "tgw", label: "tgw" }, ...attachments, ...routes];
}

const layoutSteps = ({ label, cidr, secondCidr, subnets }: VpcPlan): Step[] => [
  { make: "vpc", label, cidr },
  ...(secondCidr === undefined ? [] : [{ make: "vpc-cidr", vpc: label, cidr: secondCidr } as const]),
  ...subnets.map((subnet) => ({ make: "subnet", label: subnet.label, vpc: label, cidr: subnet.cidr }) as const),
];

const MOST_HOSTS = 8;

function hostSteps(chance: Chance, vpcs: readonly VpcPlan[]): Step[] {
  const steps: Step[] = [];
  for (const subnet of allSubnets(vpcs)) {
    for (let left = chance.between(0, 2) || chance.between(0, 1); left > 0; left--) {
      const count = steps.filter(({ make }) => make === "host").length;
      if (count >= MOST_HOSTS) break;
      const label = `h${count}`;
      steps.push({
        make: "host",
        label,
        subnet: subnet.label,
        groups: chance.happens(0.1) ? [] : chance.some(subnet.vpc.groups, 1),
        publicAddress: subnet.vpc.igw !== undefined && chance.happens(0.6),
        check: !chance.happens(0.3),
      });
      if (chance.happens(0.15)) steps.push({ make: "secondary", host: label, elastic: chance.happens(0.5) });
      if (chance.happens(0.15)) steps.push({ make: "elastic", label: `e${count}`, host: label });
    }
  }
  if (chance.happens(0.2)) steps.push({ make: "elastic", label: "unused", host: undefined });
  return steps;
}

function natSteps(chance: Chance, vpcs: readonly VpcPlan[]): Step[] {
  return vpcs
    .filter(() => chance.happens(0.4))
    .map(({ subnets, igw }, i) => ({
      make: "nat",
      label: `n${i}`,
      subnet: chance.pick(subnets).label,
      publicly: igw !== undefined && chance.happens(0.75),
    }));
}

function peeringSteps(chance: Chance, vpcs: readonly VpcPlan[], probability: number): Step[] {
  const steps: Step[] = [];
  for (const [i, one] of vpcs.entries())
    for (const other of vpcs.slice(i + 1))
      if (chance.happens(probability)) {
        const label = `x${steps.length}`;
        steps.push({ make: "peering", label, between: [one.label, other.label], accepted: chance.happens(0.9) });
      }
  return steps;
}
