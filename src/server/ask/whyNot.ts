/** Why one place does not reach another, and what would have to change: in the words of the services that own it. */
import type { Cloud } from "../../cloud/cloud.ts";
import type { Remedy } from "../../cloud/operation.ts";
import type { ChangeAnswer, RemedyAnswer, WhyNotAnswer, WhyNotQuestion } from "../../expect/questions.ts";
import { type Change, endsOfNewTunnel, isNewEdge, type RouteChange } from "../../fabric/change.ts";
import type { Witness } from "../../prove/pick.ts";
import type { Ask, Prover } from "../../prove/prover.ts";
import { withChanges } from "../../prove/questions/overlay.ts";
import { type Cause, searching, type WhyNot } from "../../prove/questions/whyNot.ts";
import { type Progress, within } from "../../prove/steps.ts";
import { destinationOf, placeOf, withinOf } from "../places.ts";
import { Problem } from "../problem.ts";
import { type Asked, destinationEnds, sourceEnd, sourceTerms } from "./ends.ts";
import type { Found } from "./steps.ts";
import { termsOf } from "./terms.ts";
import { causeAnswer, farthest, walkAnswer } from "./walks.ts";

/** The rows are the sets of changes as they are found; the answer has them in order. */
export function* whyNot(
  cloud: Cloud,
  prover: Prover,
  question: WhyNotQuestion,
): Generator<Progress | Found<RemedyAnswer>, WhyNotAnswer> {
  const place = placeOf(cloud, question.source, [withinOf(question)]);
  const source: Asked = { selector: question.source, place };
  const destination: Asked = {
    selector: question.destination,
    place: destinationOf(cloud, question.destination, question, place),
  };
  const leaving = sourceTerms(source, termsOf(question));
  const asks = destinationEnds(destination).map((to): Ask => ({ from: sourceEnd(source), to, leaving }));
  // Of several addresses one is enough; where none works, the first is told of.
  let [ask] = asks;
  if (!ask) throw new Problem("invalid", `'${question.destination}' has no address.`);
  let witness: Witness | undefined;
  for (const one of asks) {
    ({ witness } = yield* within({ done: 0, of: 1 }, prover.reaching(one)));
    if (!witness) continue;
    ask = one;
    break;
  }
  const isPossible = (change: Change): boolean => remedyOf(cloud, change, []) !== undefined;
  const search = searching(prover, cloud.fabric, ask, { isPossible, changes: question.changes });
  let next = search.next();
  for (; !next.done; next = search.next())
    yield "remedy" in next.value ? { row: { changes: told(cloud, next.value.remedy) } } : next.value;
  const found = next.value;
  const { holds, origin, causes, remedies, cutOff } = found;
  const asItIs = causes.filter(({ behind }) => behind.length === 0);
  const stopped = farthest(cloud.fabric, origin, asItIs.length > 0 ? asItIs : causes.slice(0, 1));
  const shown = holds ? witness : stopped?.witness;
  return {
    schema: "underlay/why-not/1",
    holds,
    causes: causesOf(cloud, found),
    remedies: remedies.map((changes) => ({ changes: told(cloud, changes) })),
    cutOff,
    walk: shown ? walkAnswer(cloud, source, destination, origin, shown) : null,
  };
}

/** Each once: a cause that is met behind several changes is one. */
function causesOf(cloud: Cloud, { origin, causes }: WhyNot): WhyNotAnswer["causes"] {
  const answers = causes.flatMap((cause) => {
    const answer = causeAnswer(cloud, origin, cause, withChanges(cloud.fabric, cause.behind));
    if (!answer) return [];
    const why = whyInstead(cause);
    return why === undefined ? answer : { ...answer, why };
  });
  return [...new Map(answers.map((one) => [JSON.stringify(one), one])).values()];
}

/** Where a change that was tried names what is not there yet, the walk's own words would tell of the invention. */
function whyInstead({ behind, disposition, stage }: Cause): string | undefined {
  const isHidden =
    disposition === "no-host" && stage === "world" && behind.some(({ kind }) => kind === "outer-address");
  if (isHidden) return "no gateway of the destination's network lets it in";
  if (disposition !== "blackhole") return undefined;
  const routes = behind.filter((one) => one.kind === "route");
  if (routes.some(leadsToNewEdge)) return "there is no gateway to the internet that a route could lead to";
  return routes.some(leadsToNewTunnel) ? "nothing joins the two networks that a route could lead to" : undefined;
}

const leadsToNewEdge = ({ next }: RouteChange): boolean => "id" in next && isNewEdge(next.id);
const leadsToNewTunnel = ({ next }: RouteChange): boolean => "id" in next && endsOfNewTunnel(next.id) !== undefined;

/** A set of changes in words, each as it is made after those before it. */
const told = (cloud: Cloud, changes: readonly Change[]): readonly ChangeAnswer[] =>
  changes.flatMap((change, place) => remedyOf(cloud, change, changes.slice(0, place)) ?? []);

function remedyOf(cloud: Cloud, change: Change, earlier: readonly Change[]): Remedy | undefined {
  for (const wording of cloud.wordings) {
    const remedy = wording.remedy?.(cloud.store, change, earlier);
    if (remedy) return remedy;
  }
  return undefined;
}
