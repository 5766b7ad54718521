/**
 * What services ask of the network as a whole. The server supplies the engines behind it, so that no service knows one.
 */
import type { Address } from "../base/address.ts";
import type { Prefix } from "../base/prefix.ts";
import type { ConnectionTrace, Disposition, Flow, Hop } from "../fabric/vocabulary.ts";

/**
 * Where connections begin or end: at an interface, anywhere in a world, or wherever they pass a gateway on their way
 * there. An end of a hub is a gateway here too, by its resource's name.
 */
export type ReachEnd =
  | { readonly interface: string }
  | { readonly world: string }
  | { readonly gateway: string }
  | { readonly address: Address };

/** Inclusive. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** What is asked about, as the header is at one end; what is left out may be anything. */
export interface FlowConstraint {
  readonly protocols?: readonly number[];
  readonly source?: readonly Prefix[];
  readonly destination?: readonly Prefix[];
  readonly sourcePorts?: readonly PortRange[];
  readonly destinationPorts?: readonly PortRange[];
}

export interface ReachQuestion {
  readonly from: ReachEnd;
  readonly to: ReachEnd;
  /** The header as it leaves its sender. */
  readonly leaving?: FlowConstraint;
  /** The header as it arrives: other than it left where a translator stands between. */
  readonly arriving?: FlowConstraint;
  /** Elements that the way out must pass, in any order. */
  readonly through?: readonly string[];
  /** Elements that neither way may pass. */
  readonly avoiding?: readonly string[];
  /** Interfaces whose hosts count as running, whether they are or not. */
  readonly assumedUp?: readonly string[];
}

/** What keeps a connection from working, at one place of its way. */
export interface ReachCause {
  readonly way: "out" | "back";
  readonly disposition: Disposition;
  /** The stage that refused it, with the resource and the rule. */
  readonly hop: Hop;
  /** A flow that fares so, as it was sent. */
  readonly flow: Flow;
}

export interface ReachAnswer {
  /** Whether some connection works: its first packet arrives, and its reply. */
  readonly holds: boolean;
  /** One that works; where none does, the one that comes farthest. Absent where there is nothing to send. */
  readonly connection: ConnectionTrace | undefined;
  /** Empty where it holds. */
  readonly causes: readonly ReachCause[];
}

export interface Reachability {
  reach(question: ReachQuestion): ReachAnswer;
}
