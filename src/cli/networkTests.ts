import type { Command } from "commander";
import { AskProblem } from "../expect/questions.ts";
import type { TestReport } from "../expect/run.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import { progressOn } from "./progress.ts";
import { type Reporter, reporter, reportersOf, tellRun } from "./reporters.ts";
import { type AskOptions, askingCommand, type Conclude, type Session, targetOf } from "./session.ts";

interface TestOptions extends AskOptions {
  readonly snapshot?: string;
  readonly reporter?: readonly Reporter[];
  readonly name?: string;
  readonly bail?: boolean;
  readonly coverage?: boolean;
  readonly watch?: boolean;
}

const SNAPSHOTS = ".underlay/snapshots";

/** `underlay test [FILES…]`: what is expected of a network, asked of it. Exit code 1 where something is not as expected. */
export function networkTests(program: Command, session: Session, conclude: Conclude): void {
  askingCommand(
    program,
    "test",
    "Ask a network whether it is as *.network.yaml expects it; show the walk or the causes where it is not.",
    [
      "underlay test",
      "underlay test net/three-tier.network.yaml --name database",
      "underlay test --snapshot ./fixtures/three-tier.jsonl        (no server has to run)",
      "underlay test --reporter junit=out/network.xml --reporter sarif=out/network.sarif",
      "underlay test --watch",
      "underlay test --json | jq '.suites[].expectations[] | select(.status != \"passed\") | .name'",
    ].join("\n"),
  )
    .argument("[files...]", "files or folders (default: every *.network.yaml below this folder)")
    .option("--snapshot <file>", "ask a snapshot in place of a running server")
    .option("--name <pattern>", "only expectations whose name this regular expression fits")
    .option("--bail", "end at the first that is not as expected")
    .option("--coverage", "show which rules and routes the walks used")
    .option("--reporter <name[=file]>", "terminal, junit, github, json or sarif; again for several", reporter)
    .option("--watch", "ask again whenever a file or the network changes")
    .addHelpText(
      "after",
      "\nWhat a file may say: docs/network-tests.md; editors complete it by docs/schemas/network-tests-1.json.",
    )
    .action(async (files: readonly string[], options: TestOptions) => {
      const reporters = reportersOf(options.reporter ?? [], options.json === true, session.env);
      const once = async (): Promise<void> => {
        const report = await runOnce(files, options, session);
        await tellRun(report, reporters, session);
        conclude(report.works ? exitCodes.yes : exitCodes.no);
      };
      if (!options.watch) return once();
      const { watchNetwork } = await import("./watchNetwork.ts");
      const { fileOf } = await import("./snapshotFiles.ts");
      const { snapshot } = options;
      const source =
        snapshot === undefined
          ? { endpoint: targetOf(options, session).endpoint }
          : { file: fileOf(snapshot, SNAPSHOTS) };
      await watchNetwork({ paths: files, source, session, once });
    });
}

async function runOnce(paths: readonly string[], options: TestOptions, session: Session): Promise<TestReport> {
  const { chosen, readSuites, suiteFiles } = await import("./suiteFiles.ts");
  const { endpointAsker, snapshotAsker } = await import("./askers.ts");
  const { runSuites } = await import("../expect/run.ts");
  const suites = chosen(readSuites(suiteFiles(paths)), options.name);
  const { snapshot, bail = false, coverage = false } = options;
  const ask =
    snapshot === undefined
      ? endpointAsker(targetOf(options, session).endpoint)
      : await snapshotAsker(snapshot, SNAPSHOTS);
  const shown = progressOn(session.terminal);
  try {
    const now = () => performance.now();
    return await runSuites(suites, {
      ...{ ask, now, bail, coverage },
      onProgress: ({ done, total, current }) => shown.tell(`${done} of ${total}  ${current.name}`),
    });
  } catch (error) {
    // Expectations keep their own problems: this is of the coverage.
    throw error instanceof AskProblem ? new Failure(exitCodes.wrongInput, error.message) : error;
  } finally {
    shown.end();
  }
}
