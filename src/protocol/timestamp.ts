/**
 * The three formats in which AWS writes moments (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html and
 * siblings). In documents a moment is a `Date`. Parsers are total and take what AWS takes, not only what it writes.
 */
import type { TimestampKind } from "./shapes.ts";

export type TimestampFormat = Exclude<TimestampKind, "timestamp">;

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?:[Zz]|([+-])(\d\d):?(\d\d))?$/;
const EPOCH = /^[+-]?(\d{1,16}(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$/;

const valid = (date: Date): Date | undefined => (Number.isNaN(date.getTime()) ? undefined : date);

/** RFC 3339 §5.6, and ISO 8601's forms without seconds or zone (then UTC). Fractions beyond milliseconds are cut. */
export function parseDateTime(text: string): Date | undefined {
  const match = DATE_TIME.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = "0", fraction = "0", sign, hours = "0", minutes = "0"] = match;
  const numbers = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [y, mo, d, h, mi, s] = numbers;
  if (mo < 1 || mo > 12 || d < 1 || d > 31 || h > 23 || mi > 59 || s > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d);
  if (date.getUTCDate() !== d) return undefined; // 31 February
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  date.setUTCHours(h, mi - offset, s, Math.trunc(Number(fraction) * 1000 + 1e-6));
  return valid(date);
}

/** RFC 9110 §5.6.7: IMF-fixdate and the two obsolete forms, all of which `Date` knows. */
export function parseHttpDate(text: string): Date | undefined {
  return /^[A-Z][a-z]{2,8},? /.test(text) && text.length < 64 ? valid(new Date(text)) : undefined;
}

/** Seconds since 1970, with a fraction where need be. */
export function parseEpochSeconds(value: string | number): Date | undefined {
  if (typeof value === "string" && !EPOCH.test(value)) return undefined;
  return valid(new Date(Math.round(Number(value) * 1000)));
}

/** Any of the three: AWS's services are liberal here, and their clients differ. */
export const parseTimestamp = (text: string): Date | undefined =>
  parseDateTime(text) ?? parseEpochSeconds(text) ?? parseHttpDate(text);

/** `2015-01-25T08:00:00Z`; milliseconds where there are any. */
export const emitDateTime = (date: Date): string => date.toISOString().replace(".000Z", "Z");

/** `Sun, 25 Jan 2015 08:00:00 GMT` */
export const emitHttpDate = (date: Date): string => date.toUTCString();

export const emitEpochSeconds = (date: Date): number => date.getTime() / 1000;

/** The text of a moment in a format; a date that is none (our own mistake) is left out rather than thrown over. */
export function emitTimestamp(date: Date, format: TimestampFormat): string {
  if (Number.isNaN(date.getTime())) return "";
  if (format === "date-time") return emitDateTime(date);
  return format === "http-date" ? emitHttpDate(date) : String(emitEpochSeconds(date));
}
