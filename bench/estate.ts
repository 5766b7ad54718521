/**
 * An estate of networks, drawn from a seed: accounts with VPCs, each with public, application and data subnets in three
 * zones, security groups that name each other, a network ACL of their own for data, Internet and NAT gateways, peerings.
 * A description only: `deployEstate.ts` makes it through the API. Sizes are as skewed as they are in companies (by Zipf's
 * law): a few VPCs and groups have most of the interfaces, most have few.
 */
import { formatIpv4 } from "../src/base/address.ts";
import { type Random, seededRandom } from "../src/base/random.ts";

export interface EstateParameters {
  readonly seed: number;
  /** Interfaces of the first account; each other account has a hundredth of them. */
  readonly interfaces: number;
  /** VPCs of the first account; each other account has two. */
  readonly vpcs: number;
  readonly accounts: number;
  /** Security groups of the first account; a VPC has four at least. */
  readonly groups: number;
  /** Peering connections, all of them from hub to spokes and between neighbours. */
  readonly peerings: number;
  /** The share of interfaces that have a running instance. */
  readonly attached: number;
}

export const DEFAULT_ESTATE: EstateParameters = {
  seed: 1,
  interfaces: 100_000,
  vpcs: 20,
  accounts: 3,
  groups: 500,
  peerings: 24,
  attached: 0.95,
};

export const TIERS = ["public", "application", "data"] as const;
export type Tier = (typeof TIERS)[number];

export interface Estate {
  readonly region: string;
  readonly vpcs: readonly EstateVpc[];
  /** Between VPCs, by their place in `vpcs`. */
  readonly peerings: readonly (readonly [number, number])[];
}

export interface EstateVpc {
  readonly account: string;
  readonly name: string;
  readonly cidr: string;
  readonly subnets: readonly EstateSubnet[];
  readonly groups: readonly EstateGroup[];
  readonly interfaces: readonly EstateInterface[];
}

export interface EstateSubnet {
  readonly tier: Tier;
  /** `a`, `b`, `c`. */
  readonly zone: string;
  readonly cidr: string;
}

export interface EstateGroup {
  readonly name: string;
  readonly tier: Tier;
  readonly ingress: readonly EstateRule[];
  /** Absent: everything may leave, as in a new group. */
  readonly egress?: readonly EstateRule[];
}

export interface EstateRule {
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly from: number;
  readonly to: number;
  /** A group by its place in the VPC's `groups`, or a CIDR. */
  readonly peer: number | string;
}

export interface EstateInterface {
  /** By their places in the VPC's `subnets` and `groups`. */
  readonly subnet: number;
  readonly groups: readonly number[];
  readonly attached: boolean;
}

export function estateOf(parameters: EstateParameters): Estate {
  const random = seededRandom(parameters.seed);
  const { accounts, interfaces, vpcs, groups } = parameters;
  const drawn: EstateVpc[] = [];
  const draw = (account: number, sizes: readonly number[], groupCounts: readonly number[]): void => {
    for (const [i, size] of sizes.entries())
      drawn.push(vpcOf(random, parameters, drawn.length, accountId(account), size, groupCounts[i] ?? 4));
  };
  draw(0, shares(interfaces, vpcs, 0.8), shares(groups, vpcs, 0.6));
  for (let account = 1; account < accounts; account++) draw(account, shares(Math.ceil(interfaces / 100), 2, 1), [6, 4]);
  return { region: "us-east-1", vpcs: drawn, peerings: peeringsOf(random, drawn.length, parameters.peerings) };
}

/** The first is the account of credentials that name none. */
const accountId = (index: number): string => String(index).padStart(12, "0");

/** A whole divided by Zipf's law: the n-th part is in proportion to 1/n^skew. The parts add up to the whole. */
export function shares(whole: number, parts: number, skew: number): number[] {
  const weights = Array.from({ length: parts }, (_, i) => (i + 1) ** -skew);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = weights.map((weight) => Math.floor((whole * weight) / total));
  sizes[0] = (sizes[0] ?? 0) + whole - sizes.reduce((sum, size) => sum + size, 0);
  return sizes;
}

/** One of `count`, the first ones more often: a uniform draw cubed is about Zipf's law. */
export const skewed = (random: Random, count: number): number => Math.floor(count * (random.uint32() / 2 ** 32) ** 3);

/** Where subnets lie in their VPC's /16: application subnets have half of it. */
const PLAN: readonly (readonly [Tier, zone: string, offset: number, length: number])[] = [
  ["application", "a", 0x0000, 19],
  ["application", "b", 0x2000, 19],
  ["application", "c", 0x4000, 19],
  ["public", "a", 0x6000, 20],
  ["public", "b", 0x7000, 20],
  ["public", "c", 0x8000, 20],
  ["data", "a", 0x9000, 20],
  ["data", "b", 0xa000, 20],
  ["data", "c", 0xb000, 20],
];
/** How many of a VPC's interfaces stand in each tier. */
const SPREAD: Readonly<Record<Tier, number>> = { application: 0.6, public: 0.2, data: 0.2 };

