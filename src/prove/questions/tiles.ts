/**
 * The matrix in tiles: what the classes of one party do with those of another. Between parties that the filters of either
 * see as one, classes are bundled that stand alike and have one profile; elsewhere each class is a bundle. A way is walked
 * once for a pair of stands, filters are laid over it once for a pair of profiles.
 */
import type { Fabric, Interface } from "../../fabric/fabric.ts";
import type { Asked, Terms } from "../asked.ts";
import { EMPTY, type Node } from "../bdd.ts";
import type { InterfaceClass } from "../classes.ts";
import { type End, faring } from "../prover.ts";
import { Reading } from "../reading.ts";
import { entry, type Space } from "../space.ts";
import { numbered } from "./numbered.ts";
import type { Party } from "./parties.ts";
import { type Profile, Profiles } from "./profiles.ts";
import { isNear, type Stand, Stands } from "./stands.ts";
import { type View, Views } from "./views.ts";
import { type Between, Headers, kindOf, openHeader, Ways } from "./ways.ts";

/** Classes that fare alike with those of the other side. */
export type Bundle = readonly InterfaceClass[];

export interface Tile {
  readonly from: readonly Bundle[];
  readonly to: readonly Bundle[];
  /** Row by row, which flows work: places in `Tiles.flows`; the first is none. */
  readonly cells: Uint32Array;
}

/** Flows of some kinds of headers, with the header that each kind is sent with. */
export type Flows = readonly Asked[];

/** A bundle on one side of a tile, and the number of the place where its classes are. */
interface Placed {
  readonly classes: Bundle;
  readonly place: number;
}

/** That stands somewhere, and has one profile towards all of the other side. */
interface Stood extends Placed {
  readonly stand: Stand;
  readonly profile: Profile;
}

/** Whose profile depends on whom of the other side it faces. */
interface Faced extends Placed {
  readonly row: number;
  readonly column: number;
}

/** One side of a tile. */
interface Side<P extends Placed> {
  readonly all: readonly P[];
  readonly places: number;
  readonly bundles: readonly Bundle[];
}

/** What is between a bundle and another; the way is the same for all of the same two places. */
interface Meeting<P extends Placed> {
  /** Nothing where the two are one and the same interface. */
  way(source: P, target: P): Between | undefined;
  leaving(source: P, target: P): Profile;
  entering(source: P, target: P): Profile;
}

export class Tiles {
  readonly flows: Flows[] = [[]];
  readonly #space: Space;
  readonly #fabric: Fabric;
  readonly #terms: Terms;
  readonly #reading: Reading;
  readonly #stands: Stands;
  readonly #ways: Ways;
  readonly #views: Views;
  readonly #profiles: Profiles;
  /** By what is between, the profile of the source and that of the target: the place of the flows. */
  readonly #overlaid: (number | undefined)[][][] = [];
  readonly #alike = new Map<string, number>();
  readonly #sides = new Map<string, Side<Stood>>();

  constructor(space: Space, fabric: Fabric, terms: Terms) {
    this.#space = space;
    this.#fabric = fabric;
    this.#terms = terms;
    this.#reading = new Reading(fabric);
    this.#stands = new Stands(fabric, [...(terms.source ?? []), ...(terms.destination ?? [])]);
    const headers = new Headers(space, terms);
    this.#ways = new Ways(space, fabric, headers);
    this.#views = new Views(fabric);
    this.#profiles = new Profiles(space, this.#reading, headers, this.#views);
  }

