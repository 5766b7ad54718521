/** What a thread runs: one shard of a matrix. */
import { runShard } from "../../prove/questions/shards.ts";

export default runShard;
