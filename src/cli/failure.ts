import type { ExitCode } from "./exitCodes.ts";

/** What a script may branch on beside the exit code; the server's own codes come through as they are. */
export type FailureCode = "invalid" | "not-running" | "no-answer" | "not-underlay" | "server-fault";

/** Ends a command: what went wrong, what to do next, the exit code, and what `--json` prints instead of the words. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly next: readonly string[];
  readonly code: FailureCode;
  readonly json: unknown;

  constructor(
    exitCode: ExitCode,
    message: string,
    next: readonly string[] = [],
    code: FailureCode = "invalid",
    json?: unknown,
  ) {
    super(message);
    this.name = "Failure";
    this.exitCode = exitCode;
    this.next = next;
    this.code = code;
    this.json = json ?? { schema: "underlay/problem/1", error: { code, message } };
  }
}
