/** Questions about a whole network, answered over the cloud's fabric. Nothing is changed by asking. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { AnswerOf, Question } from "../../expect/questions.ts";
import type { Prover } from "../../prove/prover.ts";
import { checkWithin } from "../places.ts";
import { canReach } from "./canReach.ts";
import { coverage } from "./coverage.ts";
import { findings } from "./findings.ts";
import { matrix } from "./matrix.ts";
import { proverOf } from "./provers.ts";
import { exposed, whatCanBeReachedFrom, whatReaches } from "./rows.ts";
import { inTurns, type Progress, type Steps } from "./steps.ts";
import { whyNot } from "./whyNot.ts";

/** At once, or in steps where there may be many. */
type Answering<Q extends Question> = (cloud: Cloud, prover: Prover, question: Q) => AnswerOf<Q> | Steps<AnswerOf<Q>>;

/** Who answers which question. */
const answers = {
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
} satisfies { readonly [Q in Question as Q["question"]]: Answering<Q> };

function stepsOf<Q extends Question>(cloud: Cloud, question: Q): Steps<AnswerOf<Q>> {
  checkWithin(cloud, question);
  const answering = (answers as Readonly<Record<string, unknown>>)[question.question] as Answering<Q>;
  const answer = answering(cloud, proverOf(cloud.fabric), question);
  return Symbol.iterator in answer || Symbol.asyncIterator in answer ? answer : whole(answer);
}

// biome-ignore lint/correctness/useYield: an answer at once has no steps
function* whole<Answer>(answer: Answer): Steps<Answer> {
  return answer;
}

/** Others are served meanwhile; `tell` hears how far it is. */
export const ask = <Q extends Question>(
  cloud: Cloud,
  question: Q,
  tell: (progress: Progress) => unknown = () => undefined,
): Promise<AnswerOf<Q>> =>
  inTurns(
    () => stepsOf(cloud, question),
    () => cloud.generation,
    tell,
  );
