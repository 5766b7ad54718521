import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address } from "./address.ts";
import {
  contains,
  covers,
  formatPrefix,
  lastAddress,
  nth,
  overlaps,
  type Prefix,
  parsePrefix,
  prefix,
  prefixOf,
  size,
} from "./prefix.ts";
import { PrefixMap } from "./prefixMap.ts";

const anyPrefix: fc.Arbitrary<Prefix> = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 32 })).map(([a, n]) => prefixOf(a, n)),
  fc
    .tuple(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.integer({ min: 0, max: 128 }))
    .map(([a, n]) => prefixOf(a, n)),
);
/** Few enough that prefixes nest and collide. */
const crowded = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 22, max: 32 }))
  .map(([a, n]) => prefixOf(a << 2, n));

describe("prefixes", () => {
  test("parse of format is the prefix", () => {
    fc.assert(
      fc.property(anyPrefix, (one) => {
        expect(parsePrefix(formatPrefix(one))).toEqual({ prefix: one, exact: true });
      }),
    );
  });

  test("the first and last addresses are inside, the ones around are not", () => {
    fc.assert(
      fc.property(anyPrefix, (one) => {
        expect(contains(one, one.address)).toBe(true);
        expect(contains(one, lastAddress(one))).toBe(true);
        const after = nth(one, size(one));
        const wraps = typeof after === "number" ? after > 0xffffffff : after >= 1n << 128n;
        if (!wraps) expect(contains(one, after)).toBe(false);
      }),
    );
  });

  test("two prefixes overlap exactly where one covers the other", () => {
    fc.assert(
      fc.property(crowded, crowded, (a, b) => {
        const [first, last] = [Math.max(a.address, b.address), Math.min(lastAddress(a), lastAddress(b))];
        expect(overlaps(a, b)).toBe(first <= last);
        expect(covers(a, b)).toBe(a.address <= b.address && lastAddress(b) <= lastAddress(a));
      }),
    );
  });

  test.each([
    ["10.0.0.1/16", "10.0.0.0/16", false],
    ["10.0.0.0/8", "10.0.0.0/8", true],
    ["2001:db8::1/32", "2001:db8::/32", false],
  ])("%s is %s", (text, printed, exact) => {
    const parsed = parsePrefix(text);
    expect(parsed && formatPrefix(parsed.prefix)).toBe(printed);
    expect(parsed?.exact).toBe(exact);
  });

  test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/", "::/129", "/8", "10.0.0.0/8/8"])(
    "%j is no prefix",
    (text) => expect(parsePrefix(text)).toBeUndefined(),
  );

  test("families never contain each other", () => {
    expect(contains(prefix("0.0.0.0/0"), 1n)).toBe(false);
    expect(contains(prefix("::/0"), 1)).toBe(false);
  });
});

describe("longest-prefix match", () => {
  test("agrees with looking at every prefix, through additions and removals", () => {
    const anyAddress: fc.Arbitrary<Address> = fc.integer({ min: 0, max: 1023 });
    fc.assert(
      fc.property(fc.array(fc.tuple(crowded, fc.boolean())), fc.array(anyAddress), (steps, addresses) => {
        const map = new PrefixMap<string>();
        const all = new Map<string, Prefix>();
        for (const [one, add] of steps) {
          const name = formatPrefix(one);
          if (add) {
            map.set(one, name);
            all.set(name, one);
          } else {
            map.delete(one);
            all.delete(name);
          }
        }
        for (const address of addresses) {
          let best: Prefix | undefined;
          for (const one of all.values()) if (contains(one, address) && one.length >= (best?.length ?? 0)) best = one;
          expect(map.lookup(address)).toBe(best && formatPrefix(best));
        }
      }),
    );
  });
});
