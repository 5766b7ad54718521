/**
 * What stateful elements remember: connections that a filter tracks, and translations. A table may stand on another
 * one: it reads through to it and keeps its own writes, so that a question asked of a running network changes nothing.
 */
import { reverse, sameFlow } from "../fabric/flow.ts";
import type { Flow } from "../fabric/vocabulary.ts";

/** Which way through an element: a filter that lets a flow out lets its answers in, and not the flow itself. */
export type Side = "ingress" | "egress";

const opposite = (side: Side | undefined): Side | undefined =>
  side === undefined ? undefined : side === "egress" ? "ingress" : "egress";

const keyOf = ({ protocol, src, dst, srcPort, dstPort }: Flow, side: Side | undefined): string =>
  `${side} ${protocol} ${src} ${srcPort} ${dst} ${dstPort}`;

/** More flows than this at an element are looked up by a key, fewer one by one: most elements see few. */
const FEW = 8;

interface Remembered<V> {
  readonly flow: Flow;
  readonly side: Side | undefined;
  value: V;
}

/** What is remembered of flows at one element. */
class Flows<V> {
  readonly #few: Remembered<V>[];
  #many: Map<string, V> | undefined;

  /** Of flows that differ. */
  constructor(first: Remembered<V>[] = []) {
    this.#few = first;
  }

  get(flow: Flow, side?: Side): V | undefined {
    if (this.#many) return this.#many.get(keyOf(flow, side));
    return this.#find(flow, side)?.value;
  }

  set(flow: Flow, value: V, side?: Side): void {
    const known = this.#many ? undefined : this.#find(flow, side);
    if (this.#many) this.#many.set(keyOf(flow, side), value);
    else if (known) known.value = value;
    else if (this.#few.push({ flow, side, value }) > FEW)
      this.#many = new Map(this.#few.map((one) => [keyOf(one.flow, one.side), one.value]));
  }

  #find(flow: Flow, side: Side | undefined) {
    for (const one of this.#few) if (one.side === side && sameFlow(one.flow, flow)) return one;
    return undefined;
  }
}

/** What there is at each of some elements. Most tables have few, which are looked through; more are looked up. */
class Elements<V> {
  readonly #few: string[] = [];
  readonly #values: V[] = [];
  #many: Map<string, V> | undefined;

  get(element: string): V | undefined {
    if (this.#many) return this.#many.get(element);
    const names = this.#few;
    for (let i = 0; i < names.length; i++) if (names[i] === element) return this.#values[i];
    return undefined;
  }

  /** Of an element that there is nothing at. */
  set(element: string, value: V): void {
    if (this.#many) {
      this.#many.set(element, value);
      return;
    }
    this.#values.push(value);
    if (this.#few.push(element) > FEW)
      this.#many = new Map(this.#few.map((name, i) => [name, this.#values[i] as V] as const));
  }
}

/** A translation's ports in use towards one destination, from one address: what the capacity counts. */
const usageKey = (element: string, from: Flow): string =>
  `${element} ${from.protocol} ${from.src} > ${from.dst} ${from.dstPort}`;

export type Tracking = "tracked" | "untracked";

/** Most tables serve one question and remember a connection or two: nothing is made before it is needed. */
export class SessionTable {
  readonly #beneath: SessionTable | undefined;
  #connections: Elements<Flows<Tracking>> | undefined;
  /** From a flow as it came to a flow as it left, both ways. */
  #translations: Elements<Flows<Flow>> | undefined;
  #usage: Map<string, number> | undefined;
  #refusals: Map<string, number> | undefined;

  constructor(beneath?: SessionTable) {
    this.#beneath = beneath;
  }

  /** Remembers a connection at an element, that passed it on this side; its answers pass on the other. */
  track(element: string, flow: Flow, side?: Side): void {
    this.#remember(element, flow, side, "tracked");
  }

  /** Remembers that a connection needs no tracking: its packets go by the rules, each way, as long as there are any. */
  leaveUntracked(element: string, flow: Flow, side?: Side): void {
    this.#remember(element, flow, side, "untracked");
  }

  #remember(element: string, flow: Flow, side: Side | undefined, tracking: Tracking): void {
    this.#connections ??= new Elements();
    const answer = reverse(flow);
    const known = this.#connections.get(element);
    if (side !== undefined && !known) {
      const both = [
        { flow, side, value: tracking },
        { flow: answer, side: opposite(side), value: tracking },
      ];
      this.#connections.set(element, new Flows(both));
      return;
    }
    const flows = known ?? flowsAt(this.#connections, element);
    flows.set(flow, tracking, side);
    flows.set(answer, tracking, opposite(side));
  }

  /** What is known of a connection that this packet belongs to. */
  tracking(element: string, flow: Flow, side?: Side): Tracking | undefined {
    return this.#connections?.get(element)?.get(flow, side) ?? this.#beneath?.tracking(element, flow, side);
  }

  tracks(element: string, flow: Flow, side?: Side): boolean {
    return this.tracking(element, flow, side) === "tracked";
  }

  /** Remembers that `element` sent `inner` on as `outer`, and so what the answer to `outer` becomes. */
  translate(element: string, inner: Flow, outer: Flow): void {
    this.#translations ??= new Elements();
    const flows = flowsAt(this.#translations, element);
    flows.set(inner, outer);
    flows.set(reverse(outer), reverse(inner));
    const used = this.inUse(element, outer) + 1;
    this.#usage ??= new Map();
    this.#usage.set(usageKey(element, outer), used);
  }

  translation(element: string, flow: Flow): Flow | undefined {
    return this.#translations?.get(element)?.get(flow) ?? this.#beneath?.translation(element, flow);
  }

  /** Flows that `element` carries from `outer`'s source address to its destination and port. */
  inUse(element: string, outer: Flow): number {
    return this.#usage?.get(usageKey(element, outer)) ?? this.#beneath?.inUse(element, outer) ?? 0;
  }

  /** Counts a flow that found no port left: AWS's metric ErrorPortAllocation. */
  refusePort(element: string): void {
    const refused = this.portRefusals(element) + 1;
    this.#refusals ??= new Map();
    this.#refusals.set(element, refused);
  }

  portRefusals(element: string): number {
    return this.#refusals?.get(element) ?? this.#beneath?.portRefusals(element) ?? 0;
  }
}

function flowsAt<V>(elements: Elements<Flows<V>>, element: string): Flows<V> {
  let flows = elements.get(element);
  if (!flows) {
    flows = new Flows();
    elements.set(element, flows);
  }
  return flows;
}
