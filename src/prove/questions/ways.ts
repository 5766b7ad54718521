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

/** The sender's own domain, whichever that is. */
export const OWN = "own domain";

/** Flows of one kind of header that pass there and back, with what each end then knows of the other. */
export interface Lane {
  /** Which of the headers that go from one to the other (`Headers`). */
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

/**
 * The headers between two interfaces: always the same number and order where their addresses are of the same families
 * (and on the same side of what the question names).
 */
export class Headers {
  readonly #space: Space;
  readonly #terms: Terms;
  readonly #open = new Map<4 | 6, readonly Sent[]>();

  constructor(space: Space, terms: Terms) {
    this.#space = space;
    this.#terms = terms;
  }

  between(from: Interface, to: Interface): readonly Sent[] {
    const all: Sent[] = [];
    for (const src of from.addresses)
      for (const dst of to.addresses) {
        if (typeof src !== typeof dst) continue;
        const family = typeof src === "number" ? 4 : 6;
        if (this.#terms.source || this.#terms.destination)
          all.push(...asked(this.#space, { family, src, dst }, this.#terms));
        else for (const { header, set } of this.#of(family)) all.push({ header: { ...header, src, dst }, set });
      }
    return all;
  }

  /** Whatever the addresses. */
  #of(family: 4 | 6): readonly Sent[] {
    return entry(this.#open, family, () => asked(this.#space, { family }, this.#terms));
  }
}

/** Two interfaces. */
export interface Ends {
  readonly from: Interface;
  readonly to: Interface;
}

export class Ways {
  readonly #space: Space;
  readonly #fabric: Fabric;
  readonly #headers: Headers;
  readonly #ways = new Map<number, Way>();
  readonly #alike = new Map<string, Way>();
  readonly #betweens = new Map<number, Between>();
  readonly #betweensAlike = new Map<string, Between>();

  constructor(space: Space, fabric: Fabric, headers: Headers) {
    this.#space = space;
    this.#fabric = fabric;
    this.#headers = headers;
  }

  /** The ways there and back are numbers that `Stands` gives. */
  between(ends: Ends, way: number, wayBack: number): Between {
    const there = entry(this.#ways, way * 2, () => this.#walk(ends, false));
    if (there.isMore) return this.#alikeBetween(true, []);
    if (there.arriving.every((one) => one.length === 0)) return this.#alikeBetween(false, []);
    const back = entry(this.#ways, wayBack * 2 + 1, () => this.#walk(ends, true));
    if (back.isMore) return this.#alikeBetween(true, []);
    return entry(this.#betweens, there.id * 2 ** 24 + back.id, () => this.#thereAndBack(there, back));
  }

  #thereAndBack(there: Way, back: Way): Between {
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
          .map(
            ({ index, header, sets }) =>
              `${index} ${kindOf(header)}: ${sets.map((one) => `${one.set} ${one.arrivesAs} ${one.returnsAs}`)}`,
          )
          .join();
    return entry(this.#betweensAlike, told, () => ({ id: this.#betweensAlike.size, isMore, lanes }));
  }

  #walk({ from, to }: Ends, isAnswer: boolean): Way {
    const [sender, receiver] = isAnswer ? [to, from] : [from, to];
    if (from.ranges?.length || to.ranges?.length) return MORE;
    const reading = new Unfiltered(this.#fabric, sender.id, receiver.id);
    const arriving: Arriving[][] = [];
    const headers: Header[] = [];
    for (const { header: sent, set } of this.#headers.between(from, to)) {
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
    const told =
      headers.map(kindOf).join() +
      arriving.map((all) => all.map(({ label, set }) => `${label} ${set}`).join()).join(";");
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
