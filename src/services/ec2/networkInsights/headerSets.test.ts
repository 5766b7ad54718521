import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contains, type Prefix, prefix, prefixOf } from "../../../base/prefix.ts";
import { withoutField, withoutPorts, withoutPrefixes } from "./headerSets.ts";

const range = fc
  .tuple(fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 0, max: 65535 }))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const ranges = fc.array(range, { maxLength: 4 });
const somePrefix: fc.Arbitrary<Prefix> = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => prefixOf(address, length));

describe("what is left of a header", () => {
  test("ports: those that are in one set and not in the other", () => {
    fc.assert(
      fc.property(ranges, ranges, fc.integer({ min: 0, max: 65535 }), (some, others, port) => {
        const has = (set: readonly { from: number; to: number }[]) =>
          set.some(({ from, to }) => from <= port && port <= to);
        expect(has(withoutPorts(some, others))).toBe(has(some) && !has(others));
      }),
    );
  });

  test("prefixes: the addresses of one set that are not in the other", () => {
    const set = fc.array(somePrefix, { maxLength: 4 });
    fc.assert(
      fc.property(set, set, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (some, others, address) => {
        const has = (prefixes: readonly Prefix[], at: number) => prefixes.some((one) => contains(one, at));
        const left = withoutPrefixes(some, others);
        // Any address, and those where the prefixes begin.
        for (const at of [address, ...[...some, ...others].map((one) => Number(one.address))])
          expect(has(left, at)).toBe(has(some, at) && !has(others, at));
      }),
    );
  });

  test("nothing, where the other admits all of a field", () => {
    expect(withoutField({}, "protocols", { protocols: [6, 17] })).toBeUndefined();
    expect(
      withoutField({ source: [prefix("10.0.0.0/8")] }, "source", { source: [prefix("0.0.0.0/0")] }),
    ).toBeUndefined();
    expect(withoutField({}, "protocols", { protocols: [6] })).toEqual({ protocols: [17] });
  });
});
