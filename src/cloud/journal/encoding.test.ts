import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, encode } from "./encoding.ts";

/** Whatever a row may hold, and names that look like the tags of the encoding. */
const name = fc.oneof(
  fc.string(),
  fc.constantFrom("$date", "$object", "$bigint", "$", "$undefined", "__proto__", "constructor", "toString", "a"),
);
const leaf = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.boolean(),
  fc.constantFrom(null, undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array(),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("any"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("any")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    fc.array(fc.tuple(tie("any"), tie("any")), { maxLength: 2 }).map((entries) => new Map(entries)),
    fc.array(tie("any"), { maxLength: 2 }).map((values) => new Set(values)),
  ),
})).any;

test("whatever a row may hold comes back the same, and leaves the row as it was", () => {
  fc.assert(
    fc.property(value, (original) => {
      const before = structuredClone(original);
      const text = encode(original);
      expect(isDeepStrictEqual(original, before)).toBe(true);
      expect(isDeepStrictEqual(decode(text), original)).toBe(true);
      expect(encode(decode(text))).toBe(text); // the same row, the same text: snapshots are compared as text
      expect(() => JSON.parse(text)).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

test("a date that is none is one that is none", () => {
  expect((decode(encode(new Date(Number.NaN))) as Date).getTime()).toBeNaN();
});

test("plain rows stand as plain JSON", () => {
  const row = { id: "vpc-1", tags: { Name: "a", $: "b" }, list: [1, { x: null }] };
  expect(encode(row)).toBe(JSON.stringify(row));
  expect(encode({ at: new Date(0), n: 5n, none: undefined })).toBe(
    '{"at":{"$date":"1970-01-01T00:00:00.000Z"},"n":{"$bigint":"5"},"none":{"$undefined":true}}',
  );
});

test("what cannot be kept is refused, by name", () => {
  class Odd {}
  for (const odd of [() => 1, Symbol("s"), new Odd(), /x/, new Error("x"), Promise.resolve()])
    expect(() => encode({ deep: [odd] })).toThrow("cannot be kept");
  expect(() => encode(new Odd())).toThrow("an object of Odd");
});

test("texts that are none are refused", () => {
  for (const text of ["", "{", '{"$odd":1}', '{"a":{"$bigint":"x"}}', '{"a":{"$constructor":1}}'])
    expect(() => decode(text)).toThrow();
});
