/**
 * Paths that only the request's own filters forbid: found by asking again without one of them.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html#search-filter-codes
 */
import type { AlternatePathHint, Explanation } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import type { ReachQuestion } from "../../../cloud/reachability.ts";
import type { Walk } from "../../../fabric/vocabulary.ts";
import { named } from "./named.ts";
import { type Asked, ask, type Headers, headersOf, questionsOf } from "./questions.ts";
import type { NetworkInsightsPath, PathFilter } from "./resources.ts";

/** Ids of the components that the path must pass, and those that it may not. */
export interface ComponentFilters {
  readonly through: readonly string[];
  readonly avoiding: readonly string[];
}

/** What a caller learns: why there is no path, and what it could have passed. */
export interface FilterProblems {
  readonly explanations: readonly Explanation[];
  readonly hints: readonly AlternatePathHint[];
}

/** The same questions, with what the path must pass and may not. */
export const withComponents = (
  questions: readonly ReachQuestion[],
  { through, avoiding }: ComponentFilters,
): readonly ReachQuestion[] =>
  questions.map((question) => ({
    ...question,
    ...(through.length > 0 ? { through } : {}),
    ...(avoiding.length > 0 ? { avoiding } : {}),
  }));

const NONE: FilterProblems = { explanations: [], hints: [] };

const works = (ctx: Context, questions: readonly ReachQuestion[]): Asked | undefined =>
  ask(ctx, questions).find(({ answer }) => answer.holds);

/** Components that were to be passed or avoided, where that alone leaves no path; the questions are without them. */
export function componentProblems(
  ctx: Context,
  questions: readonly ReachQuestion[],
  { through, avoiding }: ComponentFilters,
): FilterProblems {
  if (through.length === 0 && avoiding.length === 0) return NONE;
  const free = works(ctx, questions);
  const walk = free?.answer.connection?.forward;
  if (!walk) return NONE;
  const passed = new Set(walk.hops.flatMap(({ resource }) => resource.split(", ")));
  const removed = avoiding.filter((id) => passed.has(id));
  const missed = through.filter((id) => !passed.has(id));
  return {
    explanations: [
      ...missed.map((id) => ({ ExplanationCode: "COMPONENT_FILTER_RESTRICTION", Component: named(ctx, id) })),
      ...removed.map((id) => ({
        ExplanationCode: "COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT",
        Component: named(ctx, id),
      })),
    ],
    hints: hintsOf(ctx, walk).filter(({ ComponentId }) => !removed.includes(ComponentId ?? "")),
  };
}

/** What AWS takes for an intermediate component. */
const INTERMEDIATE = /^(nat|tgw|tgw-attach|pcx)-[0-9a-f]+$/;

const hintsOf = (ctx: Context, { hops }: Walk): readonly AlternatePathHint[] =>
  [...new Set(hops.map(({ resource }) => resource).filter((id) => INTERMEDIATE.test(id)))].map((id) => {
    const { Id, Arn } = named(ctx, id);
    return { ComponentId: Id, ComponentArn: Arn };
  });

const FIELDS: readonly (readonly [field: keyof PathFilter, word: string])[] = [
  ["sourceAddress", "SOURCE_ADDRESS"],
  ["destinationAddress", "DESTINATION_ADDRESS"],
  ["sourcePortRange", "SOURCE_PORT_RANGE"],
  ["destinationPortRange", "DESTINATION_PORT_RANGE"],
];
const SIDES: readonly (readonly [side: keyof Headers, word: string])[] = [
  ["source", "SOURCE"],
  ["destination", "DESTINATION"],
];

/** What a NAT gateway does to a header, which a filter behind it may rule out. */
const BY_NAT: Partial<Record<keyof PathFilter, string>> = {
  sourceAddress: "NGW_SOURCE_ADDRESS_REASSIGN",
  destinationAddress: "NGW_DEST_ADDRESS_PRESERVATION",
  sourcePortRange: "REMAP_EPHEMERAL_PORT",
};

/** The filters of the header without each of which there is a path. */
export function headerProblems(
  ctx: Context,
  path: NetworkInsightsPath,
  components: ComponentFilters,
): readonly Explanation[] {
  const headers = headersOf(path);
  const found: Explanation[] = [];
  for (const [side, sideWord] of SIDES)
    for (const [field, fieldWord] of FIELDS) {
      // The address that is the destination itself is no filter.
      const isDestination = path.destination === undefined && field === "destinationAddress";
      if (headers[side][field] === undefined || isDestination) continue;
      const relaxed = { ...headers, [side]: { ...headers[side], [field]: undefined } };
      const free = works(ctx, withComponents(questionsOf(ctx, path, relaxed), components));
      if (!free) continue;
      found.push({ ExplanationCode: `FILTER_AT_${sideWord}_${fieldWord}` });
      const nat = free.answer.connection?.forward.hops.find(({ stage }) => stage === "translator")?.resource;
      const code = side === "destination" ? BY_NAT[field] : undefined;
      if (nat !== undefined && code !== undefined) found.push({ ExplanationCode: code, NatGateway: named(ctx, nat) });
    }
  return found;
}
