import type { Command } from "commander";
import { ask } from "./client.ts";
import { type AskOptions, askingCommand, type Session, targetOf } from "./session.ts";

/** `underlay reset`: every account and region as they were at the start. */
export function reset(program: Command, session: Session): void {
  const { terminal } = session;
  askingCommand(
    program,
    "reset",
    "Empty every account and region; each starts afresh at its next call.",
    "underlay reset\nunderlay reset && terraform apply",
  ).action(async (options: AskOptions) => {
    const { endpoint } = targetOf(options, session);
    const answer = await ask<object>(endpoint, "POST", "/_underlay/reset");
    if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
    terminal.print(`${terminal.colors.green("✔")} Every region at ${endpoint.origin} is empty again.`);
  });
}
