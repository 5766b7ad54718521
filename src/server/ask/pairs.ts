/** The pairs of a question about two selectors, each of which may stand for many places, and their proofs: one for all that are alike. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { CanReachQuestion } from "../../expect/questions.ts";
import type { Terms } from "../../prove/asked.ts";
import type { Ask, End, Proof, Prover } from "../../prove/prover.ts";
import { type Pauses, type Progress, within } from "../../prove/steps.ts";
import { EVERYWHERE, elementOf, everyPlaceOf, withinOf } from "../places.ts";
import { Problem } from "../problem.ts";
import { alikeIn, aloneKey, pairKey } from "./alike.ts";
import { type Asked, destinationEnds, sourceEnd, sourceTerms } from "./ends.ts";
import { termsOf } from "./terms.ts";

interface Pair {
  readonly source: Asked;
  readonly destination: Asked;
}

/** What pairs are asked beside their terms. */
export type Sought = Pick<Ask, "through" | "avoiding" | "around" | "everyPort">;

/** A pair with its proof. The proof may be of another pair that is like it. */
export interface Proved extends Pair {
  readonly proof: Proof;
}

/** For fewer pairs it is not worth finding out which are alike. */
const WORTH_PAIRS = 8;

/** Every source with every destination, as asked. */
export class Pairs {
  readonly count: number;
  readonly #cloud: Cloud;
  readonly #sources: readonly Asked[];
  readonly #destinations: readonly Asked[];
  readonly #terms: Terms;
  /** Nobody is asked about itself, unless there is nobody else. */
  readonly #isAlone: boolean;

  constructor(cloud: Cloud, question: CanReachQuestion) {
    this.#cloud = cloud;
    const asked = withinOf(question);
    const named = (selector: string, ...places: (typeof EVERYWHERE)[]): readonly Asked[] =>
      everyPlaceOf(cloud, selector, places).map((place) => ({ selector, place }));
    this.#sources = named(question.source, asked);
    this.#destinations = named(question.destination, asked, EVERYWHERE);
    this.#terms = termsOf(question);
    this.count = this.#sources.length * this.#destinations.length;
    const ids = new Set([...this.#sources, ...this.#destinations].map(({ place }) => place.id));
    this.#isAlone = ids.size === 1;
  }

  *#all(): Iterable<Pair> {
    for (const source of this.#sources)
      for (const destination of this.#destinations)
        if (this.#isAlone || source.place.id !== destination.place.id) yield { source, destination };
  }

  /** The pairs, each as it is proved, and between them how far it is. */
  *proved(prover: Prover, sought: Sought): Generator<Progress | Proved, undefined> {
    const { through = [], avoiding = [], around = [] } = sought;
    const named = [...through.flat(), ...avoiding, ...around];
    const keyOf = this.count < WORTH_PAIRS ? aloneKey : alikeIn(this.#cloud, this.#terms, named);
    const known = new Map<string, Proof>();
    let done = 0;
    for (const pair of this.#all()) {
      const progress = { done: done++, of: this.count };
      yield progress;
      const key = pairKey(keyOf, pair.source, pair.destination);
      const proof = known.get(key) ?? (yield* within(progress, provingPair(prover, pair, this.#terms, sought)));
      known.set(key, proof);
      yield { ...pair, proof };
    }
    return undefined;
  }
}

export const soughtBy = (cloud: Cloud, { via, avoiding, ports }: CanReachQuestion): Sought => ({
  through: elements(cloud, via),
  avoiding: elements(cloud, avoiding),
  everyPort: ports === "every",
});

const elements = (cloud: Cloud, selectors: readonly string[] = []): readonly string[] =>
  selectors.map((selector) => elementOf(cloud, selector));

function* provingPair(prover: Prover, { source, destination }: Pair, terms: Terms, sought: Sought): Pauses<Proof> {
  const proofTo = (to: End): Pauses<Proof> =>
    prover.reaching({ from: sourceEnd(source), to, leaving: sourceTerms(source, terms), ...sought });
  let first: Proof | undefined;
  for (const end of destinationEnds(destination)) {
    const proof = yield* proofTo(end);
    if (proof.holds) return proof;
    first ??= proof;
  }
  if (!first) throw new Problem("invalid", `'${destination.selector}' has no address.`);
  if (first.stops.length > 0) return first;
  // From outside there is no address to send to: the one that it has inside tells why.
  for (const address of destination.place.inner) {
    const inside = yield* proofTo({ address });
    if (!inside.holds && inside.stops.length > 0) return inside;
  }
  checkFamilies(source, destination);
  return first;
}

/** What cannot even be sent is no question: that it does not arrive says nothing. */
function checkFamilies(source: Asked, destination: Asked): undefined {
  const [from, to] = [source.place.inner, destination.place.inner].map((all) => new Set(all.map((one) => typeof one)));
  if (!from?.size || !to?.size || [...from].some((family) => to.has(family))) return;
  throw new Problem("invalid", `${source.selector} and ${destination.selector} have no address of the same family.`);
}
