import type { Command } from "commander";
import type { StatusAnswer } from "./answers.ts";
import { ask } from "./client.ts";
import { type AskOptions, askingCommand, type Session, say, targetOf } from "./session.ts";

/** `underlay status`: what runs, and the map of what is in it. */
export function status(program: Command, session: Session): void {
  const { terminal } = session;
  askingCommand(
    program,
    "status",
    "Show what runs and the map of every region in use.",
    "underlay status\nunderlay status --json\nunderlay status --endpoint http://127.0.0.1:5000",
  ).action(async (options: AskOptions) => {
    const answer = await ask<StatusAnswer>(targetOf(options, session).endpoint, "GET", "/_underlay/status");
    if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
    const { renderStatus } = await import("./render/map.ts");
    say(session, renderStatus(answer, terminal));
  });
}
