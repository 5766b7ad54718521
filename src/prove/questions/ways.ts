/**
 * What lies between two places, one way at a time, the filters at both ends left out: routes, boundaries, hubs, tunnels.
 * A way is walked once for all senders that nothing on it tells apart, and what passes there and back is the same as what
 * passes there and what passes back: nothing on a plain way remembers anything.
 */
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import { ICMP, ICMPV6 } from "../../fabric/protocols.ts";
import { asked, type Terms } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { familyOf, type Header, reversed, sentHeader } from "../header.ts";
import { NOWHERE, type Outcome, packetOf } from "../packet.ts";
import { Reading } from "../reading.ts";
import { entry, type Space } from "../space.ts";
import { walked } from "../walk.ts";
import type { Stand } from "./stands.ts";

/** The sender's own domain, whichever that is. */
export const OWN = "own domain";

/** Flows of one kind of header that pass there and back, with what each end then knows of the other. */
export interface Lane {
  /** Which of the headers that go from one to the other (`headersBetween`). */
  readonly index: number;
  /** That header with its addresses open. */
  readonly header: Header;
  readonly sets: readonly {
    readonly set: Node;
    /** The domain that the source is of for filters at the far end, and the far end for filters at the source. */
    readonly arrivesAs: string | undefined;
    readonly returnsAs: string | undefined;
  }[];
}

export interface Between {
  readonly id: number;
  /** Something there has filters or a memory of its own, or translates: each pair is a matter of its own. */
  readonly isMore: boolean;
  readonly lanes: readonly Lane[];
}

interface Arriving {
  readonly set: Node;
  readonly label: string | undefined;
}

/** By header: what arrives. */
interface Way {
  readonly id: number;
  readonly isMore: boolean;
  readonly arriving: readonly (readonly Arriving[])[];
  /** The headers as they are first sent, with their addresses open. */
  readonly headers: readonly Header[];
}

/** A header that goes from an address of one to an address of the other, and the flows that are asked about. */
export interface Sent {
  readonly header: Header;
  readonly set: Node;
}

/** Always the same number and order for two interfaces with addresses of the same families. */
export function headersBetween(space: Space, from: Interface, to: Interface, terms: Terms): readonly Sent[] {
  return from.addresses.flatMap((src) =>
    to.addresses.flatMap((dst): readonly Sent[] => {
      if (typeof src !== typeof dst) return [];
      return asked(space, { family: typeof src === "number" ? 4 : 6, src, dst }, terms);
    }),
  );
}

/** Two interfaces, and what tells their ways from those of others with the same stands. */
export interface Ends {
  readonly from: Interface;
  readonly to: Interface;
  readonly fromStand: Stand;
  readonly toStand: Stand;
  /** Whether they are in one segment, and which of the far addresses are within the near segment. */
  readonly nearness: string;
  readonly nearnessBack: string;
}

export class Ways {
  readonly #space: Space;
  readonly #fabric: Fabric;
  readonly #terms: Terms;
  readonly #ways = new Map<string, Way>();
  readonly #alike = new Map<string, Way>();
  readonly #betweens = new Map<string, Between>();
  readonly #betweensAlike = new Map<string, Between>();

  constructor(space: Space, fabric: Fabric, terms: Terms) {
    this.#space = space;
    this.#fabric = fabric;
    this.#terms = terms;
  }

