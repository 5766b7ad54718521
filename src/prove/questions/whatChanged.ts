/**
 * What one fabric lets through and another does not, between places: interfaces and the world. Places that nothing tells apart
 * in either are one class, and one of them is walked. Nothing is compared that no difference can touch:
 *
 * - an interface differs (or its filters, or the members of sets that these name): flows from it, and flows to it;
 * - an element on the way differs: flows between places whose walks, without any filter, differ by that (`touched.ts`).
 */
import type { Address } from "../../base/address.ts";
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import type { Disposition } from "../../fabric/vocabulary.ts";
import { asked } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { firstOfEach, jointClasses } from "../classes.ts";
import { type Family, families } from "../flowSet.ts";
import { addressAmong, type Header } from "../header.ts";
import type { Chosen } from "../packet.ts";
import { pick, type Witness } from "../pick.ts";
import { servicesOf, summary } from "../ports.ts";
import { Reading } from "../reading.ts";
import { isChoice, type Space } from "../space.ts";
import { type Connection, connections, type Origin } from "../walk.ts";
import { differences } from "./differences.ts";
import { inhabited } from "./inhabited.ts";
import { type Touched, touched } from "./touched.ts";

/** Where a flow ends that works in one of the two and not in the other. */
export interface ChangeStop {
  readonly way: "out" | "back";
  readonly disposition: Disposition;
  readonly stage: string;
  readonly resource: string;
}

export interface Change {
  /** `allowed`: works after and not before; `denied`: the other way round. */
  readonly change: "allowed" | "denied";
  /** Every place of the class: interfaces' ids, or a world's name. The witness is the first one's. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** In the words of rules. */
  readonly services: readonly string[];
  readonly origin: Origin;
  /** A flow, to be walked where it works: what decides there is on its way. */
  readonly witness: Witness;
  /** What stops the witness where it does not work: before, if it is allowed now. */
  readonly stop: ChangeStop;
}

export function whatChanged(space: Space, before: Fabric, after: Fabric): readonly Change[] {
  const found = differences(before, after);
  const ways = touched(space, before, after, found);
  if (found.ends.size === 0 && ways.size === 0) return [];
  return new Comparison(space, before, after).changes(found.ends, ways);
}

const familyOf = (address: Address): Family => (typeof address === "number" ? 4 : 6);
/** Flows that fare alike, and the header that they are sent with. */
interface Fared {
  readonly connection: Connection;
  readonly set: Node;
}

/** Destinations to look at. */
interface Places {
  readonly to: readonly Address[];
  readonly world: Node;
}

class Comparison {
  readonly #space: Space;
  readonly #before: Fabric;
  readonly #after: Fabric;
  /** Interfaces that stand for all of their class; of each class two, so that neighbours of one class are seen too. */
  readonly #classes: readonly { readonly one: Interface; readonly ids: readonly string[] }[];
  /** The class of those that are walked to. */
  readonly #classOf = new Map<string, readonly string[]>();

  /** Addresses of the world that are somebody's in one of the two alone: nobody has lost the world by that. */
  readonly #taken: readonly Address[];

