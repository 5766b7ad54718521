/**
 * Who uses a data folder. The hold is a lock of the operating system, taken through SQLite on a file of its own, so it ends
 * with the process however that ends, and no other process that got the same number can be taken for it. Beside it stands
 * in words who holds it, for whoever comes second; those words alone hold nothing.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataProblem } from "./dataProblem.ts";
import { type Sqlite, sqliteCode } from "./sqlite.ts";

export interface Holder {
  readonly pid: number;
  /** When it took hold, as ISO 8601 has it. */
  readonly since: string;
  /** Where it listens, once it does. */
  readonly url?: string;
}

export interface Hold {
  /** Tells whoever comes second where the holder is reached. */
  announce(url: string): void;
  release(): void;
}

export function takeHold(folder: string, { open }: Sqlite, since: Date): Hold {
  const lockFile = join(folder, "lock");
  const wordsFile = join(folder, "holder.json");
  const lock = open(lockFile);
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (sqliteCode(error) === "SQLITE_BUSY") throw heldBy(folder, wordsOf(wordsFile));
    const said = error instanceof Error ? error.message : String(error);
    throw new DataProblem(
      `${lockFile} cannot be locked: ${said}.`,
      `Where nothing uses ${folder}, delete ${lockFile}.`,
    );
  }
  const write = (holder: Holder): void => {
    writeFileSync(`${wordsFile}.new`, `${JSON.stringify(holder)}\n`);
    renameSync(`${wordsFile}.new`, wordsFile); // whole or not at all, since others read it at any time
  };
  const holder = { pid: process.pid, since: since.toISOString() };
  write(holder);
  return {
    announce: (url) => write({ ...holder, url }),
    release: () => {
      rmSync(wordsFile, { force: true });
      lock.exec("ROLLBACK");
      lock.close();
    },
  };
}

function heldBy(folder: string, holder: Holder | undefined): DataProblem {
  if (!holder)
    return new DataProblem(`Another process uses ${folder}.`, "Stop it, or choose another folder with --data.");
  const { pid, url, since } = holder;
  const where = url === undefined ? "" : `, ${url}`;
  return new DataProblem(
    `${folder} is in use: an Underlay holds it (pid ${pid}${where}, since ${since}).`,
    url === undefined
      ? "Stop it, or choose another folder with --data."
      : `Use that one, stop it with \`underlay down --endpoint ${url}\`, or choose another folder with --data.`,
  );
}

function wordsOf(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined; // it has only just begun
  }
}
