/** Suites asked of a network, one expectation after another: a report of what held and, of what did not, the evidence. */
import { evaluate, type Failing } from "./evaluate.ts";
import type { Asker, CanReachQuestion, CoverageAnswer } from "./questions.ts";
import type { Expectation, Spot, Suite } from "./suite.ts";

/** `error`: it could not be asked, as where a selector fits nothing. `skipped`: the run ended before it. */
export type Status = "passed" | "failed" | "error" | "skipped";

export interface ExpectationReport extends Spot {
  readonly name: string;
  readonly status: Status;
  readonly milliseconds: number;
  readonly questions: number;
  /** Empty where it passed. */
  readonly failures: readonly Failing[];
}

export interface SuiteReport {
  readonly file: string;
  readonly name: string;
  readonly milliseconds: number;
  readonly expectations: readonly ExpectationReport[];
}

/** What `underlay test --json` prints: docs/schemas/test-1.json. */
export interface TestReport {
  readonly schema: "underlay/test/1";
  readonly works: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  readonly milliseconds: number;
  readonly suites: readonly SuiteReport[];
  readonly coverage?: CoverageAnswer;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly current: Expectation;
}

export interface RunOptions {
  readonly ask: Asker;
  /** Milliseconds of a clock that runs forward. */
  readonly now: () => number;
  /** End at the first that does not hold. */
  readonly bail?: boolean;
  readonly coverage?: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

/** Only what is no AskProblem is thrown, as where the endpoint has gone. */
export async function runSuites(suites: readonly Suite[], options: RunOptions): Promise<TestReport> {
  const { now, ask } = options;
  const started = now();
  const total = suites.reduce((sum, { expectations }) => sum + expectations.length, 0);
  const reports: SuiteReport[] = [];
  const reached: CanReachQuestion[] = [];
  let done = 0;
  let over = false;
  for (const suite of suites) {
    const begun = now();
    const expectations: ExpectationReport[] = [];
    for (const expectation of suite.expectations) {
      options.onProgress?.({ done: done++, total, current: expectation });
      const report: ExpectationReport = over
        ? skipped(expectation)
        : await judged(expectation, suite, options, reached);
      expectations.push(report);
      over ||= options.bail === true && report.status !== "passed";
    }
    reports.push({ file: suite.file, name: suite.name, milliseconds: now() - begun, expectations });
  }
  const coverage = options.coverage ? await ask({ question: "coverage", of: reached }) : undefined;
  return summed(reports, now() - started, coverage);
}

async function judged(
  expectation: Expectation,
  { within }: Suite,
  { ask, now }: RunOptions,
  reached: CanReachQuestion[],
): Promise<ExpectationReport> {
  const begun = now();
  let questions = 0;
  const counted: Asker = async (question) => {
    questions++;
    const answer = await ask(question);
    if (question.question === "can-reach") reached.push(question); // coverage is of what could be asked
    return answer;
  };
  const failures = await evaluate(expectation, within, counted);
  const isError = failures.some(({ kind }) => kind === "problem");
  const status = failures.length === 0 ? "passed" : isError ? "error" : "failed";
  return { ...expectation.at, name: expectation.name, status, milliseconds: now() - begun, questions, failures };
}

const skipped = ({ at, name }: Expectation): ExpectationReport => ({
  ...at,
  name,
  status: "skipped",
  milliseconds: 0,
  questions: 0,
  failures: [],
});

function summed(
  suites: readonly SuiteReport[],
  milliseconds: number,
  coverage: CoverageAnswer | undefined,
): TestReport {
  const all = suites.flatMap(({ expectations }) => expectations);
  const count = (status: Status): number => all.filter((one) => one.status === status).length;
  const [passed, failed, errors] = [count("passed"), count("failed"), count("error")];
  return {
    schema: "underlay/test/1",
    works: failed + errors === 0,
    passed,
    failed,
    errors,
    skipped: count("skipped"),
    milliseconds,
    suites,
    ...(coverage === undefined ? {} : { coverage }),
  };
}
