/**
 * The networks of an organisation, as the compiler would make them, in a fabric at once: many VPCs on a transit gateway
 * where production and development see the shared VPCs and not each other, some peerings, network ACLs, NAT gateways,
 * groups that name groups. Sizes follow Zipf's law; the same parameters give the same fabric everywhere.
 */
import { prefix } from "../src/base/prefix.ts";
import { PrefixMap } from "../src/base/prefixMap.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import { type BoundaryRule, Fabric, type FilterRule, type NextHop, type Route } from "../src/fabric/fabric.ts";
import { ICMP, TCP, UDP } from "../src/fabric/protocols.ts";
import { type EstateGroup, type EstateRule, groupsOf, shares, skewed, TIERS, type Tier } from "./estate.ts";

export interface OrganisationParameters {
  readonly seed: number;
  readonly interfaces: number;
  readonly vpcs: number;
}

/** Some hundred interfaces a VPC, and no more VPCs than an address plan of /18s holds. */
export const organisation = (interfaces: number, seed = 1): OrganisationParameters => ({
  seed,
  interfaces,
  vpcs: Math.min(1000, Math.max(4, Math.round(interfaces / 100))),
});

const ALL = { protocol: -1, from: -1, to: -1 } as const;
const ANYWHERE = prefix("0.0.0.0/0");
const PRIVATE = prefix("10.0.0.0/8");
const BASE = PRIVATE.address as number;
const VPC_BITS = 14;
const PUBLIC_BASE = prefix("3.0.0.0/8").address as number;

/** Where subnets lie in their VPC's /18. */
const PLAN: readonly (readonly [Tier, zone: string, offset: number, length: number])[] = [
  ["application", "a", 0x0000, 21],
  ["application", "b", 0x0800, 21],
  ["application", "c", 0x1000, 21],
  ["public", "a", 0x1800, 22],
  ["public", "b", 0x1c00, 22],
  ["public", "c", 0x2000, 22],
  ["data", "a", 0x2400, 22],
  ["data", "b", 0x2800, 22],
  ["data", "c", 0x2c00, 22],
];
const ZONES = ["a", "b", "c"] as const;
const HUB_OFFSET = 0x3f00;
const HUB = "tgw";
const SPREAD: Readonly<Record<Tier, number>> = { application: 0.6, public: 0.2, data: 0.2 };

type Segregation = "shared" | "production" | "development";

const segregationOf = (index: number, vpcs: number): Segregation => {
  if (index < Math.max(1, Math.round(vpcs / 50))) return "shared";
  return index % 2 === 0 ? "production" : "development";
};

export function fabricOf({ seed, interfaces, vpcs }: OrganisationParameters): Fabric {
  const random = seededRandom(seed);
  const fabric = new Fabric();
  const sizes = shares(interfaces, vpcs, 0.8);
  const groupCounts = shares(vpcs * 6, vpcs, 0.5);
  // The shared VPCs are of middling size.
  const order = sizes.map((_, i) => (i * 7 + 3) % vpcs);
  for (let index = 0; index < vpcs; index++) {
    const place = order[index] ?? index;
    new Vpc(fabric, random, index).build(sizes[place] ?? 1, Math.max(4, groupCounts[place] ?? 4));
  }
  joinByHub(fabric, vpcs);
  for (let i = 0; i < Math.floor(vpcs / 10); i++) peer(fabric, random.below(vpcs), random.below(vpcs));
  return fabric;
}

const vpcId = (index: number): string => `vpc-${index}`;
const vpcPrefix = (index: number) => ({ address: BASE + index * 2 ** VPC_BITS, length: 32 - VPC_BITS });
const routerId = (index: number, tier: Tier): string => `rtb-${index}-${tier}`;

function setRouter(fabric: Fabric, id: string, routes: readonly (readonly [Route["prefix"], NextHop])[]): undefined {
  const table = new PrefixMap<Route>();
  for (const [one, next] of routes) table.set(one, { prefix: one, next, name: `${one.address}/${one.length}` });
  fabric.routers.set(id, { id, resource: id, routes: table });
}

class Vpc {
  readonly #fabric: Fabric;
  readonly #random: Random;
  readonly #index: number;
  readonly #id: string;
  readonly #base: number;
  readonly #located = new Map<number, string>();
  readonly #outward = new Map<number, number>();

  constructor(fabric: Fabric, random: Random, index: number) {
    this.#fabric = fabric;
    this.#random = random;
    this.#index = index;
    this.#id = vpcId(index);
    this.#base = vpcPrefix(index).address;
  }

