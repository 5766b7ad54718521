/** What a path is to reach, and which routes lead there: whether they match the packet or not. */
import type { Context } from "../../../cloud/context.ts";
import { vpcPeeringConnections } from "../peering/resources.ts";
import type { RouteTarget } from "../routing/resources.ts";
import { type AttachmentEnd, carries, isAttachedTo } from "../transitGateway/attachments.ts";
import { transitGatewayAttachments } from "../transitGateway/resources.ts";

export interface Goal {
  /** The destination: a gateway, an attachment, an instance, an interface; absent where it is an address. */
  readonly id: string | undefined;
  /** The VPC that it stands in, where it stands in one. */
  readonly vpcId: string | undefined;
}

/** Whether a route of a VPC's table takes packets towards the goal. */
export function leadsTo(ctx: Context, { id, vpcId }: Goal, target: RouteTarget, from: string): boolean {
  if (target.kind === "local") return vpcId === from;
  if (target.id === id) return true;
  if (target.kind === "vpc-peering-connection") {
    const peering = ctx.find(vpcPeeringConnections, target.id);
    return vpcId !== undefined && [peering?.requester.vpcId, peering?.accepter.vpcId].includes(vpcId);
  }
  if (target.kind !== "transit-gateway") return false;
  const ofGateway = ctx
    .by(transitGatewayAttachments, "transitGatewayId", target.id)
    .some((attachment) => attachment.id === id);
  return ofGateway || (vpcId !== undefined && isAttachedTo(ctx, vpcId, target.id));
}

/** Whether an attachment of a transit gateway takes packets towards the goal. */
export const endLeadsTo = ({ id, vpcId }: Goal, end: AttachmentEnd): boolean =>
  end.id === id || (vpcId !== undefined && end.attachment.kind === "vpc" && end.attachment.vpcId === vpcId);

/** Whether some peering or transit gateway joins two VPCs, whatever their tables say. */
export function areConnected(ctx: Context, one: string, other: string): boolean {
  if (one === other) return true;
  const peered = ctx
    .by(vpcPeeringConnections, "vpcId", one)
    .some(
      ({ status, requester, accepter }) =>
        status === "active" && (requester.vpcId === other || accepter.vpcId === other),
    );
  return peered || [...gatewaysReachedFrom(ctx, one)].some((gateway) => isAttachedTo(ctx, other, gateway));
}

/** The transit gateways that a VPC is attached to, and those that these are peered with. */
function gatewaysReachedFrom(ctx: Context, vpcId: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (gateway: string): void => {
    if (reached.has(gateway)) return;
    reached.add(gateway);
    for (const attachment of ctx.by(transitGatewayAttachments, "transitGatewayId", gateway)) {
      if (attachment.kind !== "peering" || !carries(attachment)) continue;
      visit(attachment.transitGatewayId);
      visit(attachment.accepter.transitGatewayId);
    }
  };
  for (const attachment of ctx.by(transitGatewayAttachments, "vpcId", vpcId))
    if (carries(attachment)) visit(attachment.transitGatewayId);
  return reached;
}
