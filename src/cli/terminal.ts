/** Where a command writes: the two streams, whether they show colours, and how wide they are. Tests give one that keeps the text. */
import picocolors from "picocolors";
import type { Colors } from "../expect/text/colors.ts";

export interface Terminal {
  /** Standard output: the answer. */
  print(text: string): void;
  /** Standard error: progress and failures. */
  note(text: string): void;
  /** Standard error, where it is a terminal: a line that the next one replaces; nothing takes it away. */
  readonly progress?: (line: string) => void;
  /** Whether somebody looks on as the answer is printed: standard output is a terminal. */
  readonly isWatched?: boolean;
  readonly colors: Colors;
  readonly noteColors: Colors;
  /** Characters a line, for layouts that have a narrow and a wide form. */
  readonly columns: number;
}

/** Wide enough for every column of a trace: where no terminal says otherwise, lines are not folded. */
const UNFOLDED = 160;

/**
 * Colours only on a terminal, unless `FORCE_COLOR` asks for them; never with `NO_COLOR` (https://no-color.org) or on a
 * dumb terminal.
 */
export function wantsColor(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"] !== undefined) return env["FORCE_COLOR"] !== "0";
  return isTerminal && env["TERM"] !== "dumb";
}

export function systemTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  // `underlay log | head` ends the pipe before us: that is no failure.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  return {
    print: (text) => stdout.write(`${text}\n`),
    note: (text) => stderr.write(`${text}\n`),
    ...(stderr.isTTY
      ? { progress: (line) => stderr.write(`\r\u001B[K${[...line].slice(0, stderr.columns - 1).join("")}`) }
      : {}),
    isWatched: stdout.isTTY === true,
    colors: picocolors.createColors(wantsColor(stdout.isTTY === true, env)),
    noteColors: picocolors.createColors(wantsColor(stderr.isTTY === true, env)),
    columns: (stdout.isTTY && stdout.columns) || UNFOLDED,
  };
}
