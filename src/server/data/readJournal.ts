/**
 * Reads a journal to its last row before anything may write it. It is opened so that SQLite cannot change a byte; what is
 * damaged, foreign or newer stays as it is, and whoever started the server is told which file it is and what to do.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { decode } from "../../cloud/journal/encoding.ts";
import { isRow } from "../../cloud/journal/snapshot.ts";
import { isRandomState, migrated, type SavedState, STATE_VERSION } from "../../cloud/journal/state.ts";
import type { KeptRow } from "../../cloud/store.ts";
import { DataProblem } from "./dataProblem.ts";
import { APPLICATION_ID, acknowledgedIn, checksumOf, filesOf, HEAD, type Head } from "./journalFile.ts";
import { type Database, type Sqlite, sqliteCode } from "./sqlite.ts";

export interface ReadJournal {
  readonly state: SavedState;
  readonly head: Head;
  /** The version that it was written in; an older one has been brought forward in `state` alone. */
  readonly version: number;
}

/** Nothing where there is no journal yet. */
export function readJournal(folder: string, sqlite: Sqlite): ReadJournal | undefined {
  const { journal, log } = filesOf(folder);
  const acknowledged = acknowledgedIn(folder);
  if (!existsSync(journal)) {
    if (acknowledged === 0 && !hasBytes(log)) return undefined;
    throw damaged(journal, "it is missing, though what belongs to it is there");
  }
  if (!isSqlite(journal)) throw damaged(journal, "it is no SQLite file, or its beginning is gone");
  let database: Database | undefined;
  try {
    database = sqlite.openReadOnly(journal);
    return read(database, journal, acknowledged);
  } catch (error) {
    throw explained(error, journal);
  } finally {
    database?.close();
  }
}

function read(database: Database, file: string, acknowledged: number): ReadJournal | undefined {
  const version = numberOf(database, "user_version");
  if (numberOf(database, "application_id") !== APPLICATION_ID)
    throw new DataProblem(`${file} is another program's SQLite file.`, "Choose another folder with --data.");
  if (version < 1) throw damaged(file, `its version is ${version}`);
  if (version > STATE_VERSION)
    throw new DataProblem(
      `${file} was written by a newer Underlay (version ${version} of its contents; this one knows ${STATE_VERSION}).`,
      "Use that Underlay, or choose another folder with --data. The file is left as it is.",
    );
  const [check] = database.prepare("SELECT CAST(quick_check AS BLOB) AS said FROM pragma_quick_check(1)").raw().all();
  const said = String((check as Buffer[] | undefined)?.[0]).split("\n")[0];
  if (said !== "ok") throw damaged(file, `SQLite finds: ${said}`);

  const { head, rows } = rowsOf(database, file);
  const commits = head?.commits ?? 0;
  if (commits < acknowledged)
    throw damaged(file, `its last commit is number ${commits}, and number ${acknowledged} was acknowledged`);
  if (!head) {
    if (rows.length > 0) throw damaged(file, "its head is missing");
    return undefined; // the process ended before it had written anything
  }
  if (head.version !== version) throw damaged(file, `its version is said to be ${version} and ${head.version}`);
  if (head.rows !== rows.length) throw damaged(file, `it has ${rows.length} of ${head.rows} rows`);
  return { state: migrated({ seed: head.seed, random: head.random, rows }, version), head, version };
}

/** Texts as bytes, and no column as it was declared: libsql ends the process over a text that is none, even a type's. */
const ALL_ROWS = `
  SELECT CAST(name AS BLOB) AS name, +ordinal AS ordinal, +checksum AS checksum, CAST(json AS BLOB) AS json
  FROM rows ORDER BY rows.name, rows.ordinal`;

function rowsOf(database: Database, file: string): { head: Head | undefined; rows: readonly KeptRow[] } {
  const rows: KeptRow[] = [];
  let head: Head | undefined;
  const all = database.prepare(ALL_ROWS).raw();
  for (const [name, ordinal, checksum, json] of all.iterate() as Iterable<[Buffer, number, number, Buffer]>) {
    const table = name.toString("utf8");
    const place = table === HEAD.table ? "its head" : `the row ${ordinal} of ${table.slice(0, 60)}`;
    if (checksum !== checksumOf(table, ordinal, json)) throw damaged(file, `${place} is not as it was written`);
    const row = decode(json.toString("utf8"));
    if (table === HEAD.table && isHead(row)) head = row;
    else if (isRow(row)) rows.push({ table, ordinal, row });
    else throw damaged(file, `${place} is none`);
  }
  return { head, rows };
}

function isHead(value: unknown): value is Head {
  const { version, seed, random, rows, commits, starts } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return [version, seed, rows, commits, starts].every((number) => typeof number === "number") && isRandomState(random);
}

const MAGIC = "SQLite format 3\0"; // https://www.sqlite.org/fileformat.html#the_database_header

function isSqlite(file: string): boolean {
  const start = Buffer.alloc(MAGIC.length);
  const handle = openSync(file, "r");
  try {
    return readSync(handle, start, 0, start.length, 0) === start.length && start.toString("latin1") === MAGIC;
  } finally {
    closeSync(handle);
  }
}

const hasBytes = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;

const numberOf = (database: Database, pragma: string): number => {
  const [row] = database.prepare(`PRAGMA ${pragma}`).raw().all() as number[][];
  return row?.[0] ?? 0;
};

const damaged = (file: string, what: string): DataProblem =>
  new DataProblem(
    `${file} is damaged: ${what}.`,
    "It is left as it is. Put a copy of its folder back, or choose another folder with --data and load a snapshot there.",
  );

function explained(error: unknown, file: string): unknown {
  if (error instanceof DataProblem) return error;
  const code = sqliteCode(error);
  const said = error instanceof Error ? error.message : String(error);
  if (code === "SQLITE_BUSY" || code === "SQLITE_LOCKED")
    return new DataProblem(`${file} is open in another program.`, "Close it there.");
  if (code === "SQLITE_CANTOPEN" || code === "SQLITE_PERM")
    return new DataProblem(`${file} cannot be opened: ${said}.`, "Look at its rights.");
  return damaged(file, said);
}
