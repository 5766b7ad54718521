import { expect, test } from "vitest";
import { fold, table } from "./table.ts";

const cells = (...texts: string[]) => texts.map((text) => ({ text }));

test("columns are as wide as their widest cell; a column with nothing in it takes no room", () => {
  expect(table([cells("a", "", "first"), cells("long", "", "second")], 80)).toEqual([
    "  a     first",
    "  long  second",
  ]);
});

test("the last column folds into its own room", () => {
  const lines = table([cells("key", "one two three four five six seven eight nine ten eleven")], 50);
  expect(lines).toEqual(["  key  one two three four five six seven eight", "       nine ten eleven"]);
});

test("where the room is too narrow it stands below", () => {
  expect(table([cells("a".repeat(30), "one two three")], 50)).toEqual([`  ${"a".repeat(30)}`, "      one two three"]);
});

test("a word longer than the line stays whole", () => {
  expect(fold("a bbbbbbbbbb c", 4)).toEqual(["a", "bbbbbbbbbb", "c"]);
});
