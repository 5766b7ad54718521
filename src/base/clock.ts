/** Time as the region sees it: `underlay up` runs on the wall clock, tests on a manual one, so that no test sleeps. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Runs `task` once, `delay` milliseconds from now; the answer cancels it. Never keeps the process alive. */
  after(delay: number, task: () => void): () => void;
}

export const wallClock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, delay);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export interface ManualClock extends Clock {
  /** Moves time on, running what falls due in order of time, then of arrival. */
  advance(milliseconds: number): void;
}

export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let time = start;
  let arrivals = 0;
  const due: { at: number; arrival: number; task: () => void }[] = [];
  return {
    now: () => time,
    after: (delay, task) => {
      const entry = { at: time + delay, arrival: arrivals++, task };
      due.push(entry);
      return () => {
        const index = due.indexOf(entry);
        if (index >= 0) due.splice(index, 1);
      };
    },
    advance: (milliseconds) => {
      const end = time + milliseconds;
      for (;;) {
        due.sort((x, y) => x.at - y.at || x.arrival - y.arrival);
        const next = due[0];
        if (!next || next.at > end) break;
        due.shift();
        time = next.at;
        next.task();
      }
      time = end;
    },
  };
}
