/** Random route tables: what a VPC usually has, and what it does not. */
import type { Step } from "./blueprint.ts";
import type { Chance } from "./chance.ts";
import { half, type VpcPlan } from "./generateLayout.ts";

interface Made {
  readonly hosts: readonly Step[];
  readonly nats: readonly Step[];
  readonly peerings: readonly Step[];
  /** VPCs on the transit gateway. */
  readonly attached: readonly string[];
}

export function routeSteps(chance: Chance, vpcs: readonly VpcPlan[], made: Made): Step[] {
  return vpcs.flatMap((vpc) => {
    const tables = Array.from({ length: chance.between(1, 3) }, (_, i) => `${vpc.label}-t${i}`);
    const appliance = chance.happens(0.6) ? applianceSteps(chance, vpc, made) : [];
    const served = new Set(appliance.flatMap((step) => (step.make === "table" ? step.for : [])));
    const left = vpc.subnets.map(({ label }) => label).filter((label) => !served.has(label));
    const steps = tables.flatMap((label, i): Step[] => {
      // The main table serves whichever subnets have no table of their own.
      const own = i === tables.length - 1 && chance.happens(0.5) ? ["main"] : left.splice(0, chance.between(1, 2));
      return [{ make: "table", label, vpc: vpc.label, for: own }, ...routes(chance, vpcs, vpc, label, made)];
    });
    const edge = served.size > 0 ? [] : edgeSteps(chance, vpc, made);
    return [...appliance, ...steps, ...edge];
  });
}

function routes(chance: Chance, vpcs: readonly VpcPlan[], vpc: VpcPlan, table: string, made: Made): Step[] {
  const steps: Step[] = [];
  const route = (to: string, target: string) => steps.push({ make: "route", table, to, target });
  const nats = labels<"nat">(made.nats, ({ subnet }) => subnet.startsWith(`${vpc.label}-`));
  const forwarders = labels<"host">(
    made.hosts,
    ({ subnet, check }) => subnet.startsWith(`${vpc.label}-`) && (!check || chance.happens(0.1)),
  );
  const outwards = [...(vpc.igw === undefined ? [] : [vpc.igw, vpc.igw]), ...nats, ...nats, ...forwarders];
  if (outwards.length > 0 && chance.happens(0.85)) route("0.0.0.0/0", chance.pick(outwards));
  for (const step of made.peerings) {
    if (step.make !== "peering" || !step.between.includes(vpc.label)) continue;
    const far = vpcs.find(({ label }) => label !== vpc.label && step.between.includes(label));
    if (!far || !chance.happens(0.85)) continue;
    const to = chance.pick([far.cidr, far.cidr, far.cidr, chance.pick(far.subnets).cidr, "0.0.0.0/0"]);
    route(to, chance.happens(0.9) ? step.label : chance.pick([...outwards, step.label]));
  }
  if (made.attached.includes(vpc.label) && chance.happens(0.85)) {
    const far = made.attached.flatMap((label) => vpcs.find((one) => one.label === label)?.cidr ?? []);
    for (const cidr of far) if (cidr !== vpc.cidr && chance.happens(0.8)) route(cidr, "tgw");
    if (chance.happens(0.3)) route(chance.pick(["10.0.0.0/8", "172.16.0.0/12", "203.0.113.0/24", "0.0.0.0/0"]), "tgw");
  }
  const targets = [...outwards, ...labels<"peering">(made.peerings, ({ between }) => between.includes(vpc.label))];
  if (targets.length === 0) return steps;
  for (let more = chance.between(0, 2); more > 0; more--) {
    const anywhere = ["203.0.113.0/24", "203.0.113.128/25", "198.51.100.0/24", "10.0.0.0/8", "172.16.0.0/12"];
    const others = vpcs.flatMap(({ cidr, subnets }) => [cidr, ...subnets.map((subnet) => subnet.cidr)]);
    route(chance.pick([...anywhere, ...others, half(chance, chance.pick(others))]), chance.pick(targets));
    // One list at most: which of two that overlap decides, AWS leaves open.
    if (more === 1 && chance.happens(0.3)) route(chance.pick(["near", "far"]), chance.pick(targets));
  }
  // More specific than local: a whole subnet, by way of an interface or a NAT gateway.
  const middle = [...nats, ...forwarders];
  if (middle.length > 0 && chance.happens(0.65)) route(chance.pick(vpc.subnets).cidr, chance.pick(middle));
  return steps;
}

/** One subnet reaches the Internet, and is mostly reached from it, through an instance in another subnet. */
function applianceSteps(chance: Chance, { label: vpc, igw, subnets }: VpcPlan, { hosts }: Made): Step[] {
  const boxes = hosts.flatMap((step) =>
    step.make === "host" && !step.check && step.subnet.startsWith(`${vpc}-`) ? [step] : [],
  );
  if (igw === undefined || boxes.length === 0) return [];
  const box = chance.pick(boxes);
  const behind = subnets.filter(({ label }) => label !== box.subnet);
  if (behind.length === 0) return [];
  const subnet = chance.pick(behind);
  const [inner, outer, edge] = [`${vpc}-behind`, `${vpc}-before`, `${vpc}-edge`];
  const table = (label: string, place: string): Step => ({ make: "table", label, vpc, for: [place] });
  return [
    table(inner, subnet.label),
    { make: "route", table: inner, to: "0.0.0.0/0", target: box.label },
    ...(chance.happens(0.6)
      ? [{ make: "route", table: inner, to: chance.pick(subnets).cidr, target: box.label } as const]
      : []),
    table(outer, box.subnet),
    { make: "route", table: outer, to: "0.0.0.0/0", target: igw },
    ...(chance.happens(0.75)
      ? [table(edge, igw), { make: "route", table: edge, to: subnet.cidr, target: box.label } as const]
      : []),
  ];
}

/** What arrives from the Internet by way of an instance: a route table of the gateway's own. */
function edgeSteps(chance: Chance, vpc: VpcPlan, made: Made): Step[] {
  const middle = labels<"host">(made.hosts, ({ subnet, check }) => subnet.startsWith(`${vpc.label}-`) && !check);
  if (vpc.igw === undefined || middle.length === 0 || !chance.happens(0.4)) return [];
  const table = `${vpc.label}-edge`;
  return [
    { make: "table", label: table, vpc: vpc.label, for: [vpc.igw] },
    { make: "route", table, to: chance.pick(vpc.subnets).cidr, target: chance.pick(middle) },
  ];
}

type Labelled = Extract<Step, { make: "host" | "nat" | "peering" }>;

/** The labels of those that the rest of the network calls for. */
function labels<K extends Labelled["make"]>(
  steps: readonly Step[],
  wanted: (step: Extract<Step, { make: K }>) => boolean,
): string[] {
  return steps.flatMap((step) => {
    if (step.make !== "host" && step.make !== "nat" && step.make !== "peering") return [];
    return wanted(step as Extract<Step, { make: K }>) ? [step.label] : [];
  });
}
