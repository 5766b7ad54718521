/**
 * State transitions that time brings about (`pending` → `available`). They are rows, so they are undone with their
 * transaction and outlive a restart; the cloud arms a clock for each and runs the transition its kind names.
 */
import type { Context } from "./context.ts";
import { defineTable, type Row } from "./table.ts";

export interface Timer extends Row {
  /** When it falls due: milliseconds since the epoch. */
  readonly at: number;
  readonly kind: string;
  /** The id of the resource that changes state. */
  readonly target: string;
}

export const timers = defineTable<Timer>()("cloud.timer");

/**
 * The delay of a state that only the answer shows which brings it about: whoever asks next sees what comes after, as
 * scripts and tests of local endpoints expect, and whoever waits for it need not wait. AWS takes seconds, sometimes
 * minutes, and documents no time.
 */
export const AT_ONCE = 0;

/** Runs in a transaction of its own. The resource may be gone or have moved on by then: look before changing it. */
export type Transition = (ctx: Context, target: string) => void;
