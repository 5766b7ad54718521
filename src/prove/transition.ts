/**
 * What one element does to any set of flows, forwards and backwards. One step of the walk's own stage code on the header as
 * it is sent gives the element's arrows: these flows (the guard) leave with that header. A header's fields are values,
 * blocks, ICMP types through a table, or choices, so the image and the preimage of a set are exact: bits are forgotten,
 * fixed and moved, and nothing is guessed.
 */
import type { Address } from "../base/address.ts";
import type { Fabric } from "../fabric/fabric.ts";
import { passesGateway } from "./atGateway.ts";
import { crossesHub } from "./atHub.ts";
import { isReceived, passesFilters } from "./atInterface.ts";
import { crossesBoundary, entersDomain } from "./atSegment.ts";
import { crossesWorld } from "./atWorld.ts";
import { EMPTY, type Node } from "./bdd.ts";
import { Branches } from "./branches.ts";
import { type Family, FlowSet, families, ownFlows } from "./flowSet.ts";
import { familyOf, type Header, type Mapped, reversed, sentHeader } from "./header.ts";
import { type Packet, packetOf } from "./packet.ts";
import { Reading } from "./reading.ts";
import type { Way } from "./rules.ts";
import { type Block, isChoice, levelsOf, type Space } from "./space.ts";

export interface Transition {
  /** What may leave where these arrive. */
  forward(set: FlowSet): FlowSet;
  /** What may arrive where one of these leaves. */
  backward(set: FlowSet): FlowSet;
}

/** One element, asked alone. */
export type Element =
  /** An interface's filters, of flows whose source belongs to a domain (or to a world). */
  | { readonly filter: string; readonly way: Way; readonly sourceDomain?: string | undefined }
  | { readonly boundary: string; readonly way: Way }
  | { readonly router: string; readonly domain: string }
  /** `from`: the segment that hands it over, where one does. */
  | { readonly gateway: string; readonly domain: string; readonly from?: string | undefined }
  | { readonly hubEnd: string; readonly zone?: string | undefined }
  | { readonly world: string }
  /** Who stands behind an interface, and may send on what is not for himself. */
  | { readonly host: string };

/** Flows of the guard, as they arrive, leave with the header. */
interface Arrow {
  readonly family: Family;
  readonly guard: Node;
  readonly header: Header;
}

/** What an element does to flows that nothing there remembers. Answers: see `answering`. */
export function transitionOf(space: Space, fabric: Fabric, element: Element): Transition {
  const arrows = families.flatMap((family) =>
    ownFlows(space, family).flatMap(({ header, set }) =>
      left(new Branches(space, new Reading(fabric)), element, {
        ...packetOf(set, header),
        sourceDomain: home(element),
      }).map((packet): Arrow => ({ family, guard: packet.set, header: packet.header })),
    ),
  );
  return { forward: (set) => image(arrows, set), backward: (set) => preimage(arrows, set) };
}

const home = (element: Element): string | undefined => {
  if ("filter" in element) return element.sourceDomain;
  return "domain" in element ? element.domain : undefined;
};

/** The packets that go on from an element, and those that it delivers. */
function left(branches: Branches, element: Element, packet: Packet): readonly Packet[] {
  const passed = runs(branches, element, packet);
  const onward: Packet[] = [...passed];
  for (let one = branches.next(); one; one = branches.next()) onward.push(one.packet);
  for (const { packet: delivered, end } of branches.outcomes) if (end !== undefined) onward.push(delivered);
  return onward;
}

function runs(branches: Branches, element: Element, packet: Packet): readonly Packet[] {
  const { reading } = branches;
  if ("filter" in element) {
    const at = reading.interface(element.filter);
    return at ? passesFilters(branches, at, element.way, packet) : [];
  }
  if ("boundary" in element) return [crossesBoundary(branches, element.boundary, element.way, packet)];
  if ("host" in element) {
    const at = reading.interface(element.host);
    if (at) isReceived(branches, at, packet);
  } else if ("router" in element) entersDomain(branches, element.router, element.domain, packet);
  else if ("gateway" in element) passesGateway(branches, element.gateway, element.domain, element.from, packet);
  else if ("hubEnd" in element) crossesHub(branches, element.hubEnd, element.zone, packet);
  else crossesWorld(branches, element.world, packet);
  return [];
}

/** Every flow becomes that of its answers. */
export function reversal(space: Space): Transition {
  const arrows = families.flatMap((family) =>
    ownFlows(space, family).map(({ header, set }): Arrow => ({ family, guard: set, header: reversed(header) })),
  );
  return { forward: (set) => image(arrows, set), backward: (set) => preimage(arrows, set) };
}

/**
 * What an element that remembers does to the answers of flows that it let pass: a tracked answer passes a filter, what
 * comes back to a translator becomes an answer to what was translated.
 */
export function answering(transition: Transition, remembered: FlowSet): Transition {
  const turn = reversal(remembered.space);
  return {
    forward: (set) => turn.forward(remembered.intersect(transition.backward(turn.backward(set)))),
    backward: (set) => turn.backward(transition.forward(remembered.intersect(turn.forward(set)))),
  };
}