function vpcOf(
  random: Random,
  { attached }: EstateParameters,
  index: number,
  account: string,
  size: number,
  groupCount: number,
): EstateVpc {
  const base = 0x0a000000 + index * 0x10000; // 10.0.0.0/16, 10.1.0.0/16, …: none overlap, so any two can peer
  if (index > 255) throw new Error("an estate has at most 256 VPCs");
  const subnets = PLAN.map(([tier, zone, offset, length]) => ({
    tier,
    zone,
    cidr: `${formatIpv4(base + offset)}/${length}`,
  }));
  const groups = groupsOf(random, Math.max(4, groupCount));
  const groupsOfTier = new Map(TIERS.map((tier) => [tier, placesOf(groups, tier)] as const));
  const subnetsOfTier = new Map(TIERS.map((tier) => [tier, placesOf(subnets, tier)] as const));
  const interfaces: EstateInterface[] = [];
  for (let i = 0; i < size; i++) {
    const at = i / size;
    const tier: Tier = at < SPREAD.application ? "application" : at < 1 - SPREAD.data ? "public" : "data";
    const zones = subnetsOfTier.get(tier) ?? [];
    const candidates = groupsOfTier.get(tier) ?? [];
    const own = new Set([candidates[skewed(random, candidates.length)] ?? 0]);
    if (random.below(3) === 0) own.add(0); // what everybody has: administration
    if (random.below(10) === 0) own.add(candidates[random.below(candidates.length)] ?? 0);
    interfaces.push({
      subnet: zones[i % zones.length] ?? 0,
      groups: [...own],
      attached: random.uint32() / 2 ** 32 < attached,
    });
  }
  return { account, name: `vpc-${index}`, cidr: `${formatIpv4(base)}/16`, subnets, groups, interfaces };
}

const placesOf = (all: readonly { readonly tier: Tier }[], tier: Tier): readonly number[] =>
  all.flatMap((one, place) => (one.tier === tier ? [place] : []));

/** The first is administration's; then public, application and data by turns, each naming groups of the tier before it. */
export function groupsOf(random: Random, count: number): EstateGroup[] {
  const tiers = Array.from({ length: count }, (_, i): Tier => (i === 0 ? "application" : (TIERS[(i - 1) % 3] as Tier)));
  const anyOf = (tier: Tier): number => {
    const places = tiers.flatMap((one, place) => (one === tier ? [place] : []));
    return places[skewed(random, places.length)] ?? 0;
  };
  const some = (tier: Tier, most: number): number[] => [
    ...new Set(Array.from({ length: 1 + random.below(most) }, () => anyOf(tier))),
  ];
  return tiers.map((tier, i) => {
    const rules: EstateRule[] = [];
    const tcp = (port: number, peer: number | string): void => {
      rules.push({ protocol: "tcp", from: port, to: port, peer });
    };
    if (i === 0) tcp(22, "10.0.0.0/8");
    else if (tier === "public") for (const port of [443, 80]) tcp(port, "0.0.0.0/0");
    else if (tier === "application") for (const peer of some("public", 3)) tcp(8080, peer);
    else for (const peer of some("application", 4)) tcp(5432, peer);
    // Partners, offices, exceptions: few groups have many.
    const exceptions = skewed(random, 24);
    for (let n = 0; n < exceptions; n++) tcp(1024 + random.below(40_000), `${formatIpv4(random.uint32())}/32`);
    const narrow = tier === "data" && random.below(4) === 0;
    return {
      name: i === 0 ? "administration" : `${tier}-${i}`,
      tier,
      ingress: rules,
      ...(narrow ? { egress: [{ protocol: "tcp" as const, from: 443, to: 443, peer: "10.0.0.0/8" }] } : {}),
    };
  });
}

/** The first VPC is the hub; what is left over goes between others at random. */
function peeringsOf(random: Random, vpcs: number, count: number): (readonly [number, number])[] {
  const pairs = new Map<string, readonly [number, number]>();
  const most = Math.min(count, (vpcs * (vpcs - 1)) / 2);
  for (let spoke = 1; spoke < vpcs && pairs.size < most; spoke++) pairs.set(`0-${spoke}`, [0, spoke]);
  while (pairs.size < most) {
    const [a, b] = [random.below(vpcs), random.below(vpcs)];
    if (a !== b) pairs.set(`${Math.min(a, b)}-${Math.max(a, b)}`, [Math.min(a, b), Math.max(a, b)]);
  }
  return [...pairs.values()];
}
