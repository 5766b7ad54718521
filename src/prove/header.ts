/**
 * A header as a walk sees it: every field is a known value, or some bits of the flow as it was sent, or of a choice that a
 * translator made. So a set of sent flows stays one set through every translation, and a reply's header is known by what
 * it answers.
 */
import type { Address } from "../base/address.ts";
import { contains, type Prefix } from "../base/prefix.ts";
import type { Interface } from "../fabric/fabric.ts";
import { ICMP, ICMPV6, icmpAnswer } from "../fabric/protocols.ts";
import type { Flow } from "../fabric/vocabulary.ts";
import { EMPTY, FULL, type Node } from "./bdd.ts";
import {
  type Block,
  DST_PORT,
  DST4,
  DST6,
  entry,
  isChoice,
  PROTOCOL,
  type Space,
  SRC_PORT,
  SRC4,
  SRC6,
} from "./space.ts";

export type AddressField = Address | Block;

/** A number read through a table of ICMP types, where an answer or a translation has changed it. */
export interface Mapped {
  readonly block: Block;
  readonly table: readonly number[];
}

export type NumberField = number | Block | Mapped;

export interface Header {
  /** ICMP is always known as such: its answers differ from those of other protocols. */
  readonly protocol: number | Block;
  readonly src: AddressField;
  readonly dst: AddressField;
  readonly srcPort: NumberField;
  readonly dstPort: NumberField;
}

/** Which protocols a header may be of: ICMP answers in a way of its own, so it is never mixed with others. */
export type ProtocolClass = typeof ICMP | typeof ICMPV6 | "other";
export const protocolClasses: readonly ProtocolClass[] = ["other", ICMP, ICMPV6];

/** The header of a flow as it is sent. */
export const sentHeader = (family: 4 | 6, protocols: ProtocolClass): Header => ({
  protocol: protocols === "other" ? PROTOCOL : protocols,
  src: family === 4 ? SRC4 : SRC6,
  dst: family === 4 ? DST4 : DST6,
  srcPort: SRC_PORT,
  dstPort: DST_PORT,
});

const isBlock = (field: AddressField | NumberField): field is Block => typeof field === "object" && "at" in field;

export const isKnown = (field: AddressField): field is Address => typeof field !== "object";

export const familyOf = (field: AddressField): 4 | 6 => {
  if (typeof field === "object") return field.width === 32 ? 4 : 6;
  return typeof field === "number" ? 4 : 6;
};

const isIcmpHeader = ({ protocol }: Header): boolean => protocol === ICMP || protocol === ICMPV6;

/** The header of the answers. */
export function reversed(header: Header): Header {
  const { protocol, src, dst, srcPort, dstPort } = header;
  if (!isIcmpHeader(header)) return { protocol, src: dst, dst: src, srcPort: dstPort, dstPort: srcPort };
  return { protocol, src: dst, dst: src, srcPort: answered(protocol as number, srcPort), dstPort };
}

/** The ICMP type of the answers; one and the same field for the same field. */
function answered(protocol: number, type: NumberField): NumberField {
  if (typeof type === "number") return icmpAnswer(protocol, type);
  const known = protocol === ICMP ? answers : answersV6;
  return entry(known, type, () => mapped(type, (one) => icmpAnswer(protocol, one)));
}
const answers = new WeakMap<Block | Mapped, NumberField>();
const answersV6 = new WeakMap<Block | Mapped, NumberField>();

/** ICMP types are numbers of eight bits. */
export function mapped(field: NumberField, by: (type: number) => number): NumberField {
  if (typeof field === "number") return by(field);
  const before = isBlock(field) ? undefined : field.table;
  const table = Array.from({ length: 256 }, (_, type) => by(before ? (before[type] as number) : type));
  const block = isBlock(field) ? field : field.block;
  return table.every((value, type) => value === type) ? block : { block, table };
}

