/**
 * Who uses a data folder. The hold is a lock of the operating system, taken through SQLite on a file of its own, so it ends
 * with the process however that ends, and no other process that got the same number can be taken for it. Beside it stands
 * in words who holds it, for whoever comes second; those words alone hold nothing.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DataProblem } from "./dataProblem.ts";
import { type Sqlite, sqliteCode } from "./sqlite.ts";

export interface Holder {
  readonly pid: number;
  /** When it took hold, as ISO 8601 has it. */
  readonly since: string;
  /** Where it listens, once it does. */
  readonly url?: string;
  /** It has stopped answering and is about to let go. */
  readonly ending?: true;
}

export interface Hold {
  /** Tells whoever comes second where the holder is reached. */
  announce(url: string): void;
  /** Tells whoever comes second that it will not be long. */
  end(): void;
  release(): void;
}

/** How long one that is about to let go is waited for: `down`, then `up`. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;

export async function takeHold(folder: string, sqlite: Sqlite, since: Date): Promise<Hold> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const taken = tryHold(folder, sqlite, since);
    if (!(taken instanceof DataProblem)) return taken;
    if (!wordsOf(join(folder, "holder.json"))?.ending || performance.now() > end) throw taken;
    await pause(PAUSE_MS);
  }
}

/** The hold, or whose it is. */
function tryHold(folder: string, { open }: Sqlite, since: Date): Hold | DataProblem {
  const lockFile = join(folder, "lock");
  const wordsFile = join(folder, "holder.json");
  const lock = open(lockFile);
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (sqliteCode(error) === "SQLITE_BUSY") return heldBy(folder, wordsOf(wordsFile));
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
  let holder: Holder = { pid: process.pid, since: since.toISOString() };
  const tell = (more: Partial<Holder>): void => {
    holder = { ...holder, ...more };
    write(holder);
  };
  tell({});
  return {
    announce: (url) => tell({ url }),
    end: () => tell({ ending: true }),
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
