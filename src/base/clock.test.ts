import { describe, expect, test } from "vitest";
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
});
