import type { Command } from "commander";
import { wholeNumber } from "./arguments.ts";
import { lines } from "./client.ts";
import { type AskOptions, askingCommand, type Session, targetOf } from "./session.ts";

interface LogOptions extends AskOptions {
  readonly follow: boolean;
  readonly last?: number;
}

/** Following starts with enough of the past to see what goes on. */
const PAST_WHEN_FOLLOWING = 20;

const query = ({ follow, last }: LogOptions): URLSearchParams => {
  const past = last ?? (follow ? PAST_WHEN_FOLLOWING : undefined);
  return new URLSearchParams({
    ...(follow ? { follow: "1" } : {}),
    ...(past === undefined ? {} : { last: String(past) }),
  });
};

/** `underlay log`: the API calls seen, as they come. */
export function log(program: Command, session: Session): void {
  const { terminal } = session;
  askingCommand(
    program,
    "log",
    "Show the API calls that arrive, live.",
    "underlay log\nunderlay log --no-follow --last 100\nunderlay log --json | jq 'select(.status >= 400)'",
  )
    .option(
      "--last <calls>",
      "how many past calls come first (default: 20, or all with --no-follow)",
      wholeNumber(0, 999_999),
    )
    .option("--no-follow", "print the calls seen so far and end")
    .action(async (options: LogOptions) => {
      const { endpoint } = targetOf(options, session);
      const { parseCall, renderCall } = await import("./render/log.ts");
      for await (const line of lines(endpoint, `/_underlay/log?${query(options)}`)) {
        const call = options.json ? undefined : parseCall(line);
        terminal.print(call ? renderCall(call, terminal.colors) : line);
      }
    });
}