type Field = readonly [now: Header[keyof Header], own: Block];

/** Every field as it is after the arrow, with the block that it is in by itself. */
function fieldsOf(header: Header): readonly Field[] {
  const own = sentHeader(familyOf(header.dst) as Family, "other");
  return (["dst", "src", "protocol", "dstPort", "srcPort"] as const).map((name) => [header[name], own[name] as Block]);
}

const isBlock = (field: Header[keyof Header]): field is Block => typeof field === "object" && "at" in field;
const isMapped = (field: Header[keyof Header]): field is Mapped => typeof field === "object" && "table" in field;

function image(arrows: readonly Arrow[], set: FlowSet): FlowSet {
  const { space } = set;
  const { bdd } = space;
  const after = { 4: EMPTY, 6: EMPTY };
  for (const { family, guard, header } of arrows) {
    let moved = bdd.and(set.part(family), guard);
    if (moved === EMPTY) continue;
    const to = new Map<number, number>();
    for (const [field, own] of fieldsOf(header)) {
      if (!isBlock(field) && !isMapped(field)) continue;
      const from = isMapped(field) ? field.block : field;
      if (isMapped(field)) moved = throughTable(space, moved, field);
      const levels = levelsOf(own);
      for (const [i, level] of levelsOf(from).entries()) to.set(level, levels[i] as number);
    }
    moved = bdd.exists(moved, (level) => !to.has(level));
    moved = bdd.rename(moved, (level) => to.get(level) ?? level);
    for (const [field, own] of fieldsOf(header))
      if (typeof field !== "object") moved = bdd.and(moved, valueIs(space, own, field));
    const out = familyOf(header.dst);
    after[out] = bdd.or(after[out], moved);
  }
  return new FlowSet(space, after[4], after[6]);
}

function preimage(arrows: readonly Arrow[], set: FlowSet): FlowSet {
  const { space } = set;
  const { bdd } = space;
  const before = { 4: EMPTY, 6: EMPTY };
  for (const { family, guard, header } of arrows) {
    let moved = set.part(familyOf(header.dst));
    const to = new Map<number, number>();
    for (const [field, own] of fieldsOf(header)) {
      if (typeof field !== "object") {
        moved = bdd.restrict(moved, bitsOf(own, field));
        continue;
      }
      if (isMapped(field)) moved = fromTable(space, moved, field, own);
      const levels = levelsOf(isMapped(field) ? field.block : field);
      for (const [i, level] of levelsOf(own).entries()) to.set(level, levels[i] as number);
    }
    moved = bdd.and(
      bdd.rename(moved, (level) => to.get(level) ?? level),
      guard,
    );
    // Some choice is enough.
    moved = bdd.exists(moved, (level) => isChoice({ at: level, stride: 1, width: 1 }));
    before[family] = bdd.or(before[family], moved);
  }
  return new FlowSet(space, before[4], before[6]);
}

const valueIs = (space: Space, block: Block, value: Address): Node => {
  if (block.width === 32 || block.width === 128) return space.address(block, value);
  return space.range(block, Number(value), Number(value));
};

function bitsOf(block: Block, value: Address): (level: number) => 0 | 1 | undefined {
  const bits = new Map<number, 0 | 1>();
  for (const [i, level] of levelsOf(block).entries())
    bits.set(level, ((BigInt(value) >> BigInt(block.width - 1 - i)) & 1n) === 1n ? 1 : 0);
  return (level) => bits.get(level);
}

/** For every value of a table, the types that become it. */
function typesByValue({ table }: Mapped): ReadonlyMap<number, readonly number[]> {
  const types = new Map<number, number[]>();
  for (const [type, value] of table.entries()) types.set(value, [...(types.get(value) ?? []), type]);
  return types;
}

const anyOf = (space: Space, block: Block, values: readonly number[]): Node =>
  values.reduce<Node>((all, one) => space.bdd.or(all, space.range(block, one, one)), EMPTY);

/** The set with what the table makes of its types, in the place of those. */
function throughTable(space: Space, set: Node, field: Mapped): Node {
  const { bdd } = space;
  const levels = new Set(levelsOf(field.block));
  let all: Node = EMPTY;
  for (const [value, types] of typesByValue(field)) {
    const own = bdd.and(set, anyOf(space, field.block, types));
    if (own === EMPTY) continue;
    const rest = bdd.exists(own, (level) => levels.has(level));
    all = bdd.or(all, bdd.and(rest, space.range(field.block, value, value)));
  }
  return all;
}

function fromTable(space: Space, set: Node, field: Mapped, own: Block): Node {
  const { bdd } = space;
  let all: Node = EMPTY;
  for (const [value, types] of typesByValue(field)) {
    const rest = bdd.restrict(set, bitsOf(own, value));
    if (rest !== EMPTY) all = bdd.or(all, bdd.and(rest, anyOf(space, own, types)));
  }
  return all;
}
