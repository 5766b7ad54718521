/**
 * Who reaches whom, of all hosts at once, by what. The work is done once for a class of interfaces (`classes.ts`), and
 * once for many classes where a way or a filter is the same (`tiles.ts`); what was found is kept as it was found, by
 * class, and told of any pair.
 */
import type { Prefix } from "../../base/prefix.ts";
import type { Fabric } from "../../fabric/fabric.ts";
import type { Terms } from "../asked.ts";
import { classesOf, type InterfaceClass } from "../classes.ts";
import type { Space } from "../space.ts";
import type { Progress } from "../steps.ts";
import { joinedDomains } from "./joined.ts";
import { type Party, partiesOf } from "./parties.ts";
import { type Bundle, type Flows, type Tile, Tiles } from "./tiles.ts";

/** What one class of interfaces does with another. */
export interface ClassPair {
  readonly from: InterfaceClass;
  readonly to: InterfaceClass;
  readonly flows: Flows;
}

/** What the classes of one bundle do with those of another, a single interface with itself aside. */
export interface BundlePair {
  readonly from: Bundle;
  readonly to: Bundle;
  readonly flows: Flows;
}

export interface MatrixOptions {
  readonly terms?: Terms | undefined;
  /** Only from, and only to, classes for which it holds. */
  readonly from?: ((one: InterfaceClass) => boolean) | undefined;
  readonly to?: ((one: InterfaceClass) => boolean) | undefined;
  /** A part of the matrix: of so many, which. */
  readonly part?: Part | undefined;
}

export interface Part {
  readonly index: number;
  readonly of: number;
}

/** Tiles, and the flows that their cells tell. */
export interface Tiling {
  readonly tiles: readonly Tile[];
  readonly flows: readonly Flows[];
}

/** All that some classes reach: nothing else comes from them. */
export interface Sheet extends Tiling {
  readonly from: readonly InterfaceClass[];
}

export function* pairsIn({ tiles, flows }: Tiling): Iterable<BundlePair> {
  for (const { from, to, cells } of tiles) {
    let at = 0;
    for (const source of from)
      for (const target of to) {
        const cell = cells[at++] ?? 0;
        if (cell > 0) yield { from: source, to: target, flows: flows[cell] ?? [] };
      }
  }
}

/** A matrix as it was found. */
export class Matrix implements Tiling {
  readonly classes: readonly InterfaceClass[];
  readonly tiles: readonly Tile[];
  readonly flows: readonly Flows[];
  #rows: ReadonlyMap<string, readonly Tile[]> | undefined;
  #classOf: ReadonlyMap<string, InterfaceClass> | undefined;

  constructor(classes: readonly InterfaceClass[], tiles: readonly Tile[], flows: readonly Flows[]) {
    this.classes = classes;
    this.tiles = tiles;
    this.flows = flows;
  }

