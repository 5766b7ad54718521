/** What the commands share: where they write, what they were started with, and how they find their server. */
import type { Command } from "commander";
import { DEFAULT_ENDPOINT, parseEndpoint } from "./client.ts";
import type { ExitCode } from "./exitCodes.ts";
import type { Terminal } from "./terminal.ts";

export interface Session {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What the options of every command that asks a server hold. */
export interface AskOptions {
  readonly endpoint?: string;
  readonly json?: boolean;
}

/** Where the command's server is, and how commands to type next name it (` --endpoint URL`, or nothing for the default). */
export interface Target {
  readonly endpoint: URL;
  readonly tail: string;
}

export function targetOf({ endpoint }: AskOptions, { env }: Session): Target {
  const url = parseEndpoint(endpoint ?? env["UNDERLAY_ENDPOINT"] ?? DEFAULT_ENDPOINT);
  const text = url.href.replace(/\/$/, "");
  const implied = text === (env["UNDERLAY_ENDPOINT"] ?? DEFAULT_ENDPOINT).replace(/\/$/, "");
  return { endpoint: url, tail: implied ? "" : ` --endpoint ${text}` };
}

/** Sets the command's exit code; a command that sets none ends with 0. */
export type Conclude = (code: ExitCode) => void;

/** Declares a command that asks a running server: `--endpoint`, `--json`, and examples below its help. */
export function askingCommand(program: Command, signature: string, summary: string, examples: string): Command {
  return program
    .command(signature)
    .description(summary)
    .allowExcessArguments(false)
    .option("--endpoint <url>", `where Underlay runs (default: ${DEFAULT_ENDPOINT}, or $UNDERLAY_ENDPOINT)`)
    .option("--json", "print JSON for scripts")
    .addHelpText("after", `\nExamples:\n${examples.replace(/^/gm, "  ")}`);
}

/** Who came by `npx` or an npm script has no `underlay` on the path: commands to type next are then written with `npx`. */
export function asTyped(text: string, env: Session["env"]): string {
  if (!env["npm_command"]) return text;
  return text.replace(
    /(^|\s)underlay (?=(up|down|status|trace|ask|test|reset|snapshot|log|operations|--help)\b)/gm,
    "$1npx underlay ",
  );
}

/** Prints what people read, as against JSON. */
export function say({ terminal, env }: Session, text: string): void {
  terminal.print(asTyped(text, env));
}
