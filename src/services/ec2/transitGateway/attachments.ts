/**
 * Attachments as a transit gateway's ends: what DescribeTransitGatewayAttachments lists, and what route tables name.
 * A peering has two ends; the other attachments have one.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGatewayAttachments.html
 */
import type { TransitGatewayAttachment as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Row } from "../../../cloud/table.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { checkId, type Resource } from "../resource.ts";
import { tagList } from "../tag/resources.ts";
import {
  type TransitGatewayAssociation,
  type TransitGatewayAttachment,
  transitGatewayAssociations,
  transitGatewayAttachments,
} from "./resources.ts";

/** An attachment as one gateway has it; `account` and `region` are the gateway's. */
export interface AttachmentEnd extends Row {
  readonly transitGatewayId: string;
  readonly resourceType: TransitGatewayAttachment["kind"];
  readonly resourceId: string;
  readonly resourceOwnerId: string;
  readonly attachment: TransitGatewayAttachment;
}

/** The ends of an attachment, the requester's first. */
export function endsOf(attachment: TransitGatewayAttachment): readonly AttachmentEnd[] {
  const { id, region, account: resourceOwnerId, transitGatewayId, transitGatewayOwnerId } = attachment;
  const end = {
    id,
    account: transitGatewayOwnerId,
    region,
    transitGatewayId,
    resourceType: attachment.kind,
    resourceOwnerId,
    attachment,
  };
  switch (attachment.kind) {
    case "vpc":
      return [{ ...end, resourceId: attachment.vpcId }];
    case "vpn":
      return [{ ...end, resourceId: attachment.vpnConnectionId }];
    case "connect":
      return [{ ...end, resourceId: attachment.transportAttachmentId }];
    case "peering": {
      const { accepter } = attachment;
      return [
        { ...end, resourceId: accepter.transitGatewayId, resourceOwnerId: accepter.account },
        {
          ...end,
          id: accepter.attachmentId,
          account: accepter.account,
          region: accepter.region,
          transitGatewayId: accepter.transitGatewayId,
          resourceId: transitGatewayId,
        },
      ];
    }
  }
}

/** The accepter of a peering sees the request once it has come through. */
const isVisible = (ctx: Context, end: AttachmentEnd): boolean => {
  const { attachment, account, region } = end;
  if (attachment.kind === "peering" && attachment.state === "initiatingRequest" && isFarEnd(end)) return false;
  if (region !== ctx.region) return false;
  return account === ctx.account || (attachment.kind !== "peering" && attachment.account === ctx.account);
};

const isFarEnd = ({ transitGatewayId, attachment }: AttachmentEnd): boolean =>
  transitGatewayId !== attachment.transitGatewayId;

/** Every attachment that the caller sees in this region, on whichever side, oldest first. */
export const visibleAttachments = (ctx: Context): TransitGatewayAttachment[] =>
  ctx
    .by(transitGatewayAttachments, "side", ctx.scope)
    .filter((attachment) => endsOf(attachment).some((end) => isVisible(ctx, end)));

const visibleEnds = (ctx: Context): AttachmentEnd[] =>
  ctx
    .by(transitGatewayAttachments, "side", ctx.scope)
    .flatMap(endsOf)
    .filter((end) => isVisible(ctx, end));

/** The end of that id which the caller sees, if there is one. */
export const findEnd = (ctx: Context, id: string): AttachmentEnd | undefined =>
  ctx
    .by(transitGatewayAttachments, "attachmentId", id)
    .flatMap(endsOf)
    .find((one) => one.id === id && isVisible(ctx, one));

/** The end of that id which the caller sees, or AWS's error. */
export function needEnd(ctx: Context, id: string | undefined): AttachmentEnd {
  const end = findEnd(ctx, id ?? "");
  if (end && end.attachment.state !== "deleted") return end;
  return missing(id);
}

