import fc from "fast-check";
import { expect, test } from "vitest";
import { distance, nearest } from "./nearest.ts";

test.each([
  ["form", "from"],
  ["expct", "expect"],
  ["avoid", "avoiding"],
  ["Via", "via"],
  ["protocol", undefined],
  ["x".repeat(10_000), undefined],
])("%s → %s", (word, meant) => {
  expect(nearest(word, ["from", "to", "on", "expect", "via", "avoiding", "only"])).toBe(meant);
});

test("a distance is symmetrical, and nothing only from itself", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(distance(a, b)).toBe(distance(b, a));
      expect(distance(a, b) === 0).toBe(a === b);
      expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
