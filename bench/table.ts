/** The one table that the benchmark prints. */
export interface Row {
  readonly what: string;
  readonly underlay: string;
  readonly moto: string;
  readonly bare: string;
  readonly aim: string;
  /** Whether the aim is met; nothing where there is none, or no peer to tell by. */
  readonly met: boolean | undefined;
  /** The numbers as they were measured, for `--json`. */
  readonly figures: Readonly<Record<string, number | undefined>>;
}

/** The heads of the columns. */
export type Titles = Omit<Row, "figures">;

const TITLES: Titles = {
  what: "",
  underlay: "Underlay",
  moto: "moto_server",
  bare: "bare node:http",
  aim: "aim",
  met: undefined,
};

/** A Markdown table, aligned, so that it reads in a terminal and in a document alike. */
export function printTable(rows: readonly Row[], titles: Titles = TITLES): string {
  const all = [titles, ...rows].map(({ what, underlay, moto, bare, aim, met }) => [
    what,
    underlay,
    moto,
    bare,
    met === undefined ? aim : `${aim} ${met ? "✔" : "✘"}`,
  ]);
  const cells = all.map((row) => row.filter((_, i) => all.some((one) => one[i]))); // nobody's column is left out
  const widths = cells.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), []);
  const lines = cells.map(
    (row) =>
      `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(" | ")} |`,
  );
  const rule = `| ${widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

/** The middle of some numbers: what a busy machine disturbs least. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Three significant figures, thousands apart. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1000 ? rounded.toLocaleString("en-US") : String(rounded);
}

/** A value that there may be none of, with its unit. */
export const shown = (value: number | undefined, unit = ""): string =>
  value === undefined || !Number.isFinite(value) ? "–" : `${figure(value)}${unit}`;

/** A row that Underlay stands in alone. */
export const alone = (
  what: string,
  value: number | undefined,
  unit: string,
  aim?: { readonly atMost?: number; readonly atLeast?: number; readonly words: string },
): Row => ({
  what,
  underlay: shown(value, unit),
  moto: "",
  bare: "",
  aim: aim?.words ?? "",
  met:
    aim === undefined || value === undefined
      ? undefined
      : value <= (aim.atMost ?? Number.POSITIVE_INFINITY) && value >= (aim.atLeast ?? 0),
  figures: { underlay: value },
});
