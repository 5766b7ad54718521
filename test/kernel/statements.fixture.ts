/** A network for every statement of AWS's, with what must come of the questions to it. */

import type { StatementId } from "./awsStatements.ts";
import type { Blueprint, PortMatch, Step } from "./blueprint.ts";

export type Outcome = "works" | "arrives" | "lost";

export interface Ask {
  readonly from: string;
  /** A host's label (its private address), `public` and a label, or an address. */
  readonly to: string;
  readonly protocol?: "tcp" | "udp" | "icmp";
  readonly port?: number;
  readonly sourcePort?: number;
  readonly comes: Outcome;
}

export interface StatementCase {
  readonly statement: StatementId;
  readonly network: Blueprint;
  readonly asks: readonly Ask[];
}

const all: PortMatch = { protocol: -1, from: -1, to: -1 };
const tcp = (from: number, to = from): PortMatch => ({ protocol: 6, from, to });
const ANYWHERE = "0.0.0.0/0";
const WORLD_HOST = "203.0.113.9";

const rule = (group: string, match: PortMatch, peer: string, egress = false): Step => ({
  make: "rule",
  group,
  egress,
  match,
  peer,
});
const entry = (number: number, allow: boolean, match: PortMatch, egress: boolean, cidr = ANYWHERE): Step => ({
  make: "entry",
  acl: "acl",
  egress,
  number,
  allow,
  match,
  cidr,
});
const host = (label: string, subnet: string, groups: readonly string[], more: object = {}): Step => ({
  make: "host",
  label,
  subnet,
  groups,
  publicAddress: false,
  check: true,
  ...more,
});
const route = (table: string, to: string, target: string): Step => ({ make: "route", table, to, target });
const table = (label: string, vpc: string, ...places: string[]): Step => ({ make: "table", label, vpc, for: places });
/** A group that lets everything in and out. */
const open = (vpc: string): Step[] => [
  { make: "group", label: `${vpc}-open`, vpc, closed: false },
  rule(`${vpc}-open`, all, ANYWHERE),
];

/** 10.0.0.0/16: `a` 10.0.1.0/24 with h0 and h1, `b` 10.0.2.0/24 with h2; everything open. */
const pair: Blueprint = [
  { make: "vpc", label: "v", cidr: "10.0.0.0/16" },
  { make: "subnet", label: "a", vpc: "v", cidr: "10.0.1.0/24" },
  { make: "subnet", label: "b", vpc: "v", cidr: "10.0.2.0/24" },
  ...open("v"),
  host("h0", "a", ["v-open"]),
  host("h1", "a", ["v-open"]),
  host("h2", "b", ["v-open"]),
];

/** As `pair`, on the Internet by subnet `p` 10.0.3.0/24, where `box` has a public address. */
const online = (check: boolean): Blueprint => [
  ...pair,
  { make: "igw", label: "igw", vpc: "v" },
  { make: "subnet", label: "p", vpc: "v", cidr: "10.0.3.0/24" },
  table("public", "v", "p"),
  route("public", ANYWHERE, "igw"),
  host("box", "p", ["v-open"], { publicAddress: true, check }),
];

const natted: Blueprint = [
  ...online(true),
  { make: "nat", label: "nat", subnet: "p", publicly: true },
  table("inner", "v", "a", "b"),
  route("inner", ANYWHERE, "nat"),
];

/** Three VPCs in a row, each with one host and every route that one would wish for. */
const chain: Blueprint = [
  ...["x", "y", "z"].flatMap((vpc, i): Step[] => [
    { make: "vpc", label: vpc, cidr: `10.${i}.0.0/16` },
    { make: "subnet", label: `${vpc}s`, vpc, cidr: `10.${i}.1.0/24` },
    ...open(vpc),
    host(`h-${vpc}`, `${vpc}s`, [`${vpc}-open`]),
    table(`${vpc}t`, vpc, `${vpc}s`),
  ]),
  { make: "peering", label: "xy", between: ["x", "y"], accepted: true },
  { make: "peering", label: "yz", between: ["y", "z"], accepted: true },
  { make: "igw", label: "igw", vpc: "y" },
  route("xt", ANYWHERE, "xy"),
  route("yt", "10.0.0.0/16", "xy"),
  route("yt", "10.2.0.0/16", "yz"),
  route("yt", ANYWHERE, "igw"),
  route("zt", ANYWHERE, "yz"),
];

