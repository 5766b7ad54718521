/**
 * A snapshot: a state as one text file, to be kept beside tests, compared and read. The first line says what it is and how
 * many rows follow; then a row a line, by table, in the order of their creation. It tells nothing of where it was made.
 */
import { err, ok, type Result } from "../../base/result.ts";
import type { KeptRow } from "../store.ts";
import type { Row } from "../table.ts";
import { decode, encode } from "./encoding.ts";
import { isRandomState, migrated, type SavedState, STATE_VERSION } from "./state.ts";

const SCHEMA = "underlay/snapshot/";

/** What the first line says beside the state. */
export interface SnapshotFacts {
  /** Of the Underlay that wrote it. */
  readonly version: string;
  readonly savedAt: Date;
}

/** The file's lines, each with its end; rows are written as they are asked for. */
export function* emitSnapshot({ seed, random, rows }: SavedState, { version, savedAt }: SnapshotFacts) {
  const header = { schema: `${SCHEMA}${STATE_VERSION}`, version, savedAt: savedAt.toISOString(), seed, random };
  yield `${JSON.stringify({ ...header, rows: rows.length })}\n`;
  const sorted = rows.toSorted((a, b) => (a.table === b.table ? a.ordinal - b.ordinal : a.table < b.table ? -1 : 1));
  for (const { table, row } of sorted) yield `{"table":${JSON.stringify(table)},"row":${encode(row)}}\n`;
}

type Fields = Readonly<Record<string, unknown>>;

/** Total: a state, or what is wrong with the text. */
export function parseSnapshot(text: string): Result<SavedState> {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const header = fieldsOf(lines[0] ?? "");
  const { schema, seed, random, rows: count } = header ?? {};
  if (typeof schema !== "string" || !schema.startsWith(SCHEMA)) return err("it is no snapshot");
  const version = Number(schema.slice(SCHEMA.length));
  if (!Number.isInteger(version) || version < 1)
    return err(`it names the schema '${schema.slice(0, 60)}', which is none`);
  if (version > STATE_VERSION)
    return err(`it was written by a newer Underlay (its schema is ${schema.slice(0, 60)}): load it with that one`);
  if (typeof seed !== "number" || !isRandomState(random)) return err("line 1 lacks the seed or its stream");
  if (count !== lines.length - 1) return err(`line 1 speaks of ${String(count)} rows, and ${lines.length - 1} follow`);
  const rows = rowsOf(lines);
  return rows.ok ? ok(migrated({ seed, random, rows: rows.value }, version)) : rows;
}

function rowsOf(lines: readonly string[]): Result<readonly KeptRow[]> {
  const rows: KeptRow[] = [];
  const seen = new Set<string>();
  for (let i = 1; i < lines.length; i++) {
    const { table, row } = fieldsOf(lines[i] ?? "") ?? {};
    if (typeof table !== "string" || table === "" || !isRow(row)) return err(`line ${i + 1} is no row`);
    const key = `${table} ${row.id}`;
    if (seen.has(key)) return err(`line ${i + 1} has ${row.id} of ${table} a second time`);
    seen.add(key);
    rows.push({ table, ordinal: i, row });
  }
  return ok(rows);
}

function fieldsOf(line: string): Fields | undefined {
  try {
    const value = decode(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

export function isRow(value: unknown): value is Row {
  const { id, account, region } = (value ?? {}) as Fields;
  return typeof id === "string" && typeof account === "string" && typeof region === "string";
}
