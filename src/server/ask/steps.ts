/**
 * Long answers in steps: between two of them others are served, and whoever asked is told how far it is. If the network
 * changes meanwhile, the answer begins anew, so that it is of one network.
 */
import { setImmediate as nextTurn } from "node:timers/promises";

export interface Progress {
  readonly done: number;
  readonly of: number;
}

export type Steps<Answer> = Generator<Progress, Answer> | AsyncGenerator<Progress, Answer>;

/** Works this long before others get a turn, and tells of its progress as often as people can read it, in milliseconds. */
const TURN_MS = 25;
const TELLING_MS = 100;
/** A network that changes all the time is answered about as it passes. */
const MOST_BEGINNINGS = 4;

export async function inTurns<Answer>(
  begin: () => Steps<Answer>,
  generation: () => number,
  tell: (progress: Progress) => unknown,
): Promise<Answer> {
  let told = performance.now();
  for (let beginning = 1; ; beginning++) {
    const network = generation();
    const steps = begin();
    let turn = performance.now();
    for (;;) {
      const next = steps.next();
      const step = next instanceof Promise ? await next : next;
      if (step.done) return step.value;
      const now = performance.now();
      if (now - turn < TURN_MS) continue;
      if (now - told >= TELLING_MS) {
        await tell(step.value);
        told = now;
      }
      await nextTurn();
      turn = performance.now();
      if (generation() !== network && beginning < MOST_BEGINNINGS) break;
    }
  }
}