/** Three VPCs on a transit gateway, each with its hosts in one subnet and the attachment in another. */
const star: Blueprint = [
  { make: "tgw", label: "tgw" },
  ...["x", "y", "z"].flatMap((vpc, i): Step[] => [
    { make: "vpc", label: vpc, cidr: `10.${i}.0.0/16` },
    { make: "subnet", label: `${vpc}s`, vpc, cidr: `10.${i}.1.0/24` },
    { make: "subnet", label: `${vpc}a`, vpc, cidr: `10.${i}.2.0/24` },
    { make: "attachment", label: `${vpc}-att`, tgw: "tgw", vpc, subnet: `${vpc}a` },
    ...open(vpc),
    host(`h-${vpc}`, `${vpc}s`, [`${vpc}-open`]),
    table(`${vpc}t`, vpc, "main"),
    route(`${vpc}t`, "10.0.0.0/8", "tgw"),
  ]),
];

const acl: Step = { make: "acl", label: "acl", vpc: "v", subnets: ["a"] };

export const cases: readonly StatementCase[] = [
  {
    statement: "intra-subnet",
    network: [...pair, acl],
    asks: [
      { from: "h0", to: "h1", comes: "works" },
      { from: "h0", to: "h2", comes: "lost" },
      { from: "h2", to: "h0", comes: "lost" },
    ],
  },
  {
    statement: "acl-order",
    network: [
      ...pair,
      acl,
      entry(100, true, tcp(443), false),
      entry(110, false, all, false),
      entry(90, false, tcp(22), false),
      entry(120, true, all, false),
      entry(100, true, all, true),
    ],
    asks: [
      { from: "h2", to: "h0", port: 443, comes: "works" },
      { from: "h2", to: "h0", port: 22, comes: "lost" },
      { from: "h2", to: "h0", port: 80, comes: "lost" },
    ],
  },
  {
    statement: "acl-stateless",
    network: [...pair, acl, entry(100, true, tcp(443), false), entry(100, true, tcp(32768, 60999), true)],
    asks: [
      { from: "h2", to: "h0", port: 443, sourcePort: 50_000, comes: "works" },
      { from: "h2", to: "h0", port: 443, sourcePort: 61_000, comes: "arrives" },
    ],
  },
  {
    statement: "stateful",
    network: [
      ...pair,
      { make: "group", label: "in", vpc: "v", closed: true },
      rule("in", tcp(443), ANYWHERE),
      { make: "group", label: "out", vpc: "v", closed: false },
      host("server", "b", ["in"]),
      host("client", "b", ["out"]),
    ],
    asks: [
      { from: "h0", to: "server", port: 443, comes: "works" },
      { from: "server", to: "h0", port: 443, comes: "lost" },
      { from: "client", to: "server", port: 443, comes: "works" },
      { from: "client", to: "h0", protocol: "icmp", comes: "works" },
      { from: "h0", to: "client", protocol: "icmp", comes: "lost" },
    ],
  },
  {
    statement: "answers-only",
    network: [
      ...pair,
      { make: "group", label: "no-way-out", vpc: "v", closed: true },
      rule("no-way-out", all, ANYWHERE),
      host("box", "b", ["no-way-out"], { check: false }),
      table("t", "v", "a"),
      route("t", "10.0.2.0/24", "box"),
    ],
    asks: [
      { from: "h0", to: "box", comes: "works" },
      { from: "h0", to: "h2", comes: "lost" },
    ],
  },
  {
    statement: "untracked",
    network: pair,
    asks: (["tcp", "udp", "icmp"] as const).map((protocol) => ({ from: "h0", to: "h2", protocol, comes: "works" })),
  },
  {
    statement: "group-reference",
    network: [
      ...online(true),
      { make: "group", label: "friends", vpc: "v", closed: false },
      { make: "group", label: "trusting", vpc: "v", closed: false },
      rule("trusting", all, "friends"),
      host("friend", "p", ["friends"], { publicAddress: true }),
      host("server", "p", ["trusting"], { publicAddress: true }),
    ],
    asks: [
      { from: "friend", to: "server", comes: "works" },
      { from: "friend", to: "public server", comes: "lost" },
      { from: "friend", to: "public box", comes: "works" },
      { from: "h0", to: "server", comes: "lost" },
    ],
  },
  {
    statement: "middlebox-reference",
    network: [
      ...pair,
      { make: "group", label: "peers", vpc: "v", closed: false },
      rule("peers", all, "peers"),
      host("one", "a", ["peers"]),
      host("other", "b", ["peers"]),
      { make: "subnet", label: "c", vpc: "v", cidr: "10.0.3.0/24" },
      host("box", "c", ["v-open"], { check: false }),
      table("t", "v", "a"),
      route("t", "10.0.2.0/24", "box"),
    ],
    asks: [
      { from: "one", to: "other", comes: "lost" },
      { from: "other", to: "one", comes: "works" },
      { from: "one", to: "h2", comes: "works" },
    ],
  },
  {
    statement: "source-check",
    network: [...online(true), table("t", "v", "a"), route("t", ANYWHERE, "box")],
    asks: [
      { from: "h0", to: WORLD_HOST, comes: "lost" },
      { from: "box", to: WORLD_HOST, comes: "works" },
    ],
  },
  {
    statement: "nat-instance",
    network: [...online(false), table("t", "v", "a"), route("t", ANYWHERE, "box")],
    asks: [
      { from: "h0", to: WORLD_HOST, comes: "works" },
      { from: "h0", to: WORLD_HOST, protocol: "icmp", comes: "works" },
      { from: "h0", to: WORLD_HOST, protocol: "udp", sourcePort: 700, comes: "works" },
    ],
  },
  {
    statement: "stopped",
    network: [...pair, { make: "end", what: "h1", how: "stop" }],
    asks: [
      { from: "h0", to: "h1", comes: "lost" },
      { from: "h1", to: "h0", comes: "lost" },
    ],
  },
  {
    statement: "reserved-addresses",
    network: pair,
    asks: ["10.0.1.0", "10.0.1.1", "10.0.2.1", "10.0.1.2", "10.0.2.3", "10.0.2.255"].map((to) => ({
      from: "h0",
      to,
      protocol: "icmp",
      comes: "lost",
    })),
  },
  {
    statement: "main-table",
    network: [
      ...online(true),
      { make: "subnet", label: "q", vpc: "v", cidr: "10.0.4.0/24" },
      table("m", "v", "main"),
      route("m", ANYWHERE, "igw"),
      table("own", "v", "a"),
      host("by-main", "q", ["v-open"], { publicAddress: true }),
      { make: "elastic", label: "e", host: "h0" },
    ],
    asks: [
      { from: "by-main", to: WORLD_HOST, comes: "works" },
      { from: "h0", to: WORLD_HOST, comes: "lost" },
    ],
  },
  {
    statement: "longest-prefix",
    network: [
      ...online(true),
      host("sink", "p", ["v-open"]),
      route("public", "203.0.113.128/25", "sink"),
      table("t", "v", "a"),
      route("t", "10.0.2.0/24", "sink"),
    ],
    asks: [
      { from: "box", to: WORLD_HOST, comes: "works" },
      { from: "box", to: "203.0.113.200", comes: "lost" },
      { from: "h0", to: "h2", comes: "lost" },
      { from: "h0", to: "box", comes: "works" },
      { from: "h2", to: "h0", comes: "arrives" },
    ],
  },
  {
    statement: "static-before-list",
    network: [
      ...online(true),
      host("sink", "p", ["v-open"]),
      { make: "list", label: "list", cidrs: ["203.0.113.0/24", "198.51.100.0/24"] },
      route("public", "list", "sink"),
      route("public", "203.0.113.0/24", "igw"),
    ],
    asks: [
      { from: "box", to: WORLD_HOST, comes: "works" },
      { from: "box", to: "198.51.100.7", comes: "lost" },
    ],
  },
  {
    statement: "blackhole",
    network: [...natted, { make: "end", what: "nat", how: "delete" }],
    asks: [
      { from: "h0", to: WORLD_HOST, comes: "lost" },
      { from: "box", to: WORLD_HOST, comes: "works" },
    ],
  },
  {
    statement: "gateway-table",
    network: [
      ...online(false),
      { make: "elastic", label: "e", host: "h0" },
      table("edge", "v", "igw"),
      route("edge", "10.0.1.0/24", "box"),
      table("back", "v", "a"),
      route("back", ANYWHERE, "box"),
    ],
    asks: [
      { from: "internet", to: "public h0", comes: "works" },
      { from: "internet", to: "public box", comes: "works" },
    ],
  },
  {
    statement: "igw-public-addresses-only",
    network: [...online(true), host("bare", "p", ["v-open"])],
    asks: [
      { from: "box", to: WORLD_HOST, comes: "works" },
      { from: "internet", to: "public box", comes: "works" },
      { from: "bare", to: WORLD_HOST, comes: "lost" },
      { from: "internet", to: "box", comes: "lost" },
    ],
  },
  {
    statement: "elastic-ip",
    network: [
      ...online(true),
      { make: "elastic", label: "e", host: "box" },
      { make: "elastic", label: "idle", host: undefined },
    ],
    asks: [
      { from: "internet", to: "public e", comes: "works" },
      { from: "internet", to: "public idle", comes: "lost" },
      { from: "box", to: "public idle", protocol: "icmp", comes: "lost" },
    ],
  },
  {
    statement: "nat-needs-route",
    network: [...natted, { make: "unroute", table: "public", to: ANYWHERE }],
    asks: [{ from: "h0", to: WORLD_HOST, comes: "lost" }],
  },
  {
    statement: "nat-refuses-unsolicited",
    network: natted,
    asks: [
      { from: "h0", to: WORLD_HOST, comes: "works" },
      { from: "internet", to: "public nat", comes: "lost" },
      { from: "h0", to: "nat", comes: "lost" },
      { from: "h0", to: "nat", protocol: "icmp", comes: "lost" },
    ],
  },
  {
    statement: "nat-ports",
    network: [
      ...natted,
      { make: "acl", label: "acl", vpc: "v", subnets: ["p"] },
      entry(100, true, all, true),
      entry(100, true, tcp(1024, 65535), false),
      entry(110, true, tcp(443), false),
    ],
    asks: [
      { from: "h0", to: WORLD_HOST, port: 443, sourcePort: 700, comes: "works" },
      { from: "box", to: WORLD_HOST, port: 443, sourcePort: 700, comes: "arrives" },
    ],
  },
  {
    statement: "peering-both-sides",
    network: [...chain, { make: "unroute", table: "yt", to: "10.0.0.0/16" }],
    asks: [
      { from: "h-x", to: "h-y", comes: "arrives" },
      { from: "h-y", to: "h-x", comes: "lost" },
    ],
  },
  {
    statement: "transit-table",
    network: [
      ...star,
      { make: "tgw-route", tgw: "tgw", to: "10.2.1.0/24", attachment: undefined },
      { make: "end", what: "y-att", how: "delete" },
      { make: "attachment", label: "y-again", tgw: "tgw", vpc: "y", subnet: "ys" },
    ],
    asks: [
      { from: "h-x", to: "h-y", comes: "works" },
      { from: "h-x", to: "h-z", comes: "lost" },
      { from: "h-x", to: "10.7.0.1", comes: "lost" },
    ],
  },
  {
    statement: "transit-acl",
    network: [
      ...star,
      { make: "acl", label: "acl", vpc: "y", subnets: ["ya"] },
      entry(100, true, all, false),
      entry(100, true, tcp(443), true),
      entry(110, true, tcp(40_000, 41_000), true),
      host("in-it", "ya", ["y-open"]),
    ],
    asks: [
      { from: "h-x", to: "h-y", port: 443, comes: "works" },
      { from: "h-x", to: "h-y", port: 80, comes: "lost" },
      { from: "h-x", to: "in-it", port: 80, comes: "works" },
    ],
  },
  {
    statement: "transit-reference",
    network: [
      ...star,
      { make: "peering", label: "xy", between: ["x", "y"], accepted: true },
      { make: "group", label: "trusting", vpc: "y", closed: false },
      rule("trusting", all, "x-open"),
      host("server", "ys", ["trusting"]),
    ],
    asks: [
      { from: "h-x", to: "server", comes: "lost" },
      { from: "h-x", to: "h-y", comes: "works" },
    ],
  },
  {
    statement: "peering-not-transitive",
    network: [...chain, { make: "elastic", label: "e", host: "h-y" }],
    asks: [
      { from: "h-x", to: "h-y", comes: "works" },
      { from: "h-x", to: "h-z", comes: "lost" },
      { from: "h-x", to: WORLD_HOST, comes: "lost" },
      { from: "h-y", to: WORLD_HOST, comes: "works" },
    ],
  },
];
