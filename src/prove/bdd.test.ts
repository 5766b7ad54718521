/** The laws of sets, each against plain enumeration: a set of six-bit strings is also the list of those it holds. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Bdd, EMPTY, FULL, type Node } from "./bdd.ts";

const BITS = 6;
const ALL = Array.from({ length: 2 ** BITS }, (_, i) => i);
const numRuns = Number(process.env["UNDERLAY_RUNS"] ?? 40);

/** The bit of a string that level `level` decides. */
const bitOf = (string: number, level: number): number => (string >> (BITS - 1 - level)) & 1;

function holds(bdd: Bdd, set: Node, string: number): boolean {
  let node = set;
  while (node > FULL) node = bitOf(string, bdd.levelOf(node)) === 1 ? bdd.high(node) : bdd.low(node);
  return node === FULL;
}

const listOf = (bdd: Bdd, set: Node): readonly number[] => ALL.filter((one) => holds(bdd, set, one));

/** Built by no operation that is under test: decision by decision, from the first. */
function setOf(bdd: Bdd, strings: ReadonlySet<number>): Node {
  const from = (level: number, string: number): Node => {
    if (level === BITS) return strings.has(string) ? FULL : EMPTY;
    return bdd.node(level, from(level + 1, string * 2), from(level + 1, string * 2 + 1));
  };
  return from(0, 0);
}

/** Some strings; now and then none or all. */
const strings: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 8, arbitrary: fc.uniqueArray(fc.integer({ min: 0, max: ALL.length - 1 }), { maxLength: ALL.length }) },
  fc.constant([] as number[]),
  fc.constant([...ALL]),
);
const levels = fc.uniqueArray(fc.integer({ min: 0, max: BITS - 1 }));

const law = <T>(arbitrary: fc.Arbitrary<T>, holdsFor: (one: T) => void) =>
  fc.assert(fc.property(arbitrary, holdsFor), { numRuns });

test("a set holds what it was made of, and equal sets are one number", () => {
  law(strings, (list) => {
    const bdd = new Bdd(BITS);
    const set = setOf(bdd, new Set(list));
    expect(listOf(bdd, set)).toEqual([...list].sort((a, b) => a - b));
    const piecemeal = list.reduce<Node>((all, one) => bdd.or(all, setOf(bdd, new Set([one]))), EMPTY);
    expect(piecemeal).toBe(set);
  });
});

test("union, intersection, difference, complement", () => {
  law(fc.tuple(strings, strings), ([a, b]) => {
    const bdd = new Bdd(BITS);
    const [inA, inB] = [new Set(a), new Set(b)];
    const [setA, setB] = [setOf(bdd, inA), setOf(bdd, inB)];
    const expected = (keep: (one: number) => boolean) => setOf(bdd, new Set(ALL.filter(keep)));
    expect(bdd.or(setA, setB)).toBe(expected((one) => inA.has(one) || inB.has(one)));
    expect(bdd.and(setA, setB)).toBe(expected((one) => inA.has(one) && inB.has(one)));
    expect(bdd.diff(setA, setB)).toBe(expected((one) => inA.has(one) && !inB.has(one)));
    expect(bdd.not(setA)).toBe(expected((one) => !inA.has(one)));
    expect(bdd.covers(setA, setB)).toBe(b.every((one) => inA.has(one)));
    expect(bdd.intersects(setA, setB)).toBe(b.some((one) => inA.has(one)));
  });
});

test("what is forgotten may be anything", () => {
  law(fc.tuple(strings, levels), ([list, forgotten]) => {
    const bdd = new Bdd(BITS);
    const mask = forgotten.reduce((all, level) => all | (1 << (BITS - 1 - level)), 0);
    const rest = new Set(list.map((one) => one & ~mask));
    const set = bdd.exists(setOf(bdd, new Set(list)), (level) => forgotten.includes(level));
    expect(listOf(bdd, set)).toEqual(ALL.filter((one) => rest.has(one & ~mask)));
  });
});

test("what is fixed is that, and leaves the rest to itself", () => {
  law(fc.tuple(strings, levels, fc.nat()), ([list, fixed, values]) => {
    const bdd = new Bdd(BITS);
    const inside = new Set(list);
    const set = bdd.restrict(setOf(bdd, inside), (level) =>
      fixed.includes(level) ? (((values >> level) & 1) as 0 | 1) : undefined,
    );
    const put = (one: number): number =>
      fixed.reduce((all, level) => {
        const bit = 1 << (BITS - 1 - level);
        return ((values >> level) & 1) === 1 ? all | bit : all & ~bit;
      }, one);
    expect(listOf(bdd, set)).toEqual(ALL.filter((one) => inside.has(put(one))));
  });
});

test("bits change places, in whatever order", () => {
  const order = fc.shuffledSubarray(
    Array.from({ length: BITS }, (_, i) => i),
    { minLength: BITS },
  );
  law(fc.tuple(strings, order), ([list, to]) => {
    const bdd = new Bdd(BITS);
    const moved = (one: number): number =>
      to.reduce((all, level, from) => all | (bitOf(one, from) << (BITS - 1 - level)), 0);
    const set = bdd.rename(setOf(bdd, new Set(list)), (level) => to[level] ?? level);
    expect(set).toBe(setOf(bdd, new Set(list.map(moved))));
  });
});

test("as many strings as there are", () => {
  law(strings, (list) => {
    const bdd = new Bdd(BITS);
    expect(bdd.count(setOf(bdd, new Set(list)))).toBe(BigInt(list.length));
  });
  expect(new Bdd(1000).count(FULL)).toBe(1n << 1000n);
});

test("many nodes: the tables grow and what is known stays", () => {
  const bdd = new Bdd(24);
  const one = (value: number): Node => {
    let node = FULL;
    for (let level = 23; level >= 0; level--)
      node = ((value >> (23 - level)) & 1) === 1 ? bdd.node(level, EMPTY, node) : bdd.node(level, node, EMPTY);
    return node;
  };
  const values = Array.from({ length: 8000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 8);
  const sets = values.map(one);
  expect(bdd.nodes).toBeGreaterThan(1 << 16);
  expect(values.map(one)).toEqual(sets);
  expect(bdd.count(sets.reduce((all, set) => bdd.or(all, set), EMPTY))).toBe(BigInt(new Set(values).size));
});
