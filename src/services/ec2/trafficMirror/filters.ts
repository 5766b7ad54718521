/** CreateTrafficMirrorFilter, DeleteTrafficMirrorFilter, DescribeTrafficMirrorFilters, ModifyTrafficMirrorFilterNetworkServices. */
import type { TrafficMirrorFilter as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import {
  type TrafficMirrorFilter,
  trafficMirrorFilterRules,
  trafficMirrorFilters,
  trafficMirrorSessions,
} from "./resources.ts";
import { describeRule, inOrder } from "./rules.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTrafficMirrorFilter.html */
const createTrafficMirrorFilter = ec2("CreateTrafficMirrorFilter", (input, ctx) => {
  const { account, region } = ctx;
  const filter = ctx.put(trafficMirrorFilters, {
    id: ctx.newId("tmf"),
    account,
    region,
    description: input.Description,
    networkServices: [],
  });
  tagNew(ctx, trafficMirrorFilters.type, filter.id, input.TagSpecifications);
  return { ClientToken: input.ClientToken, TrafficMirrorFilter: describe(ctx, filter) };
});

/**
 * With its rules.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTrafficMirrorFilter.html
 */
const deleteTrafficMirrorFilter = ec2("DeleteTrafficMirrorFilter", (input, ctx) => {
  const { id } = need(ctx, trafficMirrorFilters, input.TrafficMirrorFilterId);
  const [session] = ctx.by(trafficMirrorSessions, "filterId", id);
  if (session) fail("TrafficMirrorFilterInUse", `The traffic mirror filter ${id} is in use by ${session.id}.`);
  for (const rule of ctx.by(trafficMirrorFilterRules, "filterId", id)) {
    ctx.delete(trafficMirrorFilterRules, rule.id);
    untag(ctx, rule.id);
  }
  ctx.delete(trafficMirrorFilters, id);
  untag(ctx, id);
  return { TrafficMirrorFilterId: id };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTrafficMirrorFilterNetworkServices.html */
const modifyTrafficMirrorFilterNetworkServices = ec2("ModifyTrafficMirrorFilterNetworkServices", (input, ctx) => {
  const filter = need(ctx, trafficMirrorFilters, input.TrafficMirrorFilterId);
  const { AddNetworkServices: added = [], RemoveNetworkServices: removed = [] } = input;
  if (added.length + removed.length === 0)
    fail("MissingParameter", "The request must contain the parameter addNetworkServices or removeNetworkServices");
  for (const service of [...added, ...removed])
    if (service !== "amazon-dns")
      fail("InvalidParameterValue", `Value (${service}) for parameter networkServices is invalid.`);
  const networkServices = [...new Set([...filter.networkServices, ...added])].filter((one) => !removed.includes(one));
  return { TrafficMirrorFilter: describe(ctx, ctx.put(trafficMirrorFilters, { ...filter, networkServices })) };
});

const filters: Filters<TrafficMirrorFilter, never> = {
  description: ({ description }) => description,
  "traffic-mirror-filter-id": ({ id }) => id,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTrafficMirrorFilters.html */
const describeTrafficMirrorFilters = ec2("DescribeTrafficMirrorFilters", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: trafficMirrorFilters,
    filters,
    ids: input.TrafficMirrorFilterIds,
    idsName: "trafficMirrorFilterIds",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { TrafficMirrorFilters: rows.map((filter) => describe(ctx, filter)), NextToken: nextToken };
});

function describe(ctx: Context, filter: TrafficMirrorFilter): Shape {
  const rules = inOrder(ctx.by(trafficMirrorFilterRules, "filterId", filter.id));
  const told = (direction: string) =>
    rules.filter((rule) => rule.direction === direction).map((rule) => describeRule(ctx, rule));
  return {
    TrafficMirrorFilterId: filter.id,
    IngressFilterRules: told("ingress"),
    EgressFilterRules: told("egress"),
    NetworkServices: [...filter.networkServices],
    Description: filter.description,
    Tags: tagList(ctx, filter.id),
  };
}

export const filterOperations = [
  createTrafficMirrorFilter,
  deleteTrafficMirrorFilter,
  modifyTrafficMirrorFilterNetworkServices,
  describeTrafficMirrorFilters,
];
