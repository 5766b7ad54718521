/** Writes an answer to the connection. */
import type { ServerResponse } from "node:http";
import type { HttpResponse } from "../protocol/codec.ts";
import type { Exchange } from "./exchange.ts";
import { corsHeaders } from "./guard.ts";

/** What a refused client may still send, and nobody keep, until its connection is cut. */
const DISCARD = 128 * 1024 * 1024;

export function emit(exchange: Exchange, { status, headers, body, ascii }: HttpResponse): void {
  const { outgoing, origin, rest } = exchange;
  if (outgoing.destroyed) return; // the client is gone
  if (outgoing.headersSent) {
    outgoing.destroy(); // an answer that broke off must not look whole
    return;
  }
  const length = ascii || typeof body !== "string" ? body.length : Buffer.byteLength(body);
  const all: string[] = [];
  // What a HEAD would have got has a length that its answer's body has not.
  const isHead = exchange.incoming.method === "HEAD" && headers["content-length"] !== undefined;
  const hasLength = status !== 204 && !isHead;
  for (const name in headers) if (!hasLength || name !== "content-length") all.push(name, headers[name] as string);
  if (hasLength) all.push("content-length", String(length));
  if (origin !== undefined) for (const [name, value] of Object.entries(corsHeaders(origin))) all.push(name, value);
  if (rest !== "nothing") all.push("connection", "close");
  outgoing.writeHead(status, all);
  if (rest === "body" && !exchange.expectsContinue) endAfterBody(exchange, body);
  else if (length === body.length)
    outgoing.end(body, "latin1"); // ASCII, which Latin-1 writes without a second look
  else outgoing.end(body);
}

const discarding = new WeakSet<object>();

/** Whether the connection has its answer, and only its end is waited for. */
export const isDiscarding = (socket: object): boolean => discarding.has(socket);

/**
 * Whoever is still sending reads the answer only if the connection stays up until it is done: what it sends is thrown
 * away, up to a limit.
 */
function endAfterBody({ incoming, outgoing }: Exchange, body: string | Uint8Array): void {
  let discarded = 0;
  discarding.add(incoming.socket);
  outgoing.on("error", () => outgoing.destroy());
  outgoing.write(body);
  incoming.on("data", (chunk: Uint8Array) => {
    discarded += chunk.length;
    if (discarded > DISCARD) incoming.destroy();
  });
  incoming.once("error", () => outgoing.destroy());
  incoming.once("close", () => outgoing.end());
  incoming.once("end", () => outgoing.end());
}

/** The answers of our own API, which may go on for as long as somebody listens. */
export async function emitWeb({ outgoing, origin }: Exchange, response: Response): Promise<void> {
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    ...(origin === undefined ? {} : corsHeaders(origin)),
  });
  if (!response.body) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  const reader = response.body.getReader();
  outgoing.once("close", () => void reader.cancel().catch(() => undefined));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!outgoing.write(value)) await drained(outgoing);
    if (outgoing.destroyed) return;
  }
  outgoing.end();
}

const drained = (outgoing: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      outgoing.off("drain", done);
      outgoing.off("close", done);
      resolve();
    };
    outgoing.once("drain", done);
    outgoing.once("close", done);
  });
