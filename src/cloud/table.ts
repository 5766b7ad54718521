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
type KeysOf<R> = (row: R) => string | readonly string[] | undefined;

export interface TableDefinition<R extends Row, I extends string = string> {
  readonly name: string;
  readonly indexes: Readonly<Record<I, KeysOf<R>>>;
}

export type Scope = `${string}/${string}`;
export const scopeOf = (row: { readonly account: string; readonly region: string }): Scope =>
  `${row.account}/${row.region}`;

/** Declares a table: `defineTable<Vpc>()("ec2.vpc", { dhcpOptionsId: (vpc) => vpc.dhcpOptionsId })`. */
export const defineTable =
  <R extends Row>() =>
  <const I extends string = never>(name: string, indexes = {} as Record<I, KeysOf<R>>): TableDefinition<R, I> => ({
    name,
    indexes,
  });

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

export class Table<R extends Row> {
  readonly name: string;
  readonly #indexes: readonly (readonly [KeysOf<R>, Map<string, Map<string, R>>])[];
  readonly #byName = new Map<string, Map<string, Map<string, R>>>();
  readonly #rows = new Map<string, R>();
  readonly #scopes = new Map<Scope, Map<string, R>>();

  constructor(definition: TableDefinition<R>) {
    this.name = definition.name;
    this.#indexes = Object.entries(definition.indexes).map(([name, keysOf]) => {
      const entries = new Map<string, Map<string, R>>();
      this.#byName.set(name, entries);
      return [keysOf, entries] as const;
    });
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): R | undefined {
    return this.#rows.get(id);
  }

  values(): Iterable<R> {
    return this.#rows.values();
  }

  in(scope: Scope): ReadonlyMap<string, R> {
    return this.#scopes.get(scope) ?? NONE;
  }

  /** The rows under a key of an index, by id. */
  by(index: string, key: string): ReadonlyMap<string, R> {
    const entries = this.#byName.get(index);
    if (!entries) throw new Error(`table ${this.name} has no index ${index}`);
    return entries.get(key) ?? NONE;
  }

  /** Puts the row in place of the one with its id; the answer is that one. An unchanged place in the order is kept. */
  put(row: R): R | undefined {
    const before = this.#rows.get(row.id);
    this.#rows.set(row.id, row);
    move(this.#scopes, before && scopeOf(before), scopeOf(row), row);
    for (const [keysOf, entries] of this.#indexes) {
      const old = before === undefined ? [] : keyList(keysOf(before));
      const now = keyList(keysOf(row));
      for (const key of old) if (!now.includes(key)) drop(entries, key, row.id);
      for (const key of now) add(entries, key, row);
    }
    return before;
  }

  delete(id: string): R | undefined {
    const before = this.#rows.get(id);
    if (before === undefined) return undefined;
    this.#rows.delete(id);
    drop(this.#scopes, scopeOf(before), id);
    for (const [keysOf, entries] of this.#indexes) for (const key of keyList(keysOf(before))) drop(entries, key, id);
    return before;
  }
}

function keyList(keys: string | readonly string[] | undefined): readonly string[] {
  if (keys === undefined) return [];
  return typeof keys === "string" ? [keys] : keys;
}

function move<K, R extends Row>(entries: Map<K, Map<string, R>>, from: K | undefined, to: K, row: R): void {
  if (from !== undefined && from !== to) drop(entries, from, row.id);
  add(entries, to, row);
}

function add<K, R extends Row>(entries: Map<K, Map<string, R>>, key: K, row: R): void {
  const rows = entries.get(key);
  if (rows) rows.set(row.id, row);
  else entries.set(key, new Map([[row.id, row]]));
}

function drop<K, R extends Row>(entries: Map<K, Map<string, R>>, key: K, id: string): void {
  const rows = entries.get(key);
  if (!rows) return;
  rows.delete(id);
  if (rows.size === 0) entries.delete(key);
}
