/**
 * An expectation becomes questions, and answers that are not as expected become evidence: the walk of what reaches though
 * it must not, every cause of what does not reach though it must. A question that cannot be asked is never a pass.
 */
import {
  type Asker,
  AskProblem,
  type CanReachAnswer,
  type CanReachQuestion,
  type CauseAnswer,
  type Finding,
  type KnownExposure,
  type PlaceAnswer,
  type Question,
  type ReachRow,
  type Within,
} from "./questions.ts";
import type { Expectation, ExposureExpectation, ReachExpectation, Traffic, TroubleExpectation } from "./suite.ts";
import { whyNot } from "./text/walk.ts";
import type { TraceAnswer } from "./trace.ts";

/**
 * Why an expectation does not hold.
 *
 * | kind          | is                                                                       | shows          |
 * |---------------|--------------------------------------------------------------------------|----------------|
 * | `reached`     | something reaches that must not                                          | walk           |
 * | `not-reached` | something does not reach that must                                       | causes, walk   |
 * | `others`      | what is not named reaches what only others may                           | rows, walk     |
 * | `exposed`     | the Internet reaches what it must not                                    | rows, walk     |
 * | `found`       | trouble was found                                                        | findings       |
 * | `problem`     | the question could not be asked: a selector fits nothing                 | candidates     |
 */
export interface Failing {
  readonly kind: "reached" | "not-reached" | "others" | "exposed" | "found" | "problem";
  readonly message: string;
  readonly question: Question;
  readonly walk: TraceAnswer | null;
  readonly causes: readonly CauseAnswer[];
  readonly rows: readonly ReachRow[];
  readonly findings: readonly Finding[];
  readonly candidates: readonly PlaceAnswer[];
}

export async function evaluate(expectation: Expectation, within: Within, ask: Asker): Promise<readonly Failing[]> {
  switch (expectation.kind) {
    case "reach":
      return reachFailures(expectation, within, ask);
    case "trouble":
      return troubleFailures(expectation, within, ask);
    case "exposure":
      return exposureFailures(expectation, within, ask);
  }
}

const failing = (
  kind: Failing["kind"],
  message: string,
  question: Question,
  evidence: Partial<Failing> = {},
): Failing => ({
  kind,
  message,
  question,
  walk: null,
  causes: [],
  rows: [],
  findings: [],
  candidates: [],
  ...evidence,
});

/** What a question that cannot be asked says; anything else that is thrown goes on. */
async function posed<Answer>(
  question: Question,
  answer: Promise<Answer>,
  judge: (answer: Answer) => Failing | undefined | Promise<Failing | undefined>,
): Promise<Failing | undefined> {
  try {
    return await judge(await answer);
  } catch (error) {
    if (!(error instanceof AskProblem)) throw error;
    return failing("problem", error.message, question, { candidates: error.candidates });
  }
}

async function reachFailures(expectation: ReachExpectation, within: Within, ask: Asker): Promise<readonly Failing[]> {
  const { from, to, on, only } = expectation;
  const failures: Failing[] = [];
  for (const source of from)
    for (const destination of to)
      for (const traffic of on)
        failures.push(...(await pair({ source, destination, traffic }, expectation, within, ask)));
  if (only)
    for (const destination of to)
      for (const traffic of on) failures.push(...(await others(destination, traffic, from, within, ask)));
  return oncePerProblem(failures);
}

interface Pair {
  readonly source: string;
  readonly destination: string;
  readonly traffic: Traffic;
}

/** A selector that fits nothing fails every question that it stands in: it is told of once. */
function oncePerProblem(failures: readonly Failing[]): readonly Failing[] {
  const told = new Set<string>();
  return failures.filter(({ kind, message }) => {
    if (kind !== "problem") return true;
    const fresh = !told.has(message);
    told.add(message);
    return fresh;
  });
}

async function pair(
  { source, destination, traffic }: Pair,
  { expect, via, avoiding }: ReachExpectation,
  within: Within,
  ask: Asker,
): Promise<readonly Failing[]> {
  const base: CanReachQuestion = { question: "can-reach", source, destination, ...traffic.terms, ...within };
  const limited = { ...(via.length > 0 ? { via } : {}), ...(avoiding.length > 0 ? { avoiding } : {}) };
  const never = (question: CanReachQuestion, manner: string) =>
    posed(question, ask(question), (answer) => (answer.holds ? reached(question, answer, traffic, manner) : undefined));
  if (expect === "denied") {
    const question: CanReachQuestion = { ...base, ...limited, pairs: "some" };
    return listOf(await never(question, mannerOf(via, avoiding)));
  }

  const question: CanReachQuestion = {
    ...base,
    ...limited,
    pairs: "every",
    ...(traffic.range ? { ports: "every" } : {}),
  };
  const failure = await posed(question, ask(question), (answer) =>
    notReached(question, answer, traffic, mannerOf(via, avoiding)),
  );
  if (failure) return [failure];
  // It reaches as it must: now it must not reach in any other manner.
  const astray: Failing[] = [];
  for (const element of via) {
    const only: CanReachQuestion = { ...base, onlyThrough: [element], pairs: "some" };
    const manner = ` without passing ${element}`;
    const around = (answer: CanReachAnswer) => (answer.holds ? undefined : reached(only, answer, traffic, manner));
    astray.push(...listOf(await posed(only, ask(only), around)));
  }
  for (const element of avoiding)
    astray.push(...listOf(await never({ ...base, via: [element], pairs: "some" }, ` by way of ${element}`)));
  return astray;
}

