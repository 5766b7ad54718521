/**
 * Peering two transit gateways, across regions and accounts or within one region. The accepter answers the request;
 * routes to a peering are static only.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayPeeringAttachment.html
 */
import type { TransitGatewayPeeringAttachment as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import type { Resource } from "../resource.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { checkAttachmentQuota, enter, leave } from "./attachmentStates.ts";
import { type AttachmentEnd, endsOf, needAttachment, visibleOfKind } from "./attachments.ts";
import { needGateway, needPeerGateway } from "./gateways.ts";
import { live, needState } from "./lifecycle.ts";
import { switched } from "./options.ts";
import { type TransitGatewayPeering, transitGatewayAttachments } from "./resources.ts";

function describePeering(ctx: Context, peering: TransitGatewayPeering, id = peering.id): Shape {
  const { accepter } = peering;
  return {
    TransitGatewayAttachmentId: id,
    ...(accepter.attachmentId === peering.id ? {} : { AccepterTransitGatewayAttachmentId: accepter.attachmentId }),
    RequesterTgwInfo: {
      TransitGatewayId: peering.transitGatewayId,
      OwnerId: peering.transitGatewayOwnerId,
      Region: peering.region,
    },
    AccepterTgwInfo: {
      TransitGatewayId: accepter.transitGatewayId,
      OwnerId: accepter.account,
      Region: accepter.region,
    },
    ...(peering.dynamicRouting === undefined ? {} : { Options: { DynamicRouting: peering.dynamicRouting } }),
    Status: { Code: peering.status.code, Message: peering.status.message },
    State: peering.state,
    CreationTime: new Date(peering.creationTime),
    Tags: tagList(ctx, id),
  };
}

export const createTransitGatewayPeeringAttachment = ec2("CreateTransitGatewayPeeringAttachment", (input, ctx) => {
  const gateway = needGateway(ctx, input.TransitGatewayId);
  needState(gateway, "available");
  const { PeerTransitGatewayId = "", PeerRegion = "", Options: { DynamicRouting: dynamicRouting } = {} } = input;
  // Terraform sends an empty account where it was told not to ask for its own.
  const PeerAccountId = input.PeerAccountId || ctx.account;
  if (!/^\d{12}$/.test(PeerAccountId))
    fail("InvalidParameterValue", `Value (${PeerAccountId}) for parameter peerAccountId is invalid.`);
  if (PeerTransitGatewayId === gateway.id)
    fail("InvalidParameterValue", "A transit gateway cannot be peered with itself.");
  const peer = needPeerGateway(ctx, PeerTransitGatewayId, PeerAccountId, PeerRegion);
  needState(peer, "available", "modifying");
  refuseDuplicate(ctx, gateway.id, peer.id);
  checkQuotas(ctx, gateway.id);
  const id = ctx.newId("tgw-attach");
  const peering: TransitGatewayPeering = {
    kind: "peering",
    id,
    account: ctx.account,
    region: ctx.region,
    state: "initiatingRequest",
    transitGatewayId: gateway.id,
    transitGatewayOwnerId: gateway.account,
    creationTime: ctx.now().toISOString(),
    accepter: {
      attachmentId: peer.region === ctx.region ? ctx.newId("tgw-attach") : id,
      transitGatewayId: peer.id,
      account: peer.account,
      region: peer.region,
    },
    status: { code: "initiatingRequest", message: "Initiating Request" },
    dynamicRouting: dynamicRouting && switched(dynamicRouting, "dynamicRouting", "disable"),
  };
  tagNew(ctx, "transit-gateway-attachment", id, input.TagSpecifications);
  return {
    TransitGatewayPeeringAttachment: describePeering(ctx, enter(ctx, peering, "initiatingRequest")),
  };
});

/** The peerings of a gateway that have not ended. */
const peeringsOf = (ctx: Context, id: string): TransitGatewayPeering[] =>
  live(ctx.by(transitGatewayAttachments, "transitGatewayId", id)).filter((row) => row.kind === "peering");

function checkQuotas(ctx: Context, id: string): void {
  const held = peeringsOf(ctx, id);
  const pending = held.filter(({ state }) => state === "initiatingRequest" || state === "pendingAcceptance");
  checkAttachmentQuota(ctx, id);
  checkQuota(ctx, "L-A1B5A36F", held.length + 1);
  checkQuota(ctx, "L-62499967", pending.length + 1);
}

function refuseDuplicate(ctx: Context, one: string, other: string): void {
  const held = peeringsOf(ctx, one).find(
    ({ transitGatewayId, accepter }) => transitGatewayId === other || accepter.transitGatewayId === other,
  );
  if (held)
    fail(
      "DuplicateTransitGatewayAttachment",
      `${one} has non-deleted Transit Gateway Peering Attachments with same peer transit gateway: ${held.id}.`,
    );
}

/** A request that the caller, as the accepter, may answer: where it was made, only the other side can. */
function needRequest(ctx: Context, id: string | undefined, answer: "accept" | "reject"): TransitGatewayPeering {
  const peering = needAttachment(ctx, "peering", id);
  const { accepter } = peering;
  if (accepter.account !== ctx.account || accepter.region !== ctx.region)
    fail("InvalidParameterValue", `Cannot ${answer} ${id} as the source of the peering request.`);
  needState(peering, "pendingAcceptance");
  return peering;
}

const becoming = (peering: TransitGatewayPeering, code: string, message: string): TransitGatewayPeering => ({
  ...peering,
  status: { code, message },
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AcceptTransitGatewayPeeringAttachment.html */
export const acceptTransitGatewayPeeringAttachment = ec2("AcceptTransitGatewayPeeringAttachment", (input, ctx) => {
  const request = needRequest(ctx, input.TransitGatewayAttachmentId, "accept");
  const peering = enter(ctx, becoming(request, "pending", "Pending"), "pending");
  return {
    TransitGatewayPeeringAttachment: describePeering(ctx, peering, input.TransitGatewayAttachmentId),
  };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RejectTransitGatewayPeeringAttachment.html */
export const rejectTransitGatewayPeeringAttachment = ec2("RejectTransitGatewayPeeringAttachment", (input, ctx) => {
  const request = needRequest(ctx, input.TransitGatewayAttachmentId, "reject");
  const peering = enter(ctx, becoming(request, "rejected", "Rejected"), "rejecting");
  return {
    TransitGatewayPeeringAttachment: describePeering(ctx, peering, input.TransitGatewayAttachmentId),
  };
});

/** Either side ends the peering. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTransitGatewayPeeringAttachment.html */
export const deleteTransitGatewayPeeringAttachment = ec2("DeleteTransitGatewayPeeringAttachment", (input, ctx) => {
  const peering = needAttachment(ctx, "peering", input.TransitGatewayAttachmentId);
  needState(peering, "available", "pendingAcceptance", "initiatingRequest", "rejected", "failed");
  const left = leave(ctx, becoming(peering, "deleted", "Deleted"));
  return { TransitGatewayPeeringAttachment: describePeering(ctx, left, input.TransitGatewayAttachmentId) };
});

/** A peering as one of its sides lists it. */
interface PeeringEnd extends AttachmentEnd {
  readonly peering: TransitGatewayPeering;
}

const remoteOf = ({ peering, transitGatewayId }: PeeringEnd) =>
  transitGatewayId === peering.transitGatewayId
    ? { account: peering.accepter.account, transitGatewayId: peering.accepter.transitGatewayId }
    : { account: peering.account, transitGatewayId: peering.transitGatewayId };

const filters: Filters<PeeringEnd, never> = {
  "transit-gateway-attachment-id": ({ id }) => id,
  "local-owner-id": ({ account }) => account,
  "remote-owner-id": (end) => remoteOf(end).account,
  state: ({ peering }) => peering.state,
  "transit-gateway-id": (end) => [end.transitGatewayId, remoteOf(end).transitGatewayId],
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGatewayPeeringAttachments.html */
export const describeTransitGatewayPeeringAttachments = ec2(
  "DescribeTransitGatewayPeeringAttachments",
  (input, ctx) => {
    const ends = visibleOfKind(ctx, "peering").flatMap((peering) =>
      endsOf(peering)
        .filter(({ account, region }) => account === ctx.account && region === ctx.region)
        .map((end): PeeringEnd => ({ ...end, peering })),
    );
    const { rows, nextToken } = list(ctx, {
      resource: transitGatewayAttachments as unknown as Resource<PeeringEnd, never>,
      filters,
      ids: input.TransitGatewayAttachmentIds,
      where: input.Filters,
      maxResults: input.MaxResults,
      nextToken: input.NextToken,
      idsName: "transitGatewayAttachmentIds",
      rows: ends,
    });
    return {
      TransitGatewayPeeringAttachments: rows.map(({ peering, id }) => describePeering(ctx, peering, id)),
      NextToken: nextToken,
    };
  },
);
