/** What flows one state lets through and another does not, with the rule that makes the difference. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { ChangedRow, PlaceAnswer, WhatChangedAnswer } from "../../expect/questions.ts";
import type { Hop } from "../../fabric/vocabulary.ts";
import type { Change } from "../../prove/questions/whatChanged.ts";
import { whatChanged as compare } from "../../prove/questions/whatChanged.ts";
import { printHop, printTrace } from "../printing.ts";
import { internetPlace, placeAnswer } from "./ends.ts";
import { proverOf } from "./provers.ts";
import { walkOf } from "./walks.ts";

export function whatChanged(before: Cloud, after: Cloud): WhatChangedAnswer {
  const { space } = proverOf(after.fabric);
  const rows = compare(space, before.fabric, after.fabric).flatMap((change) => rowOf(before, after, change) ?? []);
  return { schema: "underlay/what-changed/1", rows };
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
