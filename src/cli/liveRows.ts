/**
 * Rows as they come, on a terminal: where the answer takes longer than people like to look at nothing, the rows that are there are
 * printed, and each that comes after them at once. Columns are as wide as the first rows need; who is wider stands out.
 */
import { type Cell, table, widthOf } from "../expect/text/table.ts";
import type { Terminal } from "./terminal.ts";

const PATIENCE_MS = 1_000;

export class LiveRows<Row> {
  readonly #terminal: Terminal;
  readonly #cellsOf: (row: Row) => readonly Cell[];
  readonly #clear: () => void;
  readonly #now: () => number;
  readonly #began: number;
  #waiting: (readonly Cell[])[] = [];
  #widths: readonly number[] | undefined;

  /** `clear` takes away what stands on the terminal's last line. */
  constructor(
    terminal: Terminal,
    cellsOf: (row: Row) => readonly Cell[],
    clear: () => void,
    now: () => number = () => performance.now(),
  ) {
    this.#terminal = terminal;
    this.#cellsOf = cellsOf;
    this.#clear = clear;
    this.#now = now;
    this.#began = now();
  }

  /** Whether any were printed: then they are not to be printed again. */
  get areShown(): boolean {
    return this.#widths !== undefined;
  }

  add(row: Row): void {
    this.#waiting.push(this.#cellsOf(row));
    if (this.#now() - this.#began < PATIENCE_MS) return;
    this.#widths ??= widthsOf(this.#waiting);
    const lines = table(this.#waiting, this.#terminal.columns, 2, this.#widths);
    this.#waiting = [];
    this.#clear();
    this.#terminal.print(lines.join("\n"));
  }

  /** The network has changed: all rows come anew. */
  again(): void {
    this.#waiting = [];
    if (!this.areShown) return;
    this.#clear();
    this.#terminal.print(`\n  ${this.#terminal.colors.yellow("The network has changed meanwhile: once more.")}\n`);
  }
}

function widthsOf(rows: readonly (readonly Cell[])[]): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, i) => Math.max(...rows.map((row) => widthOf(row[i]?.text ?? ""))));
}
