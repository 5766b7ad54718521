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
import { classesOf } from "../../prove/classes.ts";
import { type Proof, type Prover, prove } from "../../prove/prover.ts";
import { Reading } from "../../prove/reading.ts";
import { EVERYWHERE, everyPlaceOf, withinOf } from "../places.ts";
import { whereaboutsOf } from "../whereabouts.ts";
import { type Asked, destinationEnds, internetPlace, isInternet, placeAnswer, sourceEnd, sourceTerms } from "./ends.ts";
import type { Progress, Steps } from "./steps.ts";
import { anyTerms, termsOf } from "./terms.ts";
import { walkAnswer } from "./walks.ts";

const internet: Asked = { selector: "internet", place: internetPlace };

/** Hosts that nothing tells apart: what is proved of one holds for all. */
interface Crowd {
  readonly members: readonly string[];
}

/** Everyone who has a host. */
function crowdsOf(cloud: Cloud, { account, region }: Within): readonly Crowd[] {
  const isMeant = (id: string): boolean => {
    if (account === undefined && region === undefined) return true;
    const where = whereaboutsOf(cloud.store, id);
    return (account ?? where?.account) === where?.account && (region ?? where?.region) === where?.region;
  };
  return classesOf(cloud.fabric).map(({ members }) => ({ members: members.filter(isMeant) }));
}

function hostPlace(cloud: Cloud, id: string): Asked | undefined {
  const [place] = cloud.locate(id, whereaboutsOf(cloud.store, id) ?? {});
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
    // Of so many, none is asked again soon: their proofs are not kept.
    const asked = { from: sourceEnd(source), to, leaving: sourceTerms(source, terms), except };
    const proof = prove(prover.space, new Reading(prover.fabric), asked);
    if (proof.holds) return proof;
  }
  return undefined;
}

const isSame = (one: Place, other: Place): boolean =>
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
): Generator<Progress, readonly ReachRow[]> {
  const rows: ReachRow[] = [];
  const crowds = crowdsOf(cloud, EVERYWHERE);
  const add = (one: Asked, other: Asked, { services }: Proof): unknown => {
    const [from, to] = (towards === "them" ? [other, one] : [one, other]).map(({ place }) => placeAnswer(cloud, place));
    return from && to && rows.push({ from, to, ports: services });
  };
  const proofOf = (one: Asked, other: Asked): Proof | undefined =>
    towards === "them" ? reach(prover, other, one, terms) : reach(prover, one, other, terms);
  const isKnown = (other: Asked): boolean => known.some((place) => isSame(place, other.place));
  for (const [place, one] of asked.entries()) {
    for (const [done, { members }] of crowds.entries()) {
      yield { done: place * crowds.length + done, of: asked.length * crowds.length };
      const others = members.filter((id) => id !== one.place.interface);
      const first = others[0] === undefined ? undefined : hostPlace(cloud, others[0]);
      const proof = first && proofOf(one, first);
      if (!proof) continue;
      for (const id of others) {
        const other = hostPlace(cloud, id);
        if (other && !isKnown(other)) add(one, other, proof);
      }
    }
    const proof = isInternet(one) || isKnown(internet) ? undefined : proofOf(one, internet);
    if (proof) add(one, internet, proof);
  }
  return rows;
}

const named = (cloud: Cloud, selector: string, within: readonly Within[]): readonly Asked[] =>
  everyPlaceOf(cloud, selector, within).map((place) => ({ selector, place }));

export function* whatReaches(cloud: Cloud, prover: Prover, question: WhatReachesQuestion): Steps<RowsAnswer> {
  const destinations = named(cloud, question.destination, [withinOf(question), EVERYWHERE]);
  const known = (question.except ?? []).flatMap((one) => named(cloud, one, [withinOf(question), EVERYWHERE]));
  const places = known.map(({ place }) => place);
  const rows = yield* rowsOf(cloud, prover, destinations, "them", anyTerms(question), places);
  return { schema: "underlay/what-reaches/1", rows };
}

export function* whatCanBeReachedFrom(
  cloud: Cloud,
  prover: Prover,
  question: WhatCanBeReachedFromQuestion,
): Steps<RowsAnswer> {
  const sources = named(cloud, question.source, [withinOf(question)]);
  const rows = yield* rowsOf(cloud, prover, sources, "everybody", anyTerms(question));
  return { schema: "underlay/what-can-be-reached-from/1", rows };
}

/** Everything that any host of the Internet reaches; of all protocols where none is named. */
export function* exposed(cloud: Cloud, prover: Prover, question: ExposedQuestion): Steps<ExposedAnswer> {
  const terms = anyTerms(question);
  const known = (question.except ?? []).flatMap(({ destination, flows = [{ proto: "any" }] }) =>
    named(cloud, destination, [withinOf(question), EVERYWHERE]).map(({ place }) => ({
      place,
      except: flows.map(termsOf),
    })),
  );
  const rows: ExposedRow[] = [];
  const crowds = crowdsOf(cloud, question);
  for (const [done, { members }] of crowds.entries()) {
    yield { done, of: crowds.length };
    const first = members[0] === undefined ? undefined : hostPlace(cloud, members[0]);
    if (!first || !reach(prover, internet, first, terms)) continue;
    for (const id of members) {
      const destination = hostPlace(cloud, id);
      if (!destination) continue;
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
  }
  return { schema: "underlay/exposed/1", rows };
}
