/** One branch of a walk: flows that have fared alike so far, and where they are. */
import type { Disposition } from "../fabric/vocabulary.ts";
import type { Node } from "./bdd.ts";
import type { Header } from "./header.ts";
import type { Memory } from "./memory.ts";

/** Where the packets of a branch are, between two stages. */
export type Position =
  | { readonly at: "departure"; readonly interface: string }
  | { readonly at: "arrival"; readonly interface: string; readonly from: string | undefined }
  | { readonly at: "gateway"; readonly gateway: string; readonly domain: string; readonly from: string | undefined }
  | { readonly at: "hub"; readonly end: string; readonly zone: string | undefined }
  | { readonly at: "segment"; readonly segment: string }
  | { readonly at: "router"; readonly router: string | undefined; readonly domain: string }
  | { readonly at: "world"; readonly world: string };

/** No domain's name: a source whose membership in sets does not count. */
export const NOWHERE = "";

/** The elements that a branch has passed, the last first. */
export interface Trail {
  readonly before: Trail | undefined;
  readonly element: string;
}

/** RFC 1122 §3.2.1.7 recommends hosts a time to live of 64. */
const TIME_TO_LIVE = 64;

export interface Packet {
  /** The flows, as they were sent, and the choices made for them. */
  readonly set: Node;
  readonly header: Header;
  readonly memory: Memory | undefined;
  readonly trail: Trail | undefined;
  /** How many ports translators have chosen freely. */
  readonly choices: number;
  /** Which choices were made where: what a replay has to repeat. */
  readonly chosen: Chosen | undefined;
  readonly timeToLive: number;
  /** The domain of the source; `undefined` for the world's, `NOWHERE` where it is not to be known. */
  readonly sourceDomain: string | undefined;
  /** Where a filter let it out last, and how it looked there. */
  readonly lastFilter: { readonly interface: string; readonly header: Header } | undefined;
}

/** Flows about to be sent; their answers, with what their packets have left behind. */
export const packetOf = (set: Node, header: Header, from?: Packet): Packet => ({
  set,
  header,
  memory: from?.memory,
  trail: undefined,
  choices: from?.choices ?? 0,
  chosen: from?.chosen,
  timeToLive: TIME_TO_LIVE,
  sourceDomain: undefined,
  lastFilter: undefined,
});

/** A choice: of a port number (the block's number) or of one of several ports of a hub's end. */
export interface Chosen {
  readonly before: Chosen | undefined;
  readonly element: string;
  readonly choice: number;
  readonly kind: "block" | "index";
}

/** Where a branch ended. */
export interface Outcome {
  readonly packet: Packet;
  readonly disposition: Disposition;
  /** The stage and the resource that ended it. */
  readonly stage: string;
  readonly resource: string;
  /** Where it was delivered: an interface, or a world. */
  readonly end: string | undefined;
}
