/** Cells against asking every prefix. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Address } from "../base/address.ts";
import { contains, lastAddress, prefixOf, width } from "../base/prefix.ts";
import { Cells } from "./cells.ts";

const numRuns = Number(process.env["UNDERLAY_RUNS"] ?? 100);

const addresses = fc.oneof(
  fc.constantFrom<Address>(0, 0xffffffff, 0n, (1n << 128n) - 1n),
  fc.integer({ min: 0x0a000000, max: 0x0a0000ff }),
  fc.bigInt({ min: 0n, max: 300n }),
);
const lengths = fc.constantFrom(0, 1, 8, 24, 28, 30, 31, 32, 64, 120, 126, 127, 128);
const prefixes = fc.array(fc.tuple(addresses, lengths), { maxLength: 12 });

test("addresses are of one cell exactly where the same prefixes hold them", () => {
  fc.assert(
    fc.property(prefixes, fc.array(addresses, { maxLength: 4 }), (all, some) => {
      const given = all.map(([one, length]) => prefixOf<Address>(one, Math.min(length, width(one))));
      const cells = new Cells(given);
      const asked = [...some, ...given.flatMap((one) => [one.address, lastAddress(one)])];
      const holders = (address: Address): string => given.map((one) => contains(one, address)).join();
      for (const a of asked)
        for (const b of asked) {
          if (typeof a !== typeof b) continue;
          expect(cells.of(a) === cells.of(b), `${a} and ${b}`).toBe(holders(a) === holders(b));
        }
    }),
    { numRuns },
  );
});
