import { expect, test } from "vitest";
import { type Change, Store } from "./store.ts";
import { defineTable, type Row } from "./table.ts";

interface Thing extends Row {
  readonly text: string;
}
const things = defineTable<Thing>()("things");
const others = defineTable<Thing>()("others");
const thing = (id: string, text = ""): Thing => ({ id, account: "111111111111", region: "us-east-1", text });

test("nothing changes outside a transaction", () => {
  const store = new Store();
  expect(() => store.put(things, thing("1"))).toThrow("outside a transaction");
  expect(() => store.delete(things, "1")).toThrow("outside a transaction");
  expect(store.table(things).size).toBe(0);
});

test("what a transaction changed is published once, after it, in order", () => {
  const store = new Store();
  const published: (readonly Change[])[] = [];
  store.follow((changes) => {
    expect(store.table(things).get("1")?.text).toBe("second");
    published.push(changes);
  });
  store.transact(() => {
    store.put(things, thing("1", "first"));
    store.put(things, thing("1", "second"));
    store.put(others, thing("2"));
    store.delete(others, "2");
    store.delete(others, "nobody");
  });
  expect(published).toHaveLength(1);
  expect(published[0]).toMatchObject([
    { table: "things", before: undefined, after: { text: "first" } },
    { table: "things", before: { text: "first" }, after: { text: "second" } },
    { table: "others", before: undefined, after: { id: "2" } },
    { table: "others", before: { id: "2" }, after: undefined },
  ]);
});

test("a transaction that changes nothing, or fails, publishes nothing", () => {
  const store = new Store();
  store.follow(() => expect.unreachable());
  expect(store.transact(() => 7)).toBe(7);
  expect(() =>
    store.transact(() => {
      store.put(things, thing("1"));
      throw new Error("stop");
    }),
  ).toThrow("stop");
  expect(store.table(things).size).toBe(0);
});

test("a transaction within another is part of it", () => {
  const store = new Store();
  const sizes: number[] = [];
  store.follow((changes) => sizes.push(changes.length));
  store.transact(() => {
    store.put(things, thing("1"));
    store.transact(() => store.put(things, thing("2")));
  });
  expect(sizes).toEqual([2]);
  expect(() =>
    store.transact(() => {
      store.transact(() => store.put(things, thing("3")));
      throw new Error("stop");
    }),
  ).toThrow("stop");
  expect([...store.table(things).values()].map(({ id }) => id)).toEqual(["1", "2"]);
});

test("a follower may start a transaction of its own", () => {
  const store = new Store();
  store.follow((changes) => {
    if (changes[0]?.table === "things") store.transact(() => store.put(others, thing("echo")));
  });
  store.transact(() => store.put(things, thing("1")));
  expect(store.table(others).get("echo")).toBeDefined();
});
