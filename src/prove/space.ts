/**
 * Where a header's fields stand among the decisions of a diagram, and the sets that one field makes: a value, a prefix, a
 * range. Addresses come first, so that what is asked of one place is decided soon; the two ports lie bit beside bit, so
 * that a set in which they are equal stays small. What translators choose has blocks of its own.
 */
import type { Address } from "../base/address.ts";
import { hostPrefix, type Prefix, width } from "../base/prefix.ts";
import { Bdd, EMPTY, FULL, type Node } from "./bdd.ts";

/** A field's bits, the most significant first: bit `i` is decided at level `at + i * stride`. */
export interface Block {
  readonly at: number;
  readonly stride: number;
  readonly width: number;
}

/** An IPv4 address takes the first 32 levels of its block: no diagram holds flows of both families. */
export const DST4: Block = { at: 0, stride: 1, width: 32 };
export const DST6: Block = { at: 0, stride: 1, width: 128 };
export const SRC4: Block = { at: 128, stride: 1, width: 32 };
export const SRC6: Block = { at: 128, stride: 1, width: 128 };
/** The last 32 bits of an IPv6 address's block, which are an IPv4 one behind a NAT64 (RFC 6052 §2.2). */
const lastBits = new Map([DST6, SRC6].map((block) => [block, { at: block.at + 96, stride: 1, width: 32 } as Block]));
export const embeddedIpv4 = (block: Block): Block => lastBits.get(block) as Block;
export const PROTOCOL: Block = { at: 256, stride: 1, width: 8 };
export const DST_PORT: Block = { at: 264, stride: 2, width: 16 };
export const SRC_PORT: Block = { at: 265, stride: 2, width: 16 };
const CHOICES_AT = 296;
/** A walk passes fewer translators than its time to live. */
const MOST_CHOICES = 64;
const VARIABLES = CHOICES_AT + 16 * MOST_CHOICES;

const choices: readonly Block[] = Array.from({ length: MOST_CHOICES }, (_, i) => ({
  at: CHOICES_AT + 16 * i,
  stride: 1,
  width: 16,
}));

/** The bits of a translator's `i`-th free choice of a port. */
export const choiceBlock = (i: number): Block => choices[i] as Block;

export const isChoice = ({ at }: Block): boolean => at >= CHOICES_AT;

/** The levels at which a block's bits are decided, the most significant first. */
export const levelsOf = ({ at, stride, width }: Block): readonly number[] =>
  Array.from({ length: width }, (_, i) => at + i * stride);

/** An address as 32-bit words, the most significant first: one of IPv4, four of IPv6. */
function wordsOf(address: Address): readonly number[] {
  if (typeof address === "number") return [address];
  return [96n, 64n, 32n, 0n].map((shift) => Number((address >> shift) & 0xffffffffn));
}

const bitOf = (words: readonly number[], i: number): number => ((words[i >>> 5] as number) >>> (31 - (i & 31))) & 1;

/** A prefix, and the set of what follows it. */
interface Placed {
  readonly address: Address;
  readonly words: readonly number[];
  readonly length: number;
  readonly set: Node;
}

export class Space {
  readonly bdd = new Bdd(VARIABLES);
  readonly #ranges = new Map<Block, Map<number, Node>>();

  /** Strings whose block begins with the bits of the prefix; none where the families differ. */
  prefix(block: Block, { address, length }: Prefix): Node {
    if (width(address) !== block.width) return EMPTY;
    const words = wordsOf(address);
    let node = FULL;
    for (let i = length - 1; i >= 0; i--) {
      const level = block.at + i * block.stride;
      node = bitOf(words, i) === 1 ? this.bdd.node(level, EMPTY, node) : this.bdd.node(level, node, EMPTY);
    }
    return node;
  }

  address(block: Block, address: Address): Node {
    return this.prefix(block, hostPrefix(address));
  }

  /** Any of the addresses that are of the block's family. */
  addresses(block: Block, all: Iterable<Address>): Node {
    return this.byPrefix(
      block,
      Array.from(all, (address) => [hostPrefix(address), FULL]),
    );
  }

