/** Long answers give others a turn, tell how far they are, and are of one network. */
import { expect, test } from "vitest";
import { inTurns, type Progress, type Steps } from "./steps.ts";

/** So many steps, each of some milliseconds of work. */
function* working(steps: number, work: () => undefined): Steps<number> {
  for (let done = 0; done < steps; done++) {
    yield { done, of: steps };
    work();
  }
  return steps;
}

const busy = (milliseconds: number) => (): undefined => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

test("others get a turn, and progress is told", async () => {
  const told: Progress[] = [];
  let turns = 0;
  let isOver = false;
  const others = (): void => {
    turns++;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  const answer = await inTurns(
    () => working(60, busy(5)),
    () => 1,
    (progress) => told.push(progress),
  );
  isOver = true;
  expect(answer).toBe(60);
  expect(turns).toBeGreaterThan(3);
  expect(told.length).toBeGreaterThan(0);
  for (const { done, of } of told) expect(done).toBeLessThan(of);
});

test("an answer begins anew when the network has changed, and does not do so for ever", async () => {
  let generation = 0;
  let beginnings = 0;
  const answer = await inTurns(
    () => {
      beginnings++;
      return working(20, busy(5));
    },
    () => generation++,
    () => undefined,
  );
  expect(answer).toBe(20);
  expect(beginnings).toBe(4);
});

test("what fails, fails for whoever asked", async () => {
  function* failing(): Steps<never> {
    yield { done: 0, of: 1 };
    throw new Error("no");
  }
  await expect(
    inTurns(
      failing,
      () => 1,
      () => undefined,
    ),
  ).rejects.toThrow("no");
});
