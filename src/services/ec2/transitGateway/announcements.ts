/**
 * Announcements of a route table over a peering with dynamic routing (to a core network of Cloud WAN), as records.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayRouteTableAnnouncement.html
 */
import type { TransitGatewayRouteTableAnnouncement as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { needLive, needState, settleLater } from "./lifecycle.ts";
import { type TransitGatewayRouteTableAnnouncement, transitGatewayRouteTableAnnouncements } from "./resources.ts";
import { needAvailableEndAt, needRouteTable } from "./routeTables.ts";

const describeAnnouncement = (ctx: Context, announcement: TransitGatewayRouteTableAnnouncement): Shape => ({
  TransitGatewayRouteTableAnnouncementId: announcement.id,
  TransitGatewayId: announcement.transitGatewayId,
  PeerTransitGatewayId: announcement.peerTransitGatewayId,
  PeeringAttachmentId: announcement.peeringAttachmentId,
  AnnouncementDirection: "outgoing",
  TransitGatewayRouteTableId: announcement.routeTableId,
  State: announcement.state,
  CreationTime: new Date(announcement.creationTime),
  Tags: tagList(ctx, announcement.id),
});

export const createTransitGatewayRouteTableAnnouncement = ec2(
  "CreateTransitGatewayRouteTableAnnouncement",
  (input, ctx) => {
    const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
    needState(table, "available");
    const end = needAvailableEndAt(ctx, table, input.PeeringAttachmentId);
    if (end.attachment.kind !== "peering" || end.attachment.dynamicRouting !== "enable")
      fail("InvalidParameterValue", `${end.id} is not a peering attachment with dynamic routing.`);
    const announcement = ctx.put(transitGatewayRouteTableAnnouncements, {
      id: ctx.newId("tgw-rtb-ann"),
      account: ctx.account,
      region: ctx.region,
      transitGatewayId: table.transitGatewayId,
      routeTableId: table.id,
      peeringAttachmentId: end.id,
      peerTransitGatewayId: end.resourceId,
      state: "pending",
      creationTime: ctx.now().toISOString(),
    });
    tagNew(ctx, "transit-gateway-route-table-announcement", announcement.id, input.TagSpecifications);
    settleLater(ctx, transitGatewayRouteTableAnnouncements, announcement.id);
    return { TransitGatewayRouteTableAnnouncement: describeAnnouncement(ctx, announcement) };
  },
);

export const deleteTransitGatewayRouteTableAnnouncement = ec2(
  "DeleteTransitGatewayRouteTableAnnouncement",
  (input, ctx) => {
    const resource = transitGatewayRouteTableAnnouncements;
    const announcement = needLive(resource, need(ctx, resource, input.TransitGatewayRouteTableAnnouncementId));
    needState(announcement, "available");
    const deleting = ctx.put(resource, { ...announcement, state: "deleting" });
    settleLater(ctx, resource, announcement.id);
    return { TransitGatewayRouteTableAnnouncement: describeAnnouncement(ctx, deleting) };
  },
);

const filters: Filters<TransitGatewayRouteTableAnnouncement, "routeTableId" | "peeringAttachmentId"> = {
  state: ({ state }) => state,
  "transit-gateway-id": ({ transitGatewayId }) => transitGatewayId,
  "transit-gateway-route-table-id": { of: ({ routeTableId }) => routeTableId, index: "routeTableId" },
  "transit-gateway-route-table-announcement-id": ({ id }) => id,
  "peering-attachment-id": { of: ({ peeringAttachmentId }) => peeringAttachmentId, index: "peeringAttachmentId" },
};

export const describeTransitGatewayRouteTableAnnouncements = ec2(
  "DescribeTransitGatewayRouteTableAnnouncements",
  (input, ctx) => {
    const { rows, nextToken } = list(ctx, {
      resource: transitGatewayRouteTableAnnouncements,
      filters,
      ids: input.TransitGatewayRouteTableAnnouncementIds,
      where: input.Filters,
      maxResults: input.MaxResults,
      nextToken: input.NextToken,
      idsName: "transitGatewayRouteTableAnnouncementIds",
    });
    return {
      TransitGatewayRouteTableAnnouncements: rows.map((one) => describeAnnouncement(ctx, one)),
      NextToken: nextToken,
    };
  },
);
