/** Can one reach the other? Of many places on either side: does some pair, or does every one. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { CanReachAnswer, CanReachQuestion } from "../../expect/questions.ts";
import type { Terms } from "../../prove/asked.ts";
import type { Ask, End, Proof, Prover } from "../../prove/prover.ts";
import { EVERYWHERE, elementOf, everyPlaceOf, withinOf } from "../places.ts";
import { nameOf } from "../printing.ts";
import { Problem } from "../problem.ts";
import { type Asked, destinationEnds, placeAnswer, sourceEnd, sourceTerms } from "./ends.ts";
import { termsOf } from "./terms.ts";
import { causeAnswer, farthest, walkAnswer } from "./walks.ts";

interface Pair {
  readonly source: Asked;
  readonly destination: Asked;
}

export function canReach(cloud: Cloud, prover: Prover, question: CanReachQuestion): CanReachAnswer {
  const sought = soughtBy(cloud, question);
  const terms = termsOf(question);
  const wantsAll = question.pairs === "every";
  let decided: { readonly pair: Pair; readonly proof: Proof } | undefined;
  for (const pair of pairsOf(cloud, question)) {
    const proof = provePair(prover, pair, terms, sought);
    if (!decided || proof.holds !== wantsAll) decided = { pair, proof };
    if (proof.holds !== wantsAll) break;
  }
  if (!decided)
    throw new Problem("invalid", `'${question.source}' and '${question.destination}' are one and the same place.`);
  return bypass(cloud, prover, question, decided) ?? answerOf(cloud, decided.pair, decided.proof);
}

/** Where it holds, but a connection goes around what all have to pass. */
function bypass(
  cloud: Cloud,
  prover: Prover,
  question: CanReachQuestion,
  { proof }: { readonly proof: Proof },
): CanReachAnswer | undefined {
  if (!proof.holds) return undefined;
  for (const selector of question.onlyThrough ?? []) {
    const element = elementOf(cloud, selector);
    const sought = { ...soughtBy(cloud, question), around: [element], everyPort: false };
    for (const pair of pairsOf(cloud, question)) {
      const around = provePair(prover, pair, termsOf(question), sought);
      if (!around.holds) continue;
      const name = nameOf(cloud, element);
      const cause = { way: "out", disposition: "delivered", stage: "only-through", resource: element } as const;
      const why = `a connection works that does not pass ${name ?? element}`;
      const answer = answerOf(cloud, pair, around);
      return { ...answer, holds: false, causes: [{ ...cause, ...(name === undefined ? {} : { name }), why }] };
    }
  }
  return undefined;
}

/** The proofs of all pairs. */
export function proofsOf(cloud: Cloud, prover: Prover, question: CanReachQuestion): readonly Proof[] {
  const terms = termsOf(question);
  const sought = soughtBy(cloud, question);
  return pairsOf(cloud, question).map((pair) => provePair(prover, pair, terms, sought));
}

const soughtBy = (cloud: Cloud, { via, avoiding, ports }: CanReachQuestion): Sought => ({
  through: elements(cloud, via),
  avoiding: elements(cloud, avoiding),
  everyPort: ports === "every",
});

type Sought = Pick<Ask, "through" | "avoiding" | "around" | "everyPort">;

function elements(cloud: Cloud, selectors: readonly string[] | undefined): readonly string[] {
  return (selectors ?? []).map((selector) => elementOf(cloud, selector));
}

/** Every source with every destination; nobody is asked about itself, unless there is nobody else. */
function pairsOf(cloud: Cloud, question: CanReachQuestion): readonly Pair[] {
  const within = withinOf(question);
  const named = (selector: string, ...places: (typeof EVERYWHERE)[]): readonly Asked[] =>
    everyPlaceOf(cloud, selector, places).map((place) => ({ selector, place }));
  const sources = named(question.source, within);
  const destinations = named(question.destination, within, EVERYWHERE);
  const pairs = sources.flatMap((source) => destinations.map((destination) => ({ source, destination })));
  const different = pairs.filter(({ source, destination }) => source.place.id !== destination.place.id);
  return different.length > 0 ? different : pairs;
}

function provePair(prover: Prover, { source, destination }: Pair, terms: Terms, sought: Sought): Proof {
  const proofTo = (to: End): Proof =>
    prover.canReach({ from: sourceEnd(source), to, leaving: sourceTerms(source, terms), ...sought });
  const proofs = destinationEnds(destination).map(proofTo);
  const [first] = proofs;
  if (!first) throw new Problem("invalid", `'${destination.selector}' has no address.`);
  const proof = proofs.find(({ holds }) => holds) ?? first;
  if (proof.holds || proof.stops.length > 0) return proof;
  // From outside there is no address to send to: the one that it has inside tells why.
  const inside = destination.place.inner.map((address) => proofTo({ address }));
  return inside.find(({ holds, stops }) => !holds && stops.length > 0) ?? proof;
}

function answerOf(cloud: Cloud, { source, destination }: Pair, proof: Proof): CanReachAnswer {
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
