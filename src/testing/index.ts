/** `underlay/testing`: networks and what is expected of them, for vitest, jest, node:test or any other runner. */

export type { Failing } from "../expect/evaluate.ts";
export type * from "../expect/questions.ts";
export { AskProblem } from "../expect/questions.ts";
export type { Trouble } from "../expect/suite.ts";
export type * from "../expect/trace.ts";
export { type Exposure, expectNetwork, NetworkAssertionError, type NetworkExpectation } from "./expectNetwork.ts";
export { type ConnectOptions, connectNetwork, type Network, type StartOptions, startNetwork } from "./network.ts";
