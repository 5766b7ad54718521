/**
 * Connect attachments: GRE over another attachment.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayConnect.html
 */
import type { TransitGatewayConnect as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { checkAttachmentQuota, enter, leave } from "./attachmentStates.ts";
import { attachmentsOfKind, needAttachment, needEnd, visibleOfKind } from "./attachments.ts";
import { needGateway } from "./gateways.ts";
import { needState } from "./lifecycle.ts";
import { type TransitGatewayConnectAttachment, transitGatewayConnectPeers } from "./resources.ts";

const describeConnect = (ctx: Context, connect: TransitGatewayConnectAttachment): Shape => ({
  TransitGatewayAttachmentId: connect.id,
  TransportTransitGatewayAttachmentId: connect.transportAttachmentId,
  TransitGatewayId: connect.transitGatewayId,
  State: connect.state,
  CreationTime: new Date(connect.creationTime),
  Options: { Protocol: "gre" },
  Tags: tagList(ctx, connect.id),
});

export const createTransitGatewayConnect = ec2("CreateTransitGatewayConnect", (input, ctx) => {
  const transport = needEnd(ctx, input.TransportTransitGatewayAttachmentId);
  const gateway = needGateway(ctx, transport.transitGatewayId);
  if (transport.resourceType !== "vpc")
    fail("InvalidParameterValue", `${transport.id} is not a VPC or Direct Connect gateway attachment.`);
  if (input.Options?.Protocol !== "gre")
    fail("InvalidParameterValue", `Value (${input.Options?.Protocol}) for parameter protocol is invalid.`);
  needState({ id: transport.id, state: transport.attachment.state }, "available");
  checkAttachmentQuota(ctx, gateway.id);
  const connect: TransitGatewayConnectAttachment = {
    kind: "connect",
    id: ctx.newId("tgw-attach"),
    account: ctx.account,
    region: ctx.region,
    state: "pending",
    transitGatewayId: gateway.id,
    transitGatewayOwnerId: gateway.account,
    creationTime: ctx.now().toISOString(),
    transportAttachmentId: transport.id,
  };
  tagNew(ctx, "transit-gateway-attachment", connect.id, input.TagSpecifications);
  return { TransitGatewayConnect: describeConnect(ctx, enter(ctx, connect, "pending")) };
});

export const deleteTransitGatewayConnect = ec2("DeleteTransitGatewayConnect", (input, ctx) => {
  const connect = needAttachment(ctx, "connect", input.TransitGatewayAttachmentId);
  needState(connect, "available");
  const peers = ctx
    .by(transitGatewayConnectPeers, "attachmentId", connect.id)
    .filter(({ state }) => state !== "deleted");
  if (peers.length > 0)
    fail(
      "IncorrectState",
      `${connect.id} has non-deleted Transit Gateway Connect Peers: ${peers.map(({ id }) => id).join(", ")}.`,
    );
  return { TransitGatewayConnect: describeConnect(ctx, leave(ctx, connect)) };
});

const filters: Filters<TransitGatewayConnectAttachment, never> = {
  "options.protocol": () => "gre",
  state: ({ state }) => state,
  "transit-gateway-attachment-id": ({ id }) => id,
  "transit-gateway-id": ({ transitGatewayId }) => transitGatewayId,
  "transport-transit-gateway-attachment-id": ({ transportAttachmentId }) => transportAttachmentId,
};

export const describeTransitGatewayConnects = ec2("DescribeTransitGatewayConnects", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: attachmentsOfKind("connect"),
    filters,
    ids: input.TransitGatewayAttachmentIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "transitGatewayAttachmentIds",
    rows: visibleOfKind(ctx, "connect"),
  });
  return { TransitGatewayConnects: rows.map((connect) => describeConnect(ctx, connect)), NextToken: nextToken };
});
