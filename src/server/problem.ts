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
