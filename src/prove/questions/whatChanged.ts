/**
 * What one fabric lets through and another does not, between places: interfaces and the world. Places that nothing tells apart
 * in either are one class, and one of them is walked. Nothing is compared that no difference can touch:
 *
 * - an interface differs: flows from it, and flows to it; where only its filters do (or the members of sets that these name),
 *   those of them that the two judge otherwise (`suspects.ts`), from one of all senders that those filters see as one;
 * - an element on the way differs: flows between places whose walks, without any filter, differ by that (`touched.ts`).
 */
import type { Address } from "../../base/address.ts";
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import type { Disposition } from "../../fabric/vocabulary.ts";
import { type Asked, asked } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import { firstOfEach, jointClasses } from "../classes.ts";
import { type Family, families } from "../flowSet.ts";
import { addressAmong, type Header } from "../header.ts";
import type { Chosen } from "../packet.ts";
import { pick, type Witness } from "../pick.ts";
import { isService, servicesOf, summary } from "../ports.ts";
import { Reading } from "../reading.ts";
import { entry, isChoice, levelsOf, type Space, SRC_PORT } from "../space.ts";
import type { Steps } from "../steps.ts";
import { type Connection, connections, type Origin } from "../walk.ts";
import { type Differences, differences } from "./differences.ts";
import { inhabited } from "./inhabited.ts";
import { Suspects } from "./suspects.ts";
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

export function* whatChanged(space: Space, before: Fabric, after: Fabric): Steps<readonly Change[]> {
  const found = differences(before, after);
  const ways = yield* partOf(touched(space, before, after, found), 0);
  if (found.ends.size === 0 && ways.size === 0) return [];
  const comparison = new Comparison(space, before, after, found);
  const senders = yield* partOf(comparison.senders(ways), 1);
  return yield* partOf(comparison.changes(senders), 2);
}

/** The steps of one of the three parts as those of all. */
function* partOf<Answer>(part: Steps<Answer>, index: number): Steps<Answer> {
  for (;;) {
    const step = part.next();
    if (step.done) return step.value;
    const { done, of } = step.value;
    yield { done: index * 100 + Math.floor((done * 100) / of), of: 300 };
  }
}

const WORLD = "internet";
const familyOf = (address: Address): Family => (typeof address === "number" ? 4 : 6);
const typeLevels = new Set(levelsOf(SRC_PORT));
const isType = (level: number): boolean => typeLevels.has(level);

/** Flows that fare alike, and the header that they are sent with. */
interface Fared {
  readonly connection: Connection;
  readonly set: Node;
}

/** Senders whose flows all fare alike. */
interface Sender {
  readonly origin: Origin;
  /** The class of the one that is walked. */
  readonly own: readonly string[];
  /** All of them, that one first. */
  readonly from: readonly string[];
  readonly asks: readonly Asked[];
}

/** A change before it is known which are shown. */
type Row = Omit<Change, "witness"> & { readonly shown: () => Witness | undefined };

class Comparison {
  readonly #space: Space;
  readonly #before: Fabric;
  readonly #after: Fabric;
  /** Interfaces that stand for all of their class; of each class two, so that neighbours of one class are seen too. */
  readonly #classes: readonly { readonly one: Interface; readonly ids: readonly string[] }[];
  /** The class of those that are walked to. */
  readonly #classOf = new Map<string, readonly string[]>();

  readonly #suspects: Suspects;
  readonly #services = new Map<string, readonly string[]>();
  /** Addresses of the world that are somebody's in one of the two alone: nobody has lost the world by that. */
  readonly #taken: readonly Address[];

  constructor(space: Space, before: Fabric, after: Fabric, found: Differences) {
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
    const classes = this.#classes.map(({ ids }) => ids);
    this.#suspects = new Suspects(space, before, after, found, classes, (id) => this.#addressesOf(id));
  }

