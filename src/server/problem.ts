/** What the project's own API answers when it cannot: one shape, `{schema, error: {code, message, candidates?}}`. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  /** What the name that fits several things might mean. */
  readonly candidates: readonly Candidate[] | undefined;

  constructor(code: string, message: string, status = 400, candidates?: readonly Candidate[]) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.candidates = candidates;
  }
}

export interface Candidate {
  readonly id: string;
  readonly kind: string;
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
}

/** A failure as its JSON; what is no Problem is a fault of ours, and said to be one. */
export function told(thrown: unknown): { readonly status: number; readonly json: object } {
  if (!(thrown instanceof Problem)) console.error("underlay: its own API failed:", thrown);
  const { code, message, status, candidates } =
    thrown instanceof Problem ? thrown : new Problem("internal", "Something unforeseen went wrong.", 500);
  const error = candidates ? { code, message, candidates } : { code, message };
  return { status, json: { schema: "underlay/problem/1", error } };
}
