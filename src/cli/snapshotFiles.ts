/** Snapshots on this side: files of a folder, or any file that is named with a slash. */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";

const END = ".jsonl";

export interface SnapshotFile {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly savedAt: string | null;
  readonly rows: number | null;
}

export function fileOf(name: string, folder: string): string {
  if (/[/\\]/.test(name)) return name;
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return join(folder, name.endsWith(END) ? name : `${name}${END}`);
  throw new Failure(exitCodes.wrongInput, `'${name.slice(0, 100)}' is no name of a snapshot.`, [
    "A name is of letters, digits, dots, hyphens and underscores; a file is named with a slash: ./base.jsonl",
  ]);
}

/** Whole or not at all; the answer is its length. */
export function writeSnapshot(file: string, text: string): number {
  const bytes = Buffer.from(text);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, bytes, { mode: 0o600 }); // it may hold private keys
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw new Failure(exitCodes.wrongInput, `${file} cannot be written: ${(error as Error).message}.`);
  }
  return bytes.length;
}

export function readSnapshot(file: string, folder: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw new Failure(exitCodes.wrongInput, `${file} cannot be read: ${(error as Error).message}.`);
    const names = listSnapshots(folder).map(({ name }) => name);
    throw new Failure(exitCodes.wrongInput, `There is no snapshot ${file}.`, [
      names.length > 0 ? `There is:  ${names.join(", ")}` : `Save one:  underlay snapshot save ${basename(file, END)}`,
    ]);
  }
}

/** By name. What is no snapshot has neither a date nor rows. */
export function listSnapshots(folder: string): readonly SnapshotFile[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(END));
  } catch {
    return []; // nothing was ever saved
  }
  return names.sort().map((entry) => {
    const file = join(folder, entry);
    return { name: entry.slice(0, -END.length), file, bytes: statSync(file).size, ...factsOf(file) };
  });
}

function factsOf(file: string): Pick<SnapshotFile, "savedAt" | "rows"> {
  try {
    const { savedAt, rows } = JSON.parse(readFileSync(file, "utf8").split("\n", 1)[0] ?? "") as Partial<SnapshotFile>;
    if (typeof savedAt === "string" && typeof rows === "number") return { savedAt, rows };
  } catch {
    // no snapshot
  }
  return { savedAt: null, rows: null };
}
