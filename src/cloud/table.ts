/**
 * Tables of resources. One table holds the rows of every account and region, so a resource is found by its id wherever
 * it lives; `scope` is kept as an index of its own. Rows are immutable: a change puts a new row in the old one's place.
 * Rows come back in the order in which they were created, which is also the order of AWS's pages.
 */
import { NO_ROWS, type Rows, Shelf, Single, type Slot } from "./shelf.ts";

export interface Row {
  readonly id: string;
  readonly account: string;
  readonly region: string;
}

/** What a row is indexed under: one key, several, or none. */
type Keys = string | readonly string[] | undefined;
type KeysOf<R> = (row: R) => Keys;

export interface TableDefinition<R extends Row, I extends string = string> {
  readonly name: string;
  readonly indexes: Readonly<Record<I, KeysOf<R>>>;
}

export type Scope = `${string}/${string}`;
/** The last ones asked for: rows of one scope come and go together, and a text made anew would have to be hashed anew. */
let lastScope: { readonly account: string; readonly region: string; readonly scope: Scope } | undefined;

export function scopeOf({ account, region }: { readonly account: string; readonly region: string }): Scope {
  if (lastScope?.account !== account || lastScope.region !== region)
    lastScope = { account, region, scope: `${account}/${region}` };
  return lastScope.scope;
}

/** A row that was put, and its place in the order. */
export interface RowChange<R extends Row> {
  readonly table: string;
  readonly before: R | undefined;
  readonly after: R;
  readonly ordinal: number;
}

/** Declares a table: `defineTable<Vpc>()("ec2.vpc", { dhcpOptionsId: (vpc) => vpc.dhcpOptionsId })`. */
export const defineTable =
  <R extends Row>() =>
  <const I extends string = never>(name: string, indexes = {} as Record<I, KeysOf<R>>): TableDefinition<R, I> => ({
    name,
    indexes,
  });

/** Most keys of an index have one row: that needs no shelf, which would be most of what an index weighs. */
type Shelves<K, R extends Row> = Map<K, Slot<R> | Shelf<R>>;

export class Table<R extends Row> {
  readonly name: string;
  /** Rows may be restored before anybody has declared the table: until then it has no indexes. */
  #declared = false;
  #next = 0;
  readonly #slots = new Map<string, Slot<R>>();
  readonly #all = new Shelf<R>();
  readonly #scopes: Shelves<Scope, R> = new Map();
  #indexes: readonly (readonly [KeysOf<R>, Shelves<string, R>])[] = [];
  readonly #byName = new Map<string, Shelves<string, R>>();

  constructor({ name, indexes }: Pick<TableDefinition<R>, "name"> & Partial<TableDefinition<R>>) {
    this.name = name;
    if (indexes) this.declare({ indexes });
  }

  /** Gives the table its indexes, with the rows that are there already. Only the first declaration counts. */
  declare({ indexes }: Pick<TableDefinition<R>, "indexes">): void {
    if (this.#declared) return;
    this.#declared = true;
    this.#indexes = Object.entries(indexes).map(([name, keysOf]) => {
      const shelves: Shelves<string, R> = new Map();
      this.#byName.set(name, shelves);
      for (const row of this.values()) addUnder(shelves, keysOf(row), this.#slots.get(row.id) as Slot<R>);
      return [keysOf, shelves] as const;
    });
  }

  get size(): number {
    return this.#slots.size;
  }

  get(id: string): R | undefined {
    return this.#slots.get(id)?.row;
  }

  values(): Iterable<R> {
    return this.#all.values();
  }

