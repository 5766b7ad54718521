/** An Asker that answers what a test tells it to, and remembers what it was asked. */
import { deniedTrace, worksTrace } from "../cli/answers.fixture.ts";
import {
  type AnswerOf,
  type Asker,
  AskProblem,
  type CanReachAnswer,
  type CanReachQuestion,
  type ExposedAnswer,
  type FindingsAnswer,
  type PlaceAnswer,
  type Question,
  type RowsAnswer,
} from "./questions.ts";

export const place = (id: string, kind = "instance", name?: string): PlaceAnswer => ({
  id,
  kind,
  ...(name === undefined ? {} : { name }),
});

export const internet = place("internet", "internet");
export const webA = place("i-0123456789abcdef0", "instance", "web-a");
export const dbA = place("i-0eeeeeeeeeeeeeee2", "instance", "db-a");

export const reaches: CanReachAnswer = {
  ...{ schema: "underlay/can-reach/1", holds: true, source: webA, destination: internet, causes: [] },
  ...{ witness: worksTrace.flow, walk: worksTrace },
};

export const reachesNot: CanReachAnswer = {
  ...{ schema: "underlay/can-reach/1", holds: false, source: webA, destination: dbA, witness: null },
  causes: [
    {
      ...{ way: "out", disposition: "denied", stage: "security-group-ingress", resource: "sg-0ddddddddddddddd1" },
      ...{ name: "db", why: "no ingress rule allows tcp 5432 from 10.0.0.10" },
    },
  ],
  walk: deniedTrace,
};

export const nobody: RowsAnswer = { schema: "underlay/what-reaches/1", rows: [] };
export const nothingExposed: ExposedAnswer = { schema: "underlay/exposed/1", rows: [] };
export const nothingFound: FindingsAnswer = { schema: "underlay/loops/1", findings: [] };

export interface FakeAsker {
  readonly ask: Asker;
  readonly asked: readonly Question[];
}

export function fakeAsker(answer: (question: Question) => object): FakeAsker {
  const asked: Question[] = [];
  const ask = async <Q extends Question>(question: Q): Promise<AnswerOf<Q>> => {
    asked.push(question);
    return answer(question) as AnswerOf<Q>;
  };
  return { ask, asked };
}

/** A network of hosts by their names, in which these pairs reach each other: `web-a > db-a`. */
export const networkOf = (hosts: readonly string[], ...pairs: readonly string[]) =>
  fakeAsker((question) => {
    if (question.question === "can-reach") return reachIn(hosts, pairs, question);
    if (question.question === "what-reaches") return nobody;
    return question.question === "exposed" ? nothingExposed : nothingFound;
  });

function reachIn(hosts: readonly string[], pairs: readonly string[], question: CanReachQuestion): CanReachAnswer {
  const { source, destination } = question;
  for (const host of [source, destination])
    if (!hosts.includes(host)) throw new AskProblem("not-found", `Nothing in the network is called '${host}'.`);
  const ends = {
    source: place(`i-${source}`, "instance", source),
    destination: place(`i-${destination}`, "instance", destination),
  };
  return pairs.includes(`${source} > ${destination}`) ? { ...reaches, ...ends } : { ...reachesNot, ...ends };
}
