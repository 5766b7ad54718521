/** Small random networks with every element of the language, crowded so that flows meet many of them. For tests alone. */
import { type Address, parseAddress } from "../base/address.ts";
import { prefix } from "../base/prefix.ts";
import { PrefixMap } from "../base/prefixMap.ts";
import { type BoundaryRule, Fabric, type FilterRule, type Match, type NextHop, type Route } from "../fabric/fabric.ts";
import { reverse } from "../fabric/flow.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import type { Origin } from "./walk.ts";

export interface Dice {
  /** 0 … below − 1 */
  number(below: number): number;
  pick<T>(from: readonly T[]): T;
  chance(percent: number): boolean;
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const number = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  return {
    number,
    pick: (from) => from[number(from.length)] as never,
    chance: (percent) => number(100) < percent,
  };
}

export const at = (text: string): Address => parseAddress(text) as Address;

const PORTS = [22, 53, 80, 443, 1024, 5432, 40000, 49152, 65535];
const PROTOCOLS = [6, 6, 6, 17, 17, 1, 58, 47];
const PREFIXES4 = [
  "0.0.0.0/0",
  "0.0.0.0/0",
  "10.0.0.0/24",
  "10.0.0.0/28",
  "10.0.0.16/28",
  "10.1.0.0/24",
  "10.0.0.4/32",
  "203.0.113.0/24",
  "198.51.100.7/32",
];
const PREFIXES6 = ["::/0", "::/0", "2600:1f00::/56", "2600:1f00:0:1::/64", "2600:1f00::4/128"];
const WORLD = [
  "198.51.100.7",
  "203.0.113.1",
  "203.0.113.2",
  "203.0.113.9",
  "1.1.1.1",
  "2001:db8:1::7",
  "2600::9",
  "2600:1f00:0:0:8::5",
  "2600:1f00:0:1:8::9",
  "10.9.9.9",
  "64:ff9b::101:101",
].map(at);

const DOMAINS = ["vpc-a", "vpc-b", "vpc-c"];
/** The third has the first one's address plan. */
const PLANS = [0, 1, 0];
const segmentPrefixes = (domain: number, i: number) =>
  [`10.${PLANS[domain]}.0.${i * 16}/28`, `2600:1f0${domain}:0:${i}::/64`].map(prefix);

function randomMatch(dice: Dice): Match {
  if (dice.chance(40)) return { protocol: -1, from: -1, to: -1 };
  const protocol = dice.pick(PROTOCOLS);
  if (protocol === 1 || protocol === 58)
    return dice.chance(50)
      ? { protocol, from: -1, to: -1 }
      : { protocol, from: dice.pick([0, 8, 3, 128, 129]), to: dice.pick([-1, 0]) };
  const from = dice.chance(30) ? 0 : dice.pick(PORTS);
  return { protocol, from, to: dice.chance(50) ? 65535 : from };
}

const randomPrefix = (dice: Dice) => prefix(dice.pick(dice.chance(70) ? PREFIXES4 : PREFIXES6));

const filterRule = (dice: Dice, id: string): FilterRule => ({
  id,
  ...randomMatch(dice),
  peer: dice.chance(30) ? { set: dice.pick(["set-0", "set-1", "set-gone"]) } : { prefix: randomPrefix(dice) },
});

const boundaryRule = (dice: Dice, name: string): BoundaryRule => ({
  name,
  ...randomMatch(dice),
  allow: dice.chance(75),
  prefix: randomPrefix(dice),
});

const some = <T>(dice: Dice, most: number, make: (i: number) => T): T[] =>
  Array.from({ length: dice.number(most + 1) }, (_, i) => make(i));

function router(
  dice: Dice,
  fabric: Fabric,
  id: string,
  hops: readonly NextHop[],
  sure: readonly (readonly [string, NextHop])[],
) {
  const routes = new PrefixMap<Route>();
  const add = (name: string, next: NextHop): void => routes.set(prefix(name), { prefix: prefix(name), next, name });
  for (const text of [
    "0.0.0.0/0",
    "::/0",
    ...some(dice, 4, () => dice.pick([...PREFIXES4, ...PREFIXES6, "10.1.0.0/24", "10.1.0.0/16"])),
  ])
    if (dice.chance(85)) add(text, dice.pick(hops));
  for (const [name, next] of sure) add(name, next);
  fabric.routers.set(id, { id, resource: id, routes });
}

