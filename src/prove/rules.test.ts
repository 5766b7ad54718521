/** What filters admit, against the rules one by one: in their order, the first that allows a flow says whether it is tracked. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Address, parseAddress } from "../base/address.ts";
import { prefix } from "../base/prefix.ts";
import { PrefixMap } from "../base/prefixMap.ts";
import { Fabric, type FilterRule } from "../fabric/fabric.ts";
import { ICMP, TCP, UDP } from "../fabric/protocols.ts";
import { EMPTY, type Node } from "./bdd.ts";
import { type Header, type ProtocolClass, reversed, sentHeader } from "./header.ts";
import { Reading } from "./reading.ts";
import { type Admission, admitted, allowedByRule, type Crossing } from "./rules.ts";
import { Space } from "./space.ts";

const numRuns = Number(process.env["UNDERLAY_RUNS"] ?? 200);

/** Prefixes within each other, beside each other, of everything and of one address. */
const peers: fc.Arbitrary<FilterRule["peer"]> = fc.oneof(
  fc
    .constantFrom(
      ...["0.0.0.0/0", "0.0.0.0/0", "::/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.1.0/24", "10.0.1.7/32", "11.0.0.0/8"],
      ...["128.0.0.0/1", "fd00::/8", "fd00::1/128"],
    )
    .map((text) => ({ prefix: prefix(text) })),
  fc.constantFrom("members", "list", "ranges", "nobody").map((set) => ({ set })),
);
const matches = fc.oneof(
  fc.constant({ protocol: -1, from: -1, to: -1 }),
  fc.constant({ protocol: ICMP, from: 8, to: -1 }),
  fc.constant({ protocol: 47, from: -1, to: -1 }),
  fc
    .tuple(fc.constantFrom(TCP, UDP), fc.constantFrom(0, 22, 443), fc.constantFrom(22, 443, 65535))
    .map(([protocol, from, to]) => ({ protocol, from, to })),
);
const rules = fc.array(
  fc.tuple(matches, peers).map(([match, peer]): FilterRule => ({ id: "rule", ...match, peer })),
  { maxLength: 12 },
);

const someFilters = fc.array(fc.record({ id: fc.constant("filter"), ingress: rules, egress: rules }), {
  minLength: 1,
  maxLength: 3,
});

const address = (text: string): Address => parseAddress(text) as Address;

/** Members of two domains, prefixes, and ranges of one domain; one set is named that does not exist. */
function fabricOfSets(): Fabric {
  const fabric = new Fabric();
  const members = new Map([
    ["one", new Set([address("10.0.1.7"), address("fd00::1")])],
    ["other", new Set([address("10.0.2.1")])],
  ]);
  fabric.sets.set("members", { id: "members", prefixes: [], members });
  const listed = ["10.0.1.0/25", "12.0.0.0/8", "fd00::/64"].map(prefix);
  fabric.sets.set("list", { id: "list", prefixes: listed, members: new Map() });
  const range = new PrefixMap<true>();
  range.set(prefix("10.0.1.0/28"), true);
  fabric.sets.set("ranges", { id: "ranges", prefixes: [], members, ranges: new Map([["one", range]]) });
  return fabric;
}

const isOfAnywhere = ({ peer }: FilterRule, family: 4 | 6): boolean =>
  peer.prefix?.length === 0 && (typeof peer.prefix.address === "number" ? 4 : 6) === family;

/** Rule by rule, as AWS's user guide has it. */
function oneByOne(space: Space, reading: Reading, crossing: Crossing, family: 4 | 6): Admission {
  const { bdd } = space;
  const { filters, way, header } = crossing;
  const back = filters.flatMap((filter) => filter[way === "ingress" ? "egress" : "ingress"]);
  const returns = (protocol: number): boolean =>
    back.some(
      (rule) =>
        isOfAnywhere(rule, family) &&
        (rule.protocol === -1 || (rule.protocol === protocol && rule.from === 0 && rule.to === 65535)),
    );
  let returning: Node = EMPTY;
  for (const protocol of [TCP, UDP])
    if (returns(protocol) && typeof header.protocol === "object")
      returning = bdd.or(returning, space.range(header.protocol, protocol, protocol));
  let tracked: Node = EMPTY;
  let untracked: Node = EMPTY;
  for (const rule of filters.flatMap((filter) => filter[way])) {
    const fresh = bdd.diff(allowedByRule(space, reading, rule, crossing), bdd.or(tracked, untracked));
    const free = isOfAnywhere(rule, family) ? bdd.and(fresh, returning) : EMPTY;
    untracked = bdd.or(untracked, free);
    tracked = bdd.or(tracked, bdd.diff(fresh, free));
  }
  return { tracked, untracked };
}

const headers: fc.Arbitrary<readonly [4 | 6, Header]> = fc
  .tuple(
    fc.constantFrom<4 | 6>(4, 6),
    fc.constantFrom<ProtocolClass>("other", ICMP),
    fc.constantFrom("open", "10.0.1.7", "10.0.2.1", "9.9.9.9"),
    fc.boolean(),
  )
  .map(([family, kind, known, isAnswer]) => {
    const open = sentHeader(family, kind);
    const src = known === "open" ? open.src : family === 4 ? address(known) : address("fd00::1");
    return [family, isAnswer ? reversed({ ...open, src }) : { ...open, src }];
  });

test("all rules at once admit what they admit one by one", () => {
  const fabric = fabricOfSets();
  let untrackedOnes = 0;
  fc.assert(
    fc.property(
      someFilters,
      headers,
      fc.constantFrom("ingress" as const, "egress" as const),
      fc.constantFrom("one", "other", undefined),
      (filters, [family, header], way, domain) => {
        const space = new Space();
        const reading = new Reading(fabric);
        const crossing = { filters, way, header, domain };
        const all = admitted(space, reading, crossing);
        expect(all).toEqual(oneByOne(space, reading, crossing, family));
        if (all.untracked !== EMPTY && all.tracked !== EMPTY) untrackedOnes++;
      },
    ),
    { numRuns },
  );
  expect(untrackedOnes).toBeGreaterThan(0);
});
