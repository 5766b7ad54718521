import type { Command } from "commander";
import { ask } from "./client.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure, type FailureCode } from "./failure.ts";
import { type AskOptions, askingCommand, type Session, targetOf } from "./session.ts";

const PATIENCE_MS = 10_000;
const PAUSE_MS = 50;

/** `underlay down`: stops the server. Stopping what does not run is no failure. */
export function down(program: Command, session: Session): void {
  const { terminal } = session;
  askingCommand(program, "down", "Stop Underlay. Says so if it was not running.", "underlay down").action(
    async (options: AskOptions) => {
      const { endpoint } = targetOf(options, session);
      const stopped = await stop(endpoint);
      if (options.json) {
        return terminal.print(JSON.stringify({ schema: "underlay/down/1", endpoint: endpoint.origin, stopped }));
      }
      const { green, dim } = terminal.colors;
      terminal.print(
        stopped
          ? `${green("✔")} Stopped at ${endpoint.origin}.`
          : `${dim("–")} Nothing was running at ${endpoint.origin}.`,
      );
    },
  );
}

/** Whether there was anything to stop. What answers but is not Underlay is not ours to stop: that is a Failure. */
async function stop(endpoint: URL): Promise<boolean> {
  if ((await absence(endpoint)) === "not-running") return false;
  await ask(endpoint, "POST", "/_underlay/shutdown");
  const end = performance.now() + PATIENCE_MS;
  while ((await absence(endpoint)) === undefined) {
    if (performance.now() > end) {
      throw new Failure(exitCodes.endpointSilent, `${endpoint.origin} agreed to stop but still answers.`, [
        "See what it does:  underlay status",
      ]);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return true;
}

/** Why it does not answer; `undefined` where it does. */
async function absence(endpoint: URL): Promise<FailureCode | undefined> {
  try {
    await ask(endpoint, "GET", "/_underlay/health");
    return undefined;
  } catch (error) {
    if (error instanceof Failure && (error.code === "not-running" || error.code === "no-answer")) return error.code;
    throw error;
  }
}
