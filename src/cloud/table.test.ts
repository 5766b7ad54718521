import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Store } from "./store.ts";
import { defineTable, type Row, scopeOf, Table } from "./table.ts";

interface Thing extends Row {
  readonly one: string;
  readonly several: readonly string[];
  readonly maybe: string | undefined;
}

const things = defineTable<Thing>()("things", {
  one: (thing) => thing.one,
  several: (thing) => thing.several,
  maybe: (thing) => thing.maybe,
});

const letter = fc.constantFrom("a", "b", "c");
const thing = fc.record({
  id: fc.constantFrom("1", "2", "3", "4", "5"),
  account: fc.constantFrom("111111111111", "222222222222"),
  region: fc.constantFrom("us-east-1", "eu-west-1"),
  one: letter,
  several: fc.uniqueArray(letter, { maxLength: 3 }),
  maybe: fc.option(letter, { nil: undefined }),
});
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ put: thing }) },
  { weight: 1, arbitrary: fc.record({ remove: thing.map(({ id }) => id) }) },
);
type Step = { put: Thing } | { remove: string };

/** What a table must answer, worked out from a plain list of rows in the order of their creation. */
class Model {
  rows: Thing[] = [];

  apply(one: Step): void {
    if ("remove" in one) this.rows = this.rows.filter(({ id }) => id !== one.remove);
    else if (this.rows.some(({ id }) => id === one.put.id))
      this.rows = this.rows.map((row) => (row.id === one.put.id ? one.put : row));
    else this.rows.push(one.put);
  }

  expectSame(table: Table<Thing>): void {
    expect([...table.values()]).toEqual(this.rows);
    expect(table.size).toBe(this.rows.length);
    for (const id of ["1", "2", "3", "4", "5"]) expect(table.get(id)).toBe(this.rows.find((row) => row.id === id));
    for (const scope of ["111111111111/us-east-1", "111111111111/eu-west-1", "222222222222/us-east-1"] as const)
      expect([...table.in(scope).values()]).toEqual(this.rows.filter((row) => scopeOf(row) === scope));
    for (const key of ["a", "b", "c", "d"]) {
      const under = (index: string): Thing[] => [...table.by(index, key).values()];
      expect(under("one")).toEqual(this.rows.filter(({ one }) => one === key));
      expect(under("several")).toEqual(this.rows.filter(({ several }) => several.includes(key)));
      expect(under("maybe")).toEqual(this.rows.filter(({ maybe }) => maybe === key));
    }
  }
}

describe("a table", () => {
  test("answers as a plain list would, by id, scope and every index, in the order of creation", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const table = new Table<Thing>(things);
        const model = new Model();
        for (const one of steps) {
          if ("remove" in one) table.delete(one.remove);
          else table.put(one.put);
          model.apply(one);
          model.expectSame(table);
        }
      }),
    );
  });

  test("is as it was, order included, after a transaction that fails at any point", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), fc.array(step, { maxLength: 15 }), (before, failing) => {
        const store = new Store();
        const model = new Model();
        const run = (one: Step): void =>
          "remove" in one ? store.delete(things as never, one.remove) : store.put(things as never, one.put);
        store.transact(() => {
          for (const one of before) {
            run(one);
            model.apply(one);
          }
        });
        expect(() =>
          store.transact(() => {
            for (const one of failing) run(one);
            [...store.table(things).by("one", "a").values()]; // a reader in the midst must not spoil the way back
            throw new Error("stop");
          }),
        ).toThrow("stop");
        model.expectSame(store.table(things));
      }),
    );
  });

  test("lets a reader finish while rows change under it", () => {
    const table = new Table<Thing>(things);
    const row = (id: string, one: string): Thing => ({
      id,
      account: "1",
      region: "r",
      one,
      several: [],
      maybe: undefined,
    });
    for (const id of ["1", "2", "3"]) table.put(row(id, "a"));
    const seen: string[] = [];
    for (const { id } of table.by("one", "a").values()) {
      seen.push(id);
      table.put(row(id, "b"));
      table.put(row(id, "a")); // leaves the key and comes back to it
      if (seen.length > 10) break;
      table.by("one", "a");
    }
    expect(new Set(seen)).toEqual(new Set(["1", "2", "3"]));
    expect(
      table
        .by("one", "a")
        .list()
        .map(({ id }) => id),
    ).toEqual(["1", "2", "3"]);
  });

  test("an index that was not declared is a mistake of the program", () => {
    expect(() => new Table<Thing>(things).by("none", "a")).toThrow("has no index none");
  });
});
