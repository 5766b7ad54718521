/**
 * Static routes of transit gateway route tables.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayRoute.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceTransitGatewayRoute.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTransitGatewayRoute.html
 */
import type { TransitGatewayRoute as Shape } from "@aws-sdk/client-ec2";
import { formatPrefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { endAt } from "./associations.ts";
import type { AttachmentEnd } from "./attachments.ts";
import { carries } from "./attachments.ts";
import { cidrBlockOfEither } from "./cidrs.ts";
import { needState } from "./lifecycle.ts";
import { type TransitGatewayRoute, type TransitGatewayRouteTable, transitGatewayRoutes } from "./resources.ts";
import { needAvailableEndAt, needRouteTable } from "./routeTables.ts";

interface TargetInput {
  readonly TransitGatewayAttachmentId?: string | undefined;
  readonly Blackhole?: boolean | undefined;
}

/** Where a route or a reference leads: an attachment, or nowhere by intention; a request says one of the two. */
export function targetFrom(ctx: Context, table: TransitGatewayRouteTable, input: TargetInput) {
  const { Blackhole: blackhole = false } = input;
  // Terraform sends an empty id with a blackhole.
  const attachmentId = input.TransitGatewayAttachmentId || undefined;
  if (blackhole && attachmentId !== undefined)
    fail("InvalidParameterCombination", "A blackhole route cannot have a transit gateway attachment.");
  if (!blackhole && attachmentId === undefined)
    fail("MissingParameter", "The request must contain the parameter transitGatewayAttachmentId or blackhole");
  return blackhole ? undefined : needAvailableEndAt(ctx, table, attachmentId);
}

export const describeAttachments = (ends: readonly AttachmentEnd[]) =>
  ends.map(({ id, resourceId, resourceType }) => ({
    TransitGatewayAttachmentId: id,
    ResourceId: resourceId,
    ResourceType: resourceType,
  }));

const describeRoute = (destination: string, end: AttachmentEnd | undefined, state: Shape["State"]): Shape => ({
  DestinationCidrBlock: destination,
  ...(end ? { TransitGatewayAttachments: describeAttachments([end]) } : {}),
  Type: "static",
  State: state,
});

const routeId = (table: TransitGatewayRouteTable, destination: string): string => `${table.id}/${destination}`;

export const createTransitGatewayRoute = ec2("CreateTransitGatewayRoute", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  needState(table, "available");
  const destination = formatPrefix(cidrBlockOfEither(input.DestinationCidrBlock, "destinationCidrBlock"));
  const end = targetFrom(ctx, table, input);
  if (ctx.find(transitGatewayRoutes, routeId(table, destination)))
    fail("RouteAlreadyExists", `Route ${destination} already exists in Transit Gateway Route Table ${table.id}.`);
  ctx.put(transitGatewayRoutes, {
    id: routeId(table, destination),
    account: table.account,
    region: table.region,
    routeTableId: table.id,
    destination,
    attachmentId: end?.id,
  });
  return { Route: describeRoute(destination, end, end ? "active" : "blackhole") };
});

function needRoute(ctx: Context, table: TransitGatewayRouteTable, cidr: string | undefined): TransitGatewayRoute {
  const destination = formatPrefix(cidrBlockOfEither(cidr, "destinationCidrBlock"));
  return (
    ctx.find(transitGatewayRoutes, routeId(table, destination)) ??
    fail("InvalidRoute.NotFound", `Route ${destination} does not exist in Transit Gateway Route Table ${table.id}.`)
  );
}

export const replaceTransitGatewayRoute = ec2("ReplaceTransitGatewayRoute", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  const route = needRoute(ctx, table, input.DestinationCidrBlock);
  const end = targetFrom(ctx, table, input);
  ctx.put(transitGatewayRoutes, { ...route, attachmentId: end?.id });
  return { Route: describeRoute(route.destination, end, end ? "active" : "blackhole") };
});

export const deleteTransitGatewayRoute = ec2("DeleteTransitGatewayRoute", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  const { id, destination, attachmentId } = needRoute(ctx, table, input.DestinationCidrBlock);
  const end = attachmentId === undefined ? undefined : endAt(ctx, table.transitGatewayId, attachmentId);
  ctx.delete(transitGatewayRoutes, id);
  return { Route: describeRoute(destination, end && carries(end.attachment) ? end : undefined, "deleted") };
});
