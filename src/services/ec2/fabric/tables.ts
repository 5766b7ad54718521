/** The rows that EC2's compiler reads: lookups on the store, by id or by index, across all accounts and regions. */
import type { Store } from "../../../cloud/store.ts";
import type { Row, Scope, TableDefinition } from "../../../cloud/table.ts";

export interface Tables {
  get<R extends Row, I extends string>(table: TableDefinition<R, I>, id: string): R | undefined;
  by<R extends Row, I extends string>(table: TableDefinition<R, I>, index: I, key: string): readonly R[];
  /** The rows of one account and region. */
  in<R extends Row, I extends string>(table: TableDefinition<R, I>, scope: Scope): Iterable<R>;
  /** The first row under a key. */
  one<R extends Row, I extends string>(table: TableDefinition<R, I>, index: I, key: string): R | undefined;
}

export const tablesOf = (store: Store): Tables => ({
  get: (table, id) => store.table(table).get(id),
  by: (table, index, key) => store.table(table).listBy(index, key),
  in: (table, scope) => store.table(table).in(scope).values(),
  one: (table, index, key) => store.table(table).by(index, key).values().next().value,
});
