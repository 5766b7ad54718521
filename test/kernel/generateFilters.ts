/** Random security groups and network ACLs: overlapping, ordered either way, sometimes empty. */
import type { PortMatch, Step } from "./blueprint.ts";
import type { Chance } from "./chance.ts";
import type { Temper } from "./generate.ts";
import { allSubnets, half, type VpcPlan } from "./generateLayout.ts";

const PORTS = [22, 53, 80, 443, 8080];
const RANGES: readonly (readonly [number, number])[] = [
  [0, 65535],
  [1024, 65535],
  [0, 1023],
  [79, 81],
  [1000, 2000],
  [8000, 8100],
  [32768, 60999],
  [49152, 65535],
];
/** Ranges that hold all of the ports that a translation sends from, none of them, or next to none. */
const WHOLE_RANGES = RANGES.slice(0, 4);
const ICMP: readonly (readonly [number, number])[] = [
  [-1, -1],
  [8, -1],
  [8, 0],
  [8, 5],
  [0, -1],
  [0, 0],
  [3, 4],
  [13, -1],
];

function portMatch(chance: Chance, ranges: typeof RANGES): PortMatch {
  const protocol = chance.pick([-1, -1, 6, 6, 6, 17, 17, 1, 1, 50]);
  if (protocol === 50 || protocol === -1) return { protocol: protocol === 50 ? 17 : -1, from: 0, to: 65535 };
  if (protocol === 1) {
    const [from, to] = chance.pick(ICMP);
    return { protocol, from, to };
  }
  if (chance.happens(0.5)) {
    const port = chance.pick(PORTS);
    return { protocol, from: port, to: port };
  }
  const [from, to] = chance.pick(ranges);
  return { protocol, from, to };
}

/** Places that a rule may speak of: everywhere, whole VPCs, subnets and their halves, parts of the Internet. */
export function anyCidr(chance: Chance, vpcs: readonly VpcPlan[]): string {
  const subnet = chance.pick(allSubnets(vpcs));
  return chance.pick([
    "0.0.0.0/0",
    "0.0.0.0/0",
    "0.0.0.0/0",
    chance.pick(vpcs).cidr,
    subnet.cidr,
    half(chance, subnet.cidr),
    chance.pick(["203.0.113.0/24", "203.0.113.128/25", "198.51.100.7/32", "10.0.0.0/8"]),
  ]);
}

const anything: PortMatch = { protocol: -1, from: -1, to: -1 };

export function groupSteps(chance: Chance, vpcs: readonly VpcPlan[], temper: Temper): Step[] {
  const groups = vpcs.flatMap((vpc) => vpc.groups.map((label) => ({ label, vpc })));
  const made = groups.map(
    ({ label, vpc }): Step => ({ make: "group", label, vpc: vpc.label, closed: chance.happens(temper.closed) }),
  );
  const rules = groups.flatMap(({ label }) => {
    const count = chance.between(1, 6);
    return Array.from({ length: count }, (): Step => {
      const named = chance.happens(0.15) ? chance.pick(["near", "far"]) : chance.pick(groups).label;
      const peer = chance.happens(0.45) ? named : anyCidr(chance, vpcs);
      return { make: "rule", group: label, egress: chance.happens(0.3), match: portMatch(chance, RANGES), peer };
    });
  });
  const open = groups
    .filter(() => chance.happens(temper.open))
    .map(({ label, vpc }): Step => {
      const peer = chance.pick(["0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0", vpc.cidr, label]);
      return { make: "rule", group: label, egress: false, match: anything, peer };
    });
  return [...made, ...open, ...rules];
}

export function aclSteps(chance: Chance, vpcs: readonly VpcPlan[], translates: boolean, temper: Temper): Step[] {
  const ranges = translates ? WHOLE_RANGES : RANGES;
  return vpcs.flatMap((vpc) =>
    !chance.happens(temper.acls)
      ? []
      : Array.from({ length: chance.between(1, 2) }, (_, i): Step[] => {
          const label = `${vpc.label}-a${i}`;
          const subnets = chance.some(vpc.subnets, 1).map((subnet) => subnet.label);
          return [
            { make: "acl", label, vpc: vpc.label, subnets },
            ...[false, true].flatMap((egress) => entries(chance, vpcs, label, egress, ranges)),
          ];
        }).flat(),
  );
}

/** Allow and deny in any order; mostly with an entry that allows the rest. */
function entries(
  chance: Chance,
  vpcs: readonly VpcPlan[],
  acl: string,
  egress: boolean,
  ranges: typeof RANGES,
): Step[] {
  const numbers = chance.some([90, 100, 110, 120, 300, 32766], 1);
  const steps = numbers.map((number): Step => {
    const [allow, cidr] = [chance.happens(0.6), anyCidr(chance, vpcs)];
    return { make: "entry", acl, egress, number, allow, match: portMatch(chance, ranges), cidr };
  });
  if (chance.happens(0.9))
    steps.push({ make: "entry", acl, egress, number: 200, allow: true, match: anything, cidr: "0.0.0.0/0" });
  return steps;
}
