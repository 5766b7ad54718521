import type { Command } from "commander";
import type { OperationsAnswer } from "./answers.ts";
import { ask } from "./client.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import { type AskOptions, askingCommand, type Session, targetOf } from "./session.ts";

/** `underlay operations`: which AWS operations are built. */
export function operations(program: Command, session: Session): void {
  const { terminal } = session;
  askingCommand(
    program,
    "operations",
    "List the AWS operations that are built, of all that AWS has.",
    "underlay operations\nunderlay operations ec2\nunderlay operations --json",
  )
    .argument("[service]", "one service, with the name of each operation")
    .action(async (service: string | undefined, options: AskOptions) => {
      const answer = await ask<OperationsAnswer>(targetOf(options, session).endpoint, "GET", "/_underlay/operations");
      const chosen = service === undefined ? answer.services : answer.services.filter((row) => row.service === service);
      if (chosen.length === 0) {
        const names = answer.services.map((row) => row.service).join(" ");
        throw new Failure(exitCodes.wrongInput, `There is no service '${service}'.`, [`There is:  ${names}`]);
      }
      if (options.json) {
        const count = (of: "built" | "notBuilt") => chosen.reduce((sum, row) => sum + row[of].length, 0);
        const told = { ...answer, built: count("built"), notBuilt: count("notBuilt"), services: chosen };
        return terminal.print(JSON.stringify(told, undefined, 2));
      }
      const { renderOperations, renderService } = await import("./render/operations.ts");
      const [only] = chosen;
      const text = service !== undefined && only ? renderService(only, terminal) : renderOperations(chosen, terminal);
      terminal.print(text);
    });
}
