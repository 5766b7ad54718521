/**
 * What an access scope finds: for each source and destination that a match condition names, a path between them that no
 * exclusion covers. An exclusion of headers leaves the other headers to ask about, one of components leaves the ways
 * around them.
 * @see https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/exclude-paths.html
 */
import type { PathComponent } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import type { ReachQuestion } from "../../../cloud/reachability.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { internetGateways } from "../vpc/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { tell } from "./analyse.ts";
import { componentsOf } from "./components.ts";
import { areConnected } from "./goal.ts";
import { commonPrefixes, FIELDS, headersOfStatement, withoutField } from "./headerSets.ts";
import { ask, reachEndsOf, sendersAt } from "./questions.ts";
import type { AccessScope, PathStatement, ScopePath } from "./resources.ts";
import { restrictions } from "./restrictions.ts";
import { everyEnd, idsOf } from "./scopeEnds.ts";

export function* findingsOf(ctx: Context, scope: AccessScope): Iterable<readonly PathComponent[]> {
  const conditions = scope.matchPaths.map((path) => conditionOf(ctx, path));
  const exclusions = scope.excludePaths.map((path) => conditionOf(ctx, path));
  const connected = connections(ctx);
  const found = new Set<string>();
  for (const condition of conditions)
    for (const source of condition.sources ?? everyEnd(ctx, "source"))
      for (const destination of condition.destinations ?? everyEnd(ctx, "destination")) {
        const pair = `${source} ${destination}`;
        if (source === destination || found.has(pair) || !connected(source, destination)) continue;
        const applying = exclusions.filter((one) => applies(one, source, destination));
        const path = pathBetween(ctx, source, destination, condition, applying);
        if (!path) continue;
        found.add(pair);
        yield path;
      }
}

interface Condition {
  /** Absent: any. */
  readonly sources: ReadonlySet<string> | undefined;
  readonly destinations: ReadonlySet<string> | undefined;
  /** One of each is passed. */
  readonly through: readonly (readonly string[])[];
  readonly leaving: NonNullable<ReachQuestion["leaving"]>;
  readonly arriving: NonNullable<ReachQuestion["arriving"]>;
}

function conditionOf(ctx: Context, { source, destination, through }: ScopePath): Condition {
  const ids = (statement: PathStatement | undefined) =>
    statement?.resource ? new Set(idsOf(ctx, statement.resource)) : undefined;
  return {
    sources: ids(source),
    destinations: ids(destination),
    through: (through ?? []).map((one) => idsOf(ctx, one)),
    leaving: headersOfStatement(ctx, source?.header),
    arriving: headersOfStatement(ctx, destination?.header),
  };
}

const applies = ({ sources, destinations }: Condition, source: string, destination: string): boolean =>
  (sources?.has(source) ?? true) && (destinations?.has(destination) ?? true);

function pathBetween(
  ctx: Context,
  sourceId: string,
  destination: string,
  condition: Condition,
  exclusions: readonly Condition[],
): readonly PathComponent[] | undefined {
  for (const from of reachEndsOf(ctx, sourceId))
    for (const to of reachEndsOf(ctx, destination))
      for (const through of combinations(condition.through)) {
        const protocols = condition.leaving.protocols ?? condition.arriving.protocols ?? [...TRANSPORTS];
        const { leaving, arriving } = condition;
        const source = commonPrefixes(sendersAt(ctx, from), leaving.source);
        if (source.length === 0) continue;
        const question = { from, to, leaving: { ...leaving, protocols, source }, arriving, through };
        for (const remaining of without(question, exclusions)) {
          const [asked] = ask(ctx, [remaining]);
          const told = asked?.answer.holds ? tell(ctx, asked) : undefined;
          if (told && restrictions(ctx, told.out).length === 0)
            return componentsOf(ctx, told.out, told.start, { from: sourceId, to: destination });
        }
      }
  return undefined;
}

/** TCP and UDP: "packets with either the tcp or udp protocol are admitted". */
const TRANSPORTS = [6, 17] as const;

/** One of each list, in every way. */
function combinations(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (before, list) => before.flatMap((some) => list.map((one) => [...some, one])),
    [[]],
  );
}

/** Questions that together ask about all that the exclusions leave: each by one thing that puts a path outside of it. */
function* without(question: ReachQuestion, exclusions: readonly Condition[]): Iterable<ReachQuestion> {
  const [exclusion, ...others] = exclusions;
  if (!exclusion) {
    yield question;
    return;
  }
  for (const side of ["leaving", "arriving"] as const)
    for (const field of FIELDS) {
      if (!exclusion[side][field]) continue;
      const left = withoutField(question[side] ?? {}, field, exclusion[side]);
      if (left) yield* without({ ...question, [side]: left }, others);
    }
  for (const ids of exclusion.through)
    yield* without({ ...question, avoiding: [...(question.avoiding ?? []), ...ids] }, others);
}

/** Whether a packet could come from one to the other at all, told from VPCs alone and remembered. */
function connections(ctx: Context): (source: string, destination: string) => boolean {
  const known = new Map<string, boolean>();
  const vpcOf = (id: string): string | undefined =>
    (ctx.find(networkInterfaces, id) ?? ctx.find(internetGateways, id) ?? ctx.find(vpcEndpoints, id))?.vpcId;
  return (source, destination) => {
    const [one, other] = [vpcOf(source), vpcOf(destination)];
    if (one === undefined || other === undefined) return true;
    // What comes in by an Internet gateway or goes to an endpoint stays in its VPC.
    if (source.startsWith("igw-") && one !== other) return false;
    if (destination.startsWith("vpce-") && one !== other) return false;
    const key = `${one} ${other}`;
    const connected = known.get(key) ?? areConnected(ctx, one, other);
    known.set(key, connected);
    return connected;
  };
}
