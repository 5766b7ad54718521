/** Time as the region sees it: `underlay up` runs on the wall clock, tests on a manual one, so that no test sleeps. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Runs `task` once, `delay` milliseconds from now; the answer cancels it. Never keeps the process alive. With no delay
   * it runs when what runs now is done, before anything that arrives later is read.
   */
  after(delay: number, task: () => void): () => void;
}

/** Node's timers take no more, some 25 days: longer ones are waited for in turns. */
const LONGEST_MS = 2 ** 31 - 1;

export const wallClock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    if (delay <= 0) {
      const immediate = setImmediate(task);
      immediate.unref();
      return () => clearImmediate(immediate);
    }
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      timer = setTimeout(() => (left > LONGEST_MS ? wait(left - LONGEST_MS) : task()), Math.min(left, LONGEST_MS));
      timer.unref();
    };
    wait(delay);
    return () => clearTimeout(timer);
  },
};

export interface ManualClock extends Clock {
  /** Moves time on, running what falls due in order of time, then of arrival. */
  advance(milliseconds: number): void;
}

interface Due {
  readonly at: number;
  readonly task: () => void;
}

export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let time = start;
  /** Sorted by time, those of one time by arrival; before `next` all have run. */
  let due: Due[] = [];
  let next = 0;
  const add = (entry: Due): void => {
    let [low, high] = [next, due.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((due[middle] as Due).at <= entry.at) low = middle + 1;
      else high = middle;
    }
    due.splice(low, 0, entry);
  };
  return {
    now: () => time,
    after: (delay, task) => {
      const entry = { at: time + delay, task };
      add(entry);
      return () => {
        const index = due.indexOf(entry, next);
        if (index >= 0) due.splice(index, 1);
      };
    },
    advance: (milliseconds) => {
      const end = time + milliseconds;
      for (let entry = due[next]; entry && entry.at <= end; entry = due[next]) {
        next++;
        time = entry.at;
        entry.task();
      }
      due = due.slice(next);
      next = 0;
      time = end;
    },
  };
}
