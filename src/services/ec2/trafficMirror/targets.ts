/** CreateTrafficMirrorTarget, DeleteTrafficMirrorTarget, DescribeTrafficMirrorTargets. */
import type { CreateTrafficMirrorTargetRequest, TrafficMirrorTarget as Shape } from "@aws-sdk/client-ec2";
import { parseArn } from "../../../cloud/arn.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { type TrafficMirrorTarget, trafficMirrorSessions, trafficMirrorTargets } from "./resources.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTrafficMirrorTarget.html */
const createTrafficMirrorTarget = ec2("CreateTrafficMirrorTarget", (input, ctx) => {
  const where = destinationOf(ctx, input);
  if (ctx.by(trafficMirrorTargets, "destination", where.destination).length > 0)
    fail("InvalidParameterValue", `There is a traffic mirror target for ${where.destination} already.`);
  const target = ctx.put(trafficMirrorTargets, {
    id: ctx.newId("tmt"),
    account: ctx.account,
    region: ctx.region,
    ...where,
    description: input.Description,
  });
  tagNew(ctx, trafficMirrorTargets.type, target.id, input.TagSpecifications);
  return { ClientToken: input.ClientToken, TrafficMirrorTarget: describe(ctx, target) };
});

/** Exactly one of an interface, a Network Load Balancer and a Gateway Load Balancer endpoint. */
function destinationOf(
  ctx: Context,
  input: CreateTrafficMirrorTargetRequest,
): Pick<TrafficMirrorTarget, "kind" | "destination"> {
  const { NetworkInterfaceId: eni, NetworkLoadBalancerArn: balancer, GatewayLoadBalancerEndpointId: endpoint } = input;
  const given = [eni, balancer, endpoint].filter((one) => one !== undefined && one !== "");
  if (given.length === 0)
    fail(
      "MissingParameter",
      "The request must contain the parameter networkInterfaceId, networkLoadBalancerArn or gatewayLoadBalancerEndpointId",
    );
  if (given.length > 1)
    fail("InvalidParameterCombination", "A traffic mirror target is one interface, load balancer or endpoint.");
  if (eni) return { kind: "network-interface", destination: need(ctx, networkInterfaces, eni).id };
  if (endpoint) {
    if (need(ctx, vpcEndpoints, endpoint).type !== "GatewayLoadBalancer")
      fail("InvalidParameterValue", `The endpoint ${endpoint} is not of the type GatewayLoadBalancer.`);
    return { kind: "gateway-load-balancer-endpoint", destination: endpoint };
  }
  const arn = parseArn(balancer ?? "");
  if (arn?.service !== "elasticloadbalancing" || !arn.resource.startsWith("loadbalancer/net/"))
    fail("InvalidParameterValue", `Value (${balancer}) for parameter networkLoadBalancerArn is invalid.`);
  return { kind: "network-load-balancer", destination: balancer ?? "" };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTrafficMirrorTarget.html */
const deleteTrafficMirrorTarget = ec2("DeleteTrafficMirrorTarget", (input, ctx) => {
  const { id } = need(ctx, trafficMirrorTargets, input.TrafficMirrorTargetId);
  const [session] = ctx.by(trafficMirrorSessions, "targetId", id);
  if (session) fail("TrafficMirrorTargetInUseException", `The traffic mirror target ${id} is in use by ${session.id}.`);
  ctx.delete(trafficMirrorTargets, id);
  untag(ctx, id);
  return { TrafficMirrorTargetId: id };
});

const only =
  (kind: TrafficMirrorTarget["kind"]) =>
  (target: TrafficMirrorTarget): string | undefined =>
    target.kind === kind ? target.destination : undefined;

const interfaceId = only("network-interface");
const balancerArn = only("network-load-balancer");

const filters: Filters<TrafficMirrorTarget, "destination"> = {
  description: ({ description }) => description,
  "network-interface-id": { of: interfaceId, index: "destination" },
  "network-load-balancer-arn": { of: balancerArn, index: "destination" },
  "owner-id": ({ account }) => account,
  "traffic-mirror-target-id": ({ id }) => id,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTrafficMirrorTargets.html */
const describeTrafficMirrorTargets = ec2("DescribeTrafficMirrorTargets", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: trafficMirrorTargets,
    filters,
    ids: input.TrafficMirrorTargetIds,
    idsName: "trafficMirrorTargetIds",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { TrafficMirrorTargets: rows.map((target) => describe(ctx, target)), NextToken: nextToken };
});

const describe = (ctx: Context, target: TrafficMirrorTarget): Shape => ({
  TrafficMirrorTargetId: target.id,
  Type: target.kind,
  NetworkInterfaceId: interfaceId(target),
  NetworkLoadBalancerArn: balancerArn(target),
  GatewayLoadBalancerEndpointId: only("gateway-load-balancer-endpoint")(target),
  Description: target.description,
  OwnerId: target.account,
  Tags: tagList(ctx, target.id),
});

export const targetOperations = [createTrafficMirrorTarget, deleteTrafficMirrorTarget, describeTrafficMirrorTargets];