  /** What works from one interface to another. */
  between(from: string, to: string): Flows {
    this.#classOf ??= new Map(this.classes.flatMap((one) => one.members.map((id) => [id, one] as const)));
    this.#rows ??= rowsOf(this.tiles);
    const [source, target] = [this.#classOf.get(from), this.#classOf.get(to)];
    if (!source || !target || from === to) return [];
    for (const { from: sources, to: targets, cells } of this.#rows.get(rowOf(source, target)) ?? []) {
      const row = sources.findIndex((bundle) => bundle.includes(source));
      const column = targets.findIndex((bundle) => bundle.includes(target));
      const cell = row < 0 || column < 0 ? 0 : (cells[row * targets.length + column] ?? 0);
      if (cell > 0) return this.flows[cell] ?? [];
    }
    return [];
  }

  bundlePairs(): Iterable<BundlePair> {
    return pairsIn(this);
  }

  *classPairs(): Iterable<ClassPair> {
    for (const { from, to, flows } of this.bundlePairs())
      for (const source of from)
        for (const target of to)
          if (source !== target || source.members.length > 1) yield { from: source, to: target, flows };
  }

  /** How many ordered pairs of interfaces have something that works. */
  get pairs(): number {
    let count = 0;
    for (const { from, to, cells } of this.tiles) {
      const [sizes, others] = [from.map(sizeOf), to.map(sizeOf)];
      const columnOf = new Map(to.flatMap((bundle, column) => bundle.map((one) => [one, column] as const)));
      let at = 0;
      for (const size of sizes) for (const other of others) if (cells[at++]) count += size * other;
      // Nobody is paired with himself.
      for (const [row, bundle] of from.entries())
        for (const one of bundle) {
          const column = columnOf.get(one);
          if (column !== undefined && cells[row * to.length + column]) count -= one.members.length;
        }
    }
    return count;
  }
}

const sizeOf = (bundle: Bundle): number => bundle.reduce((sum, { members }) => sum + members.length, 0);

const rowOf = (from: InterfaceClass, to: InterfaceClass): string =>
  `${from.representative.domain} ${to.representative.domain}`;

function rowsOf(tiles: readonly Tile[]): ReadonlyMap<string, readonly Tile[]> {
  const rows = new Map<string, Tile[]>();
  for (const tile of tiles) {
    const [from, to] = [tile.from[0]?.[0], tile.to[0]?.[0]];
    if (!from || !to) continue;
    const known = rows.get(rowOf(from, to));
    if (known) known.push(tile);
    else rows.set(rowOf(from, to), [tile]);
  }
  return rows;
}

/** Prefixes that a question names, which tell interfaces apart as those of rules do. */
export const namedBy = ({ source = [], destination = [] }: Terms): readonly Prefix[] => [...source, ...destination];

/** The share of one part: the largest first, each to whoever has the least; the work is in proportion to the square. */
function dealt(parties: readonly Party[], { index, of }: Part): readonly Party[] {
  const work = ({ classes }: Party): number => 1000 + classes.length ** 2;
  const loads = Array.from({ length: of }, () => 0);
  return [...parties]
    .sort((a, b) => work(b) - work(a) || a.id - b.id)
    .filter((one) => {
      const least = loads.indexOf(Math.min(...loads));
      loads[least] = (loads[least] ?? 0) + work(one);
      return least === index;
    });
}

/** The matrix, or a part of it: of so many parts of the parties that send. */
export function matrixOf(space: Space, fabric: Fabric, options: MatrixOptions = {}): Matrix {
  const classes = classesOf(fabric, namedBy(options.terms ?? {}));
  const found: Tile[] = [];
  let flows: readonly Flows[] = [[]];
  for (const step of sheetsOf(space, fabric, classes, options)) {
    if ("done" in step) continue;
    for (const tile of step.tiles) found.push(tile);
    flows = step.flows;
  }
  return new Matrix(classes, found, flows);
}

/** The matrix sheet by sheet, a party that sends after the other: who has read one needs to keep none. */
export function* sheetsOf(
  space: Space,
  fabric: Fabric,
  classes: readonly InterfaceClass[],
  options: MatrixOptions = {},
): Generator<Progress | Sheet, undefined> {
  const { terms = {}, from = () => true, to = () => true, part = { index: 0, of: 1 } } = options;
  const sources = partiesOf(fabric, classes.filter(from));
  const targets = new Map<string, Party[]>();
  for (const one of partiesOf(fabric, classes.filter(to))) {
    const known = targets.get(one.domain);
    if (known) known.push(one);
    else targets.set(one.domain, [one]);
  }
  const own = dealt(sources, part);
  const joined = joinedDomains(space, fabric, new Set(own.map(({ domain }) => domain)));
  const tiles = new Tiles(space, fabric, terms);
  for (const [done, source] of own.entries()) {
    const found: Tile[] = [];
    for (const domain of joined.get(source.domain) ?? [])
      for (const target of targets.get(domain) ?? []) {
        for (const tile of tiles.between(source, target))
          if (tile) found.push(tile);
          else yield { done, of: own.length };
      }
    yield { from: source.classes, tiles: found, flows: tiles.flows };
  }
  return undefined;
}
