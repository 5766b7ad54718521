/** Threads are given the network, which takes as long as the matrix of fewer interfaces (`docs/bench.md`). */
export const WORTH_THREADS = 10_000;
