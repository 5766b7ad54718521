import type { Command } from "commander";
import { nearest } from "../expect/parse/nearest.ts";
import { whatChanged } from "./ask/changes.ts";
import { exposed, troubles } from "./ask/looking.ts";
import { canReach, whyNot } from "./ask/reach.ts";
import { matrix, whatCanBeReachedFrom, whatReaches } from "./ask/rows.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import type { Conclude, Session } from "./session.ts";

/** `underlay ask …`: questions about all packets at once. 1 for no, and where trouble that was looked for is found. */
export function asking(program: Command, session: Session, conclude: Conclude): void {
  const group = program
    .command("ask")
    .description("Ask about all packets at once: who can reach whom, why not, what is exposed, what is wrong.")
    .addHelpText(
      "after",
      `
Examples:
  underlay ask can-reach internet db-a --port 5432
  underlay ask why-not web-a db-a --port 5432
  underlay ask matrix --by security-group
  underlay ask exposed
  underlay ask shadowed-rules --json`,
    )
    .usage("<question> [options]")
    .argument("[question]")
    .allowUnknownOption()
    .allowExcessArguments()
    .action((said: string | undefined) => {
      throw noQuestion(
        said,
        group.commands.map((one) => one.name()),
      );
    });
  for (const add of [canReach, whyNot, whatReaches, whatCanBeReachedFrom, matrix, exposed, troubles, whatChanged])
    add({ group, session, conclude });
}

function noQuestion(said: string | undefined, known: readonly string[]): Failure {
  const isNothing = said === undefined || said.startsWith("-");
  const meant = isNothing ? undefined : nearest(said, known);
  return new Failure(exitCodes.wrongInput, isNothing ? "Say what to ask." : `'${said.slice(0, 60)}' is no question.`, [
    meant === undefined ? `There is:  ${known.join(", ")}` : `Did you mean '${meant}'?`,
    "See what it takes:  underlay ask --help",
  ]);
}
