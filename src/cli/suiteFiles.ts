/** The files of network tests that a command line names, or that lie below the folder, read. */
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parseSuite } from "../expect/parse/suite.ts";
import type { Fault, Suite } from "../expect/suite.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";

const NAMED_SO = /\.network\.ya?ml$/;

/** Relative to where the command runs, with forward slashes: as reports name them. */
const shown = (path: string): string => (relative(process.cwd(), path) || path).replaceAll("\\", "/");

/** Files as they are, folders by what lies below them; in order. */
export function suiteFiles(paths: readonly string[]): readonly string[] {
  const found = (paths.length > 0 ? paths : ["."]).flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new Failure(exitCodes.wrongInput, `There is no file ${path}.`, ["Look:  ls **/*.network.yaml"]);
    return stat.isDirectory() ? below(path) : [path];
  });
  const files = [...new Set(found.map(shown))];
  if (files.length > 0) return files;
  throw new Failure(
    exitCodes.wrongInput,
    `There is no file *.network.yaml below ${paths.join(", ") || "this folder"}.`,
    ["Write one: docs/network-tests.md says how. Or name a file:  underlay test FILE"],
  );
}

function below(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (isLookedInto(entry)) return below(path);
    return NAMED_SO.test(entry.name) && !entry.isDirectory() ? [path] : [];
  });
}

/** A folder and those below it in which files are looked for. */
export function foldersBelow(folder: string): readonly string[] {
  const inner = entriesOf(folder).filter(isLookedInto);
  return [folder, ...inner.flatMap(({ name }) => foldersBelow(join(folder, name)))];
}

const entriesOf = (folder: string): readonly Dirent[] =>
  readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));

const isLookedInto = (entry: Dirent): boolean =>
  entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".");

/** Every suite, or a Failure with all that is wrong with any of them. */
export function readSuites(files: readonly string[]): readonly Suite[] {
  const faults: Fault[] = [];
  const suites = files.flatMap((file) => {
    const parsed = parseSuite(textOf(file), file);
    if (parsed.ok) return [parsed.value];
    faults.push(...parsed.reason);
    return [];
  });
  if (faults.length > 0) throw faulty(faults);
  return suites;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(exitCodes.wrongInput, `${file} cannot be read: ${(error as Error).message}.`);
  }
}

/** More than anybody reads; a file that is no YAML at all can have one a character. */
const MOST_TOLD = 200;

function faulty(faults: readonly Fault[]): Failure {
  const files = new Set(faults.map(({ file }) => file)).size;
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const message = `Nothing was tested: ${count} in ${files === 1 ? faults[0]?.file : `${files} files`}.`;
  const lines = faults.slice(0, MOST_TOLD).flatMap(({ file, line, column, message: what, remedy }) => {
    const [first = "", ...rest] = remedy?.split("\n") ?? [];
    return [
      `${file}:${line}:${column}  ${what}${first === "" ? "" : `  ${first}`}`,
      ...rest.map((one) => `    ${one}`),
    ];
  });
  if (faults.length > MOST_TOLD) lines.push(`… and ${faults.length - MOST_TOLD} more`);
  const json = { schema: "underlay/problem/1", error: { code: "invalid", message: [message, ...lines].join("\n") } };
  return new Failure(exitCodes.wrongInput, message, lines, "invalid", json);
}

/** Only what a pattern fits; a pattern that fits nothing is a mistake. */
export function chosen(suites: readonly Suite[], pattern: string | undefined): readonly Suite[] {
  if (pattern === undefined) return suites;
  const wanted = regularExpression(pattern);
  const left = suites
    .map((suite) => ({ ...suite, expectations: suite.expectations.filter(({ name }) => wanted.test(name)) }))
    .filter(({ expectations }) => expectations.length > 0);
  if (left.length > 0) return left;
  const names = suites.flatMap(({ expectations }) => expectations.map(({ name }) => name));
  throw new Failure(exitCodes.wrongInput, `No expectation's name fits '${pattern}'.`, [
    "There is:",
    ...names.slice(0, 20).map((name) => `  ${name}`),
    ...(names.length > 20 ? [`  … and ${names.length - 20} more`] : []),
  ]);
}

function regularExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "i");
  } catch (error) {
    throw new Failure(exitCodes.wrongInput, `--name ${pattern} is no regular expression: ${(error as Error).message}.`);
  }
}