  *changes(senders: readonly Sender[]): Steps<readonly Change[]> {
    const rows: Row[] = [];
    for (const [done, sender] of senders.entries()) {
      yield { done, of: senders.length };
      for (const row of this.#compare(sender)) rows.push(row);
    }
    return grouped(rows);
  }

  /** Whoever sends flows that may fare otherwise; those of which all fare alike as one. */
  *senders(ways: ReadonlyMap<string, Touched>): Steps<readonly Sender[]> {
    const senders: Sender[] = [];
    const alike = new Map<string, Sender & { readonly from: string[] }>();
    for (const [done, { one, ids }] of this.#classes.entries()) {
      yield { done, of: this.#classes.length };
      if (one.receiver.kind === "gateway") continue;
      const way = ways.get(one.id);
      const asks = firstOfEach(one).flatMap((src) => this.#suspicious(one, ids, src, familyOf(src), way));
      if (asks.length === 0) continue;
      const made = (): Sender & { readonly from: string[] } => ({
        origin: { interface: one.id },
        own: ids,
        from: [],
        asks,
      });
      const key = this.#suspects.has(ids) || way ? one.id : this.#suspects.alike(one.id, asks);
      entry(alike, key, made).from.push(...ids);
    }
    senders.push(...alike.values());
    const asks = families.flatMap((family) => this.#suspicious(undefined, [WORLD], undefined, family, ways.get(WORLD)));
    return [...senders, { origin: { world: WORLD }, own: [WORLD], from: [WORLD], asks }];
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

  /** Of what a sender may send, what may fare otherwise. */
  #suspicious(
    one: Interface | undefined,
    own: readonly string[],
    src: Address | undefined,
    family: Family,
    way: Touched | undefined,
  ): readonly Asked[] {
    const { bdd } = this.#space;
    return asked(this.#space, { family, src }, {}).flatMap(({ header, set }) => {
      let suspect = this.#suspects.from(own, header);
      if (suspect !== EMPTY) suspect = bdd.diff(suspect, addressAmong(this.#space, header.dst, this.#seconds(own)));
      suspect = bdd.or(suspect, this.#suspects.to(one, own, header));
      if (way) {
        const led = addressAmong(this.#space, header.dst, this.#named(way.ends, own));
        suspect = bdd.or(suspect, bdd.or(led, way.world[family]));
      }
      const sent = bdd.and(set, suspect);
      return sent === EMPTY ? [] : [{ header, set: sent }];
    });
  }

  #compare(sender: Sender): readonly Row[] {
    return sender.asks.flatMap(({ header, set }) => {
      const was = this.#fares(this.#before, sender.origin, header, set);
      const is = this.#fares(this.#after, sender.origin, header, set);
      return [
        ...this.#newlyWorking("allowed", sender, header, is, was),
        ...this.#newlyWorking("denied", sender, header, was, is),
      ];
    });
  }

  #fares(fabric: Fabric, origin: Origin, header: Header, sent: Node): readonly Fared[] {
    const walked = connections(this.#space, new Reading(fabric), origin, header, sent);
    // A flow works if it does for some choice.
    return walked.map((connection) => ({ connection, set: this.#withoutChoices(connection) }));
  }

  #withoutChoices({ set, out, back }: Connection): Node {
    if ((back ?? out).packet.choices === 0) return set;
    return this.#space.bdd.exists(set, (level) => isChoice({ at: level, stride: 1, width: 1 }));
  }

  /** What works here and not there, by where it ends. */
  #newlyWorking(
    change: Change["change"],
    { origin, own, from }: Sender,
    header: Header,
    here: readonly Fared[],
    there: readonly Fared[],
  ): readonly Row[] {
    const { bdd } = this.#space;
    const works = worksByEnd(this.#space, here, origin);
    const worked = worksByEnd(this.#space, there, origin);
    const found: Row[] = [];
    for (const [end, flows] of works) {
      const to = this.#classOf.get(end) ?? [end];
      // One of a class stands for all; a neighbour of one's own class is the second.
      if (to.length > 1 && end !== (to === own ? to[1] : to[0])) continue;
      const known = end === "internet" ? addressAmong(this.#space, header.dst, this.#taken) : EMPTY;
      const fresh = bdd.diff(bdd.diff(flows, worked.get(end) ?? EMPTY), known);
      if (fresh === EMPTY) continue;
      const working = here.find(
        ({ connection, set }) => connection.works && connection.out.end === end && bdd.intersects(set, fresh),
      );
      const stopped = there.find(({ connection, set }) => !isWorkingAt(connection, end) && bdd.intersects(set, fresh));
      if (!working || !stopped) continue;
      found.push({
        change,
        from,
        to,
        services: this.#servicesOf(header, fresh),
        origin,
        shown: () => this.#shown(header, fresh, working, stopped),
        stop: stopOf(stopped.connection),
      });
    }
    return found;
  }

  /** Many have the same. */
  #servicesOf(header: Header, flows: Node): readonly string[] {
    const isKept = typeof header.protocol === "number" ? isType : isService;
    const services = this.#space.bdd.exists(flows, (level) => !isKept(level));
    return entry(this.#services, `${typeof header.protocol === "number" ? header.protocol : "other"} ${services}`, () =>
      servicesOf(this.#space, header, services),
    );
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
function grouped(changes: readonly Row[]): readonly Change[] {
  const rows = new Map<string, Row>();
  for (const one of changes) {
    const { way, disposition, stage, resource } = one.stop;
    const key = [one.change, one.from[0], one.to[0], way, disposition, stage, resource].join(" ");
    const known = rows.get(key);
    rows.set(key, known ? { ...known, services: [...known.services, ...one.services] } : one);
  }
  const named = [...rows.values()].map((one) => ({ ...one, services: summary(one.services) }));
  const fromMany = merged(named, "to", (known, one) => ({ ...known, from: [...known.from, ...one.from] }));
  const all = merged(fromMany, "from", (known, one) => ({ ...known, to: [...known.to, ...one.to] }));
  return all.flatMap(({ shown, ...row }) => {
    const witness = shown();
    return witness ? [{ ...row, witness }] : [];
  });
}

/** Rows that agree in all but one end as one. */
function merged(rows: readonly Row[], same: "from" | "to", join: (known: Row, one: Row) => Row): readonly Row[] {
  const found = new Map<string, Row>();
  for (const one of rows) {
    const { way, disposition, stage, resource } = one.stop;
    const key = [one.change, ...one[same], ";", ...one.services, ";", way, disposition, stage, resource].join(" ");
    const known = found.get(key);
    found.set(key, known ? join(known, one) : one);
  }
  return [...found.values()];
}
