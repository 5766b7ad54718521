/** Questions about a whole network, answered over the cloud's fabric. Nothing is changed by asking. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { AnswerOf, Question } from "../../expect/questions.ts";
import type { Prover } from "../../prove/prover.ts";
import { canReach } from "./canReach.ts";
import { coverage } from "./coverage.ts";
import { findings } from "./findings.ts";
import { matrix } from "./matrix.ts";
import { proverOf } from "./provers.ts";
import { exposed, whatCanBeReachedFrom, whatReaches } from "./rows.ts";
import { whyNot } from "./whyNot.ts";

type Answering<Q extends Question> = (cloud: Cloud, prover: Prover, question: Q) => AnswerOf<Q> | Promise<AnswerOf<Q>>;

/** Who answers which question. */
const answers = {
  "can-reach": canReach,
  "what-reaches": whatReaches,
  "what-can-be-reached-from": whatCanBeReachedFrom,
  matrix,
  exposed,
  coverage,
  "why-not": whyNot,
  loops: findings,
  blackholes: findings,
  "shadowed-rules": findings,
  "unused-rules": findings,
  overlaps: findings,
} satisfies { readonly [Q in Question as Q["question"]]: Answering<Q> };

export function ask<Q extends Question>(cloud: Cloud, question: Q): AnswerOf<Q> | Promise<AnswerOf<Q>> {
  const answer = (answers as Readonly<Record<string, unknown>>)[question.question] as Answering<Q>;
  return answer(cloud, proverOf(cloud.fabric), question);
}
