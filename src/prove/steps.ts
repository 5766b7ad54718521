/**
 * Work in steps: a generator that stops now and then, so that whoever drives it can serve others meanwhile, and returns what
 * it found. What is done in one go is the same generator, finished.
 */

/** How far it is: of so many parts, so many are done. */
export interface Progress {
  readonly done: number;
  readonly of: number;
}

export type Steps<Answer> = Generator<Progress, Answer>;

/** Within one proof nobody knows how much is left: it only pauses. */
export type Pauses<Answer> = Generator<undefined, Answer>;

export function finish<Answer>(work: Generator<unknown, Answer>): Answer {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as Answer;
  }
}

/** The pauses of a part, told as where the whole stands. */
export function* within<Answer>(progress: Progress, part: Pauses<Answer>): Steps<Answer> {
  for (;;) {
    const next = part.next();
    if (next.done) return next.value;
    yield progress;
  }
}
