/** The sets that one field makes, against enumeration of its values. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Address, parseAddress } from "../base/address.ts";
import { contains, prefix, prefixOf, width } from "../base/prefix.ts";
import { EMPTY, FULL, type Node } from "./bdd.ts";
import { type Block, choiceBlock, DST_PORT, DST4, DST6, isChoice, PROTOCOL, Space, SRC_PORT, SRC4 } from "./space.ts";

const numRuns = Number(process.env["UNDERLAY_RUNS"] ?? 40);

/** One value of a block, bit by bit: nothing of what is under test. */
function valueIn(space: Space, { at, stride, width }: Block, value: number | bigint): Node {
  let node: Node = FULL;
  for (let i = width - 1; i >= 0; i--) {
    const one = (BigInt(value) >> BigInt(width - 1 - i)) & 1n;
    node = one === 1n ? space.bdd.node(at + i * stride, EMPTY, node) : space.bdd.node(at + i * stride, node, EMPTY);
  }
  return node;
}

const address4 = fc.integer({ min: 0, max: 0xffffffff });
const address6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

test("a range holds its values and no others", () => {
  const bytes = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const space = new Space();
      const set = space.range(PROTOCOL, a, b);
      let union: Node = EMPTY;
      for (let value = a; value <= b; value++) union = space.bdd.or(union, valueIn(space, PROTOCOL, value));
      expect(set).toBe(union);
    }),
    { numRuns },
  );
});

test("a range of ports: its ends are inside, their neighbours are not", () => {
  const ports = fc.integer({ min: 0, max: 65535 });
  fc.assert(
    fc.property(ports, ports, fc.constantFrom(DST_PORT, SRC_PORT, choiceBlock(3)), (a, b, block) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const space = new Space();
      const set = space.range(block, from, to);
      const has = (port: number): boolean => space.bdd.covers(set, valueIn(space, block, port));
      expect([from, to].every(has)).toBe(true);
      expect([from - 1, to + 1].filter((one) => one >= 0 && one <= 65535).some(has)).toBe(false);
      const others = BigInt(space.bdd.variables - 16);
      expect(space.bdd.count(set)).toBe(BigInt(to - from + 1) << others);
    }),
    { numRuns },
  );
});

test("a prefix holds an address exactly where it contains it", () => {
  const addresses = fc.oneof(fc.tuple(address4, address4), fc.tuple(address6, address6));
  fc.assert(
    fc.property(addresses, fc.nat({ max: 128 }), fc.boolean(), ([one, other], bits, near) => {
      const outer = prefixOf<Address>(one, bits % (width(one) + 1));
      const space = new Space();
      const block = typeof one === "number" ? DST4 : DST6;
      // A random address is hardly ever inside: half of them are taken from there, with one bit changed or none.
      const flipped = bits % width(one);
      const asked: Address = near
        ? typeof one === "number"
          ? (one ^ (1 << flipped)) >>> 0
          : one ^ (1n << BigInt(flipped))
        : other;
      const set = space.prefix(block, outer);
      expect(space.bdd.intersects(set, valueIn(space, block, asked))).toBe(contains(outer, asked));
      expect(space.bdd.covers(set, valueIn(space, block, one))).toBe(true);
    }),
    { numRuns },
  );
});

test("a prefix of the other family holds nothing", () => {
  const space = new Space();
  expect(space.prefix(DST4, prefix("::/0"))).toBe(EMPTY);
  expect(space.prefix(DST6, prefix("0.0.0.0/0"))).toBe(EMPTY);
  expect(space.prefix(DST4, prefix("0.0.0.0/0"))).toBe(FULL);
});

test("many addresses are the union of each; those of the other family do not count", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(address4, address6), { maxLength: 12 }), (all) => {
      const space = new Space();
      const union = all
        .filter((one) => typeof one === "number")
        .reduce<Node>((set, one) => space.bdd.or(set, valueIn(space, SRC4, one)), EMPTY);
      expect(space.addresses(SRC4, all)).toBe(union);
    }),
    { numRuns },
  );
});

