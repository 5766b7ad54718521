/**
 * Tables of resources. One table holds the rows of every account and region, so a resource is found by its id wherever
 * it lives; `scope` is kept as an index of its own. Rows are immutable: a change puts a new row in the old one's place.
 * Rows come back in the order in which they were created, which is also the order of AWS's pages.
 */
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

/** Declares a table: `defineTable<Vpc>()("ec2.vpc", { dhcpOptionsId: (vpc) => vpc.dhcpOptionsId })`. */
export const defineTable =
  <R extends Row>() =>
  <const I extends string = never>(name: string, indexes = {} as Record<I, KeysOf<R>>): TableDefinition<R, I> => ({
    name,
    indexes,
  });

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * Rows by id in the order of their creation. A row that arrives later than younger ones (it moved under this key, or
 * its deletion was undone) is put in its place by the next reader, so that writers never pay for the order.
 */
class Shelf<R extends Row> {
  readonly #ordinals: ReadonlyMap<string, number>;
  #rows = new Map<string, R>();
  #youngest = -1;
  #shuffled = false;

  constructor(ordinals: ReadonlyMap<string, number>) {
    this.#ordinals = ordinals;
  }

  /** A reader keeps its map while the order is mended: that makes a new one. */
  get rows(): ReadonlyMap<string, R> {
    if (this.#shuffled) {
      const ordinal = (id: string): number => this.#ordinals.get(id) ?? 0;
      this.#rows = new Map([...this.#rows].sort(([a], [b]) => ordinal(a) - ordinal(b)));
      this.#shuffled = false;
    }
    return this.#rows;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): R | undefined {
    return this.#rows.get(id);
  }

  put(row: R, ordinal: number): void {
    const { size } = this.#rows;
    this.#rows.set(row.id, row);
    if (ordinal > this.#youngest) this.#youngest = ordinal;
    else if (this.#rows.size > size) this.#shuffled = true;
  }

  delete(id: string): void {
    this.#rows.delete(id);
  }
}

/** Most keys of an index have one row: that needs no shelf, which would be most of what an index weighs. */
type Shelves<K, R extends Row> = Map<K, R | Shelf<R>>;

export class Table<R extends Row> {
  readonly name: string;
  /** Rows may be restored before anybody has declared the table: until then it has no indexes. */
  #declared = false;
  /** When each row was created, as a number that only grows. */
  readonly #ordinals = new Map<string, number>();
  #next = 0;
  #indexes: readonly (readonly [KeysOf<R>, Shelves<string, R>])[] = [];
  readonly #byName = new Map<string, Shelves<string, R>>();
  readonly #rows = new Shelf<R>(this.#ordinals);
  readonly #scopes: Shelves<Scope, R> = new Map();

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
      for (const row of this.values()) this.#addAll(shelves, keysOf(row), row, this.ordinal(row.id) ?? 0);
      return [keysOf, shelves] as const;
    });
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): R | undefined {
    return this.#rows.get(id);
  }

  values(): Iterable<R> {
    return this.#rows.rows.values();
  }

  in(scope: Scope): ReadonlyMap<string, R> {
    return rowsOf(this.#scopes.get(scope));
  }

  /** The rows under a key of an index, by id. */
  by(index: string, key: string): ReadonlyMap<string, R> {
    const shelves = this.#byName.get(index);
    if (!shelves) throw new Error(`table ${this.name} has no index ${index}`);
    return rowsOf(shelves.get(key));
  }

  /** As `by`, in a list of the caller's own. */
  listBy(index: string, key: string): R[] {
    const shelves = this.#byName.get(index);
    if (!shelves) throw new Error(`table ${this.name} has no index ${index}`);
    const held = shelves.get(key);
    if (held === undefined) return [];
    return held instanceof Shelf ? [...held.rows.values()] : [held];
  }

  /** Whether the rows under a key of an index are these. */
  holds(index: string, key: string, rows: readonly R[]): boolean {
    const held = this.#byName.get(index)?.get(key);
    if (held === undefined) return rows.length === 0;
    if (!(held instanceof Shelf)) return rows.length === 1 && rows[0] === held;
    if (held.size !== rows.length) return false;
    let at = 0;
    for (const row of held.rows.values()) if (row !== rows[at++]) return false;
    return true;
  }

  /** When the row was created: what `put` takes to give a deleted row its old place in the order. */
  ordinal(id: string): number | undefined {
    return this.#ordinals.get(id);
  }

  /** Puts the row in place of the one with its id; the answer is that one. An unchanged place in the order is kept. */
  put(row: R, ordinal = this.#ordinals.get(row.id) ?? this.#next): R | undefined {
    const before = this.#rows.get(row.id);
    this.#next = Math.max(this.#next, ordinal + 1);
    this.#ordinals.set(row.id, ordinal);
    this.#rows.put(row, ordinal);
    if (before !== undefined && scopeOf(before) !== scopeOf(row)) drop(this.#scopes, scopeOf(before), row.id);
    this.#add(this.#scopes, scopeOf(row), row, ordinal);
    for (const [keysOf, shelves] of this.#indexes) {
      const now = keysOf(row);
      if (before !== undefined) dropOthers(shelves, keysOf(before), now, row.id);
      this.#addAll(shelves, now, row, ordinal);
    }
    return before;
  }

  delete(id: string): R | undefined {
    const before = this.#rows.get(id);
    if (before === undefined) return undefined;
    this.#rows.delete(id);
    drop(this.#scopes, scopeOf(before), id);
    for (const [keysOf, shelves] of this.#indexes) for (const key of keyList(keysOf(before))) drop(shelves, key, id);
    this.#ordinals.delete(id);
    return before;
  }

  #addAll(shelves: Shelves<string, R>, keys: Keys, row: R, ordinal: number): void {
    if (keys === undefined) return;
    if (typeof keys === "string") this.#add(shelves, keys, row, ordinal);
    else for (const key of keys) this.#add(shelves, key, row, ordinal);
  }

  #add<K>(shelves: Shelves<K, R>, key: K, row: R, ordinal: number): void {
    const held = shelves.get(key);
    if (held instanceof Shelf) held.put(row, ordinal);
    else if (held === undefined || held.id === row.id) shelves.set(key, row);
    else {
      const shelf = new Shelf<R>(this.#ordinals);
      shelf.put(held, this.#ordinals.get(held.id) ?? 0);
      shelf.put(row, ordinal);
      shelves.set(key, shelf);
    }
  }
}

function rowsOf<R extends Row>(held: R | Shelf<R> | undefined): ReadonlyMap<string, R> {
  if (held === undefined) return NONE;
  return held instanceof Shelf ? held.rows : new Map([[held.id, held]]);
}

/** Takes a row off the keys that it is no longer under. */
function dropOthers<R extends Row>(shelves: Shelves<string, R>, before: Keys, now: Keys, id: string): void {
  if (before === now) return;
  const kept = keyList(now);
  for (const key of keyList(before)) if (!kept.includes(key)) drop(shelves, key, id);
}

function keyList(keys: Keys): readonly string[] {
  if (keys === undefined) return [];
  return typeof keys === "string" ? [keys] : keys;
}

function drop<K, R extends Row>(shelves: Shelves<K, R>, key: K, id: string): void {
  const held = shelves.get(key);
  if (held instanceof Shelf) {
    held.delete(id);
    if (held.size === 0) shelves.delete(key);
  } else if (held?.id === id) shelves.delete(key);
}
