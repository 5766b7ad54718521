import { afterEach, describe, expect, test, vi } from "vitest";
import { wallClock } from "./clock.ts";

describe("the wall clock", () => {
  test("without a delay, runs a task when what runs now is done and before anything that arrives later", async () => {
    const order: string[] = [];
    wallClock.after(0, () => order.push("task"));
    order.push("now");
    await Promise.resolve();
    order.push("still now");
    await new Promise(setImmediate);
    expect(order).toEqual(["now", "still now", "task"]);
  });

  test.each([0, 1])("a task with a delay of %d ms can be taken back", async (delay) => {
    let ran = false;
    wallClock.after(delay, () => {
      ran = true;
    })();
    await new Promise((done) => wallClock.after(2, () => done(undefined)));
    expect(ran).toBe(false);
  });

  describe("for longer than Node's timers take", () => {
    afterEach(() => void vi.useRealTimers());

    test("waits all the same", () => {
      vi.useFakeTimers();
      const DAY = 86_400_000;
      const ran: string[] = [];
      wallClock.after(120 * DAY, () => ran.push("kept"));
      const takeBack = wallClock.after(120 * DAY, () => ran.push("taken back"));
      vi.advanceTimersByTime(60 * DAY);
      takeBack();
      vi.advanceTimersByTime(60 * DAY - 1);
      expect(ran).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(ran).toEqual(["kept"]);
    });
  });
});
