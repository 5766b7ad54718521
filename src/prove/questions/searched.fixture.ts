/** What a search answers, all its steps at once; each says how far it is. For tests alone. */
import { expect } from "vitest";
import type { Progress } from "./finding.ts";

export function searched<Answer>(search: Generator<Progress, Answer>): Answer {
  for (let before = 0; ; ) {
    const step = search.next();
    if (step.done) return step.value;
    const { done, of } = step.value;
    expect(Number.isInteger(done) && Number.isInteger(of) && before <= done && done <= of).toBe(true);
    before = done;
  }
}
