/** Who reaches a place, whom a place reaches, and what the Internet reaches: rows of from, to and by what. */
import { formatAddress } from "../../base/address.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { Place } from "../../cloud/operation.ts";
import type {
  ExposedAnswer,
  ExposedQuestion,
  ExposedRow,
  ReachRow,
  RowsAnswer,
  WhatCanBeReachedFromQuestion,
  WhatReachesQuestion,
  Within,
} from "../../expect/questions.ts";
import type { Terms } from "../../prove/asked.ts";
import type { Proof, Prover } from "../../prove/prover.ts";
import { EVERYWHERE, everyPlaceOf, withinOf } from "../places.ts";
import { whereaboutsOf } from "../whereabouts.ts";
import { type Asked, destinationEnds, internetPlace, placeAnswer, sourceEnd, sourceTerms } from "./ends.ts";
import type { Steps } from "./steps.ts";
import { termsOf } from "./terms.ts";
import { walkAnswer } from "./walks.ts";

const internet: Asked = { selector: "internet", place: internetPlace };

/** Everyone who has a host, and the Internet. */
export function everybody(cloud: Cloud, within: Within): readonly Asked[] {
  const hosts = [...cloud.fabric.interfaces.values()].filter(
    ({ receiver }) => receiver.kind === "host" && receiver.id !== undefined,
  );
  return [...hosts.flatMap(({ id }) => hostPlace(cloud, id, within) ?? []), internet];
}

function hostPlace(cloud: Cloud, id: string, { account, region }: Within): Asked | undefined {
  const where = whereaboutsOf(cloud.store, id);
  if (!where || (account ?? where.account) !== where.account || (region ?? where.region) !== where.region)
    return undefined;
  const [place] = cloud.locate(id, where);
  return place ? { selector: id, place } : undefined;
}

function reach(
  prover: Prover,
  source: Asked,
  destination: Asked,
  terms: Terms,
  except: readonly Terms[] = [],
): Proof | undefined {
  for (const to of destinationEnds(destination)) {
    const proof = prover.canReach({ from: sourceEnd(source), to, leaving: sourceTerms(source, terms), except });
    if (proof.holds) return proof;
  }
  return undefined;
}

const isSame = (one: Place, other: Place): boolean =>
  one.interface === undefined ? one.id === other.id : one.interface === other.interface;

function* rowsOf(
  cloud: Cloud,
  prover: Prover,
  sources: readonly Asked[],
  destinations: readonly Asked[],
  terms: Terms,
): Steps<readonly ReachRow[]> {
  const rows: ReachRow[] = [];
  const of = sources.length * destinations.length;
  let done = 0;
  for (const source of sources)
    for (const destination of destinations) {
      yield { done: done++, of };
      const proof = isSame(source.place, destination.place) ? undefined : reach(prover, source, destination, terms);
      if (!proof) continue;
      rows.push({
        from: placeAnswer(cloud, source.place),
        to: placeAnswer(cloud, destination.place),
        ports: proof.services,
      });
    }
  return rows;
}

const named = (cloud: Cloud, selector: string, within: readonly Within[]): readonly Asked[] =>
  everyPlaceOf(cloud, selector, within).map((place) => ({ selector, place }));

export function* whatReaches(cloud: Cloud, prover: Prover, question: WhatReachesQuestion): Steps<RowsAnswer> {
  const destinations = named(cloud, question.destination, [withinOf(question), EVERYWHERE]);
  const known = (question.except ?? []).flatMap((one) => named(cloud, one, [withinOf(question), EVERYWHERE]));
  const sources = everybody(cloud, EVERYWHERE).filter(({ place }) => !known.some((one) => isSame(one.place, place)));
  const rows = yield* rowsOf(cloud, prover, sources, destinations, termsOf({ proto: "any", ...question }));
  return { schema: "underlay/what-reaches/1", rows };
}

export function* whatCanBeReachedFrom(
  cloud: Cloud,
  prover: Prover,
  question: WhatCanBeReachedFromQuestion,
): Steps<RowsAnswer> {
  const sources = named(cloud, question.source, [withinOf(question)]);
  const terms = termsOf({ proto: "any", ...question });
  const rows = yield* rowsOf(cloud, prover, sources, everybody(cloud, EVERYWHERE), terms);
  return { schema: "underlay/what-can-be-reached-from/1", rows };
}

/** Everything that any host of the Internet reaches; of all protocols where none is named. */
export function* exposed(cloud: Cloud, prover: Prover, question: ExposedQuestion): Steps<ExposedAnswer> {
  const terms = termsOf({ ...question, proto: question.proto ?? "any" });
  const known = (question.except ?? []).flatMap(({ destination, flows = [{ proto: "any" }] }) =>
    named(cloud, destination, [withinOf(question), EVERYWHERE]).map(({ place }) => ({
      place,
      except: flows.map(termsOf),
    })),
  );
  const rows: ExposedRow[] = [];
  const destinations = everybody(cloud, question).filter(({ place }) => place.interface !== undefined);
  for (const [done, destination] of destinations.entries()) {
    yield { done, of: destinations.length };
    const except = known.flatMap((one) => (isSame(one.place, destination.place) ? one.except : []));
    const proof = reach(prover, internet, destination, terms, except);
    if (!proof?.witness) continue;
    rows.push({
      from: placeAnswer(cloud, internetPlace),
      to: placeAnswer(cloud, destination.place),
      ports: proof.services,
      address: formatAddress(proof.witness.flow.dst),
      walk: walkAnswer(cloud, internet, destination, proof.origin, proof.witness),
    });
  }
  return { schema: "underlay/exposed/1", rows };
}