  /** What works from one party to another; `undefined` between two rows of a tile, where others may be served. */
  between(from: Party, to: Party): Iterable<Tile | undefined> {
    const viewOfFar = this.#views.ofAll(from, to);
    const viewOfNear = this.#views.ofAll(to, from);
    if (from.domain === to.domain || !viewOfFar || !viewOfNear || !from.hull.isApart(to.hull))
      return this.#faceToFace(from, to);
    const sources = this.#stood(from, true, to, viewOfFar);
    const targets = this.#stood(to, false, from, viewOfNear);
    return this.#tile(sources, targets, {
      way: (source, target) => this.#standing(source, target, NEAR_NOBODY, NEAR_NOBODY),
      leaving: ({ profile }) => profile,
      entering: (_, { profile }) => profile,
    });
  }

  /** The classes of a party before another that its filters see as one. */
  #stood(own: Party, isSource: boolean, far: Party, view: View): Side<Stood> {
    return entry(this.#sides, `${own.id} ${isSource} ${view.id}`, () => {
      const [other] = far.classes;
      const found = new Map<string, Stood & { readonly classes: InterfaceClass[] }>();
      const places = new Map<Stand, number>();
      for (const one of other ? own.classes : []) {
        const stand = this.#stands.of(one);
        if (!stand || !other) continue;
        const profile = this.#profiles.of(one, isSource, other, view);
        const place = entry(places, stand, () => places.size);
        entry(found, `${place} ${profile.id}`, () => ({ classes: [], place, stand, profile })).classes.push(one);
      }
      return sideOf([...found.values()], places.size);
    });
  }

  /** Bundles of classes as the filters of either party see each of the other. */
  #faceToFace(from: Party, to: Party): Iterable<Tile | undefined> {
    const leaving = this.#profiles.towards(from, true, to);
    const entering = this.#profiles.towards(to, false, from);
    return this.#tile(faced(from, leaving.rows, entering.columns), faced(to, entering.rows, leaving.columns), {
      way: (source, target) => this.#byPlace(source, target),
      leaving: (source, target) => leaving.profile(source.row, target.column),
      entering: (source, target) => entering.profile(target.row, source.column),
    });
  }

  *#tile<P extends Placed>(sources: Side<P>, targets: Side<P>, meeting: Meeting<P>): Iterable<Tile | undefined> {
    const cells = new Uint32Array(sources.all.length * targets.all.length);
    const ways = new Array<Between | undefined>(sources.places * targets.places).fill(undefined);
    const whole: [Bundle, Bundle][] = [];
    let isEmpty = true;
    let at = -1;
    for (const source of sources.all) {
      yield undefined;
      for (const target of targets.all) {
        at++;
        if (isOneInterface(source.classes, target.classes)) continue;
        const between = source.place * targets.places + target.place;
        ways[between] ??= meeting.way(source, target);
        const way = ways[between];
        if (!way) continue;
        if (way.isMore) whole.push([source.classes, target.classes]);
        if (way.lanes.length === 0) continue;
        const cell = this.#overlay(way, meeting.leaving(source, target), meeting.entering(source, target));
        if (cell > 0) isEmpty = false;
        cells[at] = cell;
      }
    }
    if (!isEmpty) yield { from: sources.bundles, to: targets.bundles, cells };
    for (const [some, others] of whole)
      for (const source of some) for (const target of others) yield* this.#proved(source, target);
  }

  #byPlace({ classes: sources }: Placed, { classes: targets }: Placed): Between | undefined {
    const [source] = sources;
    const [target] = targets;
    const fromStand = source && this.#stands.of(source);
    const toStand = target && this.#stands.of(target);
    if (!fromStand || !toStand) return NOTHING;
    const [a, b] = [source.representative, target.representative];
    const here = this.#fabric.segments.get(a.segment);
    const there = this.#fabric.segments.get(b.segment);
    if (!here || !there) return NOTHING;
    const same = here === there ? "=" : "";
    const nearness = same + b.addresses.map((address) => (isNear(here, address) ? 1 : 0)).join("");
    const back = same + a.addresses.map((address) => (isNear(there, address) ? 1 : 0)).join("");
    const ends = { classes: sources, stand: fromStand };
    return this.#standing(ends, { classes: targets, stand: toStand }, nearness, back);
  }

  #standing(
    source: Pick<Stood, "classes" | "stand">,
    target: Pick<Stood, "classes" | "stand">,
    nearness: string,
    nearnessBack: string,
  ): Between | undefined {
    const pair = this.#distinct(source.classes, target.classes);
    if (!pair) return undefined;
    const [from, to] = pair;
    const way = this.#stands.way(source.stand, target.stand, to.addresses, nearness);
    const wayBack = this.#stands.way(target.stand, source.stand, from.addresses, nearnessBack);
    return this.#ways.between({ from, to }, way, wayBack);
  }

  /** One interface of each bundle, and not the same one; nothing where there are no two. */
  #distinct(sources: Bundle, targets: Bundle): readonly [Interface, Interface] | undefined {
    for (const source of sources)
      for (const target of targets) {
        if (source !== target) return [source.representative, target.representative];
        const [, other] = target.firsts;
        if (other) return [source.representative, other];
      }
    return undefined;
  }

  /**
   * Out: both filters admit the first packet. Back: what a filter tracked it lets return; what it left untracked meets
   * the rules of the other way.
   */
  #overlay(between: Between, source: Profile, target: Profile): number {
    this.#overlaid[between.id] ??= [];
    const bySource = this.#overlaid[between.id] ?? [];
    bySource[source.id] ??= [];
    const byTarget = bySource[source.id] ?? [];
    byTarget[target.id] ??= this.#place(this.#overlaidOn(between, source, target));
    return byTarget[target.id] ?? 0;
  }

  #overlaidOn({ lanes }: Between, source: Profile, target: Profile): Flows {
    const { bdd } = this.#space;
    return lanes.flatMap(({ index, header, sets }): Flows => {
      const leaving = source.headers[index];
      const entering = target.headers[index];
      let all: Node = EMPTY;
      for (const { set, arrivesAs, returnsAs } of sets) {
        const leaves = leaving?.first.get(undefined);
        const enters = entering?.first.get(arrivesAs) ?? entering?.first.get(undefined);
        if (!leaves || !enters) continue;
        let left = bdd.and(set, bdd.or(leaves.tracked, leaves.untracked));
        left = bdd.and(left, bdd.or(enters.tracked, enters.untracked));
        if (left !== EMPTY && enters.untracked !== EMPTY)
          left = bdd.and(left, bdd.or(enters.tracked, entering?.again.get(undefined) ?? EMPTY));
        if (left !== EMPTY && leaves.untracked !== EMPTY) {
          const again = leaving?.again.get(returnsAs) ?? leaving?.again.get(undefined) ?? EMPTY;
          left = bdd.and(left, bdd.or(leaves.tracked, again));
        }
        all = bdd.or(all, left);
      }
      return all === EMPTY ? [] : [{ header, set: all }];
    });
  }

  /** Of flows by kind, their place among those found before. */
  #place(all: Flows): number {
    const byKind = new Map<string, Asked>();
    for (const { header, set } of all) {
      const kind = kindOf(header);
      const known = byKind.get(kind)?.set ?? EMPTY;
      byKind.set(kind, { header, set: this.#space.bdd.or(known, set) });
    }
    const kinds = [...byKind].sort(([a], [b]) => (a < b ? -1 : 1));
    if (kinds.length === 0) return 0;
    return entry(this.#alike, kinds.map(([kind, { set }]) => `${kind} ${set}`).join(), () => {
      this.flows.push(kinds.map(([, one]) => one));
      return this.flows.length - 1;
    });
  }

  /** Of one pair, whatever stands between. */
  *#proved(source: InterfaceClass, target: InterfaceClass): Iterable<Tile> {
    const pair = this.#distinct([source], [target]);
    if (!pair) return;
    const [from, to] = pair.map(({ id }) => ({ interface: id })) as [{ interface: string }, { interface: string }];
    const cell = this.#place(workingFlows(this.#space, this.#reading, from, to, this.#terms));
    if (cell > 0) yield { from: [[source]], to: [[target]], cells: Uint32Array.of(cell) };
  }
}

