/**
 * The whole state as one file, out and in: `GET` gives the snapshot as text, as it stands at that moment, `PUT` takes one
 * (plain, or gzipped) and puts it in the place of all that is there, at once or, where it is none, not at all.
 */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { emitSnapshot, parseSnapshot } from "../../cloud/journal/snapshot.ts";
import { stateOf } from "../../cloud/journal/state.ts";
import type { LiveCloud } from "../liveCloud.ts";
import { invalid, unloadable } from "../savedClouds.ts";
import { listSnapshots } from "../snapshotFolder.ts";
import { version } from "../version.ts";
import type { InternalApp } from "./api.ts";

/** Characters that go out together. */
const PIECE = 64 * 1024;

/** A snapshot of half a million rows; more cannot be one text in this process. */
const MOST_BYTES = 400 * 1024 * 1024;

/** `folder` is where those are that go by a name. */
export function snapshots(app: InternalApp, live: LiveCloud, folder: string): void {
  app.get("/_underlay/snapshots", (c) =>
    c.json({ schema: "underlay/snapshot-list/1", dir: folder, snapshots: listSnapshots(folder) }),
  );

  app.get("/_underlay/snapshot", () => {
    const state = stateOf(live.cloud); // rows do not change, so this is the moment, however long the writing takes
    const lines = emitSnapshot(state, { version: version(), savedAt: new Date(live.clock.now()) });
    return new Response(streamOf(lines), { headers: { "content-type": "application/x-ndjson" } });
  });

  app.put("/_underlay/snapshot", async (c) => {
    const parsed = parseSnapshot(await textOf(c.env.exchange.request.body));
    if (!parsed.ok) throw invalid(`The snapshot cannot be loaded: ${parsed.reason}.`);
    const state = parsed.value;
    await live.load(state).catch((error: unknown) => {
      throw unloadable(error);
    });
    return c.json({ schema: "underlay/snapshot-load/1", status: "ok", rows: state.rows.length, seed: state.seed });
  });
}

async function textOf(body: Uint8Array): Promise<string> {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b; // RFC 1952 §2.3.1
  if (!isGzip) return new TextDecoder().decode(body);
  try {
    return (await promisify(gunzip)(body, { maxOutputLength: MOST_BYTES })).toString("utf8");
  } catch (error) {
    throw invalid(`The snapshot cannot be unpacked: ${(error as Error).message}.`);
  }
}

function streamOf(lines: Iterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      let piece = "";
      while (piece.length < PIECE) {
        const next = lines.next();
        if (next.done) break;
        piece += next.value;
      }
      if (piece === "") controller.close();
      else controller.enqueue(encoder.encode(piece));
    },
  });
}
