/**
 * The calls seen, a line of JSON each. `?follow=1` goes on with each call as it ends; `?last=N` says how many of those
 * that are kept come first: all of them, or none when following.
 */
import type { CallLog, CallRecord } from "../callLog.ts";
import { Problem } from "../problem.ts";

/** Lines that a follower may lag behind before it is let go. */
const MAX_LAG = 10_000;

const line = (record: CallRecord): string => `${JSON.stringify({ schema: "underlay/call/1", ...record })}\n`;
const headers = { "content-type": "application/x-ndjson" };

export function logAnswer(log: CallLog, follow: string | undefined, last: string | undefined): Response {
  const follows = follow !== undefined && follow !== "0" && follow !== "false";
  if (last !== undefined && !/^\d{1,6}$/.test(last))
    throw new Problem("invalid", `last=${last} is not a number of calls.`);
  const records = log.records();
  const wanted = last === undefined ? (follows ? 0 : records.length) : Number(last);
  const kept = records
    .slice(Math.max(0, records.length - wanted))
    .map(line)
    .join("");
  if (!follows) return new Response(kept, { headers });

  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (kept !== "") controller.enqueue(encoder.encode(kept));
        end = log.follow((record) => {
          if ((controller.desiredSize ?? 0) > 0) return controller.enqueue(encoder.encode(line(record)));
          end();
          controller.close();
        });
      },
      cancel: () => end(),
    },
    new CountQueuingStrategy({ highWaterMark: MAX_LAG }),
  );
  return new Response(stream, { headers });
}
