/**
 * An answer in lines: a row a line as it is found, then a last line with all that is no row. What a row is, and what is left,
 * follows from the answer: the rows are the entries of its list.
 */
import type { AnswerOf, PlaceAnswer, Question } from "./questions.ts";

/** Which member of its answer a question's rows are. Of `can-reach` the rows are pairs, which its answer does not list. */
export const LISTS = {
  "can-reach": undefined,
  "why-not": "remedies",
  "what-reaches": "rows",
  "what-can-be-reached-from": "rows",
  matrix: "rows",
  exposed: "rows",
  "what-changed": "rows",
  coverage: "resources",
  loops: "findings",
  blackholes: "findings",
  "shadowed-rules": "findings",
  "unused-rules": "findings",
  overlaps: "findings",
} as const satisfies Readonly<Record<Question["question"], string | undefined>>;

type ListOf<Answer> = Extract<keyof Answer, "rows" | "findings" | "resources" | "remedies">;

type EntryOf<List> = List extends readonly (infer Entry)[] ? Entry : never;

/** One of the pairs that `can-reach` is asked about with `pairs: "every"`. */
export interface PairRow {
  readonly source: PlaceAnswer;
  readonly destination: PlaceAnswer;
  readonly holds: boolean;
  /** By what; nothing where nothing works. */
  readonly ports: readonly string[];
}

export type RowOf<Q extends Question> =
  AnswerOf<Q> extends infer Answer
    ? [ListOf<Answer>] extends [never]
      ? PairRow
      : EntryOf<Answer[ListOf<Answer>]>
    : never;

/** An answer without its list; with it where the order of the rows is another than that in which they were found. */
export type RestOf<Q extends Question> =
  AnswerOf<Q> extends infer Answer ? Omit<Answer, ListOf<Answer>> & Partial<Pick<Answer, ListOf<Answer>>> : never;

/** A line that is one row. */
export interface RowLine {
  readonly schema: "underlay/row/1";
  readonly question: Question["question"];
  readonly row: object;
}

/** The network has changed: the rows that were told are of another one, and all of them come anew. */
export interface AgainLine {
  readonly schema: "underlay/again/1";
}

/** The last line: how many rows there were, and what the answer says beside them. */
export interface EndLine {
  readonly schema: "underlay/end/1";
  readonly question: Question["question"];
  readonly rows: number;
}

/** The answer that rows and the rest of it make. */
export function wholeAnswer<Q extends Question>(
  { question }: Q,
  rows: readonly RowOf<Q>[],
  rest: RestOf<Q>,
): AnswerOf<Q> {
  const list = LISTS[question as Question["question"]];
  const answer = list === undefined || list in rest ? rest : { ...rest, [list]: rows };
  return answer as unknown as AnswerOf<Q>;
}
