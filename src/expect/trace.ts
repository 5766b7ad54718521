/** A trace's answer as JSON: `POST /_underlay/trace` gives it, and so does every question that shows a walk. */
import type { Action, Disposition, Listener } from "../fabric/vocabulary.ts";

/** Whose a resource is and where; absent for what is nobody's. */
interface Whereabouts {
  readonly account: string;
  readonly region: string;
}

export interface TraceEnd extends Partial<Whereabouts> {
  readonly selector: string;
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
  readonly address: string;
}

export interface TraceFlow {
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
  /** For ICMP: the type. */
  readonly sourcePort: number;
  /** For ICMP: the code. */
  readonly destinationPort: number;
}

export interface TraceHop extends Partial<Whereabouts> {
  readonly stage: string;
  readonly resource: string;
  readonly name?: string;
  readonly action: Action;
  readonly rule?: string;
  readonly why: string;
  readonly flow?: TraceFlow;
}

export interface TraceWalk {
  readonly disposition: Disposition;
  readonly hops: readonly TraceHop[];
}

export interface TraceAnswer {
  readonly schema: "underlay/trace/1";
  readonly works: boolean;
  readonly source: TraceEnd;
  readonly destination: TraceEnd;
  readonly flow: TraceFlow;
  readonly forward: TraceWalk;
  readonly return: TraceWalk | null;
  /** The smallest MTU on the way out and back, in bytes; null where no link was taken. */
  readonly mtu: number | null;
  readonly listener: Listener;
}
