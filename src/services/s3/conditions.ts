/**
 * Conditions of a request (RFC 9110 §13) and ranges (§14), as S3 judges them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
 */
import { AwsError, fail } from "../../cloud/error.ts";
import type { ObjectVersion } from "./resources.ts";

interface Conditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

const failed = (condition: string): never => {
  throw new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    Condition: condition,
  });
};

const plain = (etag: string): string =>
  etag
    .trim()
    .replace(/^W\//, "")
    .replace(/^"(.*)"$/, "$1");
const names = (header: string, etag: string): boolean =>
  header.split(",").some((one) => plain(one) === "*" || plain(one) === etag);

/** A reader that has what there is gets a 304; everybody else an error. */
export function checkConditions(
  given: Conditions,
  object: ObjectVersion | undefined,
  purpose: "read" | "write" | "copy",
): void {
  const { IfMatch: match, IfNoneMatch: noneMatch, IfModifiedSince: since, IfUnmodifiedSince: until } = given;
  if (!object) {
    if (match !== undefined) fail("NoSuchKey", "The specified key does not exist.", 404);
    return;
  }
  const modified = Math.floor(object.modifiedAt / 1000) * 1000;
  const unchanged = (condition: string): never =>
    purpose === "read" ? fail("NotModified", "Not Modified", 304) : failed(condition);
  if (match !== undefined) {
    if (!names(match, object.etag)) failed("If-Match");
  } else if (until !== undefined && modified > until.getTime()) failed("If-Unmodified-Since");
  if (noneMatch !== undefined) {
    if (names(noneMatch, object.etag)) unchanged("If-None-Match");
  } else if (since !== undefined && modified <= since.getTime()) unchanged("If-Modified-Since");
}

export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The one range that is asked for; a header that is none of bytes, or asks for several, is passed over. */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const match = header === undefined ? undefined : /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const [, from = "", to = ""] = match;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size || (from === "" && Number(to) === 0) || (to !== "" && from !== "" && Number(to) < Number(from)))
    throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416, {
      RangeRequested: header ?? "",
      ActualObjectSize: size,
    });
  return { first, last };
}
