/**
 * CreateFlowLogs, DescribeFlowLogs and DeleteFlowLogs.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
 */
import type { CreateFlowLogsRequest, FlowLog as Shape, UnsuccessfulItem } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { AwsError, fail } from "../../../cloud/error.ts";
import type { Operation } from "../../../cloud/operation.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need, type Resource } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { transitGatewayAttachments, transitGateways } from "../transitGateway/resources.ts";
import { subnets, vpcs } from "../vpc/resources.ts";
import { destinationFrom, destinationProblem } from "./destination.ts";
import { formatFrom } from "./format.ts";
import { type FlowLog, flowLogs } from "./resources.ts";

/** What can be logged, by AWS's names. */
const LOGGED = new Map<string, Resource>(
  Object.entries({
    VPC: vpcs,
    Subnet: subnets,
    NetworkInterface: networkInterfaces,
    TransitGateway: transitGateways,
    TransitGatewayAttachment: transitGatewayAttachments,
  }).map(([name, resource]) => [name, resource as unknown as Resource]),
);

/** The longest that a record may wait, in seconds, and what AWS takes where nothing is said. */
const INTERVALS: readonly number[] = [60, 600];

/** Ids of one request. */
const MAX_IDS = 1000;

/** A resource or a bucket that is not there is told in the answer; the others are logged. */
const createFlowLogs = ec2("CreateFlowLogs", (input, ctx) => {
  const settings = settingsFrom(input);
  const logged = LOGGED.get(input.ResourceType ?? "");
  if (!logged) return fail("UnsupportedOperation", `Underlay does not build flow logs of ${input.ResourceType} yet.`);
  const ids = [...new Set(input.ResourceIds)];
  if (ids.length > MAX_IDS) fail("InvalidParameterValue", `The number of resource IDs must not exceed ${MAX_IDS}.`);
  const FlowLogIds: string[] = [];
  const Unsuccessful: UnsuccessfulItem[] = [];
  for (const resourceId of ids) {
    const problem = problemOf(ctx, logged, resourceId) ?? destinationProblem(ctx, settings);
    if (problem) {
      Unsuccessful.push({ ResourceId: resourceId, Error: { Code: problem.code, Message: problem.message } });
      continue;
    }
    refuseDuplicate(ctx, resourceId, settings);
    const { account, region } = ctx;
    const creationTime = ctx.now().toISOString();
    const { id } = ctx.put(flowLogs, { id: ctx.newId("fl"), account, region, resourceId, creationTime, ...settings });
    tagNew(ctx, flowLogs.type, id, input.TagSpecifications);
    FlowLogIds.push(id);
  }
  return { FlowLogIds, Unsuccessful, ClientToken: input.ClientToken };
});

type Settings = Omit<FlowLog, "id" | "account" | "region" | "resourceId" | "creationTime">;

function settingsFrom(input: CreateFlowLogsRequest): Settings {
  const ofTransitGateway = input.ResourceType?.startsWith("TransitGateway") ?? false;
  if (ofTransitGateway && input.TrafficType !== undefined)
    fail("InvalidParameter", `TrafficType is not supported for the resource type ${input.ResourceType}.`);
  if (!ofTransitGateway && input.TrafficType === undefined)
    fail("MissingParameter", "The request must contain the parameter TrafficType");
  const interval = input.MaxAggregationInterval ?? (ofTransitGateway ? 60 : 600);
  if (!INTERVALS.includes(interval) || (ofTransitGateway && interval !== 60))
    fail("InvalidParameter", "Invalid Flow Log Max Aggregation Interval");
  return {
    trafficType: input.TrafficType,
    format: formatFrom(input.LogFormat, ofTransitGateway),
    maxAggregationInterval: interval,
    ...destinationFrom(input),
  };
}

/** Why a resource cannot be logged, or nothing. */
function problemOf(ctx: Context, resource: Resource, id: string): AwsError | undefined {
  try {
    need(ctx, resource, id);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function refuseDuplicate(ctx: Context, resourceId: string, settings: Settings): void {
  const same = ctx
    .by(flowLogs, "resourceId", resourceId)
    .some(
      (log) =>
        log.trafficType === settings.trafficType &&
        log.destination === settings.destination &&
        log.logGroupName === settings.logGroupName &&
        log.format === settings.format &&
        log.maxAggregationInterval === settings.maxAggregationInterval,
    );
  if (same)
    fail(
      "FlowLogAlreadyExists",
      "Error. There is an existing Flow Log with the same configuration and log destination.",
    );
}

const describe = (ctx: Context, log: FlowLog): Shape => ({
  FlowLogId: log.id,
  FlowLogStatus: "ACTIVE",
  CreationTime: new Date(log.creationTime),
  ResourceId: log.resourceId,
  TrafficType: log.trafficType,
  DeliverLogsStatus: "SUCCESS",
  DeliverLogsPermissionArn: log.deliveryRole,
  DeliverCrossAccountRole: log.crossAccountRole,
  LogDestinationType: log.destinationType,
  LogDestination: log.destination,
  LogGroupName: log.logGroupName,
  LogFormat: log.format,
  MaxAggregationInterval: log.maxAggregationInterval,
  DestinationOptions: log.destinationOptions && {
    FileFormat: log.destinationOptions.fileFormat,
    HiveCompatiblePartitions: log.destinationOptions.hiveCompatiblePartitions,
    PerHourPartition: log.destinationOptions.perHourPartition,
  },
  Tags: tagList(ctx, log.id),
});

const filters: Filters<FlowLog, "resourceId"> = {
  "deliver-log-status": () => "SUCCESS",
  "log-destination-type": ({ destinationType }) => destinationType,
  "flow-log-id": ({ id }) => id,
  "log-group-name": ({ logGroupName }) => logGroupName,
  "resource-id": { of: ({ resourceId }) => resourceId, index: "resourceId" },
  "traffic-type": ({ trafficType }) => trafficType,
};

/** Ids that nobody has are left out of the answer. */
const describeFlowLogs = ec2("DescribeFlowLogs", (input, ctx) => {
  const wanted = input.FlowLogIds ?? [];
  const { rows, nextToken } = list(ctx, {
    resource: flowLogs,
    filters,
    ...(wanted.length > 0 ? { rows: wanted.flatMap((id) => ctx.get(flowLogs, id) ?? []) } : {}),
    where: input.Filter,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [1, 1000],
  });
  return { FlowLogs: rows.map((log) => describe(ctx, log)), NextToken: nextToken };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteFlowLogs.html */
const deleteFlowLogs = ec2("DeleteFlowLogs", (input, ctx) => {
  const ids = [...new Set(input.FlowLogIds)];
  const unknown = ids.filter((id) => !ctx.get(flowLogs, id));
  if (unknown.length > 0)
    fail(
      flowLogs.errors.notFound,
      `These flow log ids in the input list are not found: [TotalCount: ${unknown.length}] ${unknown.join(" ")}`,
    );
  for (const id of ids) {
    ctx.delete(flowLogs, id);
    untag(ctx, id);
  }
  return { Unsuccessful: [] };
});

export const flowLogOperations: readonly Operation[] = [createFlowLogs, describeFlowLogs, deleteFlowLogs];
