/** What changed, as a table: what is let through now, what is no more, and what makes the difference. */
import type { ChangedRow, PlaceAnswer, WhatChangedAnswer } from "../../../expect/questions.ts";
import { table } from "../../../expect/text/table.ts";
import { worded } from "../../../expect/text/words.ts";
import { type AnswerView, nameOf } from "./places.ts";

export function renderChanges({ rows }: WhatChangedAnswer, view: AnswerView): string {
  const { colors, columns } = view;
  if (rows.length === 0)
    return `${colors.green("✔")} Nothing is let through that was not, and nothing is stopped that was not.`;
  const section = (change: ChangedRow["change"], title: string): readonly string[] => {
    const own = rows.filter((row) => row.change === change);
    if (own.length === 0) return [];
    const mark = change === "allowed" ? colors.green("+") : colors.red("−");
    const cells = own.map((row) => [
      { text: placesIn(row.from), paint: colors.bold },
      { text: "→" },
      { text: placesIn(row.to), paint: colors.bold },
      { text: row.ports.join(", ") },
      { text: deciderIn(row), paint: colors.dim },
    ]);
    return [`${mark} ${colors.bold(title)}`, "", ...table(cells, columns), ""];
  };
  return [...section("allowed", "Newly allowed"), ...section("denied", "Newly denied")].join("\n").trimEnd();
}

const MOST_NAMED = 3;

function placesIn(places: readonly PlaceAnswer[]): string {
  const names = places.slice(0, MOST_NAMED).map(nameOf).join(", ");
  return places.length > MOST_NAMED ? `${names} and ${places.length - MOST_NAMED} more` : names;
}

const deciderIn = ({ by: { stage, resource, name, rule, why } }: ChangedRow): string =>
  [worded(stage), name ?? resource, rule, why].filter((part) => part !== undefined).join("  ");
