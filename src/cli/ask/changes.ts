/**
 * What changed: two snapshots compared by what they let through, or one with what is there now. The endpoint answers where it has
 * them by name; files are compared here, and nothing has to run for two.
 */
import type { EndLine, RowLine } from "../../expect/lines.ts";
import type { WhatChangedAnswer } from "../../expect/questions.ts";
import { DEFAULT_FOLDER, isSnapshotName, listSnapshots, type SnapshotFile } from "../../server/snapshotFolder.ts";
import { ask, askText } from "../client.ts";
import { exitCodes } from "../exitCodes.ts";
import { Failure } from "../failure.ts";
import { askingCommand, type Session, say, targetOf } from "../session.ts";
import { fileOf, readSnapshot } from "../snapshotFiles.ts";
import type { Terminal } from "../terminal.ts";
import { type Asking, jsonlOption, pose, type QuestionOptions, type Told, yesNo } from "./pose.ts";

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
    .addOption(jsonlOption())
    .option("--dir <folder>", "where snapshots are", DEFAULT_FOLDER)
    .action(async (before: string, after: string | undefined, options: ChangeOptions) => {
      const question = { question: "what-changed" as const, before, after };
      const names = after === undefined ? [before] : [before, after];
      if (await areThere(names, options, session))
        return pose({ group, session, conclude }, question, options, async (answer) => told(answer));
      const { endpoint, tail } = targetOf(options, session);
      const read = (name: string): string => readSnapshot(fileOf(name, options.dir), options.dir);
      const texts = [
        read(before),
        after === undefined ? await askText(endpoint, "/_underlay/snapshot") : read(after),
      ] as const;
      const answer = await compared(...texts);
      const { code, text } = await told(answer);
      conclude(code);
      if (options.jsonl) return printRows(answer, terminal);
      if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
      const { colors, columns } = terminal;
      say(session, text({ colors, columns, tail, endpoint: endpoint.origin }));
    });
}

async function told(answer: WhatChangedAnswer): Promise<Told> {
  const { renderChanges } = await import("../render/ask/changes.ts");
  return { code: yesNo(answer.rows.length === 0), text: (view) => renderChanges(answer, view) };
}

/** As the endpoint would. */
function printRows({ rows }: WhatChangedAnswer, { print }: Terminal): void {
  const question = "what-changed";
  for (const row of rows) print(JSON.stringify({ schema: "underlay/row/1", question, row } satisfies RowLine));
  print(JSON.stringify({ schema: "underlay/end/1", question, rows: rows.length } satisfies EndLine));
}

/** An endpoint that is to say which snapshots it has says so at once, or is not waited for. */
const PATIENCE_MS = 2_000;

/**
 * Whether the endpoint has all of these snapshots by their names. A file here of the same name counts more, unless it is the
 * same one: the endpoint may have been started elsewhere.
 */
async function areThere(names: readonly string[], options: ChangeOptions, session: Session): Promise<boolean> {
  if (!names.every(isSnapshotName)) return false;
  const { endpoint } = targetOf(options, session);
  const listed = await ask<ListAnswer>(endpoint, "GET", "/_underlay/snapshots", undefined, PATIENCE_MS).catch(
    (error: unknown) => {
      if (error instanceof Failure) return undefined; // nobody is there, or one who has no names
      throw error;
    },
  );
  if (!listed) return false;
  const here = new Map(listSnapshots(options.dir).map((one) => [one.name, one]));
  const there = new Map(listed.snapshots.map((one) => [one.name, one]));
  return names.every((name) => {
    const [own, theirs] = [here.get(name), there.get(name)];
    return theirs !== undefined && (!own || (own.savedAt === theirs.savedAt && own.bytes === theirs.bytes));
  });
}

interface ListAnswer {
  readonly snapshots: readonly SnapshotFile[];
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
