/**
 * Reduced ordered binary decision diagrams: sets of bit strings, each set one number, equal sets equal numbers. Nodes
 * stand in typed arrays and are never freed: whoever asks without end starts a new `Bdd` when `nodes` grows too large.
 * @see Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions on Computers C-35 (1986)
 */

/** A set of bit strings: `EMPTY`, `FULL`, or the place of its topmost decision. */
export type Node = number;
export const EMPTY: Node = 0;
export const FULL: Node = 1;

const AND = 1;
const OR = 2;
const DIFF = 3;

/** Slots for results: as many as nodes, between these. Where results that are asked for again have gone, work is done twice. */
const LEAST_SLOTS = 1 << 16;
const MOST_SLOTS = 1 << 18;

export class Bdd {
  /** How many variables: a set holds strings of this many bits; level 0 is decided first. */
  readonly variables: number;
  #level = new Uint16Array(1 << 12);
  #low = new Int32Array(1 << 12);
  #high = new Int32Array(1 << 12);
  #count = 2;
  /** Open addressing: the places of all nodes by (level, low, high). */
  #places = new Int32Array(1 << 13);
  /** What the last remaking that came to a node has made of it, and which remaking that was. */
  #made = new Int32Array(0);
  #remakings = new Uint32Array(0);
  #remaking = 0;
  /** Direct mapped: (operation, a, b) and the result; a collision overwrites. */
  #cache = new Int32Array(4 * LEAST_SLOTS);
  #cacheMask = LEAST_SLOTS - 1;

  constructor(variables: number) {
    this.variables = variables;
    this.#level[EMPTY] = variables;
    this.#level[FULL] = variables;
  }

  /** How many nodes there are: what the memory is in proportion to. */
  get nodes(): number {
    return this.#count;
  }

  levelOf(set: Node): number {
    return this.#level[set] as number;
  }

  /** The strings of a set that go on with 0 at its topmost decision. */
  low(set: Node): Node {
    return this.#low[set] as number;
  }

  high(set: Node): Node {
    return this.#high[set] as number;
  }