  constructor(space: Space, before: Fabric, after: Fabric) {
    this.#space = space;
    const somebodys = (fabric: Fabric): ReadonlySet<Address> => new Set([...fabric.outer.keys(), ...fabric.kept]);
    const [was, is] = [somebodys(before), somebodys(after)];
    this.#taken = [...[...was].filter((one) => !is.has(one)), ...[...is].filter((one) => !was.has(one))];
    this.#classes = jointClasses(before, after);
    for (const { ids } of this.#classes) for (const id of ids.slice(0, 2)) this.#classOf.set(id, ids);
    const inhabitants = ({ interfaces }: Fabric): Interface[] =>
      [...this.#classOf.keys()].flatMap((id) => interfaces.get(id) ?? []);
    this.#before = inhabited(before, { interfaces: inhabitants(before) });
    this.#after = inhabited(after, { interfaces: inhabitants(after) });
  }

  changes(ends: ReadonlySet<string>, ways: ReadonlyMap<string, Touched>): readonly Change[] {
    const differing = this.#classes.filter(({ ids }) => ids.some((id) => ends.has(id)));
    const toDiffering = this.#named(
      differing.flatMap(({ ids }) => ids),
      [],
    );
    const found: Change[] = [];
    const compare = (
      origin: Origin,
      from: readonly string[],
      src: Address | undefined,
      way: Touched | undefined,
    ): void => {
      if (!way && toDiffering.length === 0) return;
      const to = way ? [...toDiffering, ...this.#named(way.ends, from)] : toDiffering;
      for (const family of families)
        if (src === undefined || familyOf(src) === family)
          found.push(...this.#compare(origin, from, src, family, { to, world: way?.world[family] ?? EMPTY }));
    };
    for (const { one, ids } of this.#classes) {
      if (one.receiver.kind === "gateway") continue;
      const origin = { interface: one.id };
      for (const src of firstOfEach(one))
        if (differing.some((other) => other.ids === ids))
          found.push(...this.#compare(origin, ids, src, familyOf(src), undefined));
        else compare(origin, ids, src, ways.get(one.id));
    }
    compare({ world: "internet" }, ["internet"], undefined, ways.get("internet"));
    return grouped(found);
  }

  /** The names of those that stand for a class, among these; of one's own class it is the second. */
  #named(ids: Iterable<string>, own: readonly string[]): readonly Address[] {
    const stands = (id: string): boolean => {
      const members = this.#classOf.get(id);
      return members !== undefined && id === (members === own ? own[1] : members[0]);
    };
    return [...ids].filter(stands).flatMap((id) => this.#addressesOf(id));
  }

  /** Those that stand beside the first of their class, but for one's own. */
  #seconds(own: readonly string[]): readonly Address[] {
    return this.#classes.flatMap(({ ids }) =>
      ids === own ? [] : ids.slice(1, 2).flatMap((id) => this.#addressesOf(id)),
    );
  }

  /** By every name, in both. */
  #addressesOf(id: string): readonly Address[] {
    return [this.#before, this.#after].flatMap((fabric) => {
      const own = fabric.interfaces.get(id);
      const outward = fabric.outward.get(own?.domain ?? "");
      return (own?.addresses ?? []).flatMap((one) => [one, ...(outward?.has(one) ? [outward.get(one) ?? one] : [])]);
    });
  }

  #compare(
    origin: Origin,
    from: readonly string[],
    src: Address | undefined,
    family: Family,
    places: Places | undefined,
  ): readonly Change[] {
    const found: Change[] = [];
    const { bdd } = this.#space;
    for (const { header, set } of asked(this.#space, { family, src }, {})) {
      const sent = places
        ? bdd.and(set, bdd.or(places.world, addressAmong(this.#space, header.dst, places.to)))
        : bdd.diff(set, addressAmong(this.#space, header.dst, this.#seconds(from)));
      if (sent === EMPTY) continue;
      const was = this.#fares(this.#before, origin, header, sent);
      const is = this.#fares(this.#after, origin, header, sent);
      found.push(...this.#newlyWorking("allowed", origin, from, header, is, was));
      found.push(...this.#newlyWorking("denied", origin, from, header, was, is));
    }
    return found;
  }

  #fares(fabric: Fabric, origin: Origin, header: Header, sent: Node): readonly Fared[] {
    const walked = connections(this.#space, new Reading(fabric), origin, header, sent);
    // A flow works if it does for some choice.
    return walked.map((connection) => ({
      connection,
      set: this.#space.bdd.exists(connection.set, (level) => isChoice({ at: level, stride: 1, width: 1 })),
    }));
  }

  /** What works here and not there, by where it ends. */
  #newlyWorking(
    change: Change["change"],
    origin: Origin,
    from: readonly string[],
    header: Header,
    here: readonly Fared[],
    there: readonly Fared[],
  ): readonly Change[] {
    const { bdd } = this.#space;
    const works = worksByEnd(this.#space, here, origin);
    const worked = worksByEnd(this.#space, there, origin);
    const found: Change[] = [];
    for (const [end, flows] of works) {
      const to = this.#classOf.get(end) ?? [end];
      // One of a class stands for all; a neighbour of one's own class is the second.
      if (to.length > 1 && end !== (to === from ? to[1] : to[0])) continue;
      const known = end === "internet" ? addressAmong(this.#space, header.dst, this.#taken) : EMPTY;
      const fresh = bdd.diff(bdd.diff(flows, worked.get(end) ?? EMPTY), known);
      if (fresh === EMPTY) continue;
      const working = here.find(
        ({ connection, set }) => connection.works && connection.out.end === end && bdd.intersects(set, fresh),
      );
      const stopped = there.find(({ connection, set }) => !isWorkingAt(connection, end) && bdd.intersects(set, fresh));
      if (!working || !stopped) continue;
      const shown = this.#shown(header, fresh, working, stopped);
      if (!shown) continue;
      found.push({
        change,
        from,
        to,
        services: servicesOf(this.#space, header, fresh),
        origin,
        witness: shown,
        stop: stopOf(stopped.connection),
      });
    }
    return found;
  }

  /** A flow that works by these choices, and is stopped where the stop says. */
  #shown(header: Header, fresh: Node, working: Fared, stopped: Fared): Witness | undefined {
    const { bdd } = this.#space;
    const { connection } = working;
    const chosen: Chosen | undefined = (connection.back ?? connection.out).packet.chosen;
    const both = bdd.and(bdd.and(connection.set, fresh), stopped.set);
    return pick(this.#space, header, both === EMPTY ? bdd.and(connection.set, fresh) : both, chosen);
  }
}

/** What a host or a world sends to itself is not asked about. */
const isBetweenPlaces = ({ works, out }: Connection, origin: Origin): boolean =>
  works && out.end !== ("world" in origin ? origin.world : origin.interface);

function worksByEnd({ bdd }: Space, fared: readonly Fared[], origin: Origin): ReadonlyMap<string, Node> {
  const ends = new Map<string, Node>();
  for (const { connection, set } of fared) {
    const { end } = connection.out;
    if (end !== undefined && isBetweenPlaces(connection, origin)) ends.set(end, bdd.or(ends.get(end) ?? EMPTY, set));
  }
  return ends;
}

const isWorkingAt = ({ works, out }: Connection, end: string): boolean => works && out.end === end;

/** Where it works for somebody else, the way out has led there. */
function stopOf({ works, out, back }: Connection): ChangeStop {
  const last = works || !back ? out : back;
  const { disposition, stage, resource } = last;
  return { way: last === out ? "out" : "back", disposition, stage, resource };
}

/** The rows of one pair, by protocol and family, as one where they have the same stop. */
function grouped(changes: readonly Change[]): readonly Change[] {
  const rows = new Map<string, Change>();
  for (const one of changes) {
    const { way, disposition, stage, resource } = one.stop;
    const key = [one.change, one.from[0], one.to[0], way, disposition, stage, resource].join(" ");
    const known = rows.get(key);
    rows.set(key, known ? { ...known, services: [...known.services, ...one.services] } : one);
  }
  const named = [...rows.values()].map((one) => ({ ...one, services: summary(one.services) }));
  const fromMany = merged(named, "to", (known, one) => ({ ...known, from: [...known.from, ...one.from] }));
  return merged(fromMany, "from", (known, one) => ({ ...known, to: [...known.to, ...one.to] }));
}

/** Rows that agree in all but one end as one. */
function merged(
  rows: readonly Change[],
  same: "from" | "to",
  join: (known: Change, one: Change) => Change,
): readonly Change[] {
  const found = new Map<string, Change>();
  for (const one of rows) {
    const { way, disposition, stage, resource } = one.stop;
    const key = JSON.stringify([one.change, one[same], one.services, way, disposition, stage, resource]);
    const known = found.get(key);
    found.set(key, known ? join(known, one) : one);
  }
  return [...found.values()];
}
