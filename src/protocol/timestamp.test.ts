import fc from "fast-check";
import { expect, test } from "vitest";
import { emitTimestamp, parseDateTime, parseEpochSeconds, parseHttpDate, parseTimestamp } from "./timestamp.ts";

const at = (time: number): Date => new Date(time);
const EXAMPLE = Date.UTC(2015, 0, 25, 8);

test.each([
  ["2015-01-25T08:00:00Z", EXAMPLE],
  ["2015-01-25T08:00:00.000Z", EXAMPLE],
  ["2015-01-25T10:30:00+02:30", EXAMPLE],
  ["2015-01-25T03:00:00-0500", EXAMPLE],
  ["2015-01-25T08:00Z", EXAMPLE],
  ["2015-01-25T08:00:00", EXAMPLE],
  ["2015-01-25T08:00:00.123456789Z", EXAMPLE + 123],
  ["0001-01-01T00:00:00Z", Date.parse("0001-01-01T00:00:00Z")],
  ["1422172800", EXAMPLE],
  ["1422172800.5", EXAMPLE + 500],
  ["1.4221728E9", EXAMPLE],
  ["-1", -1000],
  ["Sun, 25 Jan 2015 08:00:00 GMT", EXAMPLE],
  ["Sunday, 25-Jan-15 08:00:00 GMT", EXAMPLE],
])("%s", (text, time) => expect(parseTimestamp(text)).toEqual(at(time)));

test.each([
  "",
  "now",
  "2015-02-31T00:00:00Z",
  "2015-13-01T00:00:00Z",
  "2015-01-25T24:00:00Z",
  "2015-01-25",
  "0x10",
  "1e400",
  "1 2",
])("%o is none", (text) => expect(parseTimestamp(text)).toBeUndefined());

test("each format reads what it writes", () => {
  const seconds = fc.integer({ min: -62135596800, max: 253402300799 });
  fc.assert(
    fc.property(seconds, fc.nat({ max: 999 }), (second, millisecond) => {
      const exact = at(second * 1000 + millisecond);
      expect(parseDateTime(emitTimestamp(exact, "date-time"))).toEqual(exact);
      expect(parseEpochSeconds(emitTimestamp(exact, "epoch-seconds"))).toEqual(exact);
      const whole = at(second * 1000);
      if (second > 0) expect(parseHttpDate(emitTimestamp(whole, "http-date"))).toEqual(whole);
    }),
    { seed: 1, includeErrorInReport: true },
  );
});

test("any text gives a moment or none", () => {
  const property = fc.property(fc.string({ unit: "binary" }), (text) => {
    expect(parseTimestamp(text) ?? at(0)).toBeInstanceOf(Date);
  });
  fc.assert(property);
});
