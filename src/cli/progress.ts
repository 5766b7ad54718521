/** How far something is, on a terminal: nothing that a script could see. */
import type { Terminal } from "./terminal.ts";

/** Only what takes longer is worth a line. */
const QUIET_MS = 1000;
const EVERY_MS = 200;

/** A line that says how far it is, on a terminal, from the second second on. */
export function progressOn({ progress }: Terminal): { tell(line: string): void; clear(): void; end(): void } {
  if (!progress) return { tell: () => undefined, clear: () => undefined, end: () => undefined };
  let line = "";
  let isShown = false;
  const started = performance.now();
  const timer = setInterval(() => {
    if (performance.now() - started < QUIET_MS) return;
    isShown = true;
    progress(`… ${line}`);
  }, EVERY_MS);
  return {
    tell: (text) => {
      line = text;
    },
    clear: () => {
      if (isShown) progress("");
    },
    end: () => {
      clearInterval(timer);
      if (isShown) progress("");
    },
  };
}
