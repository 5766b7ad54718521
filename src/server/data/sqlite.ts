/** SQLite, through libsql: loaded only where a data folder is used. */
import { pathToFileURL } from "node:url";
import type Libsql from "libsql";
import { DataProblem } from "./dataProblem.ts";

export type Database = Libsql.Database;
export type Statement = Libsql.Statement;

export interface Sqlite {
  /** Opens a file for reading and writing, and makes it where there is none. */
  open(path: string): Database;
  /** Opens a file so that nothing can write it, not even SQLite itself when it closes. */
  openReadOnly(path: string): Database;
}

export async function loadSqlite(): Promise<Sqlite> {
  const { default: Database } = await import("libsql").catch((error: unknown) => {
    throw new DataProblem(
      `SQLite cannot be loaded: ${error instanceof Error ? error.message.split("\n")[0] : error}`,
      "Install the package 'libsql' with its optional packages, or leave --data out.",
    );
  });
  return {
    open: (path) => new Database(path),
    // The option `readonly` is not heeded by libsql; SQLite's own URI is. https://www.sqlite.org/uri.html
    openReadOnly: (path) => new Database(`${pathToFileURL(path).href}?mode=ro`),
  };
}

/** SQLite's name for what went wrong; nothing where it was something else. */
export function sqliteCode(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : undefined;
}
