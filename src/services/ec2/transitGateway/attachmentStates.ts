/**
 * The states that attachments of every kind go through. Becoming available, an attachment joins the gateway's default
 * route tables; ending, it leaves all of them, and the routes that named it lead nowhere.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/working-with-transit-gateways.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-lifecycle
 */
import type { Context } from "../../../cloud/context.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { removeInterface } from "../interface/create.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { checkQuota } from "../quotas.ts";
import { type AttachmentEnd, endsOf } from "./attachments.ts";
import { defaultAssociation, defaultPropagation } from "./gateways.ts";
import { forgetLater, forgettingOf, live, settleLater } from "./lifecycle.ts";
import {
  type Settling,
  type TransitGatewayAttachment,
  transitGatewayAssociations,
  transitGatewayAttachments,
  transitGatewayMulticastAssociations,
  transitGatewayMulticastMemberships,
  transitGatewayPolicyAssociations,
  transitGatewayPropagations,
  transitGateways,
} from "./resources.ts";

/** Refuses one attachment too many on a gateway. */
export function checkAttachmentQuota(ctx: Context, transitGatewayId: string): void {
  const held = live(ctx.by(transitGatewayAttachments, "transitGatewayId", transitGatewayId));
  checkQuota(ctx, "L-E0233F82", held.length + 1);
}

/** Puts an attachment in a state that passes, and arranges that it moves on. */
export function enter<A extends TransitGatewayAttachment>(ctx: Context, attachment: A, state: A["state"]): A {
  const entered = { ...attachment, state };
  ctx.put(transitGatewayAttachments, entered);
  settleLater(ctx, transitGatewayAttachments, attachment.id);
  return entered;
}

/** Takes an attachment away: it leaves its route tables at once, and is `deleted` after a while. */
export function leave<A extends TransitGatewayAttachment>(ctx: Context, attachment: A): A {
  for (const { id } of endsOf(attachment)) {
    for (const one of ctx.by(transitGatewayAssociations, "attachmentId", id))
      ctx.delete(transitGatewayAssociations, one.id);
    for (const one of ctx.by(transitGatewayPropagations, "attachmentId", id))
      ctx.delete(transitGatewayPropagations, one.id);
    for (const one of ctx.by(transitGatewayPolicyAssociations, "attachmentId", id))
      ctx.delete(transitGatewayPolicyAssociations, one.id);
    for (const one of ctx.by(transitGatewayMulticastAssociations, "attachmentId", id)) {
      for (const membership of ctx.by(transitGatewayMulticastMemberships, "subnetId", one.subnetId))
        ctx.delete(transitGatewayMulticastMemberships, membership.id);
      ctx.delete(transitGatewayMulticastAssociations, one.id);
    }
  }
  return enter(ctx, attachment, "deleting");
}

/** Joins an end to its gateway's default tables: always for association, for propagation what can propagate. */
function joinDefaults(ctx: Context, end: AttachmentEnd): void {
  const gateway = ctx.find(transitGateways, end.transitGatewayId);
  if (!gateway) return;
  const { account, region, transitGatewayId, id: attachmentId } = end;
  const association = defaultAssociation(gateway);
  const propagation = defaultPropagation(gateway);
  if (association !== undefined)
    ctx.put(transitGatewayAssociations, {
      id: `${transitGatewayId}/${attachmentId}`,
      account,
      region,
      transitGatewayId,
      attachmentId,
      routeTableId: association,
      state: "associated",
    });
  if (propagation !== undefined && canPropagate(end))
    ctx.put(transitGatewayPropagations, {
      id: `${propagation}/${attachmentId}`,
      account,
      region,
      attachmentId,
      routeTableId: propagation,
      announcementId: undefined,
    });
}

/** "Transit gateway peering supports static routes only": everything else can tell its prefixes. */
export const canPropagate = ({ resourceType }: AttachmentEnd): boolean => resourceType !== "peering";

/** The interfaces that an attachment held in its VPC's subnets go. */
export function releaseInterfaces(ctx: Context, ids: readonly (string | undefined)[]): void {
  for (const id of ids) {
    const eni = id === undefined ? undefined : ctx.find(networkInterfaces, id);
    if (eni) removeInterface(ctx, eni);
  }
}

const settle: Transition = (ctx, id) => {
  const attachment = ctx.find(transitGatewayAttachments, id);
  switch (attachment?.state) {
    case "pending":
      ctx.put(transitGatewayAttachments, arrived(attachment));
      for (const end of endsOf(attachment)) joinDefaults(ctx, end);
      break;
    case "modifying":
      ctx.put(transitGatewayAttachments, { ...attachment, state: "available" });
      break;
    case "initiatingRequest":
      ctx.put(transitGatewayAttachments, requested(attachment));
      break;
    case "rejecting":
      ctx.put(transitGatewayAttachments, { ...attachment, state: "rejected" });
      forgetLater(ctx, transitGatewayAttachments, id);
      break;
    case "deleting":
      if (attachment.kind === "vpc")
        releaseInterfaces(
          ctx,
          attachment.subnets.map(({ networkInterfaceId }) => networkInterfaceId),
        );
      ctx.put(transitGatewayAttachments, { ...attachment, state: "deleted" });
      forgetLater(ctx, transitGatewayAttachments, id);
      break;
  }
};

const arrived = (attachment: TransitGatewayAttachment): TransitGatewayAttachment =>
  attachment.kind === "peering"
    ? { ...attachment, state: "available", status: { code: "available", message: "Available" } }
    : { ...attachment, state: "available" };

const requested = (attachment: TransitGatewayAttachment): TransitGatewayAttachment =>
  attachment.kind === "peering"
    ? {
        ...attachment,
        state: "pendingAcceptance",
        status: { code: "pendingAcceptance", message: "Pending Acceptance" },
      }
    : { ...attachment, state: "pendingAcceptance" };

export const attachmentTransitions: Readonly<Record<string, Transition>> = {
  [`ec2.transitGateway.settle.${transitGatewayAttachments.type}`]: settle,
  ...forgettingOf(transitGatewayAttachments as unknown as Settling),
};
