/**
 * What a route leads to: found in a request, checked, told again, and whether it is there.
 * A kind of target that another area declares later (a transit gateway, an endpoint) is found by its id's prefix.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html
 */
import type { CreateRouteRequest, Route as RouteShape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Row } from "../../../cloud/table.ts";
import { instances } from "../instance/resources.ts";
import { type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { natGateways } from "../nat/resources.ts";
import { vpcPeeringConnections } from "../peering/resources.ts";
import { need, resourceOfId } from "../resource.ts";
import { isAttachedTo } from "../transitGateway/attachments.ts";
import { egressOnlyInternetGateways } from "../vpc/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import type { RouteTable, RouteTarget } from "./resources.ts";

/** The parameters of CreateRoute and ReplaceRoute that name a target; a request has exactly one. */
const PARAMETERS = [
  "GatewayId",
  "EgressOnlyInternetGatewayId",
  "NatGatewayId",
  "NetworkInterfaceId",
  "InstanceId",
  "VpcPeeringConnectionId",
  "TransitGatewayId",
  "VpcEndpointId",
  "CarrierGatewayId",
  "LocalGatewayId",
  "CoreNetworkArn",
  "OdbNetworkArn",
] as const;
type Parameter = (typeof PARAMETERS)[number];

export type TargetInput = Pick<CreateRouteRequest, Parameter>;

/** The parameters of a request that name a target. */
export const targetsIn = (input: TargetInput): readonly Parameter[] =>
  PARAMETERS.filter((parameter) => input[parameter] !== undefined);

/** The target that a request names, which must exist and belong with the table's VPC. */
export function targetFrom(ctx: Context, table: RouteTable, input: TargetInput): RouteTarget {
  const given = targetsIn(input);
  const [parameter] = given;
  if (parameter === undefined)
    return fail("MissingParameter", "The request must contain the parameter gatewayId or another target of the route");
  if (given.length > 1)
    fail("InvalidParameterCombination", `The request must contain only one route target; it has ${given.join(", ")}.`);
  return needTarget(ctx, table, parameter, input[parameter] ?? "");
}

function needTarget(ctx: Context, table: RouteTable, parameter: Parameter, id: string): RouteTarget {
  switch (parameter) {
    case "GatewayId":
      return gateway(ctx, table, id);
    case "EgressOnlyInternetGatewayId":
      sameNetwork(table, "egress-only internet gateway", need(ctx, egressOnlyInternetGateways, id));
      return { kind: "egress-only-internet-gateway", id };
    case "NatGatewayId": {
      const nat = ctx.get(natGateways, id);
      if (!nat || nat.state === "deleted" || nat.state === "deleting" || nat.state === "failed")
        return fail("InvalidNatGatewayID.NotFound", `The natGateway ID '${id}' does not exist`);
      sameNetwork(table, "nat gateway", nat);
      return { kind: "nat-gateway", id };
    }
    case "NetworkInterfaceId":
      sameNetwork(table, "interface", need(ctx, networkInterfaces, id));
      return { kind: "network-interface", id };
    case "InstanceId":
      return instance(ctx, table, id);
    case "VpcPeeringConnectionId":
      return peering(ctx, table, id);
    case "TransitGatewayId":
      // Until the VPC is attached to it, the gateway is none that its routes could name.
      if (!isAttachedTo(ctx, table.vpcId, id))
        return fail("InvalidTransitGatewayID.NotFound", `The transitGateway ID '${id}' does not exist`);
      return declared(ctx, table, "transit-gateway", id, "InvalidTransitGatewayID.NotFound", "transitGateway ID");
    case "VpcEndpointId":
      checkRoutable(ctx, id);
      return declared(ctx, table, "vpc-endpoint", id, "InvalidVpcEndpointId.NotFound", "Vpc Endpoint ID");
    case "CarrierGatewayId":
      return declared(ctx, table, "carrier-gateway", id, "InvalidCarrierGatewayID.NotFound", "carrierGateway ID");
    case "LocalGatewayId":
      return declared(ctx, table, "local-gateway", id, "InvalidLocalGatewayID.NotFound", "localGateway ID");
    case "CoreNetworkArn":
      return declared(ctx, table, "core-network", id, "InvalidCoreNetworkArn.NotFound", "core network ARN");
    case "OdbNetworkArn":
      return fail("UnsupportedOperation", "Underlay does not build the parameter OdbNetworkArn of CreateRoute yet.");
  }
}

/** Only a Gateway Load Balancer endpoint is a route's target by name; a gateway endpoint brings its own routes. */
function checkRoutable(ctx: Context, id: string): void {
  const type = ctx.get(vpcEndpoints, id)?.type;
  if (type === "Gateway" || type === "Interface")
    fail(
      "RouteNotSupported",
      `Route table contains unsupported route target: ${id}. VPC Endpoints of this type cannot be used as route targets.`,
    );
}

/** `local` is no gateway that a request could name: local routes come with the VPC's blocks. */
function gateway(ctx: Context, table: RouteTable, id: string): RouteTarget {
  const kind = id.startsWith("vgw-") ? "virtual-private-gateway" : "internet-gateway";
  if (!id.startsWith("igw-") && !id.startsWith("vgw-"))
    return fail("InvalidGatewayID.NotFound", `The gateway ID '${id}' does not exist`);
  return declared(ctx, table, kind, id, "InvalidGatewayID.NotFound", "gateway ID");
}

/** An instance stands for its only interface. */
function instance(ctx: Context, table: RouteTable, id: string): RouteTarget {
  const { vpcId, state } = need(ctx, instances, id);
  if (state === "terminated" || state === "shutting-down")
    fail(instances.errors.notFound, instances.errors.missing(id));
  sameNetwork(table, "instance", { id, vpcId });
  if (ctx.by(networkInterfaces, "instanceId", id).length > 1)
    fail(
      "InvalidInstanceID",
      `There are multiple interfaces attached to instance '${id}'. Please specify an interface ID for the operation instead.`,
    );
  return { kind: "instance", id };
}

/** A route may name a peering that is pending acceptance: it is a blackhole until the peering is active. */
function peering(ctx: Context, table: RouteTable, id: string): RouteTarget {
  const { notFound, missing } = vpcPeeringConnections.errors;
  const connection = ctx.find(vpcPeeringConnections, id);
  const sides = connection ? [connection.requester, connection.accepter] : [];
  if (!connection || !sides.some(({ account, region }) => account === ctx.account && region === ctx.region))
    return fail(notFound, missing(id));
  if (!sides.some(({ vpcId }) => vpcId === table.vpcId))
    fail(
      "InvalidParameterValue",
      `route table ${table.id} and vpc peering connection ${id} belong to different networks`,
    );
  if (
    connection.status !== "active" &&
    connection.status !== "provisioning" &&
    connection.status !== "pending-acceptance"
  )
    fail(notFound, missing(id));
  return { kind: "vpc-peering-connection", id };
}

type DeclaredKind = Exclude<RouteTarget["kind"], "local">;

function declared(
  ctx: Context,
  table: RouteTable,
  kind: DeclaredKind,
  id: string,
  code: string,
  noun: string,
): RouteTarget {
  const row = rowOf(ctx, id);
  // A transit gateway may be another account's; whether it is shared is its own area's business.
  if (!row || row.region !== ctx.region || isGone(row)) return fail(code, `The ${noun} '${id}' does not exist`);
  if ("vpcId" in row) {
    if (row.account !== ctx.account) return fail(code, `The ${noun} '${id}' does not exist`);
    sameNetwork(table, kind === "vpc-endpoint" ? "vpc endpoint" : "network gateway", row);
  }
  return { kind, id };
}

interface Placed extends Row {
  readonly vpcId?: string | undefined;
  readonly state?: unknown;
}

/** The resource with this id, of whatever area. */
function rowOf(ctx: Context, id: string): Placed | undefined {
  const resource = resourceOfId(id);
  return resource && ctx.find(resource, id);
}

const isGone = ({ state }: Placed): boolean => state === "deleted" || state === "deleting" || state === "failed";

function sameNetwork(
  table: RouteTable,
  noun: string,
  target: { readonly id: string; readonly vpcId?: string | undefined },
) {
  if (target.vpcId !== table.vpcId)
    fail("InvalidParameterValue", `route table ${table.id} and ${noun} ${target.id} belong to different networks`);
}

/** The interface that traffic of a route is handed to, where the target is one or stands for one. */
export function interfaceOf(ctx: Context, target: RouteTarget): NetworkInterface | undefined {
  if (target.kind === "network-interface") return ctx.find(networkInterfaces, target.id);
  if (target.kind !== "instance") return undefined;
  return ctx.by(networkInterfaces, "instanceId", target.id).find(({ attachment }) => attachment?.deviceIndex === 0);
}

/**
 * Whether the target takes traffic of this VPC now. A route whose target does not is a blackhole: "for example, the
 * specified gateway isn't attached to the VPC, or the specified NAT instance has been terminated".
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
 */
export function isAvailable(ctx: Context, vpcId: string, target: RouteTarget): boolean {
  switch (target.kind) {
    case "local":
      return true;
    case "network-interface":
    case "instance":
      return isAttached(ctx, interfaceOf(ctx, target));
    case "vpc-peering-connection":
      return ctx.find(vpcPeeringConnections, target.id)?.status === "active";
    case "transit-gateway":
      return isAttachedTo(ctx, vpcId, target.id);
    default: {
      const row = rowOf(ctx, target.id);
      return row !== undefined && !isGone(row) && (!("vpcId" in row) || row.vpcId === vpcId);
    }
  }
}

/** An interface takes traffic while it is attached to an instance that runs, or held by AWS (an appliance's). */
function isAttached(ctx: Context, eni: NetworkInterface | undefined): boolean {
  if (eni?.attachment === undefined) return false;
  const { instanceId, status } = eni.attachment;
  if (status !== "attached" && status !== "attaching") return false;
  if (instanceId === undefined) return true;
  const state = ctx.find(instances, instanceId)?.state;
  return state === "running" || state === "pending";
}

/** A target in the members that DescribeRouteTables has for its kind. */
export function describeTarget(ctx: Context, target: RouteTarget): RouteShape {
  switch (target.kind) {
    case "local":
      return { GatewayId: "local" };
    case "internet-gateway":
    case "virtual-private-gateway":
    case "vpc-endpoint":
      return { GatewayId: target.id };
    case "egress-only-internet-gateway":
      return { EgressOnlyInternetGatewayId: target.id };
    case "nat-gateway":
      return { NatGatewayId: target.id };
    case "network-interface":
    case "instance":
      return describeInterface(target, interfaceOf(ctx, target));
    case "vpc-peering-connection":
      return { VpcPeeringConnectionId: target.id };
    case "transit-gateway":
      return { TransitGatewayId: target.id };
    case "carrier-gateway":
      return { CarrierGatewayId: target.id };
    case "local-gateway":
      return { LocalGatewayId: target.id };
    case "core-network":
      return { CoreNetworkArn: target.id };
  }
}

function describeInterface(
  target: Extract<RouteTarget, { kind: "network-interface" | "instance" }>,
  eni: NetworkInterface | undefined,
): RouteShape {
  const instanceId = target.kind === "instance" ? target.id : eni?.attachment?.instanceId;
  const NetworkInterfaceId = target.kind === "network-interface" ? target.id : eni?.id;
  return {
    ...(instanceId === undefined ? {} : { InstanceId: instanceId, InstanceOwnerId: eni?.attachment?.instanceOwnerId }),
    ...(NetworkInterfaceId === undefined ? {} : { NetworkInterfaceId }),
  };
}
