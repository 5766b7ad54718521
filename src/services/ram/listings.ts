/**
 * What is shared and with whom, over all shares that the caller owns or sees.
 * @see https://docs.aws.amazon.com/ram/latest/APIReference/API_ListResources.html
 * @see https://docs.aws.amazon.com/ram/latest/APIReference/API_ListPrincipals.html
 */
import type { Resource } from "@aws-sdk/client-ram";
import type { Context } from "../../cloud/context.ts";
import { pendingResources } from "./invitations.ts";
import { pageOf, ram, sharesOf } from "./operation.ts";
import { type ShareAssociation, shareAssociations } from "./resources.ts";
import { typeOf } from "./resourceTypes.ts";

const describeResource = ({ share, entity, createdAt, updatedAt }: ShareAssociation): Resource => ({
  arn: entity,
  type: typeOf(entity)?.name,
  resourceShareArn: share,
  status: "AVAILABLE",
  creationTime: new Date(createdAt),
  lastUpdatedTime: new Date(updatedAt),
  resourceRegionScope: typeOf(entity)?.scope ?? "REGIONAL",
});

/** The associations of one type of the shares that a listing is about. */
function associationsOf(
  ctx: Context,
  owner: string | undefined,
  arns: readonly string[] | undefined,
): readonly (readonly ShareAssociation[])[] {
  return sharesOf(ctx, owner, arns)
    .filter(({ status }) => status === "ACTIVE")
    .map(({ id }) => ctx.by(shareAssociations, "share", id));
}

export const listResources = ram("ListResources", (input, ctx) => {
  const { principal, resourceType, resourceArns } = input;
  const found = associationsOf(ctx, input.resourceOwner, input.resourceShareArns)
    .filter((all) => {
      if (principal === undefined) return true;
      // Of others' shares the principal is the account that owns them.
      if (input.resourceOwner === "OTHER-ACCOUNTS") return all.some(({ account }) => account === principal);
      return all.some(({ type, entity }) => type === "PRINCIPAL" && entity === principal);
    })
    .flat()
    .filter(
      ({ type, entity }) =>
        type === "RESOURCE" &&
        (resourceType === undefined || typeOf(entity)?.name === resourceType) &&
        (!resourceArns?.length || resourceArns.includes(entity)),
    );
  const { items, nextToken } = pageOf(found, "resources", input);
  return { resources: items.map(describeResource), nextToken };
});

export const listPrincipals = ram("ListPrincipals", (input, ctx) => {
  const { resourceArn, principals, resourceType } = input;
  const others = input.resourceOwner === "OTHER-ACCOUNTS";
  const found = associationsOf(ctx, input.resourceOwner, input.resourceShareArns)
    .filter((all) =>
      resourceArn === undefined && resourceType === undefined
        ? true
        : all.some(
            ({ type, entity }) =>
              type === "RESOURCE" &&
              (resourceArn ?? entity) === entity &&
              (resourceType === undefined || typeOf(entity)?.name === resourceType),
          ),
    )
    .flat()
    // A receiver sees itself among the principals, and nobody else.
    .filter(
      ({ type, entity, status }) =>
        type === "PRINCIPAL" &&
        status === "ASSOCIATED" &&
        (!others || entity === ctx.account) &&
        (!principals?.length || principals.includes(entity)),
    );
  const { items, nextToken } = pageOf(found, "principals", input);
  return {
    principals: items.map(({ share, entity, external, createdAt, updatedAt }) => ({
      id: entity,
      resourceShareArn: share,
      creationTime: new Date(createdAt),
      lastUpdatedTime: new Date(updatedAt),
      external,
    })),
    nextToken,
  };
});

export const listPendingInvitationResources = ram("ListPendingInvitationResources", (input, ctx) => {
  const { items, nextToken } = pageOf(
    pendingResources(ctx, input.resourceShareInvitationArn),
    "pending-resources",
    input,
  );
  return { resources: items.map(describeResource), nextToken };
});
