/** Questions about a whole network, answered over the cloud's fabric. Nothing is changed by asking. */
import type { Cloud } from "../../cloud/cloud.ts";
import { type RestOf, type RowOf, wholeAnswer } from "../../expect/lines.ts";
import type { AnswerOf, Question } from "../../expect/questions.ts";
import type { Prover } from "../../prove/prover.ts";
import { checkWithin } from "../places.ts";
import { Problem } from "../problem.ts";
import { canReach } from "./canReach.ts";
import { coverage } from "./coverage.ts";
import { exposed } from "./exposed.ts";
import { findings } from "./findings.ts";
import { matrix } from "./matrix.ts";
import { proverOf } from "./provers.ts";
import { whatCanBeReachedFrom, whatReaches } from "./rows.ts";
import { type Hearing, inTurns, type Steps, type Turns } from "./steps.ts";
import { whatChanged } from "./whatChanged.ts";
import { whyNot } from "./whyNot.ts";

/** What an answer may need beside the network. */
export interface Means {
  /** Whether every row is wanted, also where an answer could do with fewer. */
  readonly everyRow?: boolean;
  /** The network of a saved state, by the state's name. Throws a Problem where there is none. */
  readonly saved?: (name: string) => Promise<Cloud>;
  readonly turns?: Turns;
}

type Answering<Q extends Question> = (
  cloud: Cloud,
  prover: Prover,
  question: Q,
  means: Required<Omit<Means, "turns">>,
) => Steps<RestOf<Q>, RowOf<Q>>;

/** Who answers which question. */
const answers: { readonly [Q in Question as Q["question"]]: Answering<Q> } = {
  "can-reach": canReach,
  "why-not": whyNot,
  "what-reaches": whatReaches,
  "what-can-be-reached-from": whatCanBeReachedFrom,
  matrix,
  exposed,
  coverage,
  loops: findings,
  blackholes: findings,
  "shadowed-rules": findings,
  "unused-rules": findings,
  overlaps: findings,
  "what-changed": whatChanged,
};

const noneSaved = (): never => {
  throw new Problem("invalid", "There are no saved states here to compare with.");
};

function stepsOf<Q extends Question>(cloud: Cloud, question: Q, means: Means): Steps<RestOf<Q>, RowOf<Q>> {
  if ("account" in question || "region" in question) checkWithin(cloud, question);
  const answering = (answers as Readonly<Record<string, unknown>>)[question.question] as Answering<Q>;
  const { everyRow = false, saved = noneSaved } = means;
  return answering(cloud, proverOf(cloud.fabric), question, { everyRow, saved });
}

/** Two saved states are what they were, whatever changes now. */
const isOfNow = (question: Question): boolean => question.question !== "what-changed" || question.after === undefined;

/** The answer in rows, as they are found, and the rest of it. Others are served meanwhile. */
export const askInRows = <Q extends Question>(
  cloud: Cloud,
  question: Q,
  hearing: Hearing<RowOf<Q>>,
  means: Means = {},
): Promise<RestOf<Q>> =>
  inTurns(
    () => stepsOf(cloud, question, means),
    () => (isOfNow(question) ? cloud.generation : 0),
    hearing,
    means.turns,
  );

/** The answer as a whole. */
export async function ask<Q extends Question>(
  cloud: Cloud,
  question: Q,
  isWanted: () => boolean = () => true,
  means: Means = {},
): Promise<AnswerOf<Q>> {
  let rows: RowOf<Q>[] = [];
  const hearing: Hearing<RowOf<Q>> = {
    isWanted,
    progress: () => undefined,
    row: (row) => {
      rows.push(row);
      return undefined;
    },
    again: () => {
      rows = [];
    },
  };
  const rest = await askInRows(cloud, question, hearing, means);
  return wholeAnswer(question, rows, rest);
}