  /** The set that decides at `level` between two sets that decide below it. */
  node(level: number, low: Node, high: Node): Node {
    if (low === high) return low;
    const mask = this.#places.length - 1;
    let at = hash(level, low, high) & mask;
    for (;;) {
      const found = this.#places[at] as number;
      if (found === 0) break;
      if (this.#low[found] === low && this.#high[found] === high && this.#level[found] === level) return found;
      at = (at + 1) & mask;
    }
    const made = this.#count++;
    if (made === this.#level.length) this.#grow();
    this.#level[made] = level;
    this.#low[made] = low;
    this.#high[made] = high;
    this.#places[at] = made;
    if (this.#count * 2 > this.#places.length) this.#rehash();
    return made;
  }

  and(a: Node, b: Node): Node {
    if (a === b || b === FULL) return a;
    if (a === FULL) return b;
    if (a === EMPTY || b === EMPTY) return EMPTY;
    return a < b ? this.#apply(AND, a, b) : this.#apply(AND, b, a);
  }

  or(a: Node, b: Node): Node {
    if (a === b || b === EMPTY) return a;
    if (a === EMPTY) return b;
    if (a === FULL || b === FULL) return FULL;
    return a < b ? this.#apply(OR, a, b) : this.#apply(OR, b, a);
  }

  /** What is in `a` and not in `b`. */
  diff(a: Node, b: Node): Node {
    if (a === b || a === EMPTY || b === FULL) return EMPTY;
    if (b === EMPTY) return a;
    return this.#apply(DIFF, a, b);
  }

  not(a: Node): Node {
    return this.diff(FULL, a);
  }

  #combine(operation: number, a: Node, b: Node): Node {
    if (operation === AND) return this.and(a, b);
    return operation === OR ? this.or(a, b) : this.diff(a, b);
  }

  #apply(operation: number, a: Node, b: Node): Node {
    const hashed = hash(operation, a, b);
    const known = (hashed & this.#cacheMask) << 2;
    const before = this.#cache;
    if (before[known] === operation && before[known + 1] === a && before[known + 2] === b)
      return before[known + 3] as number;
    const levelA = this.#level[a] as number;
    const levelB = this.#level[b] as number;
    const level = Math.min(levelA, levelB);
    const low = this.#combine(
      operation,
      levelA === level ? (this.#low[a] as number) : a,
      levelB === level ? (this.#low[b] as number) : b,
    );
    const high = this.#combine(
      operation,
      levelA === level ? (this.#high[a] as number) : a,
      levelB === level ? (this.#high[b] as number) : b,
    );
    const result = this.node(level, low, high);
    const cache = this.#cache; // it may have grown meanwhile
    const slot = (hashed & this.#cacheMask) << 2;
    cache[slot] = operation;
    cache[slot + 1] = a;
    cache[slot + 2] = b;
    cache[slot + 3] = result;
    return result;
  }

  /** Whether every string of `a` is in `b`. */
  covers(b: Node, a: Node): boolean {
    return this.diff(a, b) === EMPTY;
  }

  intersects(a: Node, b: Node): boolean {
    return this.and(a, b) !== EMPTY;
  }

  /** The set with the bits of some levels forgotten: any string that some choice of those bits puts in it. */
  exists(set: Node, forgotten: (level: number) => boolean): Node {
    return this.#remade(set, (one, remake) => {
      const level = this.levelOf(one);
      const low = remake(this.low(one));
      if (forgotten(level)) return low === FULL ? FULL : this.or(low, remake(this.high(one)));
      return this.node(level, low, remake(this.high(one)));
    });
  }

  /** The set of strings that are in it with these bits: what it says of the rest. `undefined` leaves a level open. */
  restrict(set: Node, bit: (level: number) => 0 | 1 | undefined): Node {
    return this.#remade(set, (one, remake) => {
      const level = this.levelOf(one);
      const fixed = bit(level);
      if (fixed !== undefined) return remake(fixed === 0 ? this.low(one) : this.high(one));
      return this.node(level, remake(this.low(one)), remake(this.high(one)));
    });
  }

  /** The set with its bits at other levels, in whatever order. Levels must stay distinct. */
  rename(set: Node, to: (level: number) => number): Node {
    return this.#remade(set, (one, remake) => {
      const level = to(this.levelOf(one));
      const low = remake(this.low(one));
      const high = remake(this.high(one));
      if (level < Math.min(this.levelOf(low), this.levelOf(high))) return this.node(level, low, high);
      return this.or(this.and(this.node(level, EMPTY, FULL), high), this.and(this.node(level, FULL, EMPTY), low));
    });
  }

  /** What becomes of a set when each of its decisions is made anew, once: `make` is not to ask for another remaking. */
  #remade(set: Node, make: (one: Node, remake: (below: Node) => Node) => Node): Node {
    if (this.#remakings.length < this.#count) {
      this.#remakings = new Uint32Array(this.#level.length);
      this.#made = new Int32Array(this.#level.length);
    }
    const [made, remakings] = [this.#made, this.#remakings];
    const remaking = ++this.#remaking;
    const remake = (one: Node): Node => {
      if (one <= FULL) return one;
      if (remakings[one] !== remaking) {
        made[one] = make(one, remake);
        remakings[one] = remaking;
      }
      return made[one] as number;
    };
    return remake(set);
  }

  /** How many strings. */
  count(set: Node): bigint {
    const done = new Map<Node, bigint>();
    const below = (one: Node): bigint => {
      if (one === EMPTY) return 0n;
      if (one === FULL) return 1n;
      const known = done.get(one);
      if (known !== undefined) return known;
      const level = this.levelOf(one);
      const side = (next: Node): bigint => below(next) << BigInt(this.levelOf(next) - level - 1);
      const total = side(this.low(one)) + side(this.high(one));
      done.set(one, total);
      return total;
    };
    return below(set) << BigInt(this.levelOf(set));
  }

  #grow(): void {
    const length = this.#level.length * 2;
    this.#level = copied(this.#level, new Uint16Array(length));
    this.#low = copied(this.#low, new Int32Array(length));
    this.#high = copied(this.#high, new Int32Array(length));
    if (length <= LEAST_SLOTS || length > MOST_SLOTS) return;
    this.#cache = new Int32Array(4 * length);
    this.#cacheMask = length - 1;
  }

  #rehash(): void {
    this.#places = new Int32Array(this.#places.length * 2);
    const mask = this.#places.length - 1;
    for (let one = 2; one < this.#count; one++) {
      let at = hash(this.#level[one] as number, this.#low[one] as number, this.#high[one] as number) & mask;
      while (this.#places[at] !== 0) at = (at + 1) & mask;
      this.#places[at] = one;
    }
  }
}

function copied<A extends Uint16Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** Odd multipliers and a fold, so that neighbouring places spread over the table. */
function hash(a: number, b: number, c: number): number {
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 15)) >>> 1;
}
