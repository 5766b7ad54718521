/**
 * Invitations to accounts outside the owner's organization: good for seven days, seen by the receiver.
 * @see https://docs.aws.amazon.com/ram/latest/APIReference/API_AcceptResourceShareInvitation.html
 */
import type { ResourceShareInvitation as InvitationAnswer } from "@aws-sdk/client-ram";
import { arnOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { uuidOf } from "../../cloud/keys.ts";
import { pageOf, ram } from "./operation.ts";
import { type Invitation, invitations, type ResourceShare, resourceShares, shareAssociations } from "./resources.ts";

const GOOD_FOR = 7 * 24 * 60 * 60 * 1000;

export function invite(ctx: Context, share: ResourceShare, receiver: string): void {
  ctx.put(invitations, {
    id: arnOf(ctx, "ram", `resource-share-invitation/${uuidOf(ctx.random)}`),
    account: ctx.account,
    region: ctx.region,
    share: share.id,
    shareName: share.name,
    receiver,
    status: "PENDING",
    invitedAt: ctx.now().getTime(),
  });
}

/** When a share or a receiver goes, so do its invitations. */
export function dropInvitations(ctx: Context, share: ResourceShare, receivers?: readonly string[]): void {
  for (const { id, receiver } of ctx.by(invitations, "share", share.id))
    if (!receivers || receivers.includes(receiver)) ctx.delete(invitations, id);
}

const statusOf = (ctx: Context, { status, invitedAt }: Invitation): NonNullable<InvitationAnswer["status"]> =>
  status === "PENDING" && invitedAt + GOOD_FOR <= ctx.now().getTime() ? "EXPIRED" : status;

const describe = (ctx: Context, invitation: Invitation): InvitationAnswer => ({
  resourceShareInvitationArn: invitation.id,
  resourceShareName: invitation.shareName,
  resourceShareArn: invitation.share,
  senderAccountId: invitation.account,
  receiverAccountId: invitation.receiver,
  invitationTimestamp: new Date(invitation.invitedAt),
  status: statusOf(ctx, invitation),
});

const received = (ctx: Context): Invitation[] => ctx.by(invitations, "receiver", `${ctx.region}/${ctx.account}`);

const missing = (arn: string): never =>
  fail(
    "ResourceShareInvitationArnNotFoundException",
    `ResourceShareInvitation ${arn.slice(0, 300)} could not be found.`,
  );

export const getResourceShareInvitations = ram("GetResourceShareInvitations", (input, ctx) => {
  const { resourceShareInvitationArns: arns, resourceShareArns: shares } = input;
  const all = received(ctx);
  for (const arn of arns ?? []) if (!all.some(({ id }) => id === arn)) missing(arn);
  const found = all.filter(
    ({ id, share }) => (!arns?.length || arns.includes(id)) && (!shares?.length || shares.includes(share)),
  );
  const { items, nextToken } = pageOf(found, "invitations", input);
  return { resourceShareInvitations: items.map((one) => describe(ctx, one)), nextToken };
});

function needPending(ctx: Context, arn = ""): Invitation {
  const invitation = received(ctx).find(({ id }) => id === arn) ?? missing(arn);
  const status = statusOf(ctx, invitation);
  if (status === "ACCEPTED")
    fail(
      "ResourceShareInvitationAlreadyAcceptedException",
      `You have already accepted ResourceShareInvitation ${arn}.`,
    );
  if (status === "REJECTED")
    fail(
      "ResourceShareInvitationAlreadyRejectedException",
      `You have already rejected ResourceShareInvitation ${arn}.`,
    );
  if (status === "EXPIRED")
    fail("ResourceShareInvitationExpiredException", `ResourceShareInvitation ${arn} has expired.`);
  return invitation;
}

/** The association of this receiver with the share, which is the sender's row. */
const associationsOf = (ctx: Context, { share, receiver }: Invitation) =>
  ctx.by(shareAssociations, "share", share).filter(({ type, entity }) => type === "PRINCIPAL" && entity === receiver);

export const acceptResourceShareInvitation = ram("AcceptResourceShareInvitation", (input, ctx) => {
  const invitation = needPending(ctx, input.resourceShareInvitationArn);
  const accepted = ctx.put(invitations, { ...invitation, status: "ACCEPTED" });
  for (const association of associationsOf(ctx, invitation))
    ctx.put(shareAssociations, { ...association, status: "ASSOCIATED", updatedAt: ctx.now().getTime() });
  return { resourceShareInvitation: describe(ctx, accepted), clientToken: input.clientToken };
});

export const rejectResourceShareInvitation = ram("RejectResourceShareInvitation", (input, ctx) => {
  const invitation = needPending(ctx, input.resourceShareInvitationArn);
  const rejected = ctx.put(invitations, { ...invitation, status: "REJECTED" });
  for (const association of associationsOf(ctx, invitation))
    ctx.put(shareAssociations, { ...association, status: "FAILED", updatedAt: ctx.now().getTime() });
  return { resourceShareInvitation: describe(ctx, rejected), clientToken: input.clientToken };
});

/** What the receiver would see if it accepted. */
export const pendingResources = (ctx: Context, arn: string | undefined) => {
  const { share } = needPending(ctx, arn);
  const active = ctx.find(resourceShares, share)?.status === "ACTIVE";
  return active ? ctx.by(shareAssociations, "share", share).filter(({ type }) => type === "RESOURCE") : [];
};
