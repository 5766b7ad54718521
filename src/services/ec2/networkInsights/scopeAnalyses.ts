/**
 * StartNetworkInsightsAccessScopeAnalysis, DescribeNetworkInsightsAccessScopeAnalyses,
 * GetNetworkInsightsAccessScopeAnalysisFindings, DeleteNetworkInsightsAccessScopeAnalysis.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartNetworkInsightsAccessScopeAnalysis.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetNetworkInsightsAccessScopeAnalysisFindings.html
 */
import type { NetworkInsightsAccessScopeAnalysis as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { checkPageSize, list, page, rowsOf } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { isWithin } from "./analyses.ts";
import { arnOfResource } from "./named.ts";
import { PAGE_BOUNDS } from "./paths.ts";
import { type AccessScopeAnalysis, accessScopeAnalyses, accessScopes, findings } from "./resources.ts";
import { analysedInterfaces } from "./scopeEnds.ts";
import { findingsOf } from "./scopeFindings.ts";

export const startNetworkInsightsAccessScopeAnalysis = ec2("StartNetworkInsightsAccessScopeAnalysis", (input, ctx) => {
  const { account, region } = ctx;
  const { id: scopeId } = need(ctx, accessScopes, input.NetworkInsightsAccessScopeId);
  void ctx.reachability; // without an engine there is nothing to start
  const analysis = ctx.put(accessScopeAnalyses, {
    id: ctx.newId("nisa"),
    account,
    region,
    scopeId,
    startDate: ctx.now().toISOString(),
    endDate: undefined,
    status: "running",
    statusMessage: undefined,
    analyzedEniCount: undefined,
  });
  tagNew(ctx, accessScopeAnalyses.type, analysis.id, input.TagSpecifications);
  ctx.later(AT_ONCE, "ec2.networkInsights.analyseScope", analysis.id);
  return { NetworkInsightsAccessScopeAnalysis: describe(ctx, analysis) };
});

const run: Transition = (ctx, id) => {
  const analysis = ctx.get(accessScopeAnalyses, id);
  const scope = analysis && ctx.get(accessScopes, analysis.scopeId);
  if (!analysis || !scope || analysis.status !== "running") return;
  const { account, region } = ctx;
  const endDate = ctx.now().toISOString();
  try {
    const found = [...findingsOf(ctx, scope)];
    for (const components of found)
      ctx.put(findings, { id: ctx.newId("finding"), account, region, analysisId: id, scopeId: scope.id, components });
    const analyzedEniCount = analysedInterfaces(ctx).length;
    ctx.put(accessScopeAnalyses, { ...analysis, status: "succeeded", endDate, analyzedEniCount });
  } catch (error) {
    const statusMessage = error instanceof Error ? error.message : String(error);
    ctx.put(accessScopeAnalyses, { ...analysis, status: "failed", endDate, statusMessage });
  }
};

export const scopeAnalysisTransitions: Readonly<Record<string, Transition>> = {
  "ec2.networkInsights.analyseScope": run,
};

function describe(ctx: Context, analysis: AccessScopeAnalysis): Shape {
  const { status, statusMessage, endDate, analyzedEniCount } = analysis;
  const found = ctx.by(findings, "analysisId", analysis.id).length > 0;
  return {
    NetworkInsightsAccessScopeAnalysisId: analysis.id,
    NetworkInsightsAccessScopeAnalysisArn: arnOfResource(analysis, analysis.id),
    NetworkInsightsAccessScopeId: analysis.scopeId,
    Status: status,
    ...(statusMessage === undefined ? {} : { StatusMessage: statusMessage }),
    StartDate: new Date(analysis.startDate),
    ...(endDate === undefined ? {} : { EndDate: new Date(endDate) }),
    FindingsFound: status === "succeeded" ? (found ? "true" : "false") : "unknown",
    ...(analyzedEniCount === undefined ? {} : { AnalyzedEniCount: analyzedEniCount }),
    Tags: tagList(ctx, analysis.id),
  };
}

/** "There are no supported filters" but tags. */
export const describeNetworkInsightsAccessScopeAnalyses = ec2(
  "DescribeNetworkInsightsAccessScopeAnalyses",
  (input, ctx) => {
    const { NetworkInsightsAccessScopeId: scopeId, AnalysisStartTimeBegin: from, AnalysisStartTimeEnd: to } = input;
    const ofScope = scopeId ? ctx.by(accessScopeAnalyses, "scopeId", need(ctx, accessScopes, scopeId).id) : undefined;
    const bounded =
      from || to ? (ofScope ?? ctx.all(accessScopeAnalyses)).filter((one) => isWithin(one, from, to)) : ofScope;
    const { rows, nextToken } = list(ctx, {
      resource: accessScopeAnalyses,
      filters: {},
      ...rowsOf(bounded),
      ids: input.NetworkInsightsAccessScopeAnalysisIds,
      where: input.Filters,
      maxResults: input.MaxResults,
      nextToken: input.NextToken,
      bounds: PAGE_BOUNDS,
      idsName: "networkInsightsAccessScopeAnalysisIds",
    });
    return {
      NetworkInsightsAccessScopeAnalyses: rows.map((analysis) => describe(ctx, analysis)),
      NextToken: nextToken,
    };
  },
);

export const getNetworkInsightsAccessScopeAnalysisFindings = ec2(
  "GetNetworkInsightsAccessScopeAnalysisFindings",
  (input, ctx) => {
    const { id, status } = need(ctx, accessScopeAnalyses, input.NetworkInsightsAccessScopeAnalysisId);
    checkPageSize(input.MaxResults, PAGE_BOUNDS);
    const all = ctx.by(findings, "analysisId", id);
    const { rows, nextToken } = page(all, `findings:${id}`, input.MaxResults, input.NextToken);
    return {
      NetworkInsightsAccessScopeAnalysisId: id,
      AnalysisStatus: status,
      AnalysisFindings: rows.map((finding) => ({
        NetworkInsightsAccessScopeAnalysisId: id,
        NetworkInsightsAccessScopeId: finding.scopeId,
        FindingId: finding.id,
        FindingComponents: [...finding.components],
      })),
      NextToken: nextToken,
    };
  },
);

export const deleteNetworkInsightsAccessScopeAnalysis = ec2(
  "DeleteNetworkInsightsAccessScopeAnalysis",
  ({ NetworkInsightsAccessScopeAnalysisId }, ctx) => {
    const { id } = need(ctx, accessScopeAnalyses, NetworkInsightsAccessScopeAnalysisId);
    for (const finding of ctx.by(findings, "analysisId", id)) ctx.delete(findings, finding.id);
    untag(ctx, id);
    ctx.delete(accessScopeAnalyses, id);
    return { NetworkInsightsAccessScopeAnalysisId: id };
  },
);
