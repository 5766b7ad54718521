/**
 * All tables, changed only inside a transaction: a function that either returns, and all its writes stay, or throws,
 * and all of them are undone. What a transaction changed is published once, after it, to whoever follows the feed.
 */
import { type Row, Table, type TableDefinition } from "./table.ts";

/** One row's change. No `before`: created. No `after`: deleted. */
export interface Change<R extends Row = Row> {
  readonly table: string;
  readonly before: R | undefined;
  readonly after: R | undefined;
}

/** A change as it is published: with the row's place in its table's order, which undoing a deletion and a journal keep. */
export interface PlacedChange extends Change {
  readonly ordinal: number;
}

/** A row as it was kept elsewhere. */
export interface KeptRow {
  readonly table: string;
  readonly ordinal: number;
  readonly row: Row;
}

export type Follower = (changes: readonly PlacedChange[]) => void;

/** Of all stores. */
let writes = 0;

export class Store {
  readonly #tables = new Map<string, Table<Row>>();
  readonly #followers: Follower[] = [];
  #journal: PlacedChange[] | undefined;
  #writes = 0;

  /** Another number whenever a row may have changed, and never one that another store has. */
  get writes(): number {
    return this.#writes;
  }

  table<R extends Row, I extends string>(definition: TableDefinition<R, I>): Table<R> {
    const table = this.#named(definition.name);
    table.declare(definition as unknown as TableDefinition<Row>);
    return table as unknown as Table<R>;
  }

  /** Every table that has been used or restored, by name. */
  tables(): ReadonlyMap<string, Table<Row>> {
    return this.#tables;
  }

  follow(follower: Follower): void {
    this.#followers.push(follower);
  }

  put<R extends Row>(definition: TableDefinition<R, never>, row: R): void {
    const journal = this.#open();
    journal.push(this.table(definition).change(row));
  }

  delete<R extends Row>(definition: TableDefinition<R, never>, id: string): void {
    const journal = this.#open();
    const table = this.table(definition);
    const ordinal = table.ordinal(id) as number;
    const before = table.delete(id);
    if (before) journal.push({ table: definition.name, before, after: undefined, ordinal });
  }

  /** Runs `body`; inside another transaction it simply joins that one. */
  transact<T>(body: () => T): T {
    if (this.#journal) return body();
    const journal: PlacedChange[] = [];
    this.#journal = journal;
    let result: T;
    try {
      result = body();
    } catch (error) {
      this.#undo(journal);
      throw error;
    } finally {
      this.#journal = undefined;
    }
    if (journal.length > 0) for (const follower of this.#followers) follower(journal);
    return result;
  }

  /**
   * Puts rows back that were kept, those of a table oldest first, and tells followers of them as of one transaction's.
   * Their tables need not be declared yet.
   */
  restore(rows: Iterable<KeptRow>): void {
    if (this.#journal) throw new Error("rows are restored inside a transaction");
    const changes: PlacedChange[] = [];
    for (const { table, ordinal, row } of rows) {
      this.#named(table).put(row, ordinal);
      this.#writes = ++writes;
      changes.push({ table, before: undefined, after: row, ordinal });
    }
    if (changes.length > 0) for (const follower of this.#followers) follower(changes);
  }

  /** Every row, those of a table oldest first. */
  *rows(): Generator<KeptRow> {
    for (const [name, table] of this.#tables)
      for (const row of table.values()) yield { table: name, ordinal: table.ordinal(row.id) as number, row };
  }

  #named(name: string): Table<Row> {
    let table = this.#tables.get(name);
    if (!table) {
      table = new Table<Row>({ name });
      this.#tables.set(name, table);
    }
    return table;
  }

  /** For a write. */
  #open(): PlacedChange[] {
    if (!this.#journal) throw new Error("a table is changed outside a transaction");
    this.#writes = ++writes;
    return this.#journal;
  }

  #undo(journal: readonly PlacedChange[]): void {
    this.#writes = ++writes;
    for (let i = journal.length - 1; i >= 0; i--) {
      const { table: name, before, after, ordinal } = journal[i] as PlacedChange;
      const table = this.#tables.get(name) as Table<Row>;
      if (before) table.put(before, ordinal);
      else if (after) table.delete(after.id);
    }
  }
}
