/**
 * What stateful elements remember: connections that a filter tracks, and translations. A table may stand on another
 * one: it reads through to it and keeps its own writes, so that a question asked of a running network changes nothing.
 */
import { reverse } from "../fabric/flow.ts";
import type { Flow } from "../fabric/vocabulary.ts";

const keyOf = (element: string, { protocol, src, dst, srcPort, dstPort }: Flow): string =>
  `${element} ${protocol} ${src} ${srcPort} ${dst} ${dstPort}`;

/** A translation's ports in use towards one destination, from one address: what the capacity counts. */
const usageKey = (element: string, from: Flow): string =>
  `${element} ${from.protocol} ${from.src} > ${from.dst} ${from.dstPort}`;

export type Tracking = "tracked" | "untracked";

export class SessionTable {
  readonly #beneath: SessionTable | undefined;
  readonly #connections = new Map<string, Tracking>();
  /** From a flow as it came to a flow as it left, both ways. */
  readonly #translations = new Map<string, Flow>();
  readonly #usage = new Map<string, number>();
  readonly #refusals = new Map<string, number>();

  constructor(beneath?: SessionTable) {
    this.#beneath = beneath;
  }

  /** Remembers a connection at an element; its answers are known at `back`, where that is another place. */
  track(element: string, flow: Flow, back = element): void {
    this.#remember(element, flow, back, "tracked");
  }

  /** Remembers that a connection needs no tracking: its packets go by the rules, each way, as long as there are any. */
  leaveUntracked(element: string, flow: Flow, back = element): void {
    this.#remember(element, flow, back, "untracked");
  }

  #remember(element: string, flow: Flow, back: string, tracking: Tracking): void {
    this.#connections.set(keyOf(element, flow), tracking);
    this.#connections.set(keyOf(back, reverse(flow)), tracking);
  }

  /** What is known of a connection that this packet belongs to. */
  tracking(element: string, flow: Flow): Tracking | undefined {
    const own = this.#connections.size > 0 ? this.#connections.get(keyOf(element, flow)) : undefined;
    return own ?? this.#beneath?.tracking(element, flow);
  }

  tracks(element: string, flow: Flow): boolean {
    return this.tracking(element, flow) === "tracked";
  }

  /** Remembers that `element` sent `inner` on as `outer`, and so what the answer to `outer` becomes. */
  translate(element: string, inner: Flow, outer: Flow): void {
    this.#translations.set(keyOf(element, inner), outer);
    this.#translations.set(keyOf(element, reverse(outer)), reverse(inner));
    const usage = usageKey(element, outer);
    this.#usage.set(usage, this.inUse(element, outer) + 1);
  }

  translation(element: string, flow: Flow): Flow | undefined {
    return this.#translations.get(keyOf(element, flow)) ?? this.#beneath?.translation(element, flow);
  }

  /** Flows that `element` carries from `outer`'s source address to its destination and port. */
  inUse(element: string, outer: Flow): number {
    return this.#usage.get(usageKey(element, outer)) ?? this.#beneath?.inUse(element, outer) ?? 0;
  }

  /** Counts a flow that found no port left: AWS's metric ErrorPortAllocation. */
  refusePort(element: string): void {
    this.#refusals.set(element, this.portRefusals(element) + 1);
  }

  portRefusals(element: string): number {
    return this.#refusals.get(element) ?? this.#beneath?.portRefusals(element) ?? 0;
  }
}
