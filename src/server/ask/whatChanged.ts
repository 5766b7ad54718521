/** What flows one state lets through and another does not, with the rule that makes the difference. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { RestOf } from "../../expect/lines.ts";
import type { ChangedRow, PlaceAnswer, WhatChangedQuestion } from "../../expect/questions.ts";
import type { Hop } from "../../fabric/vocabulary.ts";
import type { Prover } from "../../prove/prover.ts";
import type { Change } from "../../prove/questions/whatChanged.ts";
import { whatChanged as compare } from "../../prove/questions/whatChanged.ts";
import { printHop, printTrace } from "../printing.ts";
import { internetPlace, placeAnswer } from "./ends.ts";
import { proverOf } from "./provers.ts";
import type { Steps } from "./steps.ts";
import { walkOf } from "./walks.ts";

export async function* whatChanged(
  cloud: Cloud,
  _: Prover,
  question: WhatChangedQuestion,
  { saved }: { readonly saved: (name: string) => Promise<Cloud> },
): Steps<RestOf<WhatChangedQuestion>, ChangedRow> {
  const before = await saved(question.before);
  const after = question.after === undefined ? cloud : await saved(question.after);
  const changes = yield* compare(proverOf(after.fabric).space, before.fabric, after.fabric);
  for (const [done, change] of changes.entries()) {
    const row = rowOf(before, after, change);
    yield row ? { row } : { done, of: changes.length };
  }
  return { schema: "underlay/what-changed/1" };
}

function rowOf(before: Cloud, after: Cloud, change: Change): ChangedRow | undefined {
  const { origin, witness, stop, services } = change;
  const isAllowed = change.change === "allowed";
  const [open, closed] = isAllowed ? [after, before] : [before, after];
  const works = walkOf(open.fabric, origin, witness);
  const fails = walkOf(closed.fabric, origin, witness);
  const hops = [...works.forward.hops, ...(works.return?.hops ?? [])];
  const stopped = (stop.way === "out" ? fails.forward : fails.return)?.hops.at(-1);
  // What lets it through now stands where it was stopped; what stops it now is the stop itself.
  const decider = isAllowed ? (decidingHop(hops, stop.stage, stop.resource) ?? stopped) : stopped;
  const from = change.from.map((id) => placeOf(open, id));
  const to = change.to.map((id) => placeOf(open, id));
  const [source, destination] = [change.from[0], change.to[0]];
  if (!decider || source === undefined || destination === undefined) return undefined;
  const { stage, resource, name, rule, why } = printHop(isAllowed ? open : closed, decider);
  const end = (id: string, address: typeof witness.flow.src) => ({
    selector: id,
    place: open.locate(id, {})[0] ?? internetPlace,
    address,
  });
  return {
    change: change.change,
    from,
    to,
    ports: services,
    by: { stage, resource, ...(name === undefined ? {} : { name }), ...(rule === undefined ? {} : { rule }), why },
    walk: printTrace(
      isAllowed ? open : closed,
      end(source, witness.flow.src),
      end(destination, witness.flow.dst),
      isAllowed ? works : fails,
    ),
  };
}

const decidingHop = (hops: readonly Hop[], stage: string, resource: string): Hop | undefined =>
  hops.find((hop) => hop.stage === stage && resource.split(", ").includes(hop.resource)) ??
  hops.find((hop) => hop.stage === stage);

function placeOf(cloud: Cloud, id: string): PlaceAnswer {
  const [place = internetPlace] = cloud.locate(id, {});
  return placeAnswer(cloud, place);
}
