/** Bodies as they come in pieces: whole again at the end, whatever the pieces were, and not an object for each. */
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "./limits.ts";
import { BodyReader } from "./requestBody.ts";

/** A request whose body comes as it is told to. */
const incoming = (): PassThrough & IncomingMessage =>
  Object.assign(new PassThrough({ highWaterMark: 1024 * 1024 }), { headers: {}, socket: {} }) as PassThrough &
    IncomingMessage;

const read = (request: IncomingMessage): Promise<Uint8Array> =>
  new Promise((received, unreceived) => new BodyReader(DEFAULT_LIMITS).read(request, { received, unreceived }));

const anyPieces = fc.array(
  fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 3 }),
    fc.uint8Array({ minLength: 1000, maxLength: 1050 }),
    fc.constant(new Uint8Array(70_000).fill(7)),
  ),
  { maxLength: 40 },
);

describe("a body in pieces", () => {
  test("is whole again at the end", async () => {
    await fc.assert(
      fc.asyncProperty(anyPieces, async (pieces) => {
        const request = incoming();
        const body = read(request);
        for (const piece of pieces) request.emit("data", Buffer.from(piece));
        request.emit("end");
        expect(Buffer.compare(await body, Buffer.concat(pieces))).toBe(0);
      }),
    );
  });

  test("of a byte each costs little more than its bytes", async () => {
    const request = incoming();
    const body = read(request);
    const before = process.memoryUsage();
    for (let i = 0; i < 2_000_000; i++) request.emit("data", Buffer.allocUnsafe(1).fill(i));
    const now = process.memoryUsage();
    expect(now.arrayBuffers + now.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(64 * 1024 * 1024);
    request.emit("end");
    expect(await body).toHaveLength(2_000_000);
  });
});