/** A network of three domains, as these dice fall. */
export function randomFabric(dice: Dice): Fabric {
  const fabric = new Fabric();
  for (let i = 0; i < 4; i++) {
    const id = `sg-${i}`;
    fabric.filters.set(id, {
      id,
      ingress: some(dice, 3, (n) => filterRule(dice, `${id}-in-${n}`)),
      egress: dice.chance(60)
        ? [
            {
              id: `${id}-out`,
              protocol: -1,
              from: -1,
              to: -1,
              peer: { prefix: prefix(dice.chance(80) ? "0.0.0.0/0" : "::/0") },
            },
          ]
        : some(dice, 3, (n) => filterRule(dice, `${id}-out-${n}`)),
    });
  }
  for (let i = 0; i < 3; i++) {
    const id = `acl-${i}`;
    const open: BoundaryRule = {
      name: "100",
      protocol: -1,
      from: -1,
      to: -1,
      allow: true,
      prefix: prefix("0.0.0.0/0"),
    };
    const list = (): BoundaryRule[] => [
      ...some(dice, 3, (n) => boundaryRule(dice, String(n))),
      ...(dice.chance(80) ? [open, { ...open, name: "101", prefix: prefix("::/0") }] : []),
    ];
    fabric.boundaries.set(id, { id, ingress: list(), egress: list() });
  }
  for (const id of ["set-0", "set-1"])
    fabric.sets.set(id, { id, prefixes: some(dice, 1, () => randomPrefix(dice)), members: new Map() });

  DOMAINS.forEach((domain, d) => {
    fabric.domains.set(domain, { id: domain, prefixes: [`10.${PLANS[d]}.0.0/24`, `2600:1f0${d}::/56`].map(prefix) });
    const located = new Map<Address, string>();
    const outward = new Map<Address, Address>();
    fabric.locations.set(domain, located);
    fabric.outward.set(domain, outward);
    const ids: string[] = [];
    for (let s = 0; s < 2; s++) {
      const segment = `subnet-${d}${s}`;
      const prefixes = segmentPrefixes(d, s);
      fabric.segments.set(segment, {
        id: segment,
        domain,
        zone: dice.pick(["a", "b"]),
        prefixes,
        boundary: dice.pick(["acl-0", "acl-1", "acl-2"]),
        router: dice.pick([`rtb-${d}0`, `rtb-${d}1`]),
        ...(dice.chance(10) ? { seclusion: { allows: dice.pick(["nothing", "gateways"] as const), rule: "bpa" } } : {}),
      });
      for (let i = 0; i < 3; i++) {
        const id = `eni-${d}${s}${i}`;
        const isGateway = i === 2 && s === 0;
        const addresses: Address[] = [at(`10.${PLANS[d]}.0.${s * 16 + 4 + i}`)];
        if (dice.chance(30)) addresses.push(at(`10.${PLANS[d]}.0.${s * 16 + 8 + i}`));
        if (dice.chance(60)) addresses.push(at(`2600:1f0${d}:0:${s}::${4 + i}`));
        for (const one of addresses) located.set(one, id);
        const range = prefix(`2600:1f0${d}:0:${s}:8::/80`);
        const hasRange = i === 1 && dice.chance(40);
        if (hasRange) fabric.ranges.set(domain, fabric.ranges.get(domain) ?? new PrefixMap<string>());
        if (hasRange) fabric.ranges.get(domain)?.set(range, id);
        if (dice.chance(50) || isGateway) {
          const outer = at(`203.0.113.${d * 32 + s * 8 + i + 16}`);
          outward.set(addresses[0] as Address, outer);
          fabric.outer.set(outer, { domain, address: addresses[0] as Address });
          fabric.kept.add(outer);
        }
        const receiver = isGateway
          ? ({ kind: "gateway", id: `nat-${d}` } as const)
          : ({
              kind: "host",
              id: dice.chance(90) ? `i-${d}${s}${i}` : undefined,
              up: dice.chance(90),
              forwards: dice.chance(25),
            } as const);
        fabric.interfaces.set(id, {
          id,
          domain,
          segment,
          addresses,
          ...(hasRange ? { ranges: [range] } : {}),
          filters: isGateway
            ? undefined
            : [dice.pick(["sg-0", "sg-1"]), ...(dice.chance(40) ? [dice.pick(["sg-2", "sg-3", "sg-gone"])] : [])],
          sourceCheck: isGateway ? false : dice.chance(70),
          receiver,
          mtu: 9001,
        });
        ids.push(id);
        const set = fabric.sets.get(dice.pick(["set-0", "set-1"]));
        if (set && dice.chance(60))
          set.members.set(domain, new Set([...(set.members.get(domain) ?? []), ...addresses]));
      }
    }
    fabric.gateways.set(`igw-${d}`, {
      kind: "edge",
      id: `igw-${d}`,
      domain,
      world: "internet",
      arrival: dice.chance(40) ? `rtb-${d}1` : undefined,
      mtu: 1500,
    });
    fabric.gateways.set(`eigw-${d}`, { kind: "egress-only", id: `eigw-${d}`, domain, world: "internet", mtu: 1500 });
    fabric.gateways.set(`vpce-${d}`, {
      kind: "service",
      id: `vpce-${d}`,
      domain,
      service: "S3",
      conditions: [],
      mtu: 1500,
    });
    fabric.gateways.set(`nat-${d}`, {
      kind: "port",
      id: `nat-${d}`,
      interface: `eni-${d}02`,
      addresses: dice.chance(90) ? [at(`10.${PLANS[d]}.0.6`) as number] : [],
      capacity: 55_000,
      nat64: dice.chance(60) ? prefix("64:ff9b::/96") : undefined,
      mtu: 1500,
    });
    fabric.edges.set(domain, {
      edge: dice.chance(85) ? `igw-${d}` : undefined,
      egressOnly: dice.chance(60) ? [`eigw-${d}`] : [],
    });
    if (dice.chance(80)) fabric.routedIn.set(prefix(`2600:1f0${d}::/56`), domain);
    const hops: NextHop[] = [
      { kind: "gateway", id: `igw-${d}` },
      { kind: "gateway", id: `igw-${d}` },
      { kind: "gateway", id: `nat-${d}` },
      { kind: "gateway", id: `nat-${d}` },
      { kind: "gateway", id: `eigw-${d}` },
      { kind: "gateway", id: `vpce-${d}` },
      { kind: "gateway", id: "pcx" },
      { kind: "gateway", id: "tgw-0" },
      { kind: "gateway", id: "tgw-0" },
      { kind: "gateway", id: "gone" },
      { kind: "interface", id: dice.pick(ids) },
      { kind: "interface", id: dice.pick(ids) },
      { kind: "discard", why: "a test" },
    ];
    for (const i of [0, 1])
      router(dice, fabric, `rtb-${d}${i}`, hops, [
        [`10.${PLANS[d]}.0.0/24`, dice.chance(90) ? { kind: "local" } : dice.pick(hops)],
        [`2600:1f0${d}::/56`, { kind: "local" }],
      ]);
    router(dice, fabric, `arrival-${d}`, [{ kind: "local" }], []);
  });
  fabric.kept.add(at("203.0.113.9"));
  fabric.gateways.set("pcx", {
    kind: "tunnel",
    id: "pcx",
    ends: [
      { domain: "vpc-a", arrival: "arrival-0" },
      { domain: "vpc-b", arrival: "arrival-1" },
    ],
    mtu: 8500,
  });
  DOMAINS.forEach((domain, d) => {
    const ends: NextHop[] = [0, 1, 2].map((one) => ({ kind: "end", id: `end-${one}` }));
    router(
      dice,
      fabric,
      `tgw-rtb-${d}`,
      [...ends, { kind: "end", id: "end-gone" }, { kind: "discard", why: "a test" }],
      [["10.1.0.0/24", { kind: "end", id: "end-1" }]],
    );
    const ports = [0, 1]
      .map((s) => fabric.segments.get(`subnet-${d}${s}`))
      .map((one) => ({ zone: one?.zone ?? "a", segment: one?.id ?? "" }));
    fabric.hubEnds.set(`end-${d}`, {
      id: `end-${d}`,
      resource: `tgw-attach-${d}`,
      router: dice.chance(90) ? `tgw-rtb-${d}` : undefined,
      to: dice.chance(90)
        ? {
            kind: "domain",
            domain,
            ports: dice.chance(80) ? ports : ports.slice(1),
            symmetric: dice.chance(40),
            references: dice.chance(50),
          }
        : { kind: "end", end: `end-${(d + 1) % 3}` },
    });
  });
  fabric.gateways.set("tgw-0", {
    kind: "hub",
    id: "tgw-0",
    entrances: new Map(DOMAINS.map((domain, d) => [domain, `end-${d}`])),
    mtu: 8500,
  });
  return fabric;
}