  /** The senders are numbers that `Stands` gives, there and back. */
  between(ends: Ends, sender: number, answerer: number): Between {
    const { fromStand, toStand, nearness, nearnessBack } = ends;
    const there = entry(this.#ways, `${sender} ${toStand.id} ${nearness}`, () => this.#walk(ends, false));
    if (there.isMore) return this.#alikeBetween(true, []);
    if (there.arriving.every((one) => one.length === 0)) return this.#alikeBetween(false, []);
    const back = entry(this.#ways, `${answerer} ${fromStand.id} ${nearnessBack} back`, () => this.#walk(ends, true));
    return entry(this.#betweens, `${there.id} ${back.id}`, () => this.#thereAndBack(there, back));
  }

  #thereAndBack(there: Way, back: Way): Between {
    if (back.isMore) return this.#alikeBetween(true, []);
    const lanes = there.arriving.flatMap((out, index): readonly Lane[] => {
      const sets = out.flatMap(({ set, label: arrivesAs }) =>
        (back.arriving[index] ?? []).flatMap((answer) => {
          const both = this.#space.bdd.and(set, answer.set);
          return both === EMPTY ? [] : [{ set: both, arrivesAs, returnsAs: answer.label }];
        }),
      );
      const header = there.headers[index];
      return header && sets.length > 0 ? [{ index, header, sets }] : [];
    });
    return this.#alikeBetween(false, lanes);
  }

  #alikeBetween(isMore: boolean, lanes: readonly Lane[]): Between {
    const told = isMore
      ? "more"
      : lanes
          .map(({ index, header, sets }) => `${index} ${kindOf(header)}: ${sets.map((one) => `${one.set} ${one.arrivesAs} ${one.returnsAs}`)}`)
          .join();
    return entry(this.#betweensAlike, told, () => ({ id: this.#betweensAlike.size, isMore, lanes }));
  }

  #walk({ from, to }: Ends, isAnswer: boolean): Way {
    const [sender, receiver] = isAnswer ? [to, from] : [from, to];
    if (from.ranges?.length || to.ranges?.length) return MORE;
    const reading = new Unfiltered(this.#fabric, sender.id, receiver.id);
    const arriving: Arriving[][] = [];
    const headers: Header[] = [];
    for (const { header: sent, set } of headersBetween(this.#space, from, to, this.#terms)) {
      const header = isAnswer ? reversed(sent) : sent;
      const found = new Map<string | undefined, Node>();
      for (const outcome of walked(this.#space, reading, { interface: sender.id }, packetOf(set, header))) {
        if (isMore(outcome, reading)) return MORE;
        const { packet, end } = outcome;
        if (end !== receiver.id) continue;
        if (isTranslated(header, packet.header)) return MORE;
        const label = packet.sourceDomain === sender.domain ? OWN : packet.sourceDomain;
        if (label !== OWN && label !== NOWHERE && label !== undefined) return MORE;
        found.set(label, this.#space.bdd.or(found.get(label) ?? EMPTY, packet.set));
      }
      arriving.push([...found].map(([label, part]) => ({ label, set: part })));
      headers.push(openHeader(sent));
    }
    const told = headers.map(kindOf).join() + arriving.map((all) => all.map(({ label, set }) => `${label} ${set}`).join()).join(";");
    return entry(this.#alike, told, () => ({ id: this.#alike.size, isMore: false, arriving, headers }));
  }
}

const MORE: Way = { id: -1, isMore: true, arriving: [], headers: [] };

/** A header with its addresses open. */
export const openHeader = (header: Header): Header => {
  const { protocol, dst } = header;
  const open = sentHeader(familyOf(dst), isIcmp(protocol) ? protocol : "other");
  return { ...open, protocol };
};

const isIcmp = (protocol: Header["protocol"]): protocol is typeof ICMP | typeof ICMPV6 =>
  protocol === ICMP || protocol === ICMPV6;

/** The same for headers that have the same fields known, addresses aside. */
export const kindOf = ({ protocol, dst }: Header): string =>
  `${typeof protocol === "number" ? protocol : "other"} ${familyOf(dst)}`;

const isTranslated = (a: Header, b: Header): boolean =>
  a.src !== b.src || a.dst !== b.dst || a.protocol !== b.protocol || a.srcPort !== b.srcPort || a.dstPort !== b.dstPort;

/** Passes another interface (a host that forwards, a translator), or is carried by what remembers flows. */
function isMore({ packet }: Outcome, reading: Unfiltered): boolean {
  if (packet.chosen) return true;
  for (let one = packet.trail; one; one = one.before) if (reading.isOther(one.element)) return true;
  return false;
}

/** The fabric with the filters of two interfaces taken away. */
class Unfiltered extends Reading {
  readonly #one: string;
  readonly #other: string;

  constructor(fabric: Fabric, one: string, other: string) {
    super(fabric);
    this.#one = one;
    this.#other = other;
  }

  override interface(id: string): Interface | undefined {
    const found = this.fabric.interfaces.get(id);
    return found && (id === this.#one || id === this.#other) ? { ...found, filters: undefined } : found;
  }

  isOther(element: string): boolean {
    if (element === this.#one || element === this.#other) return false;
    const kind = this.fabric.gateways.get(element)?.kind;
    return kind === "port" || kind === "egress-only" || this.fabric.interfaces.has(element);
  }
}
