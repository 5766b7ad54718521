import { expect, test } from "vitest";
import { plain } from "../expect/text/colors.ts";
import { LiveRows } from "./liveRows.ts";

function shown() {
  const printed: string[] = [];
  const clock = { now: 0 };
  const print = (text: string) => void printed.push(text);
  const terminal = { print, note: () => undefined, colors: plain, noteColors: plain, columns: 80 };
  const clear = () => void printed.push("(clear)");
  const rows = new LiveRows<readonly string[]>(
    terminal,
    (row) => row.map((text) => ({ text })),
    clear,
    () => clock.now,
  );
  return { rows, printed, clock };
}

test("nothing within the first second, then all there are, then each as it comes, in the first ones' columns", () => {
  const { rows, printed, clock } = shown();
  rows.add(["web", "a long name", "tcp 22"]);
  clock.now = 999;
  rows.add(["internet", "x", "tcp 80"]);
  expect([rows.areShown, printed]).toEqual([false, []]);
  clock.now = 1_000;
  rows.add(["db", "y", "tcp 5432"]);
  rows.add(["wider than any", "z", "udp 53"]);
  expect(rows.areShown).toBe(true);
  expect(printed).toEqual([
    "(clear)",
    "  web       a long name  tcp 22\n  internet  x            tcp 80\n  db        y            tcp 5432",
    "(clear)",
    "  wider than any  z            udp 53",
  ]);
});

test("what was not shown is called off in silence, what was shown is not", () => {
  const { rows, printed, clock } = shown();
  rows.add(["old"]);
  rows.again();
  clock.now = 1_000;
  rows.add(["new"]);
  rows.again();
  expect(printed).toEqual(["(clear)", "  new", "(clear)", "\n  The network has changed meanwhile: once more.\n"]);
});
