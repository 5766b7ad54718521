/**
 * The groups that rules refer to: in the same VPC, or across an active peering connection within the region, or, for
 * ingress, across a transit gateway that both VPCs are attached to with security group referencing.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security
 */
import type { ReferencedSecurityGroup, UserIdGroupPair } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type VpcPeeringConnection, vpcPeeringConnections } from "../peering/resources.ts";
import { checkId } from "../resource.ts";
import { carries } from "../transitGateway/attachments.ts";
import { transitGatewayAttachments, transitGateways } from "../transitGateway/resources.ts";
import { isUsableIn, needGroupNamed } from "./groups.ts";
import type { GroupReference } from "./permissions.ts";
import { type RulePeer, type SecurityGroup, securityGroups } from "./resources.ts";

export type GroupPeer = Extract<RulePeer, { kind: "group" }>;

/** An active peering connection of two VPCs, over which their groups can refer to each other: in one region only. */
function activePeering(ctx: Context, vpcId: string, otherVpcId: string): VpcPeeringConnection | undefined {
  return ctx.by(vpcPeeringConnections, "vpcId", vpcId).find(({ status, requester, accepter }) => {
    const other = requester.vpcId === vpcId ? accepter : requester;
    return status === "active" && other.vpcId === otherVpcId && requester.region === accepter.region;
  });
}

/** The transit gateway over which groups of two VPCs can refer to each other: it and both attachments say so. */
function referencingGateway(ctx: Context, vpcId: string, otherVpcId: string): string | undefined {
  const gatewaysOf = (id: string): readonly string[] =>
    ctx
      .by(transitGatewayAttachments, "vpcId", id)
      .filter((one) => one.kind === "vpc" && carries(one) && one.options.securityGroupReferencingSupport === "enable")
      .map(({ transitGatewayId }) => transitGatewayId);
  const others = gatewaysOf(otherVpcId);
  return gatewaysOf(vpcId).find(
    (id) => others.includes(id) && ctx.find(transitGateways, id)?.options.securityGroupReferencingSupport === "enable",
  );
}

/** Whether a rule refers to a group across a peering connection or a transit gateway. */
export const isAcross = ({ peeringConnectionId, transitGatewayId }: GroupPeer): boolean =>
  peeringConnectionId !== undefined || transitGatewayId !== undefined;

/** The group that a rule of `group` is to refer to, or AWS's error where it is unknown or cannot be reached. */
export function resolveGroup(
  ctx: Context,
  group: SecurityGroup,
  reference: GroupReference,
  egress: boolean,
): GroupPeer {
  const found = referenced(ctx, group, reference);
  if (isUsableIn(ctx, found, group.vpcId) || isUsableIn(ctx, group, found.vpcId))
    return {
      kind: "group",
      groupId: found.id,
      userId: found.account,
      vpcId: undefined,
      peeringConnectionId: undefined,
    };
  const { id: groupId, account: userId, vpcId } = found;
  const peering = activePeering(ctx, group.vpcId, found.vpcId);
  const transitGatewayId =
    peering || egress || reference.peeringConnectionId !== undefined
      ? undefined
      : referencingGateway(ctx, group.vpcId, vpcId);
  if (transitGatewayId !== undefined)
    return { kind: "group", groupId, userId, vpcId, peeringConnectionId: undefined, transitGatewayId };
  if (!peering || (reference.peeringConnectionId !== undefined && reference.peeringConnectionId !== peering.id))
    return fail("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
  return { kind: "group", groupId, userId, vpcId, peeringConnectionId: peering.id };
}

function referenced(ctx: Context, group: SecurityGroup, { groupId, groupName, userId }: GroupReference): SecurityGroup {
  if (groupId === undefined) return needGroupNamed(ctx, groupName ?? "");
  const found = ctx.find(securityGroups, groupId);
  if (found && found.region === group.region && found.account === (userId ?? found.account)) {
    // Of another account's group a caller learns nothing unless the two VPCs are joined.
    if (
      found.account === group.account ||
      activePeering(ctx, group.vpcId, found.vpcId) ||
      referencingGateway(ctx, group.vpcId, found.vpcId) !== undefined
    )
      return found;
  }
  checkId(securityGroups, groupId);
  return fail("InvalidGroup.NotFound", securityGroups.errors.missing(groupId));
}

const peeringStatus = (ctx: Context, peer: GroupPeer): string | undefined =>
  peer.peeringConnectionId === undefined
    ? undefined
    : (ctx.find(vpcPeeringConnections, peer.peeringConnectionId)?.status ?? "deleted");

/** Whether a rule refers across to a group that is gone, or over a peering connection that is no longer active. */
export const isStale = (ctx: Context, peer: GroupPeer): boolean =>
  isAcross(peer) &&
  (!ctx.find(securityGroups, peer.groupId) ||
    (peer.peeringConnectionId !== undefined && peeringStatus(ctx, peer) !== "active"));

/** A referenced group as IpPermissions show it; a deleted group's owner is not returned. */
export const describePair = (ctx: Context, peer: GroupPeer, description: string | undefined): UserIdGroupPair => ({
  ...describeMember(ctx, peer),
  Description: description,
});

/**
 * A referenced group as a rule shows it. The owner of a group of one's own account is left out: the Terraform provider
 * takes it for another's where it was told not to ask for its account's id, as it is with every local endpoint.
 */
export function describeReference(ctx: Context, peer: GroupPeer): ReferencedSecurityGroup {
  const shown = describeMember(ctx, peer);
  return shown.UserId === ctx.account ? { ...shown, UserId: undefined } : shown;
}

const describeMember = (ctx: Context, peer: GroupPeer) => ({
  GroupId: peer.groupId,
  UserId: ctx.find(securityGroups, peer.groupId) ? peer.userId : undefined,
  VpcId: peer.vpcId,
  VpcPeeringConnectionId: peer.peeringConnectionId,
  PeeringStatus: peeringStatus(ctx, peer),
});
