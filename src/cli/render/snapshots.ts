/** Snapshots that are there, and what differs between two, as tables. */

import { type Cell, table } from "../../expect/text/table.ts";
import type { SnapshotFile } from "../../server/snapshotFolder.ts";
import type { ChangedResource, Difference, DifferingResource } from "../difference.ts";
import type { Terminal } from "../terminal.ts";

type Look = Pick<Terminal, "colors" | "columns">;

export function renderSnapshots(snapshots: readonly SnapshotFile[], folder: string, { colors, columns }: Look): string {
  if (snapshots.length === 0) return `${colors.dim("–")} There are no snapshots in ${folder}.`;
  const rows = snapshots.map(({ name, savedAt, rows, bytes }) => [
    { text: name, paint: colors.bold },
    { text: savedAt?.slice(0, 19).replace("T", " ") ?? "no snapshot" },
    { text: rows === null ? "" : `${rows} rows` },
    { text: `${Math.ceil(bytes / 1024)} kB`, paint: colors.dim },
  ]);
  return table(rows, columns, 0).join("\n");
}

/** A value is cut here: the whole of it is in the JSON. */
const MOST_CHARACTERS = 60;

export function renderDifference(
  { from, to, added, removed, changed }: Difference & { readonly from: string; readonly to: string },
  { colors, columns }: Look,
): string {
  const { green, red, yellow, bold, dim } = colors;
  const total = added.length + removed.length + changed.length;
  if (total === 0) return `${green("✔")} Nothing differs between ${from} and ${to}.`;
  const line = (mark: Cell, { type, id, name }: DifferingResource): Cell[] => [
    mark,
    { text: type },
    { text: id, paint: bold },
    { text: name ?? "" },
  ];
  const fields = ({ fields: all }: ChangedResource): Cell[][] =>
    all.map(({ field, before, after }) => [
      { text: "" },
      { text: "" },
      { text: field, paint: dim },
      { text: `${short(before)} → ${short(after)}` },
    ]);
  const rows = [
    ...byType(added).map((resource) => line({ text: "+", paint: green }, resource)),
    ...byType(removed).map((resource) => line({ text: "-", paint: red }, resource)),
    ...byType(changed).flatMap((resource) => [line({ text: "~", paint: yellow }, resource), ...fields(resource)]),
  ];
  const counts = `${added.length} added, ${removed.length} removed, ${changed.length} changed`;
  return [dim(`${from} → ${to}`), ...table(rows, columns, 0), "", counts].join("\n");
}

const byType = <R extends DifferingResource>(resources: readonly R[]): R[] =>
  resources.toSorted((a, b) => a.type.localeCompare(b.type));

function short(value: unknown): string {
  const text = value === null ? "none" : typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}
