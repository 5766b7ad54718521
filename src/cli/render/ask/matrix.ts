/**
 * Who reaches whom, as a grid: a row for each that sends, a column for each that is reached. Where the names and ports are
 * too wide for the terminal, columns are numbered, cells are marks, and the ports follow below.
 */
import type { PlaceAnswer, RowsAnswer } from "../../../expect/questions.ts";
import { type Cell, table, widthOf } from "../../../expect/text/table.ts";
import { type AnswerView, nameOf } from "./places.ts";

const NONE = "·";
const SELF = "╲";
const WIDEST_CELL = 24;

interface Grid {
  readonly places: readonly PlaceAnswer[];
  readonly ports: (from: PlaceAnswer, to: PlaceAnswer) => readonly string[];
}

function gridOf({ rows }: RowsAnswer): Grid {
  const places = new Map<string, PlaceAnswer>();
  const cells = new Map<string, readonly string[]>();
  for (const { from, to, ports } of rows) {
    for (const place of [from, to]) if (!places.has(place.id)) places.set(place.id, place);
    cells.set(`${from.id} ${to.id}`, ports);
  }
  // The world stands first; names stand in their own order.
  const rank = ({ kind }: PlaceAnswer): number => (kind === "internet" ? 0 : 1);
  const sorted = [...places.values()].sort((a, b) => rank(a) - rank(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
  return { places: sorted, ports: (from, to) => cells.get(`${from.id} ${to.id}`) ?? [] };
}

function short(ports: readonly string[]): string {
  const all = ports.join(", ").replace("all traffic", "all");
  if (widthOf(all) <= WIDEST_CELL) return all;
  return ports.length > 1 ? `${ports[0]} +${ports.length - 1}` : `${all.slice(0, WIDEST_CELL - 1)}…`;
}

export function renderMatrix(answer: RowsAnswer, by: string, view: AnswerView): string {
  const { colors, columns } = view;
  const grid = gridOf(answer);
  const { places, ports } = grid;
  const pairs = answer.rows.filter(({ from, to }) => from.id !== to.id).length;
  const title = `${colors.bold(`Who reaches whom, by ${by}`)}  ${colors.dim(`${places.length} × ${places.length}, ${pairs} ${pairs === 1 ? "pair reaches" : "pairs reach"}`)}`;
  if (places.length === 0) return `${title}\n\n  Nothing reaches anything.`;
  const textOf = (from: PlaceAnswer, to: PlaceAnswer): string =>
    short(ports(from, to)) || (from.id === to.id ? SELF : NONE);
  const wide = [
    ["from ↓  to →", ...places.map(nameOf)],
    ...places.map((from) => [nameOf(from), ...places.map((to) => textOf(from, to))]),
  ];
  const width = (rows: readonly (readonly string[])[]): number =>
    (rows[0] ?? []).reduce((sum, _, i) => sum + Math.max(...rows.map((row) => widthOf(row[i] ?? ""))) + 2, 0);
  if (width(wide) <= columns) return [title, "", ...drawn(wide, view), ...shortened(grid, view)].join("\n");
  return [title, "", ...numbered(grid, view)].join("\n");
}

function drawn(rows: readonly (readonly string[])[], { colors }: AnswerView): string[] {
  const paint = (text: string, row: number, column: number): Cell => {
    if (row === 0 || column === 0) return { text, paint: row === 0 && column === 0 ? colors.dim : colors.bold };
    return { text, paint: text === NONE || text === SELF ? colors.dim : text === "all" ? colors.yellow : colors.green };
  };
  // The grid's last column is never folded: it fits, or there would be no grid.
  return table(
    rows.map((row, i) => [...row.map((text, j) => paint(text, i, j)), { text: "" }]),
    Number.MAX_SAFE_INTEGER,
    0,
  );
}

/** What does not fit its cell, in full. */
function shortened({ places, ports }: Grid, { colors, columns }: AnswerView): string[] {
  const rows = places.flatMap((from) =>
    places.flatMap((to) => {
      const what = ports(from, to);
      if (what.includes("all traffic") || short(what) === what.join(", ")) return [];
      const ends = [nameOf(from), "→", nameOf(to)].map((text) => ({ text, paint: colors.bold }));
      return [[...ends, { text: what.join(", ") }]];
    }),
  );
  return rows.length > 0 ? ["", ...table(rows, columns)] : [];
}

function numbered({ places, ports }: Grid, view: AnswerView): string[] {
  const { colors, columns } = view;
  const digits = String(places.length).length;
  const numberOf = (i: number): string => String(i + 1).padStart(digits);
  const mark = (from: PlaceAnswer, to: PlaceAnswer): string => {
    const what = ports(from, to);
    if (what.length === 0) return from.id === to.id ? SELF : NONE;
    return what.includes("all traffic") ? "●" : "◐";
  };
  const widest = Math.max(...places.map((place) => widthOf(nameOf(place))));
  const head = `${" ".repeat(digits + 1 + widest)}  ${places.map((_, i) => numberOf(i)).join(" ")}`;
  const lines = places.map((from, i) => {
    const name = nameOf(from);
    const cells = places.map((to) => painted(mark(from, to).padStart(digits), colors)).join(" ");
    return `${numberOf(i)} ${colors.bold(name)}${" ".repeat(widest - widthOf(name))}  ${cells}`;
  });
  const rows = places.flatMap((from, i) =>
    places.flatMap((to, j) => {
      const what = ports(from, to);
      if (what.length === 0 || what.includes("all traffic")) return [];
      const cell: Cell[] = [
        { text: `${numberOf(i)} → ${numberOf(j)}`, paint: colors.dim },
        { text: nameOf(from), paint: colors.bold },
        { text: "→" },
        { text: nameOf(to), paint: colors.bold },
        { text: what.join(", ") },
      ];
      return [cell];
    }),
  );
  const legend = colors.dim(`from ↓ to →   ● all traffic   ◐ some, listed below   ${NONE} none   ${SELF} itself`);
  return [head, ...lines, "", legend, ...(rows.length > 0 ? ["", ...table(rows, columns)] : [])];
}

const painted = (text: string, colors: AnswerView["colors"]): string =>
  text.endsWith("●") ? colors.yellow(text) : text.endsWith("◐") ? colors.green(text) : colors.dim(text);