/** The attachment that goes by this id and is of this kind. */
export function needAttachment<K extends TransitGatewayAttachment["kind"]>(
  ctx: Context,
  kind: K,
  id: string | undefined,
): Extract<TransitGatewayAttachment, { kind: K }> {
  const { attachment } = needEnd(ctx, id);
  return isKind(attachment, kind) ? attachment : missing(id);
}

function missing(id = ""): never {
  const { errors } = transitGatewayAttachments;
  checkId(transitGatewayAttachments, id);
  return fail(errors.notFound, errors.missing(id));
}

const isKind = <K extends TransitGatewayAttachment["kind"]>(
  attachment: TransitGatewayAttachment,
  kind: K,
): attachment is Extract<TransitGatewayAttachment, { kind: K }> => attachment.kind === kind;

/** The visible attachments of one kind. */
export const visibleOfKind = <K extends TransitGatewayAttachment["kind"]>(
  ctx: Context,
  kind: K,
): Extract<TransitGatewayAttachment, { kind: K }>[] =>
  visibleAttachments(ctx).filter((attachment) => isKind(attachment, kind));

/** The table of attachments, as if it held one kind only: for listings of that kind. */
export const attachmentsOfKind = <K extends TransitGatewayAttachment["kind"]>(_: K) =>
  transitGatewayAttachments as unknown as Resource<Extract<TransitGatewayAttachment, { kind: K }>, never>;

/** The association of an end, if it has one. */
export const associationOf = (ctx: Context, end: AttachmentEnd): TransitGatewayAssociation | undefined =>
  ctx.find(transitGatewayAssociations, `${end.transitGatewayId}/${end.id}`);

/** Whether traffic passes the attachment now; a change of its subnets or options does not stop it. */
export const carries = ({ state }: TransitGatewayAttachment): boolean => state === "available" || state === "modifying";

/** Whether a VPC has an attachment to this gateway that carries traffic. */
export const isAttachedTo = (ctx: Context, vpcId: string, transitGatewayId: string): boolean =>
  ctx
    .by(transitGatewayAttachments, "vpcId", vpcId)
    .some((attachment) => attachment.transitGatewayId === transitGatewayId && carries(attachment));

function describeEnd(ctx: Context, end: AttachmentEnd): Shape {
  const association = associationOf(ctx, end);
  return {
    TransitGatewayAttachmentId: end.id,
    TransitGatewayId: end.transitGatewayId,
    TransitGatewayOwnerId: end.account,
    ResourceOwnerId: end.resourceOwnerId,
    ResourceType: end.resourceType,
    ResourceId: end.resourceId,
    State: end.attachment.state,
    ...(association
      ? { Association: { TransitGatewayRouteTableId: association.routeTableId, State: association.state } }
      : {}),
    CreationTime: new Date(end.attachment.creationTime),
    Tags: tagList(ctx, end.id),
  };
}

const filters: Filters<AttachmentEnd, never> = {
  "association.state": (end, ctx) => associationOf(ctx, end)?.state,
  "association.transit-gateway-route-table-id": (end, ctx) => associationOf(ctx, end)?.routeTableId,
  "resource-id": ({ resourceId }) => resourceId,
  "resource-owner-id": ({ resourceOwnerId }) => resourceOwnerId,
  "resource-type": ({ resourceType }) => resourceType,
  state: ({ attachment }) => attachment.state,
  "transit-gateway-attachment-id": ({ id }) => id,
  "transit-gateway-id": ({ transitGatewayId }) => transitGatewayId,
  "transit-gateway-owner-id": ({ account }) => account,
};

export const describeTransitGatewayAttachments = ec2("DescribeTransitGatewayAttachments", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: transitGatewayAttachments as unknown as Resource<AttachmentEnd, never>,
    filters,
    ids: input.TransitGatewayAttachmentIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "transitGatewayAttachmentIds",
    rows: visibleEnds(ctx),
  });
  return { TransitGatewayAttachments: rows.map((end) => describeEnd(ctx, end)), NextToken: nextToken };
});
