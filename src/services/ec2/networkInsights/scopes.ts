/**
 * CreateNetworkInsightsAccessScope, DescribeNetworkInsightsAccessScopes, GetNetworkInsightsAccessScopeContent,
 * DeleteNetworkInsightsAccessScope.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInsightsAccessScope.html
 * @see https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/getting-started-cli.html
 */
import type { NetworkInsightsAccessScopeContent, NetworkInsightsAccessScope as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { arnOfResource } from "./named.ts";
import { PAGE_BOUNDS } from "./paths.ts";
import { type AccessScope, accessScopeAnalyses, accessScopes } from "./resources.ts";
import { describeScopePath, excludePathsFrom, matchPathsFrom } from "./statements.ts";

export const createNetworkInsightsAccessScope = ec2("CreateNetworkInsightsAccessScope", (input, ctx) => {
  const { account, region } = ctx;
  const scope = ctx.put(accessScopes, {
    id: ctx.newId("nis"),
    account,
    region,
    createdDate: ctx.now().toISOString(),
    matchPaths: matchPathsFrom(input.MatchPaths),
    excludePaths: excludePathsFrom(input.ExcludePaths),
  });
  tagNew(ctx, accessScopes.type, scope.id, input.TagSpecifications);
  return { NetworkInsightsAccessScope: describe(ctx, scope), NetworkInsightsAccessScopeContent: contentOf(scope) };
});

const describe = (ctx: Context, scope: AccessScope): Shape => ({
  NetworkInsightsAccessScopeId: scope.id,
  NetworkInsightsAccessScopeArn: arnOfResource(scope, scope.id),
  CreatedDate: new Date(scope.createdDate),
  UpdatedDate: new Date(scope.createdDate),
  Tags: tagList(ctx, scope.id),
});

const contentOf = ({ id, matchPaths, excludePaths }: AccessScope): NetworkInsightsAccessScopeContent => ({
  NetworkInsightsAccessScopeId: id,
  MatchPaths: matchPaths.map(describeScopePath),
  ExcludePaths: excludePaths.map(describeScopePath),
});

/** "There are no supported filters" but tags. */
export const describeNetworkInsightsAccessScopes = ec2("DescribeNetworkInsightsAccessScopes", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: accessScopes,
    filters: {},
    ids: input.NetworkInsightsAccessScopeIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: PAGE_BOUNDS,
    idsName: "networkInsightsAccessScopeIds",
  });
  return { NetworkInsightsAccessScopes: rows.map((scope) => describe(ctx, scope)), NextToken: nextToken };
});

export const getNetworkInsightsAccessScopeContent = ec2(
  "GetNetworkInsightsAccessScopeContent",
  ({ NetworkInsightsAccessScopeId }, ctx) => ({
    NetworkInsightsAccessScopeContent: contentOf(need(ctx, accessScopes, NetworkInsightsAccessScopeId)),
  }),
);

export const deleteNetworkInsightsAccessScope = ec2(
  "DeleteNetworkInsightsAccessScope",
  ({ NetworkInsightsAccessScopeId }, ctx) => {
    const { id } = need(ctx, accessScopes, NetworkInsightsAccessScopeId);
    if (ctx.by(accessScopeAnalyses, "scopeId", id).length > 0)
      fail("AnalysisExistsForNetworkInsightsAccessScope", `The access scope ${id} has analyses: delete them first.`);
    untag(ctx, id);
    ctx.delete(accessScopes, id);
    return { NetworkInsightsAccessScopeId: id };
  },
);
