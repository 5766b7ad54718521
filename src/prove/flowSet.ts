/**
 * A set of flows by itself, apart from any walk: what a header may be at one place, IPv4 and IPv6, as a value that sets are
 * made of and asked about. Sets of one space can be combined; equal sets are equal nodes.
 */
import type { Flow } from "../fabric/vocabulary.ts";
import { asked, type Terms } from "./asked.ts";
import { EMPTY, type Node } from "./bdd.ts";
import { type Header, headerIs, protocolClasses, sentHeader } from "./header.ts";
import { pick } from "./pick.ts";
import { type Block, DST_PORT, DST6, levelsOf, PROTOCOL, type Space, SRC_PORT, SRC6 } from "./space.ts";
import type { Transition } from "./transition.ts";

export type Family = 4 | 6;
export const families: readonly Family[] = [4, 6];

/** Flows of one header that stand for themselves; ICMP's protocol is a bit pattern here as any other's. */
export function ownFlows(space: Space, family: Family, terms: Terms = {}): readonly { header: Header; set: Node }[] {
  return asked(space, { family }, terms).map(({ header, set }) => {
    const { protocol } = header;
    return {
      header,
      set: typeof protocol === "number" ? space.bdd.and(set, space.range(PROTOCOL, protocol, protocol)) : set,
    };
  });
}

const blocks: Readonly<Record<keyof Flow, Block>> = {
  // A family's addresses are the first levels of these, and no diagram holds both.
  dst: DST6,
  src: SRC6,
  protocol: PROTOCOL,
  dstPort: DST_PORT,
  srcPort: SRC_PORT,
};

export class FlowSet {
  readonly space: Space;
  readonly v4: Node;
  readonly v6: Node;

  constructor(space: Space, v4: Node, v6: Node) {
    this.space = space;
    this.v4 = v4;
    this.v6 = v6;
  }

  static none(space: Space): FlowSet {
    return new FlowSet(space, EMPTY, EMPTY);
  }

  /** Every flow that can be: ports where the protocol has some, types of eight bits for ICMP. */
  static all(space: Space): FlowSet {
    return FlowSet.of(space, {});
  }

  static of(space: Space, terms: Terms): FlowSet {
    const part = (family: Family): Node =>
      ownFlows(space, family, terms).reduce<Node>((all, { set }) => space.bdd.or(all, set), EMPTY);
    return new FlowSet(space, part(4), part(6));
  }

  static one(space: Space, flow: Flow): FlowSet {
    const family = typeof flow.dst === "number" ? 4 : 6;
    const set = headerIs(space, sentHeader(family, "other"), flow);
    return family === 4 ? new FlowSet(space, set, EMPTY) : new FlowSet(space, EMPTY, set);
  }

  part(family: Family): Node {
    return family === 4 ? this.v4 : this.v6;
  }

  #with(by: (own: Node, family: Family) => Node): FlowSet {
    return new FlowSet(this.space, by(this.v4, 4), by(this.v6, 6));
  }

  union(other: FlowSet): FlowSet {
    return this.#with((own, family) => this.space.bdd.or(own, other.part(family)));
  }

  intersect(other: FlowSet): FlowSet {
    return this.#with((own, family) => this.space.bdd.and(own, other.part(family)));
  }

  minus(other: FlowSet): FlowSet {
    return this.#with((own, family) => this.space.bdd.diff(own, other.part(family)));
  }

  isEmpty(): boolean {
    return this.v4 === EMPTY && this.v6 === EMPTY;
  }

  equals(other: FlowSet): boolean {
    return this.space === other.space && this.v4 === other.v4 && this.v6 === other.v6;
  }

  /** Whether every flow of the other set is in this one. */
  covers(other: FlowSet): boolean {
    return other.minus(this).isEmpty();
  }

  has(flow: Flow): boolean {
    return this.covers(FlowSet.one(this.space, flow));
  }

  /** The flows that agree with one of these in all fields but those to forget. */
  project(...forgotten: readonly (keyof Flow)[]): FlowSet {
    const levels = new Set(forgotten.flatMap((field) => levelsOf(blocks[field])));
    const open = this.#with((own) => this.space.bdd.exists(own, (level) => levels.has(level)));
    return open.intersect(FlowSet.all(this.space));
  }

  /** One of them, as a person would choose it. */
  pick(): Flow | undefined {
    const { bdd } = this.space;
    for (const family of families)
      for (const kind of protocolClasses) {
        const own = kind === "other" ? EMPTY : this.space.range(PROTOCOL, kind, kind);
        const icmp = protocolClasses.reduce<Node>(
          (all, one) => (one === "other" ? all : bdd.or(all, this.space.range(PROTOCOL, one, one))),
          EMPTY,
        );
        const set = kind === "other" ? bdd.diff(this.part(family), icmp) : bdd.and(this.part(family), own);
        const witness = pick(this.space, sentHeader(family, kind), set);
        if (witness) return witness.flow;
      }
    return undefined;
  }

  /** What becomes of them there. */
  through(transition: Transition): FlowSet {
    return transition.forward(this);
  }

  /** Those that may become one of these there. */
  before(transition: Transition): FlowSet {
    return transition.backward(this);
  }
}
