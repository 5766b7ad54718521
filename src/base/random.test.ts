import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { manualClock } from "./clock.ts";
import { seededRandom } from "./random.ts";

describe("seeded randomness", () => {
  test("the same seed gives the same numbers, another seed others", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const draw = (from: number) => Array.from({ length: 8 }, seededRandom(from).uint32);
        expect(draw(seed)).toEqual(draw(seed));
        expect(draw(seed)).not.toEqual(draw(seed + 1));
      }),
    );
  });

  test("numbers stay below their bound, digits are as many as asked", () => {
    const random = seededRandom(7);
    for (let i = 0; i < 1000; i++) expect(random.below(3)).toBeLessThan(3);
    expect(random.hex(17)).toMatch(/^[0-9a-f]{17}$/);
  });
});

describe("manual clock", () => {
  test("runs what falls due in order of time, then of arrival, and nothing that was cancelled", () => {
    const clock = manualClock(1000);
    const ran: string[] = [];
    clock.after(20, () => ran.push(`late at ${clock.now()}`));
    clock.after(10, () => ran.push(`first at ${clock.now()}`));
    clock.after(10, () => clock.after(5, () => ran.push(`nested at ${clock.now()}`)));
    const cancel = clock.after(15, () => ran.push("cancelled"));
    cancel();
    clock.advance(18);
    expect(ran).toEqual(["first at 1010", "nested at 1015"]);
    clock.advance(2);
    expect(ran.at(-1)).toBe("late at 1020");
    expect(clock.now()).toBe(1020);
  });
});
