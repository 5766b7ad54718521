/**
 * AWS's own permissions, the default one of each type. Customer-managed ones are not built.
 * @see https://docs.aws.amazon.com/ram/latest/userguide/security-ram-permissions.html
 */
import type { ResourceSharePermissionSummary } from "@aws-sdk/client-ram";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { pageOf, ram } from "./operation.ts";
import { type ResourceShare, resourceShares, shareAssociations, sharesReceived } from "./resources.ts";
import { SHAREABLE, type ShareableType, typeOf } from "./resourceTypes.ts";

const arnOfPermission = (name: string): string => `arn:aws:ram::aws:permission/${name}`;
const PUBLISHED = new Date(Date.UTC(2020, 5, 30));

const describe = ({ name, permission }: ShareableType): ResourceSharePermissionSummary => ({
  arn: arnOfPermission(permission),
  version: "1",
  defaultVersion: true,
  name: permission,
  resourceType: name,
  creationTime: PUBLISHED,
  lastUpdatedTime: PUBLISHED,
  isResourceTypeDefault: true,
  permissionType: "AWS_MANAGED",
  featureSet: "STANDARD",
  status: "ATTACHABLE",
});

/** The type that a permission of AWS's is for. */
export function permissionNamed(arn = ""): ShareableType {
  const name = /^arn:aws[a-z-]*:ram::aws:permission\/([\w+=,.@-]+)$/.exec(arn)?.[1];
  if (name === undefined)
    fail(
      "MalformedArnException",
      `The specified permission ARN ${arn.slice(0, 300)} is not valid: only AWS's own are built.`,
    );
  return (
    SHAREABLE.find(({ permission }) => permission === name) ??
    fail("UnknownResourceException", `Permission ${arn.slice(0, 300)} could not be found.`)
  );
}

export const listPermissions = ram("ListPermissions", (input, ctx: Context) => {
  const { resourceType, permissionType = "ALL" } = input;
  const found = SHAREABLE.filter(
    ({ name }) =>
      permissionType !== "CUSTOMER_MANAGED" &&
      (resourceType === undefined || name.toLowerCase() === resourceType.toLowerCase()),
  );
  if (resourceType !== undefined && found.length === 0 && permissionType !== "CUSTOMER_MANAGED")
    fail("InvalidParameterException", `Invalid resource type: ${resourceType.slice(0, 100)}`);
  const { items, nextToken } = pageOf(found, `permissions-${ctx.account}`, input);
  return { permissions: items.map(describe), nextToken };
});

export const getPermission = ram("GetPermission", ({ permissionArn, permissionVersion = 1 }) => {
  const type = permissionNamed(permissionArn);
  if (permissionVersion !== 1)
    fail("UnknownResourceException", `Version ${permissionVersion} of ${permissionArn} could not be found.`);
  const { status: _, ...summary } = describe(type);
  return {
    permission: {
      ...summary,
      permission: JSON.stringify({ Effect: "Allow", Action: [`${type.service}:Describe*`, `${type.service}:Get*`] }),
      status: "ATTACHABLE" as const,
    },
  };
});

const visible = (ctx: Context, arn: string): ResourceShare | undefined =>
  ctx.get(resourceShares, arn) ?? sharesReceived(ctx).find(({ id }) => id === arn);

/** A type's permission comes with the first resource of that type. */
export const listResourceSharePermissions = ram("ListResourceSharePermissions", (input, ctx) => {
  const { resourceShareArn: arn = "" } = input;
  const share = visible(ctx, arn);
  if (!share) return fail("UnknownResourceException", `ResourceShare ${arn.slice(0, 300)} could not be found.`);
  const types = new Set(share.permissions.map(permissionNamed));
  for (const { type, entity } of ctx.by(shareAssociations, "share", arn)) {
    const found = type === "RESOURCE" ? typeOf(entity) : undefined;
    if (found) types.add(found);
  }
  const { items, nextToken } = pageOf([...types], "share-permissions", input);
  return { permissions: items.map((type) => ({ ...describe(type), status: "ASSOCIATED" })), nextToken };
});

export const listResourceTypes = ram("ListResourceTypes", (input) => {
  const { resourceRegionScope: scope = "ALL" } = input;
  const found = SHAREABLE.filter((type) => scope === "ALL" || type.scope === scope);
  const { items, nextToken } = pageOf(found, "resource-types", input);
  return {
    resourceTypes: items.map(({ name, service, scope }) => ({
      resourceType: name,
      serviceName: service,
      resourceRegionScope: scope,
    })),
    nextToken,
  };
});
