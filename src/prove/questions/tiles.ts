/**
 * The matrix in tiles: what the classes of one party do with those of another. Between parties that the filters of either
 * see as one, classes are bundled that stand alike and have one profile; elsewhere each class is a bundle. A way is walked
 * once for a pair of stands, filters are laid over it once for a pair of profiles.
 */
import type { Fabric } from "../../fabric/fabric.ts";
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

interface Stood {
  readonly classes: Bundle;
  readonly one: InterfaceClass;
  readonly stand: Stand;
  readonly profile: Profile;
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
  readonly #overlaid = new Map<number, number>();
  readonly #alike = new Map<string, number>();
  readonly #bundles = new Map<string, readonly Stood[]>();
  readonly #singles = new WeakMap<Party, readonly Bundle[]>();
  readonly #lists = new WeakMap<readonly Stood[], readonly Bundle[]>();

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
  *between(from: Party, to: Party): Iterable<Tile | undefined> {
    const viewOfFar = this.#views.ofAll(from, to);
    const viewOfNear = this.#views.ofAll(to, from);
    if (from.domain === to.domain || !viewOfFar || !viewOfNear || !from.hull.isApart(to.hull)) {
      yield* this.#oneByOne(from, to);
      return;
    }
    const sources = this.#bundled(from, true, to, viewOfFar);
    const targets = this.#bundled(to, false, from, viewOfNear);
    yield* this.#tile(sources, targets, (source, target) => this.#standing(source, target, "0", "0"));
  }

