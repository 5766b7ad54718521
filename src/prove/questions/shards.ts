/**
 * A matrix in shards, each a value of its own: the fabric as plain data and which part of the matrix. A shard's result is
 * plain too, so that shards run on threads or on many machines alike, and are merged by whoever asked.
 */

import type { Fabric } from "../../fabric/fabric.ts";
import { fabricOfPlain, type PlainFabric, plainFabric } from "../../fabric/plain.ts";
import type { Terms } from "../asked.ts";
import { EMPTY, FULL, type Node } from "../bdd.ts";
import type { InterfaceClass } from "../classes.ts";
import { type ProtocolClass, protocolClasses, sentHeader } from "../header.ts";
import { Space } from "../space.ts";
import { Matrix, matrixOf, type Part } from "./matrix.ts";
import type { Flows, Tile } from "./tiles.ts";

export interface Shard {
  readonly fabric: PlainFabric;
  readonly terms: Terms;
  readonly part: Part;
}

/** A set of flows: the decisions of its diagram from the lowest up, three numbers each; the last is its topmost. */
export interface PlainFlows {
  readonly family: 4 | 6;
  readonly protocol: number | "other";
  readonly decisions: readonly number[];
}

/** Classes are told by their places in the order in which every machine finds them. */
export interface PlainTile {
  readonly from: readonly (readonly number[])[];
  readonly to: readonly (readonly number[])[];
  readonly cells: Uint32Array;
}

export interface ShardResult {
  readonly classes: number;
  readonly tiles: readonly PlainTile[];
  readonly flows: readonly (readonly PlainFlows[])[];
}

export function shardsOf(fabric: Fabric, terms: Terms, count: number): readonly Shard[] {
  const plain = plainFabric(fabric);
  return Array.from({ length: count }, (_, index) => ({ fabric: plain, terms, part: { index, of: count } }));
}

export function runShard({ fabric, terms, part }: Shard): ShardResult {
  const space = new Space();
  const { classes, tiles, flows } = matrixOf(space, fabricOfPlain(fabric), { terms, part });
  const lists = new Map<Tile["from"], readonly (readonly number[])[]>();
  const indexes = (bundles: Tile["from"]): readonly (readonly number[])[] => {
    const known = lists.get(bundles);
    if (known) return known;
    const made = bundles.map((bundle) => bundle.map(({ index }) => index));
    lists.set(bundles, made);
    return made;
  };
  return {
    classes: classes.length,
    tiles: tiles.map(({ from, to, cells }) => ({ from: indexes(from), to: indexes(to), cells })),
    flows: flows.map((all) => all.map((one) => plainFlows(space, one))),
  };
}

/** One matrix of the results of all shards, its flows in this space; the classes are those of the fabric that was split. */
export function merged(space: Space, classes: readonly InterfaceClass[], results: readonly ShardResult[]): Matrix {
  const tiles: Tile[] = [];
  const flows: Flows[] = [[]];
  for (const result of results) {
    if (result.classes !== classes.length) throw new Error("a shard of another network");
    const first = flows.length;
    for (const all of result.flows.slice(1)) flows.push(all.map((one) => flowsOfPlain(space, one)));
    const bundlesOf = bundlesIn(classes);
    for (const { from, to, cells } of result.tiles)
      tiles.push({
        from: bundlesOf(from),
        to: bundlesOf(to),
        cells: cells.map((cell) => (cell === 0 ? 0 : cell - 1 + first)),
      });
  }
  return new Matrix(classes, tiles, flows);
}

/** Tiles that shared their bundles share them still. */
function bundlesIn(classes: readonly InterfaceClass[]) {
  const known = new Map<PlainTile["from"], Tile["from"]>();
  return (bundles: PlainTile["from"]): Tile["from"] => {
    const found = known.get(bundles);
    if (found) return found;
    const made = bundles.map((bundle) => bundle.map((index) => classes[index] as InterfaceClass));
    known.set(bundles, made);
    return made;
  };
}

function plainFlows({ bdd }: Space, { header, set }: Flows[number]): PlainFlows {
  const { protocol, dst } = header;
  const decisions: number[] = [];
  const places = new Map<Node, number>([
    [EMPTY, 0],
    [FULL, 1],
  ]);
  const visit = (node: Node): number => {
    const known = places.get(node);
    if (known !== undefined) return known;
    decisions.push(bdd.levelOf(node), visit(bdd.low(node)), visit(bdd.high(node)));
    const place = places.size;
    places.set(node, place);
    return place;
  };
  visit(set);
  const family = typeof dst === "object" && dst.width === 32 ? 4 : 6;
  return { family, protocol: typeof protocol === "number" ? protocol : "other", decisions };
}

function flowsOfPlain(space: Space, { family, protocol, decisions }: PlainFlows): Flows[number] {
  const nodes: Node[] = [EMPTY, FULL];
  for (let i = 0; i < decisions.length; i += 3) {
    const [level = 0, low = 0, high = 0] = decisions.slice(i, i + 3);
    nodes.push(space.bdd.node(level, nodes[low] as Node, nodes[high] as Node));
  }
  const kind = protocolClasses.find((one): one is ProtocolClass => one === protocol) ?? "other";
  const header = sentHeader(family, kind);
  const set = decisions.length === 0 ? FULL : (nodes.at(-1) as Node);
  return { header: protocol === "other" ? header : { ...header, protocol }, set };
}
