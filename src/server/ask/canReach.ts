/** Can one reach the other? Of many places on either side: does some pair, or does every one. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { PairRow } from "../../expect/lines.ts";
import type { CanReachAnswer, CanReachQuestion } from "../../expect/questions.ts";
import type { Prover } from "../../prove/prover.ts";
import type { Progress } from "../../prove/steps.ts";
import { elementOf } from "../places.ts";
import { nameOf } from "../printing.ts";
import { Problem } from "../problem.ts";
import { placeAnswer } from "./ends.ts";
import { Pairs, type Proved, soughtBy } from "./pairs.ts";
import type { Steps } from "./steps.ts";
import { causeAnswer, farthest, walkAnswer } from "./walks.ts";

/** Where every pair is asked about, and every row is wanted, the pairs are its rows: also those after the first that fails. */
export function* canReach(
  cloud: Cloud,
  prover: Prover,
  question: CanReachQuestion,
  { everyRow }: { readonly everyRow: boolean },
): Steps<CanReachAnswer, PairRow> {
  const wantsAll = question.pairs === "every";
  const isListed = wantsAll && everyRow;
  const isTelling = ({ proof }: Proved): boolean => proof.holds !== wantsAll;
  const pairs = new Pairs(cloud, question);
  let decided: Proved | undefined;
  for (const step of pairs.proved(prover, soughtBy(cloud, question))) {
    if ("done" in step) {
      yield step;
      continue;
    }
    if (isListed) yield { row: pairRow(cloud, step) };
    if (!decided || (!isTelling(decided) && isTelling(step))) decided = step;
    if (isTelling(step) && !isListed) break;
  }
  if (!decided)
    throw new Problem("invalid", `'${question.source}' and '${question.destination}' are one and the same place.`);
  return (yield* bypass(cloud, prover, question, pairs, decided)) ?? answerOf(cloud, decided);
}

const pairRow = (cloud: Cloud, { source, destination, proof }: Proved): PairRow => ({
  source: placeAnswer(cloud, source.place),
  destination: placeAnswer(cloud, destination.place),
  holds: proof.holds,
  ports: proof.holds ? proof.services : [],
});

/** Where it holds, but a connection goes around what all have to pass. */
function* bypass(
  cloud: Cloud,
  prover: Prover,
  question: CanReachQuestion,
  pairs: Pairs,
  { proof }: Proved,
): Generator<Progress, CanReachAnswer | undefined> {
  if (!proof.holds) return undefined;
  for (const selector of question.onlyThrough ?? []) {
    const element = elementOf(cloud, selector);
    const sought = { ...soughtBy(cloud, question), around: [element], everyPort: false };
    for (const step of pairs.proved(prover, sought)) {
      if ("done" in step) {
        yield step;
        continue;
      }
      if (!step.proof.holds) continue;
      const name = nameOf(cloud, element);
      const cause = { way: "out", disposition: "delivered", stage: "only-through", resource: element } as const;
      const why = `a connection works that does not pass ${name ?? element}`;
      return {
        ...answerOf(cloud, step),
        holds: false,
        causes: [{ ...cause, ...(name === undefined ? {} : { name }), why }],
      };
    }
  }
  return undefined;
}

function answerOf(cloud: Cloud, { source, destination, proof }: Proved): CanReachAnswer {
  const { holds, origin, witness, stops } = proof;
  const shown = witness ?? farthest(cloud.fabric, origin, stops)?.witness;
  const walk = shown ? walkAnswer(cloud, source, destination, origin, shown) : null;
  return {
    schema: "underlay/can-reach/1",
    holds,
    source: placeAnswer(cloud, source.place),
    destination: placeAnswer(cloud, destination.place),
    witness: witness && walk ? walk.flow : null,
    walk,
    causes: stops.flatMap((stop) => causeAnswer(cloud, origin, stop) ?? []),
  };
}