const listOf = (failure: Failing | undefined): readonly Failing[] => (failure ? [failure] : []);

function mannerOf(via: readonly string[], avoiding: readonly string[]): string {
  const by = via.length > 0 ? ` by way of ${via.join(" and ")}` : "";
  return avoiding.length > 0 ? `${by} without passing ${avoiding.join(" or ")}` : by;
}

const called = (place: PlaceAnswer | null, selector: string): string => {
  const name = place?.name ?? place?.id ?? selector;
  return name === selector ? selector : `${name} (${selector})`;
};

const onText = ({ text }: Traffic): string => (text === "any" ? "" : ` on ${text}`);

function reached(question: CanReachQuestion, answer: CanReachAnswer, traffic: Traffic, manner: string): Failing {
  const from = called(answer.source, question.source);
  const to = called(answer.destination, question.destination);
  return failing("reached", `${from} reaches ${to}${onText(traffic)}${manner}, though it must not.`, question, {
    walk: answer.walk,
  });
}

function notReached(
  question: CanReachQuestion,
  answer: CanReachAnswer,
  traffic: Traffic,
  manner: string,
): Failing | undefined {
  if (answer.holds) return undefined;
  const from = called(answer.source, question.source);
  const to = called(answer.destination, question.destination);
  const { walk, causes } = answer;
  const [first] = causes;
  const why = walk && !walk.works ? whyNot(walk) : first && `${first.name ?? first.resource}: ${first.why}`;
  const message = `${from} does not reach ${to}${onText(traffic)}${manner}, though it must${why === undefined ? "" : `: ${why}`}.`;
  return failing("not-reached", message, question, { walk, causes });
}

/** Who else reaches a destination; the first of them is walked. */
async function others(
  destination: string,
  traffic: Traffic,
  known: readonly string[],
  within: Within,
  ask: Asker,
): Promise<readonly Failing[]> {
  const question = { question: "what-reaches" as const, destination, ...traffic.terms, ...within, except: known };
  const failure = await posed(question, ask(question), async ({ rows }) => {
    const [first] = rows;
    if (!first) return undefined;
    const who = [...new Set(rows.map(({ from }) => from.name ?? from.id))];
    const verb = who.length === 1 ? "reaches" : "reach";
    const message = `${shortList(who)} ${verb} ${destination}${onText(traffic)} too, where only ${known.join(", ")} may.`;
    return failing("others", message, question, { rows, walk: await walked(first, traffic, ask) });
  });
  return listOf(failure);
}

/** The walk of one flow of a row: evidence that adds to the row, so that not having it is no failure of its own. */
async function walked({ from, to }: ReachRow, { terms }: Traffic, ask: Asker): Promise<TraceAnswer | null> {
  try {
    return (await ask({ question: "can-reach", source: from.id, destination: to.id, ...terms })).walk;
  } catch (error) {
    if (error instanceof AskProblem) return null;
    throw error;
  }
}

const MOST_NAMED = 5;

function shortList(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return rest > 0 ? `${names.slice(0, MOST_NAMED).join(", ")} and ${rest} more` : names.join(", ");
}

const troubleNouns = {
  loops: ["routing loop", "routing loops"],
  blackholes: ["route that leads nowhere", "routes that lead nowhere"],
  overlaps: ["overlap", "overlaps"],
  "shadowed-rules": ["rule that never decides", "rules that never decide"],
  "unused-rules": ["rule that nothing can match", "rules that nothing can match"],
} as const;

async function troubleFailures(
  { trouble }: TroubleExpectation,
  within: Within,
  ask: Asker,
): Promise<readonly Failing[]> {
  const question = { question: trouble, ...within };
  return listOf(
    await posed(question, ask(question), ({ findings }) => {
      if (findings.length === 0) return undefined;
      const [one, many] = troubleNouns[trouble];
      const where = shortList([...new Set(findings.map(({ name, resource }) => name ?? resource))]);
      const message = `There ${findings.length === 1 ? `is 1 ${one}` : `are ${findings.length} ${many}`}: ${where}.`;
      return failing("found", message, question, { findings });
    }),
  );
}

async function exposureFailures({ but }: ExposureExpectation, within: Within, ask: Asker): Promise<readonly Failing[]> {
  const except: KnownExposure[] = but.flatMap(({ to, on }) =>
    to.map((destination) =>
      on.some(({ text }) => text === "any") ? { destination } : { destination, flows: on.map(({ terms }) => terms) },
    ),
  );
  const question = { question: "exposed" as const, ...within, except };
  return listOf(
    await posed(question, ask(question), ({ rows }) => {
      const [first] = rows;
      if (!first) return undefined;
      const what = rows.map(({ to, ports }) => `${to.name ?? to.id} on ${ports.join(", ")}`);
      const message = `The Internet reaches ${shortList([...new Set(what)])}, though it must not.`;
      return failing("exposed", message, question, { rows, walk: first.walk });
    }),
  );
}
