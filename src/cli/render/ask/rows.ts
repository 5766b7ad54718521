/** Who reaches what, as tables: one's reach, and what the Internet sees. */
import type { ExposedAnswer, ExposedRow, PlaceAnswer, ReachRow, RowsAnswer } from "../../../expect/questions.ts";
import { type Cell, table } from "../../../expect/text/table.ts";
import type { WalkView } from "../../../expect/text/walk.ts";
import { type AnswerView, nameOf, placeCells, whereCells } from "./places.ts";

/** The far ends of `what-reaches` (`from`) and of `what-can-be-reached-from` (`to`). */
export function renderReach(
  { rows }: RowsAnswer,
  far: "from" | "to",
  subject: string,
  view: AnswerView,
  limits = "",
): string {
  const { colors, columns } = view;
  const [something, nothing] =
    far === "from" ? ["reaches", "Nothing reaches"] : ["is reached from", "Nothing is reached from"];
  if (rows.length === 0) return `${colors.dim("–")} ${nothing} ${colors.bold(subject)}${limits}.`;
  const places = new Set(rows.map((row) => row[far].id)).size;
  const count = `${places} ${places === 1 ? `place ${something}` : `places ${plural(something)}`}`;
  const near = far === "from" ? "to" : "from";
  const several = new Set(rows.map((row) => row[near].id)).size > 1;
  const where = whereCells(rows.map((row) => row[far]));
  const lines = rows.map((row) => [
    ...placeCells(row[far], view),
    ...where(row[far]),
    { text: several ? `${far === "from" ? "→" : "←"} ${nameOf(row[near])}` : "" },
    { text: row.ports.join(", ") },
  ]);
  return [`${colors.bold(count)} ${colors.bold(subject)}${limits}`, "", ...table(lines, columns)].join("\n");
}

/** A row by itself, before it is known which others there are. */
export const reachCells = (row: ReachRow, far: "from" | "to", view: WalkView): Cell[] => [
  ...placeCells(row[far], view),
  { text: `${far === "from" ? "→" : "←"} ${nameOf(row[far === "from" ? "to" : "from"])}` },
  { text: row.ports.join(", ") },
];

export const exposedCells = ({ to, address, ports }: ExposedRow, view: WalkView): Cell[] => [
  { text: address, paint: view.colors.red },
  ...placeCells(to, view),
  { text: ports.join(", ") },
];

const plural = (verb: string): string => (verb === "reaches" ? "reach" : verb.replace(/^is/, "are"));

export function renderExposed({ rows }: ExposedAnswer, view: AnswerView, limits = ""): string {
  const { colors, columns, tail } = view;
  if (rows.length === 0) return `${colors.green("✔")} The Internet reaches ${colors.bold("nothing")}${limits}.`;
  const where = whereCells(rows.map(({ to }) => to));
  const lines = rows.map(({ to, address, ports }) => [
    { text: address, paint: colors.red },
    ...placeCells(to, view),
    ...where(to),
    { text: ports.join(", ") },
  ]);
  const places = new Set(rows.map(({ to }) => to.id)).size;
  const [first] = rows;
  const next = first && `  ${colors.dim("▸")} One of them, walked:  ${walkOf(first, tail)}`;
  const title = `${colors.red("✘")} ${colors.bold(`The Internet reaches ${places === 1 ? "1 place" : `${places} places`}`)}${limits}`;
  return [title, "", ...table(lines, columns), "", ...(next ? [next] : [])].join("\n");
}

function walkOf({ to, ports }: ReachRow, tail: string): string {
  const [, proto = "tcp", port] = /^(tcp|udp) (\d+)/.exec(ports[0] ?? "") ?? [];
  const flags = `${proto === "tcp" ? "" : ` --proto ${proto}`}${port === undefined ? "" : ` --port ${port}`}`;
  return `underlay trace internet ${selectorOf(to)}${flags}${tail}`;
}

const selectorOf = ({ name, id }: PlaceAnswer): string => (name !== undefined && /^[\w.-]+$/.test(name) ? name : id);
