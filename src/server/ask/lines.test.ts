/** A reader that lags holds the writer up, and one that goes lets it go. */
import { expect, test } from "vitest";
import { Lines } from "./lines.ts";
import { type Found, inTurns } from "./steps.ts";

const ROW = "x".repeat(1_000);

/** Rows without end, counted, on their way to a reader. */
function endless() {
  const lines = new Lines(() => true);
  const made = { rows: 0, isClearedUp: false };
  function* rows(): Generator<Found<string>, never> {
    try {
      for (;;) {
        made.rows++;
        yield { row: ROW };
      }
    } finally {
      made.isClearedUp = true;
    }
  }
  let now = 0;
  const answered = inTurns(
    rows,
    () => 1,
    {
      isWanted: () => lines.areWanted,
      progress: () => undefined,
      row: (row) => lines.write({ row }),
      again: () => undefined,
    },
    { now: () => now++, others: () => new Promise((resolve) => setImmediate(resolve)) },
  );
  return { lines, made, answered };
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

test("no more is made than a reader takes, and some that wait for it; when it goes, no more at all", async () => {
  const { lines, made, answered } = endless();
  await turns(100);
  const waiting = made.rows;
  expect(waiting).toBeGreaterThan(10);
  expect(waiting).toBeLessThan(100);
  await turns(100);
  expect(made.rows).toBe(waiting);

  const reader = lines.stream.getReader();
  for (let i = 0; i < 500; i++) await reader.read();
  await turns(10);
  expect(made.rows).toBeGreaterThanOrEqual(500);
  expect(made.rows).toBeLessThan(500 + 2 * waiting);

  await reader.cancel();
  await expect(answered).rejects.toMatchObject({ code: "gone" });
  const before = made.rows;
  await turns(10);
  expect(made.rows).toBe(before);
  expect(made.isClearedUp).toBe(true);
});

test("all lines come, in order, and then the end", async () => {
  const lines = new Lines(() => true);
  const writing = (async () => {
    for (let i = 0; i < 1000; i++) await lines.write({ i, ROW });
    lines.end({ last: true });
  })();
  const text = await new Response(lines.stream).text();
  await writing;
  const told = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { i?: number; last?: boolean });
  expect(told.slice(0, -1).map(({ i }) => i)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect(told.at(-1)).toEqual({ last: true });
});

test("what nobody wants is not written", async () => {
  const lines = new Lines(() => false);
  expect(lines.write({ a: 1 })).toBeUndefined();
  lines.end({ last: true });
});
