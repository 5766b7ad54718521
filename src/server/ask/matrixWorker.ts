/** What a thread runs: one shard of a matrix, of a network that all threads share the bytes of. */
import { deserialize } from "node:v8";
import type { PlainFabric } from "../../fabric/plain.ts";
import { runShard, type Shard, type ShardResult } from "../../prove/questions/shards.ts";

export type ThreadShard = Omit<Shard, "fabric"> & { readonly fabric: SharedArrayBuffer };

export default function run(shard: ThreadShard): ShardResult {
  const fabric = deserialize(Buffer.from(new Uint8Array(shard.fabric))) as PlainFabric;
  return runShard({ ...shard, fabric });
}
