/** Snapshots in a folder: a file each, by name. The command saves them there, and the endpoint reads them there. */
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where nothing else is said, in the folder that a command or the endpoint was started in. */
export const DEFAULT_FOLDER = ".underlay/snapshots";

const END = ".jsonl";
/** More than a first line has. */
const FIRST_LINE = 64 * 1024;

export interface SnapshotFile {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  /** When it was saved, and how many rows it has; what is no snapshot has neither. */
  readonly savedAt: string | null;
  readonly rows: number | null;
}

/** Letters, digits, dots, hyphens and underscores: no name leads out of the folder. */
export const isSnapshotName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name);

export const snapshotFile = (name: string, folder: string): string =>
  join(folder, name.endsWith(END) ? name : `${name}${END}`);

/** By name. */
export function listSnapshots(folder: string): readonly SnapshotFile[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(END));
  } catch {
    return []; // nothing was ever saved
  }
  return names.sort().map((entry) => factsOf(entry.slice(0, -END.length), join(folder, entry)));
}

function factsOf(name: string, file: string): SnapshotFile {
  const { size: bytes } = statSync(file);
  try {
    const { savedAt, rows } = JSON.parse(firstLineOf(file)) as Partial<SnapshotFile>;
    if (typeof savedAt === "string" && typeof rows === "number") return { name, file, bytes, savedAt, rows };
  } catch {
    // no snapshot
  }
  return { name, file, bytes, savedAt: null, rows: null };
}

function firstLineOf(file: string): string {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(FIRST_LINE);
    const read = readSync(handle, buffer);
    return buffer.toString("utf8", 0, read).split("\n", 1)[0] ?? "";
  } finally {
    closeSync(handle);
  }
}
