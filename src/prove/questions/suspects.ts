/**
 * Which flows can fare otherwise because an end of theirs differs: its filters judge them otherwise (`judgement.ts`), or it
 * differs in more than that. Filters at the far end see the sender by its address or by one that it has borrowed on the way,
 * and a port of the sender that may have been translated.
 */
import type { Address } from "../../base/address.ts";
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import type { Asked } from "../asked.ts";
import { EMPTY, FULL, type Node } from "../bdd.ts";
import { addressAmong, familyOf, type Header } from "../header.ts";
import { Reading } from "../reading.ts";
import { type Admission, admitted } from "../rules.ts";
import { entry, levelsOf, type Space, SRC_PORT, SRC4, SRC6 } from "../space.ts";
import type { Differences } from "./differences.ts";
import { judgedOtherwise } from "./judgement.ts";
import { Likeness } from "./likeness.ts";
import { Names, SOURCES } from "./senders.ts";
import { kindOf, openHeader } from "./ways.ts";

/** The interfaces of one class, by id: the first stands for all; for its own neighbours the second does. */
type Ids = readonly string[];

export class Suspects {
  readonly #space: Space;
  readonly #fabrics: readonly [Fabric, Fabric];
  readonly #names: readonly [Names, Names];
  readonly #whole: ReadonlySet<string>;
  readonly #differing: ReadonlySet<Ids>;
  readonly #addressesOf: (id: string) => readonly Address[];
  readonly #judged = new Map<string, Map<Ids, Node>>();
  readonly #admissions = new Map<string, Admission>();
  #likeness: Likeness | undefined;
  readonly #likenessTold = new Map<string, string>();
  readonly #likenesses = new Map<string, number>();
  readonly #to = new Map<string, Node>();
  readonly #reduced = new Map<string, Node>();

  constructor(
    space: Space,
    before: Fabric,
    after: Fabric,
    { ends, whole }: Differences,
    classes: readonly Ids[],
    addressesOf: (id: string) => readonly Address[],
  ) {
    this.#space = space;
    this.#fabrics = [before, after];
    this.#names = [new Names(space, before), new Names(space, after)];
    this.#whole = whole;
    this.#differing = new Set(classes.filter((ids) => ids.some((id) => ends.has(id))));
    this.#addressesOf = addressesOf;
  }

  /** Flows from a class that it judges otherwise itself, whomever they go to. */
  from(ids: Ids, header: Header): Node {
    return this.has(ids) ? this.#judgedBy(ids, "egress", header) : EMPTY;
  }

  /** Flows to whoever judges them otherwise, from an interface (`ids`: its class) or from the world. */
  to(from: Interface | undefined, ids: Ids, header: Header): Node {
    const who = from && !this.has(ids) ? this.#likenessOf(from.id) : ids[0];
    return entry(this.#to, `${kindOf(header)} ${who}`, () => this.#toDiffering(from, ids, header));
  }

  #toDiffering(from: Interface | undefined, ids: Ids, header: Header): Node {
    const { bdd } = this.#space;
    let all: Node = EMPTY;
    const names = new Map<Node, Address[]>();
    for (const end of this.#differing) {
      const judged = this.#judgedBy(end, "ingress", header);
      const one = end === ids ? end[1] : end[0];
      if (judged !== EMPTY && one !== undefined) entry(names, judged, () => []).push(...this.#addressesOf(one));
    }
    const sources = from && this.#sources(from, familyOf(header.dst));
    for (const [judged, called] of names) {
      const seen = this.#seenFrom(sources, judged, header);
      if (seen !== EMPTY) all = bdd.or(all, bdd.and(seen, addressAmong(this.#space, header.dst, called)));
    }
    return all;
  }

  has(ids: Ids): boolean {
    return this.#differing.has(ids);
  }

  /** Equal for senders of which these flows fare alike: nothing on their way tells them apart, nor do their own filters. */
  alike(id: string, flows: readonly Asked[]): string {
    const told = flows.map(
      ({ header, set }) => `${set} ${this.#fabrics.map((one) => this.#letsOut(one, id, header, set))}`,
    );
    return [this.#likenessOf(id), ...told].join("; ");
  }

  #likenessOf(id: string): number {
    this.#likeness ??= new Likeness(this.#fabrics, this.#filtersMet());
    const told = entry(this.#likenessTold, id, () => this.#likeness?.of(id) ?? "");
    return entry(this.#likenesses, told, () => this.#likenesses.size);
  }

  /** What filters let out of some flows; where they remember none of those, the answers meet the rules of the other way. */
  #letsOut(fabric: Fabric, id: string, header: Header, set: Node): string {
    const { filters } = fabric.interfaces.get(id) ?? {};
    if (!filters) return "all";
    const { bdd } = this.#space;
    const open = openHeader(header);
    const key = `${this.#fabrics.indexOf(fabric)} ${kindOf(header)} ${filters}`;
    const { tracked, untracked } = entry(this.#admissions, key, () => {
      const inForce = filters.flatMap((one) => fabric.filters.get(one) ?? []);
      const crossing = { filters: inForce, way: "egress", header: open, domain: undefined } as const;
      return admitted(this.#space, new Reading(fabric), crossing);
    });
    const forgotten = bdd.and(set, untracked);
    return `${bdd.and(set, tracked)} ${forgotten} ${forgotten === EMPTY ? "" : filters}`;
  }

  #filtersMet(): Iterable<string> {
    return this.#fabrics.flatMap(({ interfaces }) =>
      [...this.#differing].flatMap(([id = ""]) => interfaces.get(id)?.filters ?? []),
    );
  }

  #sources(from: Interface, family: 4 | 6): Node {
    const [was, is] = this.#names.map((names) => names.known(from, SOURCES)[family]) as [Node, Node];
    return this.#space.bdd.or(was, is);
  }

  /** As they are sent: without the source, which is known or has been translated, and the port where that may be so. */
  #seenFrom(sources: Node | undefined, judged: Node, { protocol }: Header): Node {
    const { bdd } = this.#space;
    const ports = typeof protocol === "number" ? [] : levelsOf(SRC_PORT);
    return entry(this.#reduced, `${sources} ${judged} ${ports.length}`, () => {
      const addresses = sources === undefined ? [] : [...levelsOf(SRC4), ...levelsOf(SRC6)];
      const forgotten = new Set([...addresses, ...ports]);
      const own = sources === undefined ? judged : bdd.and(judged, sources);
      return bdd.exists(own, (level) => forgotten.has(level));
    });
  }

  #judgedBy(ids: Ids, way: "egress" | "ingress", header: Header): Node {
    const known = entry(this.#judged, `${way} ${kindOf(header)}`, () => new Map<Ids, Node>());
    return entry(known, ids, () => {
      const [id = ""] = ids;
      const [was, is] = this.#fabrics.map((fabric) => fabric.interfaces.get(id));
      if (!was || !is || ids.some((one) => this.#whole.has(one))) return FULL;
      const [before, after] = this.#fabrics;
      const both = [
        { fabric: before, interface: was },
        { fabric: after, interface: is },
      ] as const;
      return judgedOtherwise(this.#space, both, way, openHeader(header));
    });
  }
}
