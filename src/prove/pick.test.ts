/** A flow of a set: always a member, and one that a person might have chosen. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Address, parseAddress } from "../base/address.ts";
import { contains, prefix } from "../base/prefix.ts";
import { TCP } from "../fabric/protocols.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { asked, type Terms } from "./asked.ts";
import { EMPTY } from "./bdd.ts";
import { headerIs } from "./header.ts";
import { pick } from "./pick.ts";
import { choiceBlock, Space } from "./space.ts";

const numRuns = Number(process.env["UNDERLAY_RUNS"] ?? 40);
const at = (text: string): Address => parseAddress(text) as Address;

/** One flow of the terms; the first class of protocols that has any decides. */
function picked(terms: Terms, family: 4 | 6 = 4): Flow | undefined {
  const space = new Space();
  const [first] = asked(space, { family }, terms);
  return first && pick(space, first.header, first.set)?.flow;
}

describe("what a person would choose", () => {
  test("anything at all: https from a dynamic port, between hosts that documentation speaks of", () => {
    expect(picked({})).toEqual({
      protocol: 6,
      src: at("203.0.113.7"),
      dst: at("198.51.100.7"),
      srcPort: 49152,
      dstPort: 443,
    });
    expect(picked({}, 6)).toMatchObject({ protocol: 6, dst: at("2001:db8::7"), srcPort: 49152, dstPort: 443 });
  });

  test("not port 0 where any other is left", () => {
    expect(picked({ destinationPorts: [{ from: 0, to: 9 }] })?.dstPort).toBeGreaterThan(0);
    expect(picked({ destinationPorts: [{ from: 0, to: 0 }] })?.dstPort).toBe(0);
    expect(picked({ sourcePorts: [{ from: 0, to: 600 }] })?.srcPort).toBeGreaterThan(0);
  });

  test("a ping is an echo request", () => {
    expect(picked({ protocols: [1] })).toMatchObject({ protocol: 1, srcPort: 8, dstPort: 0 });
    expect(picked({ protocols: [58] }, 6)).toMatchObject({ protocol: 58, srcPort: 128, dstPort: 0 });
  });

  test("an everyday service of a range", () => {
    expect(picked({ destinationPorts: [{ from: 1024, to: 9000 }] })?.dstPort).toBe(5432);
  });
});

test("a member of its set, whatever that is", () => {
  const ports = fc
    .tuple(fc.nat({ max: 65535 }), fc.nat({ max: 65535 }))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  const someOf = <T>(one: fc.Arbitrary<T>) =>
    fc.option(fc.array(one, { minLength: 1, maxLength: 3 }), { nil: undefined });
  const prefixes = fc.constantFrom(
    "10.0.0.0/8",
    "10.1.2.3/32",
    "0.0.0.0/0",
    "192.0.2.0/30",
    "2600::/16",
    "::/0",
    "fd00::1/128",
  );
  const terms: fc.Arbitrary<Terms> = fc.record({
    protocols: someOf(fc.constantFrom(TCP, 17, 1, 58, 47)),
    source: someOf(prefixes.map(prefix)),
    destination: someOf(prefixes.map(prefix)),
    sourcePorts: someOf(ports),
    destinationPorts: someOf(ports),
  });
  const within = (ranges: Terms["sourcePorts"], port: number): boolean =>
    ranges?.some(({ from, to }) => from <= port && port <= to) ?? true;
  fc.assert(
    fc.property(terms, fc.constantFrom<4 | 6>(4, 6), (one, family) => {
      const space = new Space();
      for (const { header, set } of asked(space, { family }, one)) {
        const flow = pick(space, header, set)?.flow;
        expect(flow).toBeDefined();
        if (!flow) continue;
        expect(space.bdd.intersects(set, headerIs(space, header, flow))).toBe(true);
        expect(one.protocols?.includes(flow.protocol) ?? true).toBe(true);
        expect(one.source?.some((prefix) => contains(prefix, flow.src)) ?? true).toBe(true);
        expect(one.destination?.some((prefix) => contains(prefix, flow.dst)) ?? true).toBe(true);
        expect(within(one.sourcePorts, flow.srcPort) && within(one.destinationPorts, flow.dstPort)).toBe(true);
      }
    }),
    { numRuns },
  );
});

test("nothing of nothing", () => {
  const space = new Space();
  const [first] = asked(space, { family: 4 }, {});
  expect(first && pick(space, first.header, EMPTY)).toBeUndefined();
});

test("choices come in the order in which they were made, by element", () => {
  const space = new Space();
  const [first] = asked(space, { family: 4 }, { protocols: [TCP] });
  if (!first) throw new Error("there is TCP");
  const set = space.bdd.and(first.set, space.range(choiceBlock(0), 5000, 5000));
  const both = space.bdd.and(set, space.range(choiceBlock(1), 6000, 6001));
  const witness = pick(space, first.header, both, {
    before: {
      before: { before: undefined, element: "nat", choice: 0, kind: "block" },
      element: "end",
      choice: 1,
      kind: "index",
    },
    element: "nat",
    choice: 1,
    kind: "block",
  });
  expect(witness?.choices).toEqual(
    new Map([
      ["nat", [5000, 6000]],
      ["end", [1]],
    ]),
  );
});
