/** Matrices of large networks over several threads. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import { Piscina } from "piscina";
import type { Fabric } from "../../fabric/fabric.ts";
import type { Terms } from "../../prove/asked.ts";
import { classesOf } from "../../prove/classes.ts";
import { type Matrix, matrixOf, namedBy } from "../../prove/questions/matrix.ts";
import { merged, type ShardResult, shardsOf } from "../../prove/questions/shards.ts";
import type { Space } from "../../prove/space.ts";
import type { ThreadShard } from "./matrixWorker.ts";

/** Beside the bundle; where this runs from elsewhere there is none. */
const workerFile = (): string | undefined => {
  const base: string | undefined = import.meta.url; // nothing in a CommonJS bundle
  const file = base === undefined ? undefined : fileURLToPath(new URL("./matrixWorker.js", base));
  return file !== undefined && existsSync(file) ? file : undefined;
};

/** The matrix of the fabric as it is now. */
export async function matrixByThreads(space: Space, fabric: Fabric, terms: Terms, threads: number): Promise<Matrix> {
  const filename = workerFile();
  if (filename === undefined || threads < 2) return matrixOf(space, fabric, { terms });
  const shards = shardsOf(fabric, terms, threads);
  const shared = sharedBytes(shards[0]?.fabric);
  const pool = new Piscina<ThreadShard, ShardResult>({ filename, maxThreads: threads, minThreads: threads });
  try {
    const running = shards.map((shard) => pool.run({ ...shard, fabric: shared }));
    const classes = classesOf(fabric, namedBy(terms));
    return merged(space, classes, await Promise.all(running));
  } finally {
    await pool.destroy();
  }
}

/** Written once, and read by every thread for itself. */
function sharedBytes(value: unknown): SharedArrayBuffer {
  const bytes = serialize(value);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}
