/**
 * StartNetworkInsightsAnalysis, DescribeNetworkInsightsAnalyses, DeleteNetworkInsightsAnalysis.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartNetworkInsightsAnalysis.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInsightsAnalyses.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInsightsAnalysis.html
 */
import type { NetworkInsightsAnalysis as Shape } from "@aws-sdk/client-ec2";
import { parseArn } from "../../../cloud/arn.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { type Filters, list, rowsOf } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { analyse } from "./analyse.ts";
import { idIn } from "./ends.ts";
import { arnOfResource } from "./named.ts";
import { PAGE_BOUNDS } from "./paths.ts";
import { type NetworkInsightsAnalysis, networkInsightsAnalyses, networkInsightsPaths } from "./resources.ts";

/** "Reachability Analyzer automatically deletes an analysis 120 days after its creation date." */
export const LIFETIME_MS = 120 * 24 * 60 * 60 * 1000;

export const startNetworkInsightsAnalysis = ec2("StartNetworkInsightsAnalysis", (input, ctx) => {
  const { account, region } = ctx;
  const { id: pathId } = need(ctx, networkInsightsPaths, input.NetworkInsightsPathId);
  checkArns("filterInArns", input.FilterInArns);
  checkArns("filterOutArns", input.FilterOutArns);
  const both = input.FilterInArns?.find((arn) => input.FilterOutArns?.includes(arn));
  if (both !== undefined) fail("InvalidParameterValue", `${both} cannot be both traversed and ignored.`);
  for (const member of input.AdditionalAccounts ?? [])
    if (!/^\d{12}$/.test(member))
      fail("InvalidParameterValue", `Value (${member}) for parameter additionalAccounts is invalid.`);
  void ctx.reachability; // without an engine there is nothing to start
  const analysis = ctx.put(networkInsightsAnalyses, {
    id: ctx.newId("nia"),
    account,
    region,
    pathId,
    startDate: ctx.now().toISOString(),
    status: "running",
    statusMessage: undefined,
    additionalAccounts: input.AdditionalAccounts,
    filterInArns: input.FilterInArns,
    filterOutArns: input.FilterOutArns,
    result: undefined,
  });
  tagNew(ctx, networkInsightsAnalyses.type, analysis.id, input.TagSpecifications);
  ctx.later(AT_ONCE, "ec2.networkInsights.analyse", analysis.id);
  ctx.later(LIFETIME_MS, "ec2.networkInsights.forget", analysis.id);
  return { NetworkInsightsAnalysis: describe(ctx, analysis) };
});

function checkArns(parameter: string, arns: readonly string[] | undefined): void {
  for (const arn of arns ?? [])
    if (!parseArn(arn))
      fail("InvalidParameterValue", `Value (${arn}) for parameter ${parameter} is invalid. It must be an ARN.`);
}

/** The path may have gone; the network is looked at as it is now. */
const run: Transition = (ctx, id) => {
  const analysis = ctx.get(networkInsightsAnalyses, id);
  const path = analysis && ctx.get(networkInsightsPaths, analysis.pathId);
  if (!analysis || !path || analysis.status !== "running") return;
  const filters = {
    through: (analysis.filterInArns ?? []).map(idIn),
    avoiding: (analysis.filterOutArns ?? []).map(idIn),
  };
  ctx.put(networkInsightsAnalyses, { ...analysis, ...outcomeOf(() => analyse(ctx, path, filters)) });
};

function outcomeOf(analysed: () => NetworkInsightsAnalysis["result"]): Partial<NetworkInsightsAnalysis> {
  try {
    return { status: "succeeded", result: analysed() };
  } catch (error) {
    return { status: "failed", statusMessage: error instanceof Error ? error.message : String(error) };
  }
}

const forget: Transition = (ctx, id) => {
  untag(ctx, id);
  ctx.delete(networkInsightsAnalyses, id);
};

export const analysisTransitions: Readonly<Record<string, Transition>> = {
  "ec2.networkInsights.analyse": run,
  "ec2.networkInsights.forget": forget,
};

function describe(ctx: Context, analysis: NetworkInsightsAnalysis): Shape {
  const { result } = analysis;
  return {
    NetworkInsightsAnalysisId: analysis.id,
    NetworkInsightsAnalysisArn: arnOfResource(analysis, analysis.id),
    NetworkInsightsPathId: analysis.pathId,
    ...(analysis.additionalAccounts ? { AdditionalAccounts: [...analysis.additionalAccounts] } : {}),
    ...(analysis.filterInArns ? { FilterInArns: [...analysis.filterInArns] } : {}),
    ...(analysis.filterOutArns ? { FilterOutArns: [...analysis.filterOutArns] } : {}),
    StartDate: new Date(analysis.startDate),
    Status: analysis.status,
    ...(analysis.statusMessage === undefined ? {} : { StatusMessage: analysis.statusMessage }),
    ...(result
      ? {
          NetworkPathFound: result.found,
          ForwardPathComponents: [...result.forward],
          ReturnPathComponents: [...result.back],
          Explanations: [...result.explanations],
          AlternatePathHints: [...result.hints],
          SuggestedAccounts: [],
        }
      : {}),
    Tags: tagList(ctx, analysis.id),
  };
}

const filters: Filters<NetworkInsightsAnalysis, "pathId"> = {
  "path-found": ({ result }) => result?.found,
  status: ({ status }) => status,
};

/** Analyses that began within the times asked for. */
export const describeNetworkInsightsAnalyses = ec2("DescribeNetworkInsightsAnalyses", (input, ctx) => {
  const { AnalysisStartTime: from, AnalysisEndTime: to, NetworkInsightsPathId: pathId } = input;
  const ofPath = pathId
    ? ctx.by(networkInsightsAnalyses, "pathId", need(ctx, networkInsightsPaths, pathId).id)
    : undefined;
  const bounded =
    from || to ? (ofPath ?? ctx.all(networkInsightsAnalyses)).filter((one) => isWithin(one, from, to)) : ofPath;
  const { rows, nextToken } = list(ctx, {
    resource: networkInsightsAnalyses,
    filters,
    ...rowsOf(bounded),
    ids: input.NetworkInsightsAnalysisIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: PAGE_BOUNDS,
    idsName: "networkInsightsAnalysisIds",
  });
  return { NetworkInsightsAnalyses: rows.map((analysis) => describe(ctx, analysis)), NextToken: nextToken };
});

/** Whether something began between two times, both included. */
export function isWithin(
  { startDate }: { readonly startDate: string },
  from: Date | undefined,
  to: Date | undefined,
): boolean {
  const began = Date.parse(startDate);
  return (!from || began >= from.getTime()) && (!to || began <= to.getTime());
}

export const deleteNetworkInsightsAnalysis = ec2(
  "DeleteNetworkInsightsAnalysis",
  ({ NetworkInsightsAnalysisId }, ctx) => {
    const { id } = need(ctx, networkInsightsAnalyses, NetworkInsightsAnalysisId);
    forget(ctx, id);
    return { NetworkInsightsAnalysisId: id };
  },
);