test("prefixes with a set each are the union of each prefix's part of its set", () => {
  const prefixes = fc.tuple(fc.oneof(address4, fc.nat({ max: 7 }), address6), fc.nat({ max: 128 }), fc.nat({ max: 3 }));
  fc.assert(
    fc.property(fc.array(prefixes, { maxLength: 12 }), fc.constantFrom(DST4, SRC4, DST6), (all, block) => {
      const space = new Space();
      const { bdd } = space;
      const ports = [FULL, EMPTY, space.range(DST_PORT, 0, 443), space.range(DST_PORT, 22, 8080)];
      const placed = all.map(
        ([one, bits, port]) => [prefixOf<Address>(one, Math.min(bits, width(one))), ports[port] ?? EMPTY] as const,
      );
      const union = placed.reduce<Node>(
        (sum, [one, set]) => bdd.or(sum, bdd.and(space.prefix(block, one), set)),
        EMPTY,
      );
      expect(space.byPrefix(block, placed)).toBe(union);
    }),
    { numRuns },
  );
});

test("members are those that the set holds, each with its share", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(address4, { maxLength: 10 }),
      fc.array(fc.tuple(address4, fc.nat({ max: 32 })), { maxLength: 3 }),
      fc.nat({ max: 65535 }),
      (all, prefixes, port) => {
        const space = new Space();
        const { bdd } = space;
        const inPrefixes = prefixes
          .map(([address, length]) => prefixOf(address, length))
          .reduce<Node>((set, one) => bdd.or(set, space.prefix(DST4, one)), EMPTY);
        // With something of another block, both before and after it in the order.
        const set = bdd.and(inPrefixes, bdd.or(space.range(DST_PORT, 0, port), space.address(SRC4, 7)));
        const found = [...space.members(set, DST4, all)];
        const inside = all.filter((one) =>
          prefixes.some(([address, length]) => contains(prefixOf(address, length), one)),
        );
        expect(found.map(([address]) => address)).toEqual(inside);
        for (const [address, share] of found) expect(share).toBe(bdd.and(set, valueIn(space, DST4, address)));
        expect([...space.members(set, SRC4, all)].map(([address]) => address).filter((one) => one === 7)).toEqual(
          all.filter((one) => one === 7 && set !== EMPTY),
        );
      },
    ),
    { numRuns },
  );
});

test("two fields hold the same value", () => {
  const space = new Space();
  const same = space.same(DST_PORT, SRC_PORT);
  fc.assert(
    fc.property(fc.nat({ max: 65535 }), fc.nat({ max: 65535 }), (a, b) => {
      const both = space.bdd.and(valueIn(space, DST_PORT, a), valueIn(space, SRC_PORT, b));
      expect(space.bdd.covers(same, both)).toBe(a === b);
      const equal = space.bdd.and(valueIn(space, DST_PORT, a), valueIn(space, SRC_PORT, a));
      expect(space.bdd.covers(same, equal)).toBe(true);
    }),
    { numRuns },
  );
});

test("no two fields share a bit", () => {
  const fields = [DST6, { ...DST6, at: 128 }, PROTOCOL, DST_PORT, SRC_PORT, choiceBlock(0), choiceBlock(63)];
  const levels = fields.flatMap(({ at, stride, width }) => Array.from({ length: width }, (_, i) => at + i * stride));
  expect(new Set(levels).size).toBe(levels.length);
  expect(Math.max(...levels)).toBeLessThan(new Space().bdd.variables);
  expect(fields.map(isChoice)).toEqual([false, false, false, false, false, true, true]);
});

test("the last 32 bits of an IPv6 destination are its own", () => {
  const space = new Space();
  const nat64 = space.address(DST6, parseAddress("64:ff9b::101:101") as Address);
  const inner = space.address({ at: 96, stride: 1, width: 32 }, parseAddress("1.1.1.1") as Address);
  expect(space.bdd.covers(inner, nat64)).toBe(true);
});
