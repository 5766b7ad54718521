import type { ExitCode } from "./exitCodes.ts";

/** Ends a command: what went wrong, what to do next, the exit code, and what `--json` prints instead of the words. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly next: readonly string[];
  readonly json: unknown;

  constructor(exitCode: ExitCode, message: string, next: readonly string[] = [], json?: unknown) {
    super(message);
    this.name = "Failure";
    this.exitCode = exitCode;
    this.next = next;
    this.json = json ?? { error: { code: exitCode === 3 ? "no-answer" : "invalid", message } };
  }
}
