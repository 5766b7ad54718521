/**
 * Which tables learn an attachment's prefixes.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableTransitGatewayRouteTablePropagation.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableTransitGatewayRouteTablePropagation.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetTransitGatewayRouteTablePropagations.html
 */
import type { TransitGatewayPropagation as Shape } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import type { Filters } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { type Joined, withEnds } from "./associations.ts";
import { canPropagate } from "./attachmentStates.ts";
import { type AttachmentEnd, needEnd } from "./attachments.ts";
import { needState } from "./lifecycle.ts";
import { listed } from "./listed.ts";
import {
  type TransitGatewayPropagation,
  transitGatewayPropagations,
  transitGatewayRouteTableAnnouncements,
} from "./resources.ts";
import { needAvailableEndAt, needEndAt, needRouteTable } from "./routeTables.ts";

const describePropagation = (
  end: AttachmentEnd,
  { routeTableId, announcementId }: TransitGatewayPropagation,
  State: "enabled" | "disabled",
): Shape => ({
  TransitGatewayAttachmentId: end.id,
  ResourceId: end.resourceId,
  ResourceType: end.resourceType,
  TransitGatewayRouteTableId: routeTableId,
  State,
  ...(announcementId === undefined ? {} : { TransitGatewayRouteTableAnnouncementId: announcementId }),
});

export const enableTransitGatewayRouteTablePropagation = ec2(
  "EnableTransitGatewayRouteTablePropagation",
  (input, ctx) => {
    const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
    needState(table, "available");
    const { TransitGatewayAttachmentId: attachmentId, TransitGatewayRouteTableAnnouncementId: announcementId } = input;
    if ((attachmentId === undefined) === (announcementId === undefined))
      fail(
        "InvalidParameterCombination",
        "Specify either a transit gateway attachment or a transit gateway route table announcement.",
      );
    const announcement =
      announcementId === undefined ? undefined : need(ctx, transitGatewayRouteTableAnnouncements, announcementId);
    const end = needAvailableEndAt(ctx, table, announcement?.peeringAttachmentId ?? attachmentId);
    if (!announcement && !canPropagate(end))
      fail("InvalidParameterValue", `Route propagation is not supported for the peering attachment ${end.id}.`);
    const id = `${table.id}/${end.id}`;
    if (ctx.find(transitGatewayPropagations, id))
      fail(
        "TransitGatewayRouteTablePropagation.Duplicate",
        `Transit Gateway Attachment ${end.id} is already propagating to Transit Gateway Route Table ${table.id}.`,
      );
    const propagation = ctx.put(transitGatewayPropagations, {
      id,
      account: end.account,
      region: end.region,
      attachmentId: end.id,
      routeTableId: table.id,
      announcementId,
    });
    return { Propagation: describePropagation(end, propagation, "enabled") };
  },
);

export const disableTransitGatewayRouteTablePropagation = ec2(
  "DisableTransitGatewayRouteTablePropagation",
  (input, ctx) => {
    const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
    const announcement =
      input.TransitGatewayRouteTableAnnouncementId === undefined
        ? undefined
        : need(ctx, transitGatewayRouteTableAnnouncements, input.TransitGatewayRouteTableAnnouncementId);
    const end = needEndAt(ctx, table, announcement?.peeringAttachmentId ?? input.TransitGatewayAttachmentId);
    const propagation = ctx.find(transitGatewayPropagations, `${table.id}/${end.id}`);
    if (!propagation)
      return fail(
        "TransitGatewayRouteTablePropagation.NotFound",
        `Transit Gateway Attachment ${end.id} is not propagating to Transit Gateway Route Table ${table.id}.`,
      );
    ctx.delete(transitGatewayPropagations, propagation.id);
    return { Propagation: describePropagation(end, propagation, "disabled") };
  },
);

const filters: Filters<Joined<TransitGatewayPropagation>, never> = {
  "resource-id": ({ end }) => end.resourceId,
  "resource-type": ({ end }) => end.resourceType,
  "transit-gateway-attachment-id": ({ attachmentId }) => attachmentId,
};

export const getTransitGatewayRouteTablePropagations = ec2("GetTransitGatewayRouteTablePropagations", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  const all = withEnds(ctx, table.transitGatewayId, ctx.by(transitGatewayPropagations, "routeTableId", table.id));
  const { rows, nextToken } = listed(ctx, `${table.id}.propagations`, all, filters, input);
  return {
    TransitGatewayRouteTablePropagations: rows.map(({ end, announcementId }) => ({
      TransitGatewayAttachmentId: end.id,
      ResourceId: end.resourceId,
      ResourceType: end.resourceType,
      State: "enabled" as const,
      ...(announcementId === undefined ? {} : { TransitGatewayRouteTableAnnouncementId: announcementId }),
    })),
    NextToken: nextToken,
  };
});

const tableFilters: Filters<TransitGatewayPropagation, never> = {
  "transit-gateway-route-table-id": ({ routeTableId }) => routeTableId,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetTransitGatewayAttachmentPropagations.html */
export const getTransitGatewayAttachmentPropagations = ec2("GetTransitGatewayAttachmentPropagations", (input, ctx) => {
  const end = needEnd(ctx, input.TransitGatewayAttachmentId);
  const all = ctx
    .by(transitGatewayPropagations, "attachmentId", end.id)
    .filter(({ account, region }) => account === ctx.account && region === ctx.region);
  const { rows, nextToken } = listed(ctx, `${end.id}.propagations`, all, tableFilters, input);
  return {
    TransitGatewayAttachmentPropagations: rows.map(({ routeTableId }) => ({
      TransitGatewayRouteTableId: routeTableId,
      State: "enabled" as const,
    })),
    NextToken: nextToken,
  };
});
