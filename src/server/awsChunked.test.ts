import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAwsChunked } from "./awsChunked.ts";

const SIGNATURE = `;chunk-signature=${"a".repeat(64)}`;

const encode = (chunks: readonly Uint8Array[], extension: string, trailers: string): Uint8Array =>
  Buffer.concat([
    ...chunks.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`),
      chunk,
      Buffer.from("\r\n"),
    ]),
    Buffer.from(`0${extension}\r\n${trailers}\r\n`),
  ]);

describe("aws-chunked", () => {
  test("chunks come back as they were", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 100 })),
        fc.constantFrom("", SIGNATURE),
        fc.constantFrom("", "x-amz-checksum-crc32:AAAAAA==\r\n"),
        (chunks, extension, trailers) => {
          const parsed = parseAwsChunked(encode(chunks, extension, trailers));
          expect(parsed).toMatchObject({ ok: true });
          if (parsed.ok) expect(Buffer.from(parsed.value)).toEqual(Buffer.concat(chunks));
        },
      ),
    );
  });

  test("every beginning of a body is refused until its last chunk, and no bytes throw", () => {
    const whole = encode([Buffer.from("hello"), Buffer.from("world")], SIGNATURE, "");
    for (let length = 0; length < whole.length - 2; length++)
      expect(parseAwsChunked(whole.subarray(0, length)).ok).toBe(false);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parseAwsChunked(bytes)));
  });

  test.each([
    "5\r\nhelloXX0\r\n\r\n",
    "-5\r\n",
    "5",
    "ffffffff\r\nhello\r\n0\r\n\r\n",
    "fffffffff\r\n",
    "5\nhello\r\n0\r\n\r\n",
  ])("%j is malformed", (text) => expect(parseAwsChunked(Buffer.from(text)).ok).toBe(false));
});
