/** Long answers give others a turn, tell how far they are and what they found, and are of one network. */
import { describe, expect, test } from "vitest";
import type { Progress } from "../../prove/steps.ts";
import { type Found, type Hearing, inTurns, type Steps, type Turns } from "./steps.ts";

/** So many steps, each with a row where `withRows` says so. */
function* working(steps: number, work: () => undefined, withRows = false): Steps<number, number> {
  for (let done = 0; done < steps; done++) {
    yield { done, of: steps };
    work();
    if (withRows) yield { row: done } satisfies Found<number>;
  }
  return steps;
}

/** A clock that work moves on, and turns that are counted. */
function time(onTurn: (turn: number) => undefined = () => undefined) {
  const state = { now: 0, turns: 0 };
  const turns: Turns = {
    now: () => state.now,
    others: async () => onTurn(++state.turns),
  };
  const busy = (milliseconds: number) => (): undefined => {
    state.now += milliseconds;
  };
  return { state, turns, busy };
}

const hearing = (over: Partial<Hearing<number>> = {}): Hearing<number> => ({
  isWanted: () => true,
  progress: () => undefined,
  row: () => undefined,
  again: () => undefined,
  ...over,
});

test("others get a turn after each 25 ms of work, and progress is told each 100 ms", async () => {
  const { state, turns, busy } = time();
  const told: Progress[] = [];
  const answer = await inTurns(
    () => working(60, busy(5)),
    () => 1,
    hearing({ progress: (progress) => told.push(progress) }),
    turns,
  );
  expect(answer).toBe(60);
  expect(state.turns).toBe(300 / 25 - 1); // the last stretch ends with the answer
  expect(told.map(({ done }) => done)).toEqual([20, 40]);
});

test("by themselves, turns are the event loop's", async () => {
  let turns = 0;
  let isOver = false;
  const others = (): void => {
    turns++;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  const until = (milliseconds: number) => (): undefined => {
    for (const end = performance.now() + milliseconds; performance.now() < end; );
  };
  await inTurns(
    () => working(20, until(10)),
    () => 1,
    hearing(),
  );
  isOver = true;
  expect(turns).toBeGreaterThan(3);
});

describe("when the network changes", () => {
  test("an answer begins anew, and does not do so for ever", async () => {
    const { turns, busy } = time();
    let generation = 0;
    let beginnings = 0;
    let again = 0;
    const answer = await inTurns(
      () => {
        beginnings++;
        return working(20, busy(30));
      },
      () => generation++,
      hearing({ again: () => again++ }),
      turns,
    );
    expect(answer).toBe(20);
    expect([beginnings, again]).toEqual([4, 3]);
  });

  test("the rows so far are called off, and all come again", async () => {
    let generation = 1;
    const { turns, busy } = time((turn) => {
      if (turn === 3) generation++;
    });
    const rows: number[][] = [[]];
    await inTurns(
      () => working(5, busy(30), true),
      () => generation,
      hearing({ row: (row) => void rows.at(-1)?.push(row), again: () => rows.push([]) }),
      turns,
    );
    expect(rows[0]?.length).toBeGreaterThan(0);
    expect(rows.slice(1)).toEqual([[0, 1, 2, 3, 4]]);
  });

  test("also while a step that takes a while is under way", async () => {
    let generation = 1;
    let beginnings = 0;
    async function* loading(): Steps<number> {
      beginnings++;
      await Promise.resolve();
      if (beginnings === 1) generation++;
      yield { done: 0, of: 1 };
      return generation;
    }
    expect(await inTurns(loading, () => generation, hearing())).toBe(2);
    expect(beginnings).toBe(2);
  });
});

test("a row that its reader has no room for yet is waited for, and others get their turn all the same", async () => {
  const { state, turns, busy } = time();
  const log: string[] = [];
  await inTurns(
    () => working(10, busy(10), true),
    () => 1,
    hearing({
      row: (row) => {
        log.push(`row ${row}`);
        return Promise.resolve().then(() => log.push("room"));
      },
    }),
    turns,
  );
  expect(log).toEqual(Array.from({ length: 10 }, (_, row) => [`row ${row}`, "room"]).flat());
  expect(state.turns).toBe(3);
});

test("nothing more is done once nobody waits, and what was under way is cleared up", async () => {
  const { turns, busy } = time();
  let done = 0;
  let isClearedUp = false;
  function* careful(): Steps<number, number> {
    try {
      return yield* working(10_000, () => {
        done++;
        return busy(5)();
      }) as Generator<Progress, number>;
    } finally {
      isClearedUp = true;
    }
  }
  const asked = inTurns(careful, () => 1, hearing({ isWanted: () => done < 20 }), turns);
  await expect(asked).rejects.toMatchObject({ code: "gone" });
  expect(done).toBeLessThan(30);
  expect(isClearedUp).toBe(true);
});

test("what fails, fails for whoever asked", async () => {
  function* failing(): Steps<never> {
    yield { done: 0, of: 1 };
    throw new Error("no");
  }
  await expect(inTurns(failing, () => 1, hearing())).rejects.toThrow("no");
});