/** Flows whose field lies in `from … to`. */
export function numberIn(space: Space, field: NumberField, from: number, to: number): Node {
  if (typeof field === "number") return from <= field && field <= to ? FULL : EMPTY;
  if (isBlock(field)) return space.range(field, from, to);
  const { block, table } = field;
  let all = EMPTY;
  for (let type = 0; type < table.length; type++) {
    const value = table[type] as number;
    if (from <= value && value <= to) all = space.bdd.or(all, space.range(block, type, type));
  }
  return all;
}

export function addressIn(space: Space, field: AddressField, prefix: Prefix): Node {
  if (typeof field === "object") return space.prefix(field, prefix);
  return contains(prefix, field) ? FULL : EMPTY;
}

/** Flows whose address is in some prefix, and which are in the set that goes with it: none that decides addresses. */
export function addressInAny(space: Space, field: AddressField, all: readonly (readonly [Prefix, Node])[]): Node {
  if (typeof field === "object") return space.byPrefix(field, all);
  let sum: Node = EMPTY;
  for (const [prefix, set] of all) if (contains(prefix, field)) sum = space.bdd.or(sum, set);
  return sum;
}

export function addressIs(space: Space, field: AddressField, address: Address): Node {
  if (typeof field === "object") return space.address(field, address);
  return field === address ? FULL : EMPTY;
}

export function addressAmong(space: Space, field: AddressField, all: readonly Address[]): Node {
  if (typeof field === "object") return space.addresses(field, all);
  return all.includes(field) ? FULL : EMPTY;
}

/** Flows whose field is one of an interface's addresses, or in one of its ranges. */
export function addressOf(space: Space, field: AddressField, { addresses, ranges = [] }: Interface): Node {
  const exact = addressAmong(space, field, addresses);
  return ranges.reduce<Node>((all, range) => space.bdd.or(all, addressIn(space, field, range)), exact);
}

/** Source and destination of one flow are never the same address but where both are known: nobody is asked of such flows. */
function sameAddress(space: Space, a: AddressField, b: AddressField): Node {
  if (typeof a !== "object") return addressIs(space, b, a);
  if (typeof b !== "object") return space.address(a, b);
  return a.at === b.at && a.width === b.width ? FULL : EMPTY;
}

/** A translator chooses a port that the connection does not have yet: of all choices, those are as good as any. */
function sameNumber(space: Space, a: NumberField, b: NumberField): Node {
  if (typeof a === "number") return numberIn(space, b, a, a);
  if (typeof b === "number") return numberIn(space, a, b, b);
  const blockA = isBlock(a) ? a : a.block;
  const blockB = isBlock(b) ? b : b.block;
  const tableA = isBlock(a) ? undefined : a.table;
  const tableB = isBlock(b) ? undefined : b.table;
  if (blockA !== blockB && (isChoice(blockA) || isChoice(blockB))) return EMPTY;
  if (!tableA && !tableB) return blockA === blockB ? FULL : space.same(blockA, blockB);
  const { bdd } = space;
  let all = EMPTY;
  for (let type = 0; type < 256; type++) {
    const one = tableA ? (tableA[type] as number) : type;
    const here = space.range(blockA, type, type);
    if (blockA !== blockB) all = bdd.or(all, bdd.and(here, numberIn(space, b, one, one)));
    else if ((tableB ? tableB[type] : type) === one) all = bdd.or(all, here);
  }
  return all;
}

/** Flows for which two headers are the same. */
export function sameHeader(space: Space, a: Header, b: Header): Node {
  if (a === b) return FULL;
  const { bdd } = space;
  let same = sameAddress(space, a.dst, b.dst);
  if (same !== EMPTY) same = bdd.and(same, sameAddress(space, a.src, b.src));
  if (same !== EMPTY) same = bdd.and(same, sameNumber(space, a.protocol, b.protocol));
  if (same !== EMPTY) same = bdd.and(same, sameNumber(space, a.dstPort, b.dstPort));
  if (same !== EMPTY) same = bdd.and(same, sameNumber(space, a.srcPort, b.srcPort));
  return same;
}

/** Flows that a header makes into exactly this one. */
export function headerIs(space: Space, header: Header, { protocol, src, dst, srcPort, dstPort }: Flow): Node {
  return sameHeader(space, header, { protocol, src, dst, srcPort, dstPort });
}
