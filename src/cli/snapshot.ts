import type { Command } from "commander";
import { DEFAULT_FOLDER } from "../server/snapshotFolder.ts";
import { ask, askText } from "./client.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import { type AskOptions, askingCommand, type Session, targetOf } from "./session.ts";

interface SnapshotOptions extends AskOptions {
  readonly dir: string;
}

/** What `snapshot save --json` prints. */
interface SaveAnswer {
  readonly schema: "underlay/snapshot-save/1";
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
}

/** `PUT /_underlay/snapshot`. */
interface LoadAnswer {
  readonly schema: string;
  readonly status: string;
  readonly rows: number;
  readonly seed: number;
}

/** `underlay snapshot save|load|list|diff`: the whole state as a file beside the tests that start from it. */
export function snapshot(program: Command, session: Session): void {
  const { terminal } = session;
  const group = program
    .command("snapshot")
    .description("Keep the whole state as a file, start from one again, and see what changed.")
    .addHelpText(
      "after",
      `
Examples:
  underlay snapshot save base
  underlay snapshot load base && npm test
  underlay snapshot diff base
  underlay snapshot list --json`,
    )
    .allowExcessArguments()
    .action((_, { args: [given] }: Command) => {
      const what = given === undefined ? "Say what to do" : `'${given.slice(0, 60)}' is nothing to do`;
      throw new Failure(exitCodes.wrongInput, `${what} with a snapshot: save, load, list or diff.`, [
        "See what it takes:  underlay snapshot --help",
      ]);
    });
  const sub = (signature: string, summary: string, examples: string): Command =>
    askingCommand(group, signature, summary, examples).option("--dir <folder>", "where snapshots are", DEFAULT_FOLDER);

  sub(
    "save <name>",
    "Save everything there is, under a name or to a file (a name with a slash in it).",
    "underlay snapshot save base\nunderlay snapshot save ./fixtures/three-tier.jsonl",
  ).action(async (name: string, options: SnapshotOptions) => {
    const { fileOf, writeSnapshot } = await import("./snapshotFiles.ts");
    const file = fileOf(name, options.dir);
    const { endpoint } = targetOf(options, session);
    const text = await askText(endpoint, "/_underlay/snapshot");
    const answer: SaveAnswer = { schema: "underlay/snapshot-save/1", name, file, bytes: writeSnapshot(file, text) };
    if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
    terminal.print(`${terminal.colors.green("✔")} Saved everything at ${endpoint.origin} in ${file}.`);
  });

  sub(
    "load <name>",
    "Put a snapshot in the place of everything there is.",
    "underlay snapshot load base\nunderlay snapshot load ./fixtures/three-tier.jsonl",
  ).action(async (name: string, options: SnapshotOptions) => {
    const { fileOf, readSnapshot } = await import("./snapshotFiles.ts");
    const { gzipSync } = await import("node:zlib");
    const file = fileOf(name, options.dir);
    const { endpoint } = targetOf(options, session);
    const bytes = gzipSync(readSnapshot(file, options.dir));
    const answer = await ask<LoadAnswer>(endpoint, "PUT", "/_underlay/snapshot", bytes).catch((error: unknown) => {
      throw error instanceof Failure
        ? new Failure(error.exitCode, error.message, [`The file:  ${file}`], error.code, error.json)
        : error;
    });
    if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
    terminal.print(`${terminal.colors.green("✔")} ${endpoint.origin} is now as ${file} has it (${answer.rows} rows).`);
  });

  sub("list", "List the snapshots that are there.", "underlay snapshot list").action(
    async (options: SnapshotOptions) => {
      const { listSnapshots } = await import("../server/snapshotFolder.ts");
      const snapshots = listSnapshots(options.dir);
      if (options.json)
        return terminal.print(
          JSON.stringify({ schema: "underlay/snapshot-list/1", dir: options.dir, snapshots }, undefined, 2),
        );
      const { renderSnapshots } = await import("./render/snapshots.ts");
      terminal.print(renderSnapshots(snapshots, options.dir, terminal));
    },
  );

  sub(
    "diff <a> [b]",
    "Show what was added, removed and changed from one snapshot to another, or to what is there now.",
    "underlay snapshot diff base\nunderlay snapshot diff before after\nunderlay snapshot diff base --json | jq '.changed[].id'",
  ).action(async (a: string, b: string | undefined, options: SnapshotOptions) => {
    const { fileOf, readSnapshot } = await import("./snapshotFiles.ts");
    const { differenceOf } = await import("./difference.ts");
    const read = (name: string) => ({ name, text: readSnapshot(fileOf(name, options.dir), options.dir) });
    const { endpoint } = targetOf(options, session);
    const before = read(a);
    const after =
      b === undefined ? { name: endpoint.origin, text: await askText(endpoint, "/_underlay/snapshot") } : read(b);
    const difference = differenceOf(stateIn(before, await parser()), stateIn(after, await parser()));
    const answer = { schema: "underlay/snapshot-diff/1" as const, from: before.name, to: after.name, ...difference };
    if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
    const { renderDifference } = await import("./render/snapshots.ts");
    terminal.print(renderDifference(answer, terminal));
  });
}

const parser = async () => (await import("../cloud/journal/snapshot.ts")).parseSnapshot;

function stateIn(
  { name, text }: { readonly name: string; readonly text: string },
  parse: Awaited<ReturnType<typeof parser>>,
) {
  const parsed = parse(text);
  if (parsed.ok) return parsed.value;
  throw new Failure(exitCodes.wrongInput, `The snapshot ${name} cannot be read: ${parsed.reason}.`);
}
