/** Who reaches a place, and whom a place reaches: rows of from, to and by what. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { Place } from "../../cloud/operation.ts";
import type { RestOf } from "../../expect/lines.ts";
import type { ReachRow, WhatCanBeReachedFromQuestion, WhatReachesQuestion, Within } from "../../expect/questions.ts";
import type { Terms } from "../../prove/asked.ts";
import { type Proof, type Prover, proving } from "../../prove/prover.ts";
import { Reading } from "../../prove/reading.ts";
import { type Pauses, type Progress, within } from "../../prove/steps.ts";
import { EVERYWHERE, everyPlaceOf, withinOf } from "../places.ts";
import { alikeIn, aloneKey } from "./alike.ts";
import { crowdsOf, hostPlace, internet } from "./crowds.ts";
import { type Asked, destinationEnds, isInternet, placeAnswer, sourceEnd, sourceTerms } from "./ends.ts";
import type { Found, Steps } from "./steps.ts";
import { anyTerms } from "./terms.ts";

/** Whether some flow of the terms gets from one to the other, but for those that nobody asks about. */
export function* reaching(
  prover: Prover,
  source: Asked,
  destination: Asked,
  terms: Terms,
  except: readonly Terms[] = [],
): Pauses<Proof | undefined> {
  for (const to of destinationEnds(destination)) {
    // Of so many, none is asked again soon: their proofs are not kept.
    const asked = { from: sourceEnd(source), to, leaving: sourceTerms(source, terms), except };
    const proof = yield* proving(prover.space, new Reading(prover.fabric), asked);
    if (proof.holds) return proof;
  }
  return undefined;
}

export const isSame = (one: Place, other: Place): boolean =>
  one.interface === undefined ? one.id === other.id : one.interface === other.interface;

/** Which way the rows go: from everybody to the places that were asked about, or from those to everybody. */
type Towards = "them" | "everybody";

function* rowsOf(
  cloud: Cloud,
  prover: Prover,
  asked: readonly Asked[],
  towards: Towards,
  terms: Terms,
  known: readonly Place[] = [],
): Generator<Progress | Found<ReachRow>, undefined> {
  const crowds = crowdsOf(cloud, EVERYWHERE);
  const keyOf = asked.length > 1 ? alikeIn(cloud, terms) : aloneKey;
  /** What works between those who are alike, by pair. */
  const found = new Map<string, readonly string[]>();
  const rowOf = (one: Asked, other: Asked, ports: readonly string[]): Found<ReachRow> => {
    const [near, far] = [placeAnswer(cloud, one.place), placeAnswer(cloud, other.place)];
    return { row: towards === "them" ? { from: far, to: near, ports } : { from: near, to: far, ports } };
  };
  function* servicesOf(one: Asked, other: Asked, crowd: string): Pauses<readonly string[]> {
    const key = `${keyOf(one)}\n${crowd}`;
    const before = found.get(key);
    if (before) return before;
    const [from, to] = towards === "them" ? [other, one] : [one, other];
    const proof = yield* reaching(prover, from, to, terms);
    found.set(key, proof?.services ?? []);
    return proof?.services ?? [];
  }
  const isKnown = (other: Asked): boolean => known.some((place) => isSame(place, other.place));
  const of = asked.length * (crowds.length + 1);
  let done = 0;
  for (const one of asked) {
    for (const [index, { members }] of crowds.entries()) {
      const progress = { done: done++, of };
      yield progress;
      const others = members.filter((id) => id !== one.place.interface);
      const first = others[0] === undefined ? undefined : hostPlace(cloud, others[0]);
      const ports = first ? yield* within(progress, servicesOf(one, first, String(index))) : [];
      if (ports.length === 0) continue;
      for (const id of others) {
        const other = hostPlace(cloud, id);
        if (other && !isKnown(other)) yield rowOf(one, other, ports);
      }
    }
    const progress = { done: done++, of };
    if (isInternet(one) || isKnown(internet)) continue;
    const ports = yield* within(progress, servicesOf(one, internet, "internet"));
    if (ports.length > 0) yield rowOf(one, internet, ports);
  }
  return undefined;
}

export const named = (cloud: Cloud, selector: string, within: readonly Within[]): readonly Asked[] =>
  everyPlaceOf(cloud, selector, within).map((place) => ({ selector, place }));

export function* whatReaches(
  cloud: Cloud,
  prover: Prover,
  question: WhatReachesQuestion,
): Steps<RestOf<WhatReachesQuestion>, ReachRow> {
  const destinations = named(cloud, question.destination, [withinOf(question), EVERYWHERE]);
  const known = (question.except ?? []).flatMap((one) => named(cloud, one, [withinOf(question), EVERYWHERE]));
  const places = known.map(({ place }) => place);
  yield* rowsOf(cloud, prover, destinations, "them", anyTerms(question), places);
  return { schema: "underlay/what-reaches/1" };
}

export function* whatCanBeReachedFrom(
  cloud: Cloud,
  prover: Prover,
  question: WhatCanBeReachedFromQuestion,
): Steps<RestOf<WhatCanBeReachedFromQuestion>, ReachRow> {
  const sources = named(cloud, question.source, [withinOf(question)]);
  yield* rowsOf(cloud, prover, sources, "everybody", anyTerms(question));
  return { schema: "underlay/what-can-be-reached-from/1" };
}
