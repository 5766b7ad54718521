/** The address plan of a random network. */
import type { Chance } from "./chance.ts";

export interface SubnetPlan {
  readonly label: string;
  readonly cidr: string;
}

export interface VpcPlan {
  readonly label: string;
  readonly cidr: string;
  readonly secondCidr: string | undefined;
  readonly subnets: readonly SubnetPlan[];
  /** Labels of its security groups. */
  readonly groups: readonly string[];
  /** Its Internet gateway's label, if it has one. */
  readonly igw: string | undefined;
}

const CIDRS = ["10.0.0.0/16", "10.1.0.0/16", "172.16.0.0/16", "192.168.0.0/20"];

export function vpcPlans(chance: Chance): readonly VpcPlan[] {
  const left = [...CIDRS];
  const plans: VpcPlan[] = [];
  for (let index = chance.pick([0, 1, 1, 2, 2]); index >= 0; index--) {
    const [cidr = ""] = left.splice(chance.between(0, left.length - 1), 1);
    const label = `v${plans.length}`;
    const secondCidr = chance.happens(0.2) ? `100.64.${16 * plans.length}.0/20` : undefined;
    const groups = Array.from({ length: chance.between(1, 3) }, (_, i) => `${label}-g${i}`);
    const igw = chance.happens(0.7) ? `${label}-igw` : undefined;
    plans.push({ label, cidr, secondCidr, subnets: subnetPlans(chance, label, cidr, secondCidr), groups, igw });
  }
  return plans;
}

function subnetPlans(chance: Chance, vpc: string, cidr: string, secondCidr: string | undefined): SubnetPlan[] {
  return Array.from({ length: chance.between(1, 4) }, (_, i) => {
    const from = i === 3 && secondCidr !== undefined ? secondCidr : cidr;
    const [a, b, c] = from.split(".").map(Number);
    const bits = chance.pick([24, 24, 25, 26, 28]);
    const last = chance.between(0, 2 ** (bits - 24) - 1) * 2 ** (32 - bits);
    return { label: `${vpc}-s${i}`, cidr: `${a}.${b}.${(c ?? 0) + 1 + i}.${last}/${bits}` };
  });
}

export const allSubnets = (vpcs: readonly VpcPlan[]): readonly (SubnetPlan & { readonly vpc: VpcPlan })[] =>
  vpcs.flatMap((vpc) => vpc.subnets.map((subnet) => ({ ...subnet, vpc })));

/** Either half of a prefix. */
export function half(chance: Chance, cidr: string): string {
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = cidr.split(/[./]/).map(Number);
  const base = ((a * 256 + b) * 256 + c) * 256 + d;
  const value = base + (chance.happens(0.5) ? 2 ** (31 - bits) : 0);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".")}/${bits + 1}`;
}
