/** When a matrix is worth several threads: all of them have to be given the network (`docs/bench.md`). */
import { availableParallelism } from "node:os";

/** Fewer are done sooner by one thread, and so are more where there are fewer processors. */
const WORTH_INTERFACES = 100_000;
const WORTH_PROCESSORS = 4;
/** More threads than this wait for memory rather than for processors. */
const MOST_THREADS = 8;

export const threadsWorth = (interfaces: number, processors = availableParallelism()): number =>
  interfaces < WORTH_INTERFACES || processors < WORTH_PROCESSORS ? 1 : Math.min(processors, MOST_THREADS);
