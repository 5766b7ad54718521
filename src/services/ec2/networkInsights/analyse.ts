/**
 * An analysis of a path: whether packets get there and their answers back, by what components; else what keeps them.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
import type { Explanation } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { reverse } from "../../../fabric/flow.ts";
import type { ConnectionTrace } from "../../../fabric/vocabulary.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { componentsOf, type Span } from "./components.ts";
import { configurationProblems } from "./configuration.ts";
import { explain } from "./explanations.ts";
import { type ComponentFilters, componentProblems, headerProblems, withComponents } from "./filterProblems.ts";
import type { Goal } from "./goal.ts";
import { obstacleOf } from "./obstacle.ts";
import { type Asked, ask, interfacesOf, questionsOf } from "./questions.ts";
import { replay, type Start, type Step, transitGatewayOf } from "./replay.ts";
import type { NetworkInsightsPath, PathResult } from "./resources.ts";
import { restrictions } from "./restrictions.ts";
import { shadowedRoutes } from "./shadows.ts";

const NOT_FOUND: PathResult = { found: false, forward: [], back: [], explanations: [], hints: [] };
const NO_PATH: Explanation = { ExplanationCode: "NO_PATH" };

export function analyse(ctx: Context, path: NetworkInsightsPath, filters: ComponentFilters): PathResult {
  const problems = configurationProblems(ctx, path);
  if (problems.length > 0) return { ...NOT_FOUND, explanations: problems };
  const questions = questionsOf(ctx, path);
  const asked = ask(ctx, withComponents(questions, filters));
  const [first] = asked;
  const told = first && tell(ctx, first);
  if (!first || !told) return refused(ctx, path, asked, filters);
  const span = spanOf(path);
  const forbidden = restrictions(ctx, told.out);
  if (forbidden.length > 0) return { ...NOT_FOUND, explanations: forbidden };
  const whole = first.answer.holds;
  if (whole || comesFarEnough(ctx, first, told.out, path)) {
    // "With the TCP protocol, when a network path traverses a transit gateway route table, only forward traffic is analyzed."
    const oneWay = !whole || (path.protocol === "tcp" && told.out.some(({ hop }) => hop.stage === "hub-route"));
    return {
      found: true,
      forward: componentsOf(ctx, told.out, told.start, span),
      back: oneWay ? [] : componentsOf(ctx, told.back, told.turn, { from: span.to, to: span.from, answers: true }),
      explanations: [],
      hints: [],
    };
  }
  return refused(ctx, path, asked, filters);
}

interface Told {
  readonly connection: ConnectionTrace;
  readonly start: Start;
  readonly out: readonly Step[];
  /** Where the answer begins. */
  readonly turn: Start;
  readonly back: readonly Step[];
}

export function tell(ctx: Context, { question, answer }: Asked): Told | undefined {
  const { connection } = answer;
  if (!connection) return undefined;
  const eni = "interface" in question.from ? ctx.find(networkInterfaces, question.from.interface) : undefined;
  const start: Start = { eni, vpcId: eni?.vpcId };
  const out = replay(ctx, connection.forward, connection.flow, start);
  const last = out.at(-1);
  const turn: Start = { eni: last?.eni, vpcId: last?.nextVpcId };
  const back = connection.return ? replay(ctx, connection.return, reverse(last?.after ?? connection.flow), turn) : [];
  return { connection, start, out, turn, back };
}

const spanOf = ({ source, destination }: NetworkInsightsPath): Span => ({ from: source, to: destination });

/** Gateways that are reached by arriving at them, whatever becomes of the packet beyond. */
const PASSED_ON_THE_WAY = /^(tgw|tgw-attach|pcx)-/;

/** Where the analysis goes no farther: at a gateway that is the destination, or behind a transit gateway's table for TCP. */
function comesFarEnough(
  ctx: Context,
  { answer }: Asked,
  out: readonly Step[],
  { destination = "", protocol }: NetworkInsightsPath,
): boolean {
  const last = out.at(-1)?.hop;
  if (PASSED_ON_THE_WAY.test(destination))
    return out.some(({ hop }) => hop.action !== "drop" && hop !== last && passes(ctx, hop.resource, destination));
  const arrived = answer.causes.length > 0 && answer.causes.every(({ way }) => way === "back");
  return arrived && protocol === "tcp" && out.some(({ hop }) => hop.stage === "hub-route");
}

const passes = (ctx: Context, resource: string, id: string): boolean =>
  resource === id || (id.startsWith("tgw-") && transitGatewayOf(ctx, resource) === id);

function refused(
  ctx: Context,
  path: NetworkInsightsPath,
  asked: readonly Asked[],
  filters: ComponentFilters,
): PathResult {
  const goalAt = (id: string | undefined): Goal => ({ id, vpcId: interfacesOf(ctx, id ?? "")[0]?.vpcId });
  const goal = goalAt(path.destination);
  const ends = new Set(
    [path.source, path.destination ?? ""].flatMap((id) => interfacesOf(ctx, id).map((eni) => eni.id)),
  );
  const filtered = componentProblems(ctx, questionsOf(ctx, path), filters);
  const explanations: Explanation[] = [...filtered.explanations];
  let shown: Told | undefined;
  if (explanations.length === 0)
    for (const one of asked) {
      const told = tell(ctx, one);
      shown ??= told;
      const walks = { flow: one.answer.connection?.flow, out: told?.out ?? [], back: told?.back ?? [] };
      for (const cause of one.answer.causes) {
        const obstacle = obstacleOf(
          ctx,
          cause,
          { ...walks, flow: walks.flow ?? cause.flow },
          cause.way === "out" ? goal : goalAt(path.source),
          ends,
        );
        const explanation = explain(ctx, obstacle);
        if (explanation) explanations.push(explanation);
      }
      explanations.push(...shadowedRoutes(ctx, told?.out ?? [], goal));
    }
  if (explanations.length === 0) explanations.push(...headerProblems(ctx, path, filters));
  const distinct = [...new Map(explanations.map((one) => [JSON.stringify(one), one])).values()];
  const told = distinct.length > 0 ? distinct : [NO_PATH];
  const { from } = spanOf(path);
  return {
    found: false,
    forward: shown ? componentsOf(ctx, shown.out, shown.start, { from }, told) : [],
    back: shown?.connection.return ? componentsOf(ctx, shown.back, shown.turn, { answers: true }, told) : [],
    explanations: told,
    hints: filtered.hints,
  };
}
