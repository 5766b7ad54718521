/**
 * Long answers in steps: between two of them others are served, and whoever asked is told how far it is and what was found. If
 * the network changes meanwhile, the answer begins anew, so that it is of one network.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Progress } from "../../prove/steps.ts";
import { Problem } from "../problem.ts";

/** A row of the answer. */
export interface Found<Row> {
  readonly row: Row;
}

/** The way to an answer: steps that say how far it is, and rows as they are found; what it returns is the rest. */
export type Steps<Answer, Row = never> =
  | Generator<Progress | Found<Row>, Answer>
  | AsyncGenerator<Progress | Found<Row>, Answer>;

/** Whoever asked. */
export interface Hearing<Row> {
  readonly isWanted: () => boolean;
  readonly progress: (progress: Progress) => unknown;
  /** Nothing more is looked for before the promise, where there is one, is kept. */
  readonly row: (row: Row) => Promise<unknown> | undefined;
  /** The rows so far are of a network that is no more. */
  readonly again: () => unknown;
}

/** How work and others take turns. */
export interface Turns {
  /** In milliseconds, from anywhere. */
  readonly now: () => number;
  /** Others are served until it is kept. */
  readonly others: () => Promise<unknown>;
}

const realTurns: Turns = { now: () => performance.now(), others: () => nextTurn() };

/** Works this long before others get a turn, and tells of its progress as often as people can read it, in milliseconds. */
const TURN_MS = 25;
const TELLING_MS = 100;
/** A network that changes all the time is answered about as it passes. */
const MOST_BEGINNINGS = 4;

/** Throws a Problem where nobody waits any more. */
export async function inTurns<Answer, Row>(
  begin: () => Steps<Answer, Row>,
  generation: () => number,
  hearing: Hearing<Row>,
  { now, others }: Turns = realTurns,
): Promise<Answer> {
  let told = now();
  for (let beginning = 1; ; beginning++) {
    const network = generation();
    const isOther = (): boolean => generation() !== network && beginning < MOST_BEGINNINGS;
    const steps = begin();
    let progress: Progress = { done: 0, of: 1 };
    let turn = now();
    for (;;) {
      const next = steps.next();
      const step = next instanceof Promise ? await next : next;
      if (isOther()) break;
      if (step.done) return step.value;
      const waiting = "row" in step.value ? hearing.row(step.value.row) : undefined;
      if (!("row" in step.value)) progress = step.value;
      const isOver = now() - turn >= TURN_MS;
      if (!waiting && !isOver) continue;
      await waiting;
      if (isOver) {
        if (now() - told >= TELLING_MS) {
          hearing.progress(progress);
          told = now();
        }
        await others(); // a quick reader is no turn for others
        turn = now();
      }
      if (!hearing.isWanted()) {
        await steps.return(undefined as never);
        throw new Problem("gone", "Nobody waits for the answer any more.", 499);
      }
      if (isOther()) break;
    }
    await steps.return(undefined as never);
    hearing.again();
  }
}
