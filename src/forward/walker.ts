/**
 * The state of one walk: the flow as it is now, where its source address belongs, what was seen on the way. Stages
 * change it and say where the packet is next; the one that ends the walk names the disposition.
 */
import type { Fabric, Interface } from "../fabric/fabric.ts";
import type { Action, Disposition, Flow, Hop } from "../fabric/vocabulary.ts";
import type { SessionTable } from "./sessions.ts";

/** Where a packet is, between two stages. */
export type Position =
  /** A host or gateway is about to send from its interface. */
  | { readonly at: "departure"; readonly interface: Interface }
  /** On its way to an interface, from a segment or (`undefined`) from beyond all of them. */
  | { readonly at: "arrival"; readonly interface: string; readonly from: string | undefined }
  /** Handed to a gateway by a router of this domain; `from` is the segment that it came from, if it came from one. */
  | { readonly at: "gateway"; readonly gateway: string; readonly domain: string; readonly from: string | undefined }
  /** Inside a hub, having come in by an end. */
  | { readonly at: "hub"; readonly end: string; readonly zone: string | undefined }
  /** Set down in a segment by a hub. */
  | { readonly at: "segment"; readonly segment: string }
  /** Before a router of this domain that takes in what arrives from outside it. */
  | { readonly at: "router"; readonly router: string | undefined; readonly domain: string }
  | { readonly at: "world"; readonly world: string };

/** No domain's name: a source whose membership in sets does not count. */
export const NOWHERE = "";

/** RFC 1122 §3.2.1.7 recommends hosts a time to live of 64. */
const TIME_TO_LIVE = 64;

export interface WalkOptions {
  /** Collect a hop for every decision; a walk without evidence is several times faster. */
  readonly evidence: boolean;
  /** Bytes of the IP packet; links with a smaller MTU refuse it. */
  readonly size?: number | undefined;
  /** What to choose where the real thing chooses freely; without, the flow decides. */
  readonly choices?: Choices | undefined;
}

/** What elements choose, by element and in the order in which they are asked: a port, a place in a list. */
export class Choices {
  readonly #left: Map<string, readonly number[]>;

  constructor(byElement: ReadonlyMap<string, readonly number[]>) {
    this.#left = new Map(byElement);
  }

  /** `undefined` where nothing (more) is prescribed. */
  take(element: string): number | undefined {
    const [first, ...rest] = this.#left.get(element) ?? [];
    this.#left.set(element, rest);
    return first;
  }
}

export class Walker {
  readonly fabric: Fabric;
  readonly sessions: SessionTable;
  readonly hops: Hop[] = [];
  readonly evidence: boolean;
  readonly size: number;
  readonly choices: Choices | undefined;
  flow: Flow;
  mtu = Number.POSITIVE_INFINITY;
  timeToLive = TIME_TO_LIVE;
  disposition: Disposition | undefined;
  /** The domain that the flow's source address belongs to; `undefined` for the world's addresses, `NOWHERE` where it is not to be known. */
  sourceDomain: string | undefined;
  /** Where a filter let the flow out last, and the flow as it was there. */
  lastFilter: { readonly interface: string; readonly flow: Flow } | undefined;
  /** Where it was delivered: an interface, or the world. */
  end: string | undefined;

  constructor(fabric: Fabric, sessions: SessionTable, flow: Flow, { evidence, size = 0, choices }: WalkOptions) {
    this.fabric = fabric;
    this.sessions = sessions;
    this.flow = flow;
    this.evidence = evidence;
    this.size = size;
    this.choices = choices;
  }

  note(stage: string, resource: string, action: Action, rule: string | undefined, why: string): void {
    this.hops.push({ stage, resource, action, rule, why });
  }

  drop(disposition: Disposition, stage: string, resource: string, rule: string | undefined, why: string): undefined {
    this.disposition = disposition;
    if (this.evidence) this.note(stage, resource, "drop", rule, why);
    return undefined;
  }

  deliver(end: string, stage: string, resource: string, why: string): undefined {
    this.disposition = "delivered";
    this.end = end;
    if (this.evidence) this.note(stage, resource, "deliver", undefined, why);
    return undefined;
  }

  /** The flow becomes another: the hop shows it. */
  translate(flow: Flow, stage: string, resource: string, why: string): void {
    this.flow = flow;
    if (this.evidence) this.hops.push({ stage, resource, action: "translate", rule: undefined, why, flow });
  }

  /** Takes a link. False where the packet does not fit it; the walk has ended then. */
  fits(mtu: number, stage: string, resource: string): boolean {
    if (mtu < this.mtu) this.mtu = mtu;
    if (this.size <= mtu) return true;
    this.drop("too-big", stage, resource, undefined, `${this.size} bytes do not fit an MTU of ${mtu}`);
    return false;
  }
}
