/** What a search finds or answers, all its steps at once; each says how far it is. For tests alone. */
import { expect } from "vitest";
import type { Progress } from "../steps.ts";
import type { Finding, Search } from "./finding.ts";

export function searched(search: Search): readonly Finding[];
export function searched<Answer>(search: Generator<Progress, Answer>): Answer;
export function searched(search: Generator<Progress | Finding, unknown>): unknown {
  const found: Finding[] = [];
  for (let before = 0; ; ) {
    const step = search.next();
    if (step.done) return step.value ?? found;
    if ("resource" in step.value) {
      found.push(step.value);
      continue;
    }
    const { done, of } = step.value;
    expect(Number.isInteger(done) && Number.isInteger(of) && before <= done && done <= of).toBe(true);
    before = done;
  }
}
