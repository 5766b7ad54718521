/** The JSON that the server's `/_underlay/` paths answer, as the commands read it. Its `schema` fields carry the versions. */
import type { OutlineNode } from "../cloud/operation.ts";

export type { OutlineNode } from "../cloud/operation.ts";
/** `POST /_underlay/trace`, and its parts. */
export type {
  TraceAnswer,
  TraceEnd,
  TraceFlow,
  TraceHop,
  TraceWalk,
} from "../expect/trace.ts";
/** One line of `GET /_underlay/log`. */
export type { CallRecord as CallAnswer } from "../server/callLog.ts";
/** What the name that fits several things might mean. */
export type { Candidate } from "../server/problem.ts";

/** `GET /_underlay/status` */
export interface StatusAnswer {
  readonly schema: string;
  readonly version: string;
  readonly endpoint: string;
  readonly seed: number;
  readonly uptimeSeconds: number;
  readonly regions: readonly RegionAnswer[];
}

export interface RegionAnswer {
  readonly account: string;
  readonly region: string;
  /** How many there are of what, by table: `ec2.route-table`. */
  readonly resources: Readonly<Record<string, number>>;
  readonly outline: readonly OutlineNode[];
}

/** `GET /_underlay/operations` */
export interface OperationsAnswer {
  readonly schema: string;
  readonly services: readonly ServiceAnswer[];
}

export interface ServiceAnswer {
  readonly service: string;
  readonly built: readonly string[];
  /** What AWS has there and Underlay has not. */
  readonly notBuilt: readonly string[];
}