/** A flow that somebody might send there, and who. Now and then a source that is not the sender's own. */
export function randomFlow(dice: Dice, fabric: Fabric): { readonly origin: Origin; readonly flow: Flow } {
  const interfaces = [...fabric.interfaces.values()];
  const from = dice.pick(interfaces);
  const fromWorld = dice.chance(25);
  const everybody = interfaces.flatMap(({ addresses }) => addresses);
  const outside = [...fabric.outer.keys(), ...WORLD, ...WORLD];
  const src = fromWorld ? dice.pick(WORLD) : dice.chance(90) ? dice.pick(from.addresses) : dice.pick(everybody);
  const pool = (dice.chance(60) ? everybody : outside).filter((one) => typeof one === typeof src && one !== src);
  const dst = pool.length > 0 ? dice.pick(pool) : src;
  const drawn = dice.pick(PROTOCOLS);
  const icmp = drawn === 1 || drawn === 58;
  const protocol = icmp ? (typeof src === "number" ? 1 : 58) : drawn;
  const ported = protocol === 6 || protocol === 17;
  const flow: Flow = {
    protocol,
    src,
    dst,
    srcPort: icmp ? dice.pick([0, 8, 3, 128, 129]) : ported ? dice.pick(PORTS) : 0,
    dstPort: icmp ? dice.pick([0, 1]) : ported ? dice.pick(PORTS) : 0,
  };
  const origin: Origin = fromWorld ? { world: "internet" } : { interface: from.id };
  return { origin, flow: dice.chance(5) ? reverse(flow) : flow };
}