const sideOf = <P extends Placed>(all: readonly P[], places: number): Side<P> => ({
  all,
  places,
  bundles: all.map(({ classes }) => classes),
});

/** Bundles of classes at one place which all of the other side see alike, and which see all of it alike. */
function faced({ classes }: Party, rows: Uint32Array, columns: Uint32Array): Side<Faced> {
  const places = numbered(classes, ({ place }) => place);
  const alike = numbered(classes, (_, i) => `${places.of[i]} ${rows[i]} ${columns[i]}`);
  const bundles = alike.firsts.map((): InterfaceClass[] => []);
  for (const [i, one] of classes.entries()) bundles[alike.of[i] ?? 0]?.push(one);
  const numbersAt = (i: number) => ({ place: places.of[i] ?? 0, row: rows[i] ?? 0, column: columns[i] ?? 0 });
  const all = alike.firsts.map((i, n): Faced => ({ classes: bundles[n] ?? [], ...numbersAt(i) }));
  return sideOf(all, places.firsts.length);
}

function isOneInterface(sources: Bundle, targets: Bundle): boolean {
  const [source] = sources;
  return source === targets[0] && sources.length === 1 && targets.length === 1 && source?.members.length === 1;
}

/** Addresses of one are in no segment of the other. */
const NEAR_NOBODY = "0";

const NOTHING: Between = { id: -1, isMore: false, lanes: [] };

/** What works from one end to another, whatever stands between. */
export const workingFlows = (space: Space, reading: Reading, from: End, to: End, leaving: Terms): Flows =>
  faring(space, reading, { from, to, leaving }).working.map(({ header, set }) => ({ header: openHeader(header), set }));
