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

/** A change with what undoing it needs: when the row was created that it deleted. */
interface Undoable extends Change {
  readonly ordinal?: number | undefined;
}

export type Follower = (changes: readonly Change[]) => void;

export class Store {
  readonly #tables = new Map<string, Table<Row>>();
  readonly #followers: Follower[] = [];
  #journal: Undoable[] | undefined;

  table<R extends Row, I extends string>(definition: TableDefinition<R, I>): Table<R> {
    let table = this.#tables.get(definition.name);
    if (!table) {
      table = new Table<Row>(definition as unknown as TableDefinition<Row>);
      this.#tables.set(definition.name, table);
    }
    return table as unknown as Table<R>;
  }

  /** Every table that has been used, by name. */
  tables(): ReadonlyMap<string, Table<Row>> {
    return this.#tables;
  }

  follow(follower: Follower): void {
    this.#followers.push(follower);
  }

  put<R extends Row>(definition: TableDefinition<R, never>, row: R): void {
    const journal = this.#open();
    const before = this.table(definition).put(row);
    journal.push({ table: definition.name, before, after: row });
  }

  delete<R extends Row>(definition: TableDefinition<R, never>, id: string): void {
    const journal = this.#open();
    const table = this.table(definition);
    const ordinal = table.ordinal(id);
    const before = table.delete(id);
    if (before) journal.push({ table: definition.name, before, after: undefined, ordinal });
  }

  /** Runs `body`; inside another transaction it simply joins that one. */
  transact<T>(body: () => T): T {
    if (this.#journal) return body();
    const journal: Undoable[] = [];
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

  #open(): Undoable[] {
    if (!this.#journal) throw new Error("a table is changed outside a transaction");
    return this.#journal;
  }

  #undo(journal: readonly Undoable[]): void {
    for (let i = journal.length - 1; i >= 0; i--) {
      const { table: name, before, after, ordinal } = journal[i] as Undoable;
      const table = this.#tables.get(name) as Table<Row>;
      if (before) table.put(before, ordinal);
      else if (after) table.delete(after.id);
    }
  }
}