  in(scope: Scope): Rows<R> {
    return rowsOf(this.#scopes.get(scope));
  }

  /** The rows under a key of an index. */
  by(index: string, key: string): Rows<R> {
    return rowsOf(this.#under(index, key));
  }

  /** As `by`, in a list of the caller's own. */
  listBy(index: string, key: string): R[] {
    const held = this.#under(index, key);
    if (held === undefined) return [];
    return held instanceof Shelf ? held.list() : [held.row as R];
  }

  /** Whether the rows under a key of an index are these. */
  holds(index: string, key: string, rows: readonly R[]): boolean {
    const held = this.#under(index, key);
    if (held === undefined) return rows.length === 0;
    if (!(held instanceof Shelf)) return rows.length === 1 && rows[0] === held.row;
    return held.size === rows.length && held.list().every((row, i) => row === rows[i]);
  }

  /** When the row was created: what `put` takes to give a deleted row its old place in the order. */
  ordinal(id: string): number | undefined {
    return this.#slots.get(id)?.ordinal;
  }

  /** Puts the row in place of the one with its id; the answer is that one. An unchanged place in the order is kept. */
  put(row: R, ordinal?: number): R | undefined {
    return this.change(row, ordinal).before;
  }

  /** As `put`; the answer is all there is to know of the change. */
  change(row: R, ordinal?: number): RowChange<R> {
    const slot = this.#slots.get(row.id);
    if (slot) {
      const before = this.#replace(slot, row, ordinal);
      return { table: this.name, before, after: row, ordinal: ordinal ?? slot.ordinal };
    }
    const place = ordinal ?? this.#next;
    this.#putNew(row, place);
    return { table: this.name, before: undefined, after: row, ordinal: place };
  }

  #replace(slot: Slot<R>, row: R, ordinal: number | undefined): R {
    const before = slot.row as R;
    if (ordinal !== undefined && ordinal !== slot.ordinal) {
      this.delete(row.id);
      this.#putNew(row, ordinal);
      return before;
    }
    slot.row = row;
    moveUnder(this.#scopes, scopeOf(before), scopeOf(row), slot);
    for (const [keysOf, shelves] of this.#indexes) moveUnder(shelves, keysOf(before), keysOf(row), slot);
    return before;
  }

  #putNew(row: R, ordinal: number): void {
    const slot: Slot<R> = { row, ordinal };
    if (ordinal >= this.#next) this.#next = ordinal + 1;
    this.#slots.set(row.id, slot);
    this.#all.add(slot);
    add(this.#scopes, scopeOf(row), slot);
    for (const [keysOf, shelves] of this.#indexes) addUnder(shelves, keysOf(row), slot);
  }

  delete(id: string): R | undefined {
    const slot = this.#slots.get(id);
    if (!slot) return undefined;
    const before = slot.row as R;
    this.#slots.delete(id);
    this.#all.remove(slot);
    drop(this.#scopes, scopeOf(before), slot);
    for (const [keysOf, shelves] of this.#indexes) for (const key of keyList(keysOf(before))) drop(shelves, key, slot);
    slot.row = undefined;
    return before;
  }

  #under(index: string, key: string): Slot<R> | Shelf<R> | undefined {
    const shelves = this.#byName.get(index);
    if (!shelves) throw new Error(`table ${this.name} has no index ${index}`);
    return shelves.get(key);
  }
}

function rowsOf<R extends Row>(held: Slot<R> | Shelf<R> | undefined): Rows<R> {
  if (held === undefined) return NO_ROWS;
  return held instanceof Shelf ? held : new Single(held.row as R);
}

const keyList = <K extends string>(keys: K | readonly K[] | undefined): readonly K[] => {
  if (keys === undefined) return [];
  return typeof keys === "string" ? [keys] : keys;
};

function add<K, R extends Row>(shelves: Shelves<K, R>, key: K, slot: Slot<R>): void {
  const held = shelves.get(key);
  if (held === undefined) shelves.set(key, slot);
  else if (held instanceof Shelf) held.add(slot);
  else if (held !== slot) {
    shelves.set(key, new Shelf(held.ordinal < slot.ordinal ? [held, slot] : [slot, held]));
  }
}

function addUnder<R extends Row>(shelves: Shelves<string, R>, keys: Keys, slot: Slot<R>): void {
  if (keys === undefined) return;
  if (typeof keys === "string") add(shelves, keys, slot);
  else for (const key of keys) add(shelves, key, slot);
}

/** Takes a row off the keys that it is no longer under, and puts it under those that are new. */
function moveUnder<K extends string, R extends Row>(
  shelves: Shelves<K, R>,
  before: K | readonly K[] | undefined,
  now: K | readonly K[] | undefined,
  slot: Slot<R>,
): void {
  if (before === now) return;
  const [left, kept] = [keyList(before), keyList(now)];
  for (const key of left) if (!kept.includes(key)) drop(shelves, key, slot);
  for (const key of kept) if (!left.includes(key)) add(shelves, key, slot);
}

function drop<K, R extends Row>(shelves: Shelves<K, R>, key: K, slot: Slot<R>): void {
  const held = shelves.get(key);
  if (held instanceof Shelf) {
    held.remove(slot);
    if (held.size === 0) shelves.delete(key);
  } else if (held === slot) shelves.delete(key);
}