  #bundled(own: Party, isSource: boolean, far: Party, view: View): readonly Stood[] {
    return entry(this.#bundles, `${own.id} ${isSource} ${view.id}`, () => {
      const [other] = far.classes;
      const found = new Map<string, Stood & { readonly classes: InterfaceClass[] }>();
      for (const one of other ? own.classes : []) {
        const stand = this.#stands.of(one);
        if (!stand || !other) continue;
        const profile = this.#profiles.of(one, isSource, other, view);
        entry(found, `${stand.id} ${profile.id}`, () => ({ classes: [], one, stand, profile })).classes.push(one);
      }
      return [...found.values()];
    });
  }

  *#tile(
    sources: readonly Stood[],
    targets: readonly Stood[],
    between: (source: Stood, target: Stood) => Between,
  ): Iterable<Tile | undefined> {
    const cells = new Uint32Array(sources.length * targets.length);
    const ways = new Map<number, Between>();
    const whole: [Bundle, Bundle][] = [];
    let isEmpty = true;
    let at = 0;
    for (const source of sources) {
      yield undefined;
      for (const target of targets) {
        const way = entry(ways, source.stand.id * 2 ** 24 + target.stand.id, () => between(source, target));
        if (way.isMore) whole.push([source.classes, target.classes]);
        const cell = way.lanes.length === 0 ? 0 : this.#overlay(way, source.profile, target.profile);
        if (cell > 0) isEmpty = false;
        cells[at++] = cell;
      }
    }
    if (!isEmpty) yield { from: this.#list(sources), to: this.#list(targets), cells };
    for (const [some, others] of whole)
      for (const source of some) for (const target of others) yield* this.#proved(source, target);
  }

  #list(all: readonly Stood[]): readonly Bundle[] {
    return entry(this.#lists, all, () => all.map(({ classes }) => classes));
  }

  /** Class by class, as their filters see each of them. */
  *#oneByOne(from: Party, to: Party): Iterable<Tile | undefined> {
    const leaving = this.#profiles.towards(from, true, to);
    const entering = this.#profiles.towards(to, false, from);
    const [here, there] = [numbered(from.classes, placeOf), numbered(to.classes, placeOf)];
    const ways = new Array<Between | undefined>(here.count * there.count).fill(undefined);
    const cells = new Uint32Array(from.classes.length * to.classes.length);
    const whole: [InterfaceClass, InterfaceClass][] = [];
    let at = -1;
    let isEmpty = true;
    for (const [i, source] of from.classes.entries()) {
      yield undefined;
      const row = (here.of[i] as number) * there.count;
      for (const [j, target] of to.classes.entries()) {
        at++;
        if (source === target && source.members.length < 2) continue;
        const pair = row + (there.of[j] as number);
        let way = ways[pair];
        if (!way) {
          way = this.#byPlace(source, target);
          ways[pair] = way;
        }
        if (way.isMore) whole.push([source, target]);
        if (way.lanes.length === 0) continue;
        const cell = this.#overlay(way, leaving(i, j), entering(j, i));
        if (cell > 0) isEmpty = false;
        cells[at] = cell;
      }
    }
    if (!isEmpty) yield { from: this.#alone(from), to: this.#alone(to), cells };
    for (const [source, target] of whole) yield* this.#proved(source, target);
  }

  #alone(party: Party): readonly Bundle[] {
    return entry(this.#singles, party, () => party.classes.map((one) => [one]));
  }

  #byPlace(source: InterfaceClass, target: InterfaceClass): Between {
    const fromStand = this.#stands.of(source);
    const toStand = this.#stands.of(target);
    if (!fromStand || !toStand) return NOTHING;
    const [a, b] = [source.representative, target.representative];
    const here = this.#fabric.segments.get(a.segment);
    const there = this.#fabric.segments.get(b.segment);
    if (!here || !there) return NOTHING;
    const same = here === there ? "=" : "";
    const nearness = same + b.addresses.map((address) => (isNear(here, address) ? 1 : 0)).join("");
    const back = same + a.addresses.map((address) => (isNear(there, address) ? 1 : 0)).join("");
    const ends = { one: source, stand: fromStand };
    return this.#standing(ends, { one: target, stand: toStand }, nearness, back);
  }

  #standing(
    source: Pick<Stood, "one" | "stand">,
    target: Pick<Stood, "one" | "stand">,
    nearness: string,
    nearnessBack: string,
  ): Between {
    const pair = this.#distinct(source.one, target.one);
    if (!pair) return NOTHING;
    const [from, to] = pair;
    const way = this.#stands.way(source.stand, target.stand, to.addresses, nearness);
    const wayBack = this.#stands.way(target.stand, source.stand, from.addresses, nearnessBack);
    return this.#ways.between({ from, to }, way, wayBack);
  }

  /** One interface of each; two of them where the classes are one. */
  #distinct(source: InterfaceClass, target: InterfaceClass) {
    if (source !== target) return [source.representative, target.representative] as const;
    const other = this.#fabric.interfaces.get(target.members[1] ?? "");
    return other && ([source.representative, other] as const);
  }

  /**
   * Out: both filters admit the first packet. Back: what a filter tracked it lets return; what it left untracked meets
   * the rules of the other way.
   */
  #overlay(between: Between, source: Profile, target: Profile): number {
    const isSmall = between.id < 1024 && source.id < 1024 && target.id < 1024;
    const bits = isSmall ? 2 ** 10 : 2 ** 17;
    const key = (isSmall ? 1 : -1) * ((between.id * bits + source.id) * bits + target.id);
    return entry(this.#overlaid, key, () => this.#place(this.#overlaidOn(between, source, target)));
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
    const pair = this.#distinct(source, target);
    if (!pair) return;
    const [from, to] = pair.map(({ id }) => ({ interface: id })) as [{ interface: string }, { interface: string }];
    const cell = this.#place(workingFlows(this.#space, this.#reading, from, to, this.#terms));
    if (cell > 0) yield { from: [[source]], to: [[target]], cells: Uint32Array.of(cell) };
  }
}

const placeOf = ({ place }: InterfaceClass): string => place;

const NOTHING: Between = { id: -1, isMore: false, lanes: [] };

/** What works from one end to another, whatever stands between. */
export const workingFlows = (space: Space, reading: Reading, from: End, to: End, leaving: Terms): Flows =>
  faring(space, reading, { from, to, leaving }).working.map(({ header, set }) => ({ header: openHeader(header), set }));
