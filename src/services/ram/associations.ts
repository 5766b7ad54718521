/**
 * What a share shares, and with whom. A principal of another account is associated once it has accepted the invitation;
 * where the owner shares with its organization, or the share admits no outsiders, at once.
 * @see https://docs.aws.amazon.com/ram/latest/APIReference/API_AssociateResourceShare.html
 * @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-shared-invitations.html
 */
import type { ResourceShareAssociation as AssociationAnswer } from "@aws-sdk/client-ram";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { dropInvitations, invite } from "./invitations.ts";
import { checkShareArn, needShare, pageOf, ram } from "./operation.ts";
import {
  accountOfPrincipal,
  organizationSharing,
  type ResourceShare,
  resourceShares,
  type ShareAssociation,
  shareAssociations,
} from "./resources.ts";
import { needShareable } from "./resourceTypes.ts";

const idOf = (share: ResourceShare, type: string, entity: string): string => `${share.id} ${type} ${entity}`;

function describe(
  ctx: Context,
  { share, type, entity, status, external, createdAt, updatedAt }: ShareAssociation,
  shown: AssociationAnswer["status"] = status,
): AssociationAnswer {
  return {
    resourceShareArn: share,
    resourceShareName: ctx.find(resourceShares, share)?.name,
    associatedEntity: entity,
    associationType: type,
    status: shown,
    creationTime: new Date(createdAt),
    lastUpdatedTime: new Date(updatedAt),
    external,
  };
}

const sharesWithOrganization = (ctx: Context): boolean => ctx.find(organizationSharing, ctx.account) !== undefined;

function checkPrincipal(principal: string): void {
  if (accountOfPrincipal(principal) === undefined && !/^[a-z0-9-]+\.amazonaws\.com$/.test(principal))
    fail(
      "InvalidParameterException",
      `The principal ID ${principal.slice(0, 200)} is malformed. Verify the ID and try again.`,
    );
}

/** Organizations are not kept: an account is an outsider unless the owner shares with its own, or admits nobody else. */
const isExternal = (ctx: Context, share: ResourceShare, principal: string): boolean => {
  const account = accountOfPrincipal(principal);
  const isOther = account !== undefined && account !== "*" && account !== ctx.account;
  return isOther && share.allowExternalPrincipals && !sharesWithOrganization(ctx);
};

/** Adds resources and principals to a share; those that are there already are no fault. */
export function associate(
  ctx: Context,
  share: ResourceShare,
  resourceArns: readonly string[] = [],
  principals: readonly string[] = [],
): readonly ShareAssociation[] {
  for (const arn of resourceArns) needShareable(ctx, arn);
  for (const principal of principals) checkPrincipal(principal);
  const now = ctx.now().getTime();
  const { account, region } = ctx;
  const put = (type: ShareAssociation["type"], entity: string, external: boolean): ShareAssociation => {
    const id = idOf(share, type, entity);
    const before = ctx.find(shareAssociations, id);
    if (before) return before;
    // A service, a role or an organization is asked for nothing.
    const pending = external && /^\d{12}$/.test(entity);
    if (pending) invite(ctx, share, entity);
    const status = pending ? "ASSOCIATING" : "ASSOCIATED";
    const row = {
      id,
      account,
      region,
      share: share.id,
      type,
      entity,
      status,
      external,
      createdAt: now,
      updatedAt: now,
    };
    return ctx.put(shareAssociations, row as ShareAssociation);
  };
  return [
    ...resourceArns.map((arn) => put("RESOURCE", arn, false)),
    ...principals.map((principal) => put("PRINCIPAL", principal, isExternal(ctx, share, principal))),
  ];
}

export function dissociateAll(ctx: Context, share: ResourceShare): void {
  for (const { id } of ctx.by(shareAssociations, "share", share.id)) ctx.delete(shareAssociations, id);
  dropInvitations(ctx, share);
}

export const associateResourceShare = ram("AssociateResourceShare", (input, ctx) => {
  const share = needShare(ctx, input.resourceShareArn);
  const added = associate(ctx, share, input.resourceArns, input.principals);
  return {
    resourceShareAssociations: added.map((one) => describe(ctx, one, "ASSOCIATING")),
    clientToken: input.clientToken,
  };
});

/** The owner takes out what it wants, a receiver only itself. */
export const disassociateResourceShare = ram("DisassociateResourceShare", (input, ctx) => {
  const { resourceShareArn: arn = "", resourceArns = [], principals = [] } = input;
  checkShareArn(arn);
  const share = ctx.find(resourceShares, arn);
  const own = share?.account === ctx.account && share.region === ctx.region;
  const leaving =
    share?.region === ctx.region && resourceArns.length === 0 && principals.every((one) => one === ctx.account);
  if (share?.status !== "ACTIVE" || !(own || leaving))
    return fail("UnknownResourceException", `ResourceShare ${arn} could not be found.`);
  const ids = [
    ...resourceArns.map((one) => idOf(share, "RESOURCE", one)),
    ...principals.map((one) => idOf(share, "PRINCIPAL", one)),
  ];
  const gone = ids.map(
    (id) =>
      ctx.find(shareAssociations, id) ??
      fail("UnknownResourceException", `The association with ${id.split(" ").at(-1)} could not be found.`),
  );
  for (const { id } of gone) ctx.delete(shareAssociations, id);
  dropInvitations(ctx, share, principals);
  return {
    resourceShareAssociations: gone.map((one) => describe(ctx, one, "DISASSOCIATING")),
    clientToken: input.clientToken,
  };
});

/** Of the caller's own shares. */
export const getResourceShareAssociations = ram("GetResourceShareAssociations", (input, ctx) => {
  const { associationType: type, resourceArn, principal, associationStatus: status, resourceShareArns: arns } = input;
  if (type !== "PRINCIPAL" && type !== "RESOURCE")
    fail("InvalidParameterException", "The associationType is PRINCIPAL or RESOURCE.");
  if (type === "PRINCIPAL" && resourceArn !== undefined)
    fail("InvalidParameterException", "You cannot specify a resource ARN when the association type is PRINCIPAL.");
  if (type === "RESOURCE" && principal !== undefined)
    fail("InvalidParameterException", "You cannot specify a principal when the association type is RESOURCE.");
  for (const arn of arns ?? []) {
    checkShareArn(arn);
    if (!ctx.get(resourceShares, arn)) fail("UnknownResourceException", `ResourceShare ${arn} could not be found.`);
  }
  const found = ctx
    .all(shareAssociations)
    .filter(
      (one) =>
        one.type === type &&
        (!arns?.length || arns.includes(one.share)) &&
        (resourceArn ?? principal ?? one.entity) === one.entity &&
        (status ?? one.status) === one.status,
    );
  const { items, nextToken } = pageOf(found, `associations-${type}`, input);
  return { resourceShareAssociations: items.map((one) => describe(ctx, one)), nextToken };
});

/** Organizations themselves are not kept: from here on every account counts as one of the caller's. */
export const enableSharingWithAwsOrganization = ram("EnableSharingWithAwsOrganization", (_, ctx) => {
  const { account, region } = ctx;
  if (!sharesWithOrganization(ctx))
    ctx.put(organizationSharing, { id: account, account, region, enabledAt: ctx.now().getTime() });
  return { returnValue: true };
});
