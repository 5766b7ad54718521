import { expect, test } from "vitest";
import { CountedMap, CountedSet } from "./counted.ts";
import { prefix } from "./prefix.ts";
import { PrefixMap } from "./prefixMap.ts";

test("a map counts what changes it, and nothing else", () => {
  const map = new CountedMap<string, number | undefined>();
  map.set("a", 1).set("b", 2);
  const { changes } = map;
  map.set("a", 1).delete("none");
  expect(map.changes).toBe(changes);
  map.set("a", 2);
  map.delete("b");
  map.set("c", undefined);
  map.clear();
  expect(map.changes).toBe(changes + 4);
});

test("a set counts what changes it, and nothing else", () => {
  const set = new CountedSet<number>();
  set.add(1).add(1).add(2);
  set.delete(3);
  expect(set.changes).toBe(2);
  set.delete(1);
  set.clear();
  expect(set.changes).toBe(4);
});

test("a prefix map counts what may change it", () => {
  const map = new PrefixMap<number>();
  map.set(prefix("10.0.0.0/8"), 1);
  const { changes } = map;
  map.delete(prefix("10.0.0.0/9"));
  expect(map.changes).toBe(changes);
  map.delete(prefix("10.0.0.0/8"));
  expect(map.changes).toBeGreaterThan(changes);
});
