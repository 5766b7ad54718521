/** Text in columns. Widths are taken before colours are put on, so that escape sequences count for nothing. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const GAP = 2;
/** Below this width a folded last column is harder to read than one that stands on lines of its own. */
const LEAST_ROOM = 36;

export const widthOf = (text: string): number => [...text].length;

const padded = ({ text, paint }: Cell, width: number): string =>
  (paint ? paint(text) : text) + " ".repeat(Math.max(0, width - widthOf(text)));

/** Breaks a text between words into lines of at most `width` characters; a longer word stays whole. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}

/**
 * Rows as lines: every column as wide as its widest cell (and as `least` says, where rows are only some of a table's), the last
 * one folded into the room that is left, or, where that is too little, set below its row.
 */
export function table(
  rows: readonly (readonly Cell[])[],
  columns: number,
  indent = 2,
  least: readonly number[] = [],
): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, count - 1) }, (_, i) =>
    Math.max(
      least[i] ?? 0,
      ...rows.map((row) => (i < row.length - 1 || row.length < count ? widthOf(row[i]?.text ?? "") : 0)),
    ),
  );
  const start = widths.reduce((sum, width) => sum + (width > 0 ? width + GAP : 0), indent);
  const below = columns - start < LEAST_ROOM;
  const lastIndent = below ? indent + 4 : start;

  return rows.flatMap((row) => {
    const head = widths.map((width, i) => (width > 0 ? padded(row[i] ?? { text: "" }, width + GAP) : "")).join("");
    const last = row[count - 1];
    const lines = last && last.text !== "" ? fold(last.text, columns - lastIndent) : [];
    const painted = lines.map((line) => (last?.paint ? last.paint(line) : line));
    const first = " ".repeat(indent) + head;
    const tail = painted.slice(below ? 0 : 1).map((line) => " ".repeat(lastIndent) + line);
    const headLine = (below ? first : first + (painted[0] ?? "")).trimEnd();
    return headLine === "" ? tail : [headLine, ...tail];
  });
}
