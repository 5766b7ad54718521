/** What changed: two snapshots compared by what they let through, or one with what is there now. Nothing has to run for two. */
import type { WhatChangedAnswer } from "../../expect/questions.ts";
import { askText } from "../client.ts";
import { exitCodes } from "../exitCodes.ts";
import { Failure } from "../failure.ts";
import { askingCommand, say, targetOf } from "../session.ts";
import { fileOf, readSnapshot } from "../snapshotFiles.ts";
import { type Asking, type QuestionOptions, yesNo } from "./pose.ts";

interface ChangeOptions extends QuestionOptions {
  readonly dir: string;
}

export function whatChanged({ group, session, conclude }: Asking): void {
  const { terminal } = session;
  askingCommand(
    group,
    "what-changed <before> [after]",
    "Show which flows are newly allowed and newly denied, and by which rule. Exit code 1 where some are.",
    "underlay snapshot save before\nunderlay ask what-changed before\nunderlay ask what-changed before after --json",
  )
    .option("--dir <folder>", "where snapshots are", ".underlay/snapshots")
    .action(async (before: string, after: string | undefined, options: ChangeOptions) => {
      const { endpoint, tail } = targetOf(options, session);
      const read = (name: string): string => readSnapshot(fileOf(name, options.dir), options.dir);
      const texts = [
        read(before),
        after === undefined ? await askText(endpoint, "/_underlay/snapshot") : read(after),
      ] as const;
      const answer = await compared(...texts);
      conclude(yesNo(answer.rows.length === 0));
      if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
      const { renderChanges } = await import("../render/ask/changes.ts");
      const { colors, columns } = terminal;
      say(session, renderChanges(answer, { colors, columns, tail, endpoint: endpoint.origin }));
    });
}

async function compared(before: string, after: string): Promise<WhatChangedAnswer> {
  const { whatChangedBetween } = await import("../../server/inProcessAsker.ts");
  const { Problem } = await import("../../server/problem.ts");
  try {
    return await whatChangedBetween(before, after);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Failure(exitCodes.wrongInput, error.message, ["See what is there:  underlay snapshot list"], "invalid");
  }
}
