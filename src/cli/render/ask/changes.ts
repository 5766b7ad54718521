/** What changed, as a table: what is let through now, what is no more, and what makes the difference. */
import type { ChangedRow, PlaceAnswer, WhatChangedAnswer } from "../../../expect/questions.ts";
import { type Cell, fold, table, widthOf } from "../../../expect/text/table.ts";
import { worded } from "../../../expect/text/words.ts";
import { type AnswerView, nameOf } from "./places.ts";

export function renderChanges({ rows }: WhatChangedAnswer, view: AnswerView): string {
  const { colors } = view;
  if (rows.length === 0)
    return `${colors.green("✔")} Nothing is let through that was not, and nothing is stopped that was not.`;
  const section = (change: ChangedRow["change"], title: string): readonly string[] => {
    const own = rows.filter((row) => row.change === change);
    if (own.length === 0) return [];
    const mark = change === "allowed" ? colors.green("+") : colors.red("−");
    return [`${mark} ${colors.bold(title)}`, "", ...changeLines(own, view), ""];
  };
  return [...section("allowed", "Newly allowed"), ...section("denied", "Newly denied")].join("\n").trimEnd();
}

/** A line each, with what makes the difference at its end; where some line has no room for it, it stands below in all of them. */
export function changeLines(rows: readonly ChangedRow[], { colors, columns }: AnswerView): readonly string[] {
  const cells = rows.map((row): Cell[] => [
    { text: placesIn(row.from), paint: colors.bold },
    { text: "→" },
    { text: placesIn(row.to), paint: colors.bold },
    { text: row.ports.join(", ") },
    { text: deciderIn(row), paint: colors.dim },
  ]);
  const width = table(plainly(cells), UNFOLDED).reduce((widest, line) => Math.max(widest, widthOf(line)), 0);
  if (width <= columns) return table(cells, columns);
  return cells.flatMap((row) => [
    ...table([row.slice(0, -1)], columns),
    ...fold(row.at(-1)?.text ?? "", columns - BELOW).map((line) => " ".repeat(BELOW) + colors.dim(line)),
  ]);
}

/** Wider than any line. */
const UNFOLDED = Number.MAX_SAFE_INTEGER;
const BELOW = 6;

const plainly = (rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] =>
  rows.map((row) => row.map(({ text }) => ({ text })));

const MOST_NAMED = 3;

function placesIn(places: readonly PlaceAnswer[]): string {
  const names = places.slice(0, MOST_NAMED).map(nameOf).join(", ");
  return places.length > MOST_NAMED ? `${names} and ${places.length - MOST_NAMED} more` : names;
}

const deciderIn = ({ by: { stage, resource, name, rule, why } }: ChangedRow): string =>
  [worded(stage), name ?? resource, rule, why].filter((part) => part !== undefined).join(" ");
