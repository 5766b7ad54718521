/**
 * An Asker that walks single packets in place of proving: what `can-reach` answers follows from a trace for each pair of
 * places and a port or a few. What it finds to reach does; that nothing does is only as good as the ports it tries.
 */
import {
  type AnswerOf,
  type Asker,
  AskProblem,
  type CanReachAnswer,
  type CanReachQuestion,
} from "../../src/expect/questions.ts";
import type { TraceAnswer } from "../../src/expect/trace.ts";

const PORTS = [22, 53, 80, 443, 5432, 8080];

interface Refused {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly candidates?: readonly { readonly id: string }[];
  };
}

export function forwardAsker(url: string): Asker {
  const post = async (question: object): Promise<TraceAnswer | Refused> =>
    (await fetch(`${url}/_underlay/trace`, { method: "POST", body: JSON.stringify(question) })).json() as never;

  /** Every walk that the selectors' places make possible: one that fits several is asked for each. */
  async function walks(question: Readonly<Record<string, unknown>>): Promise<TraceAnswer[]> {
    const answer = await post(question);
    if (!("error" in answer)) return [answer];
    const { code, message, candidates = [] } = answer.error;
    if (code !== "ambiguous") throw new AskProblem(code, message);
    const end = message.includes(`'${question["source"]}'`) ? "source" : "destination";
    return (await Promise.all(candidates.map(({ id }) => walks({ ...question, [end]: id })))).flat();
  }

  async function canReach(question: CanReachQuestion): Promise<CanReachAnswer> {
    const { source, destination, proto, port, via = [], avoiding = [], pairs } = question;
    const ports = port === undefined ? PORTS : [Number(port)];
    const tcp = proto === "any" ? "tcp" : proto;
    const tried = (await Promise.all(ports.map((one) => walks({ source, destination, proto: tcp, port: one })))).flat();
    const fits = (walk: TraceAnswer): boolean =>
      walk.works && via.every((one) => passes(walk, one)) && !avoiding.some((one) => passes(walk, one));
    const [working, failing] = [tried.filter(fits), tried.filter((walk) => !fits(walk))];
    const holds = pairs === "every" ? failing.length === 0 : working.length > 0;
    const walk = (holds ? working : failing)[0] ?? null;
    return {
      ...{ schema: "underlay/can-reach/1", holds, walk, causes: [] },
      ...{
        source: walk?.source ?? null,
        destination: walk?.destination ?? null,
        witness: holds && walk ? walk.flow : null,
      },
    };
  }

  return async <Q extends { readonly question: string }>(question: Q) => {
    if (question.question === "can-reach") return (await canReach(question as never)) as AnswerOf<never>;
    throw new AskProblem("unanswered", `One packet at a time does not answer ${question.question}.`);
  };
}

const passes = ({ forward }: TraceAnswer, element: string): boolean =>
  forward.hops.some(({ resource, name }) => resource === element || name === element);
