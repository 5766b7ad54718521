/**
 * The `aws-chunked` content encoding: chunks with their signatures, and trailers, inside the body.
 *
 *     10000;chunk-signature=ad80c7…\r\n<bytes>\r\n … 0;chunk-signature=b6c6ea…\r\n<trailers>\r\n\r\n
 *
 * The signatures of the chunks are not verified, nor are the checksums that trailers carry.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
import { err, ok, type Result } from "../base/result.ts";
import type { HttpRequest } from "../protocol/codec.ts";

export const isAwsChunked = ({ headers }: HttpRequest): boolean =>
  headers["content-encoding"]?.includes("aws-chunked") === true ||
  headers["x-amz-content-sha256"]?.startsWith("STREAMING-") === true;

const CR = 13;
const LF = 10;
/** A chunk's header: its size and an extension of fixed length. */
const MAX_HEADER = 256;

/** Total. */
export function parseAwsChunked(body: Uint8Array): Result<Uint8Array> {
  const decoded = Buffer.allocUnsafe(body.length);
  let decodedLength = 0;
  for (let at = 0; ; ) {
    const end = body.indexOf(LF, at);
    if (end < 0 || end - at > MAX_HEADER || body[end - 1] !== CR) return err("a chunk has no header");
    const header = Buffer.from(body.buffer, body.byteOffset + at, end - 1 - at).toString("latin1");
    const size = /^([0-9a-f]{1,8})(;[^\r\n]*)?$/i.exec(header)?.[1];
    if (size === undefined) return err("a chunk's header is malformed");
    const length = Number.parseInt(size, 16);
    at = end + 1;
    if (length === 0) return ok(decoded.subarray(0, decodedLength));
    if (at + length + 2 > body.length) return err("a chunk is shorter than it says");
    decoded.set(body.subarray(at, at + length), decodedLength);
    decodedLength += length;
    at += length;
    if (body[at] !== CR || body[at + 1] !== LF) return err("a chunk does not end where it says");
    at += 2;
  }
}
