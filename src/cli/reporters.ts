/** Where a run's report goes: `--reporter NAME[=FILE]`, several at once. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { InvalidArgumentError } from "commander";
import type { TestReport } from "../expect/run.ts";
import { version } from "../server/version.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";
import { type Session, say } from "./session.ts";

const NAMES = ["terminal", "junit", "github", "json", "sarif"] as const;
type ReporterName = (typeof NAMES)[number];

export interface Reporter {
  readonly name: ReporterName;
  /** Standard output where it is absent. */
  readonly file?: string;
}

export function reporter(text: string, before: readonly Reporter[] = []): readonly Reporter[] {
  const [, word = text, file] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
  const name = NAMES.find((one) => one === word);
  if (name === undefined)
    throw new InvalidArgumentError(`It is one of ${NAMES.join(", ")}, and a file after = : junit=report.xml`);
  return [...before, file === undefined ? { name } : { name, file }];
}

/**
 * What was asked for; where nothing goes to standard output, the terminal's report goes there, and in a job of GitHub's
 * the annotations with it.
 */
export function reportersOf(asked: readonly Reporter[], json: boolean, env: Session["env"]): readonly Reporter[] {
  if (json) return [...asked.filter(({ file }) => file !== undefined), { name: "json" }];
  if (asked.some(({ file }) => file === undefined)) return asked;
  const github = env["GITHUB_ACTIONS"] === "true" ? [{ name: "github" as const }] : [];
  return [{ name: "terminal" }, ...github, ...asked];
}

export async function tellRun(report: TestReport, reporters: readonly Reporter[], session: Session): Promise<void> {
  for (const { name, file } of reporters) {
    const text = await textOf(name, report, session, file !== undefined);
    if (file !== undefined) writeReport(file, text);
    else if (name === "terminal") say(session, text);
    else if (text !== "") session.terminal.print(text.replace(/\n$/, ""));
  }
}

async function textOf(name: ReporterName, report: TestReport, { terminal }: Session, toFile: boolean): Promise<string> {
  switch (name) {
    case "terminal": {
      const { renderRun } = await import("../expect/reports/terminal.ts");
      const { plain } = await import("../expect/text/colors.ts");
      return renderRun(report, toFile ? { colors: plain, columns: 160 } : terminal);
    }
    case "junit":
      return (await import("../expect/reports/junit.ts")).junitOf(report);
    case "github":
      return (await import("../expect/reports/github.ts")).githubOf(report);
    case "json":
      return JSON.stringify(report, undefined, 2);
    case "sarif":
      return JSON.stringify((await import("../expect/reports/sarif.ts")).sarifOf(report, version()), undefined, 2);
  }
}

function writeReport(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.endsWith("\n") ? text : `${text}\n`);
  } catch (error) {
    throw new Failure(exitCodes.wrongInput, `${file} cannot be written: ${(error as Error).message}.`);
  }
}