  /**
   * Strings whose block begins with the bits of some prefix and whose rest is in the set that goes with it. The sets must
   * decide below the block alone: so the diagram is built in one pass from its lowest decisions up, whatever its size.
   */
  byPrefix(block: Block, all: Iterable<readonly [Prefix, Node]>): Node {
    const own: Placed[] = [];
    for (const [{ address, length }, set] of all)
      if (width(address) === block.width) own.push({ address, words: wordsOf(address), length, set });
    // Of those that begin alike, the shortest prefix comes first.
    own.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : a.length - b.length));
    return this.#tree(block, own, 0, own.length, 0, EMPTY);
  }

  /** The set of `sorted[from … to)`, which agree in their first `bit` bits, and of what shorter prefixes bring. */
  #tree(block: Block, sorted: readonly Placed[], from: number, to: number, bit: number, shorter: Node): Node {
    let first = from;
    let above = shorter;
    for (; first < to; first++) {
      const { length, set } = sorted[first] as Placed;
      if (length > bit) break;
      above = this.bdd.or(above, set);
    }
    if (first === to || above === FULL) return above;
    let middle = first;
    while (middle < to && bitOf((sorted[middle] as Placed).words, bit) === 0) middle++;
    const low = this.#tree(block, sorted, first, middle, bit + 1, above);
    const high = this.#tree(block, sorted, middle, to, bit + 1, above);
    return this.bdd.node(block.at + bit * block.stride, low, high);
  }

  /** Values from `from` to `to`, both included, of a block of at most 16 bits. */
  range(block: Block, from: number, to: number): Node {
    const known = entry(this.#ranges, block, () => new Map<number, Node>());
    const key = from * 65536 + to;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = from > to ? EMPTY : this.#between(block, from, to, 0);
    known.set(key, made);
    return made;
  }

  #between(block: Block, from: number, to: number, bit: number): Node {
    const size = 2 ** (block.width - bit);
    if (from === 0 && to === size - 1) return FULL;
    const half = size / 2;
    const low = from < half ? this.#between(block, from, Math.min(to, half - 1), bit + 1) : EMPTY;
    const high = to >= half ? this.#between(block, Math.max(from, half) - half, to - half, bit + 1) : EMPTY;
    return this.bdd.node(block.at + bit * block.stride, low, high);
  }

  /** Strings in which two blocks of one width hold the same value. */
  same(a: Block, b: Block): Node {
    const { bdd } = this;
    let all = FULL;
    for (let i = a.width - 1; i >= 0; i--) {
      const one = bdd.node(a.at + i * a.stride, EMPTY, FULL);
      const other = bdd.node(b.at + i * b.stride, EMPTY, FULL);
      all = bdd.and(bdd.not(bdd.or(bdd.diff(one, other), bdd.diff(other, one))), all);
    }
    return all;
  }

  /** The addresses of `all` that some string of `set` holds in this block, each with its share of the set. */
  *members(set: Node, block: Block, all: Iterable<Address>): IterableIterator<readonly [Address, Node]> {
    for (const address of all) {
      if (width(address) !== block.width || !this.#mayHold(set, block, address)) continue;
      const part = this.bdd.and(set, this.address(block, address));
      if (part !== EMPTY) yield [address, part];
    }
  }

  /** False only where no string of `set` holds the address: a look along its bits, which makes no node. */
  #mayHold(set: Node, block: Block, address: Address): boolean {
    const words = wordsOf(address);
    let node = set;
    for (;;) {
      const bit = (this.bdd.levelOf(node) - block.at) / block.stride;
      if (node === EMPTY) return false;
      if (bit < 0 || bit >= block.width || !Number.isInteger(bit)) return true;
      node = bitOf(words, bit) === 1 ? this.bdd.high(node) : this.bdd.low(node);
    }
  }
}

/** The value at a key, made where there is none. */
export function entry<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
