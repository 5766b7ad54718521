/** Snapshots on this side: files of a folder, or any file that is named with a slash. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { isSnapshotName, listSnapshots, snapshotFile } from "../server/snapshotFolder.ts";
import { exitCodes } from "./exitCodes.ts";
import { Failure } from "./failure.ts";

export function fileOf(name: string, folder: string): string {
  if (/[/\\]/.test(name)) return name;
  if (isSnapshotName(name)) return snapshotFile(name, folder);
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
      names.length > 0
        ? `There is:  ${names.join(", ")}`
        : `Save one:  underlay snapshot save ${basename(file, ".jsonl")}`,
    ]);
  }
}
