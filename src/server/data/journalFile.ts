/**
 * The journal's files. `journal.db` is SQLite, in one table: a row of the cloud's at its table and its place in the order,
 * as JSON, with a checksum, since SQLite itself has none. The row at ("", 0) is the journal's own `Head`. `acknowledged` has
 * the number of the last commit that anybody was told of: SQLite takes a damaged write-ahead log for one that ends there,
 * and this is how commits that are missing show.
 *
 * A commit is in the write-ahead log when SQLite returns (`synchronous=NORMAL`), so it outlives the process; `sync` then
 * has the log on the disk before anybody is told, off the thread that answers, which `synchronous=FULL` would stop for it.
 * @see https://www.sqlite.org/wal.html
 */
import {
  closeSync,
  existsSync,
  fdatasync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { RandomState } from "../../base/random.ts";
import { encode } from "../../cloud/journal/encoding.ts";
import { STATE_VERSION } from "../../cloud/journal/state.ts";
import type { Placed } from "../../cloud/journal/unsaved.ts";
import type { Database, Sqlite, Statement } from "./sqlite.ts";

/** Marks the file as ours: "UNDL". */
export const APPLICATION_ID = 0x554e444c;

/** What the journal says of itself. */
export interface Head {
  /** Of the rows' shapes, as the file's own header has it, which has no checksum. */
  readonly version: number;
  readonly seed: number;
  readonly random: RandomState;
  /** Rows that are in it, this one not counted. */
  readonly rows: number;
  readonly commits: number;
  /** How often a server has begun on it. */
  readonly starts: number;
}

export interface Commit {
  readonly places: readonly Placed[];
  /** Nothing of what was there before stays. */
  readonly wipe: boolean;
  readonly head: Omit<Head, "version">;
}

export const HEAD = { table: "", ordinal: 0 } as const;

export const filesOf = (folder: string) => ({
  journal: join(folder, "journal.db"),
  log: join(folder, "journal.db-wal"),
  acknowledged: join(folder, "acknowledged"),
});

/** Binds the row's text to its place. */
export const checksumOf = (table: string, ordinal: number, json: string | Uint8Array): number =>
  crc32(json, crc32(`${table} ${ordinal} `));

/** Pages of the log that make SQLite move it into the file: 16 MB, so that it happens seldom and does not take long. */
const CHECKPOINT_PAGES = 4000;

/** Digits of the number in `acknowledged`: always as many, so that it is written in place. */
const DIGITS = 16;

export class JournalFile {
  readonly #database: Database;
  readonly #put: Statement;
  readonly #remove: Statement;
  readonly #logFile: string;
  #log: number | undefined;
  readonly #acknowledged: number;

  /** The folder is held, and what is in it was found to be whole. */
  constructor(folder: string, sqlite: Sqlite) {
    const files = filesOf(folder);
    if (!existsSync(files.journal)) create(folder, sqlite);
    const database = sqlite.open(files.journal);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    this.#database = database;
    this.#put = database.prepare("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)");
    this.#remove = database.prepare("DELETE FROM rows WHERE name = ? AND ordinal = ?");
    this.#logFile = files.log;
    this.#acknowledged = openSync(files.acknowledged, existsSync(files.acknowledged) ? "r+" : "w+");
  }

  /** Whole or, where it throws, not at all. */
  commit({ places, wipe, head }: Commit): void {
    const database = this.#database;
    database.exec("BEGIN IMMEDIATE");
    try {
      if (wipe) database.exec(`DELETE FROM rows; PRAGMA user_version = ${STATE_VERSION}`);
      for (const { table, ordinal, row } of places) {
        if (row) this.#write(table, ordinal, row);
        else this.#remove.run(table, ordinal);
      }
      this.#write(HEAD.table, HEAD.ordinal, { version: STATE_VERSION, ...head });
      database.exec("COMMIT");
    } catch (error) {
      if (database.inTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Settles when every commit so far is on the disk. The log is there once something was committed, and stays the same file. */
  sync(): Promise<void> {
    this.#log ??= openSync(this.#logFile, "r+");
    const log = this.#log;
    return new Promise((resolve, reject) => {
      fdatasync(log, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** From now on it would be noticed if this commit were missing. */
  acknowledge(commits: number): void {
    writeSync(this.#acknowledged, String(commits).padStart(DIGITS, "0"), 0, "latin1");
  }

  close(): void {
    this.#database.pragma("wal_checkpoint(TRUNCATE)");
    fsyncSync(this.#acknowledged);
    closeSync(this.#acknowledged);
    if (this.#log !== undefined) closeSync(this.#log);
    this.#database.close();
  }

  #write(table: string, ordinal: number, row: object): void {
    const json = encode(row);
    this.#put.run(table, ordinal, checksumOf(table, ordinal, json), json);
  }
}

/** The last commit that anybody was told of, as far as the disk knows. */
export function acknowledgedIn(folder: string): number {
  const { acknowledged } = filesOf(folder);
  const text = existsSync(acknowledged) ? readFileSync(acknowledged, "latin1") : "";
  return /^\d{1,16}$/.test(text) ? Number(text) : 0; // power may have failed before it came to the disk
}

/** Made aside and renamed, so that a journal is there whole or not at all. */
function create(folder: string, { open }: Sqlite): void {
  const { journal } = filesOf(folder);
  const aside = `${journal}.new`;
  for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(`${aside}${end}`, { force: true });
  const database = open(aside);
  database.exec(`
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${STATE_VERSION};
    CREATE TABLE rows (
      name TEXT NOT NULL, ordinal INTEGER NOT NULL, checksum INTEGER NOT NULL, json TEXT NOT NULL,
      PRIMARY KEY (name, ordinal)
    ) WITHOUT ROWID`);
  database.close();
  renameSync(aside, journal);
  if (process.platform === "win32") return; // folders cannot be synced there, nor need they be
  const entry = openSync(folder, "r");
  fsyncSync(entry);
  closeSync(entry);
}