  build(size: number, groupCount: number): undefined {
    const fabric = this.#fabric;
    fabric.domains.set(this.#id, { id: this.#id, prefixes: [vpcPrefix(this.#index)] });
    fabric.locations.set(this.#id, this.#located);
    fabric.outward.set(this.#id, this.#outward);
    this.#boundaries();
    this.#segments();
    const groups = groupsOf(this.#random, groupCount);
    this.#filters(groups);
    this.#hosts(size, groups);
    this.#gateways();
  }

  #boundaries(): undefined {
    const rule = (name: string, allow: boolean, more: Partial<BoundaryRule> = {}): BoundaryRule => ({
      name,
      allow,
      prefix: ANYWHERE,
      ...ALL,
      ...more,
    });
    const open = [rule("100", true), rule("*", false)];
    const id = `acl-${this.#index}`;
    this.#fabric.boundaries.set(id, { id, ingress: open, egress: open });
    if (!this.#guardsData) return;
    const tcp = { protocol: TCP, prefix: PRIVATE };
    const inside = [
      rule("100", true, { ...tcp, from: 5432, to: 5432 }),
      rule("110", true, { ...tcp, from: 1024, to: 65535 }),
      rule("120", true, { ...tcp, from: 22, to: 22 }),
      rule("*", false),
    ];
    this.#fabric.boundaries.set(`${id}-data`, { id: `${id}-data`, ingress: inside, egress: inside });
  }

  get #guardsData(): boolean {
    return this.#index % 4 === 0;
  }

  #segments(): undefined {
    const add = (name: string, zone: string, offset: number, length: number, boundary: string, tier: Tier) => {
      const id = `subnet-${this.#index}-${name}`;
      const prefixes = [{ address: this.#base + offset, length }];
      const router = routerId(this.#index, tier);
      this.#fabric.segments.set(id, { id, domain: this.#id, zone, prefixes, boundary, router });
    };
    const acl = `acl-${this.#index}`;
    for (const [tier, zone, offset, length] of PLAN) {
      const boundary = tier === "data" && this.#guardsData ? `${acl}-data` : acl;
      add(`${tier}-${zone}`, zone, offset, length, boundary, tier);
    }
    for (const [i, zone] of ZONES.entries()) add(`hub-${zone}`, zone, HUB_OFFSET + 16 * i, 28, acl, "data");
  }

  #filters(groups: readonly EstateGroup[]): undefined {
    for (const [i, group] of groups.entries()) {
      const id = this.#group(i);
      const rules = (all: readonly EstateRule[], way: string): FilterRule[] =>
        all.map(({ protocol, from, to, peer }, n) => ({
          id: `${id}-${way}-${n}`,
          protocol: protocol === "tcp" ? TCP : protocol === "udp" ? UDP : ICMP,
          from,
          to,
          peer: typeof peer === "number" ? { set: this.#group(peer) } : { prefix: prefix(peer) },
        }));
      const everything: FilterRule = { id: `${id}-out`, ...ALL, peer: { prefix: ANYWHERE } };
      this.#fabric.filters.set(id, {
        id,
        ingress: rules(group.ingress, "in"),
        egress: group.egress ? rules(group.egress, "out") : [everything],
      });
      this.#fabric.sets.set(id, { id, prefixes: [], members: new Map([[this.#id, new Set()]]) });
    }
  }

  #group(place: number): string {
    return `sg-${this.#index}-${place}`;
  }

  #hosts(size: number, groups: readonly EstateGroup[]): undefined {
    const used = PLAN.map(() => 4); // AWS keeps the first four addresses of a subnet
    for (let i = 0; i < size; i++) {
      const at = i / size;
      const tier: Tier = at < SPREAD.application ? "application" : at < 1 - SPREAD.data ? "public" : "data";
      const first = PLAN.findIndex(([one]) => one === tier);
      const subnet = first + (i % ZONES.length);
      const [, zone = "a", offset = 0] = PLAN[subnet] ?? [];
      const candidates = groups.flatMap((one, place) => (one.tier === tier ? [place] : []));
      const own = new Set([candidates[skewed(this.#random, candidates.length)] ?? 0]);
      if (this.#random.below(3) === 0) own.add(0); // what everybody has: administration
      if (this.#random.below(10) === 0) own.add(candidates[this.#random.below(candidates.length)] ?? 0);
      const place = used[subnet] ?? 4;
      used[subnet] = place + 1;
      const id = `eni-${this.#index}-${i}`;
      this.#interface(id, `subnet-${this.#index}-${tier}-${zone}`, this.#base + offset + place, {
        filters: [...own].map((one) => this.#group(one)),
        receiver: { kind: "host", id: `i-${this.#index}-${i}`, up: true, forwards: false },
      });
      if (tier === "public" && i % 2 === 0) this.#outer(this.#base + offset + place);
    }
  }

  #interface(
    id: string,
    segment: string,
    address: number,
    {
      filters,
      receiver,
    }: {
      readonly filters: readonly string[] | undefined;
      readonly receiver: Parameters<Fabric["interfaces"]["set"]>[1]["receiver"];
    },
  ): undefined {
    const sourceCheck = receiver.kind === "host";
    this.#fabric.interfaces.set(id, {
      id,
      domain: this.#id,
      segment,
      addresses: [address],
      filters,
      sourceCheck,
      receiver,
      mtu: 9001,
    });
    this.#located.set(address, id);
    for (const one of filters ?? []) this.#fabric.sets.get(one)?.members.get(this.#id)?.add(address);
  }

  #outer(inner: number): undefined {
    const outer = PUBLIC_BASE + (inner - BASE);
    this.#outward.set(inner, outer);
    this.#fabric.outer.set(outer, { domain: this.#id, address: inner });
    this.#fabric.kept.add(outer);
  }

  #gateways(): undefined {
    const { gateways, edges } = this.#fabric;
    const igw = `igw-${this.#index}`;
    gateways.set(igw, { kind: "edge", id: igw, domain: this.#id, world: "internet", arrival: undefined, mtu: 1500 });
    edges.set(this.#id, { edge: igw, egressOnly: [] });
    const nat = `nat-${this.#index}`;
    const own = this.#base + 0x1800 + 0x3f0;
    gateways.set(nat, {
      kind: "port",
      id: nat,
      interface: `eni-${nat}`,
      addresses: [own],
      capacity: 55_000,
      nat64: undefined,
      mtu: 8500,
    });
    const receiver = { kind: "gateway", id: nat } as const;
    this.#interface(`eni-${nat}`, `subnet-${this.#index}-public-a`, own, { filters: undefined, receiver });
    this.#outer(own);
    const outwards: Readonly<Record<Tier, string | undefined>> = { public: igw, application: nat, data: undefined };
    for (const tier of TIERS) {
      const beyond = outwards[tier];
      setRouter(this.#fabric, routerId(this.#index, tier), [
        [vpcPrefix(this.#index), { kind: "local" }],
        [PRIVATE, { kind: "gateway", id: HUB }],
        ...(beyond === undefined ? [] : [[ANYWHERE, { kind: "gateway", id: beyond }] as const]),
      ]);
    }
  }
}

/** Shared VPCs see everybody, and everybody else sees the shared VPCs alone. */
function joinByHub(fabric: Fabric, vpcs: number): undefined {
  const indexes = Array.from({ length: vpcs }, (_, i) => i);
  const toEnd = (i: number) => [vpcPrefix(i), { kind: "end", id: `end-${i}` }] as const;
  const shared = indexes.filter((i) => segregationOf(i, vpcs) === "shared");
  setRouter(fabric, "tgw-rtb-shared", indexes.map(toEnd));
  for (const one of ["production", "development"]) setRouter(fabric, `tgw-rtb-${one}`, shared.map(toEnd));
  for (const i of indexes)
    fabric.hubEnds.set(`end-${i}`, {
      id: `end-${i}`,
      resource: `tgw-attach-${i}`,
      router: `tgw-rtb-${segregationOf(i, vpcs)}`,
      to: {
        kind: "domain",
        domain: vpcId(i),
        ports: ZONES.map((zone) => ({ zone, segment: `subnet-${i}-hub-${zone}` })),
        symmetric: false,
        references: i % 5 === 0,
      },
    });
  const entrances = new Map(indexes.map((i) => [vpcId(i), `end-${i}`]));
  fabric.gateways.set(HUB, { kind: "hub", id: HUB, entrances, mtu: 8500 });
}

function peer(fabric: Fabric, a: number, b: number): undefined {
  const id = `pcx-${a}-${b}`;
  if (a === b || fabric.gateways.has(id) || fabric.gateways.has(`pcx-${b}-${a}`)) return;
  const end = (one: number) => ({ domain: vpcId(one), arrival: `${id}/${vpcId(one)}` });
  fabric.gateways.set(id, { kind: "tunnel", id, ends: [end(a), end(b)], mtu: 8500 });
  for (const [here, there] of [
    [a, b],
    [b, a],
  ] as const) {
    setRouter(fabric, `${id}/${vpcId(here)}`, [[vpcPrefix(here), { kind: "local" }]]);
    for (const tier of ["application", "data"] as const) {
      const prefixOfPeer = vpcPrefix(there);
      fabric.routers
        .get(routerId(here, tier))
        ?.routes.set(prefixOfPeer, { prefix: prefixOfPeer, next: { kind: "gateway", id }, name: id });
    }
  }
}
