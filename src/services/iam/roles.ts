/**
 * Roles: whom they trust is recorded, not enforced.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
import type { Role as RoleAnswer } from "@aws-sdk/client-iam";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import {
  boundaryOf,
  entitiesOf,
  findEntity,
  globalArn,
  needEntity,
  needOwnRole,
  newUniqueId,
  ROLE,
} from "./entities.ts";
import { iam } from "./operation.ts";
import { needPolicy } from "./policies.ts";
import { checkDocument, documentSize, encodeDocument } from "./policyDocument.ts";
import { instanceProfiles, nameKey, type Role, roles } from "./resources.ts";
import { byName, checkLength, checkName, checkPath, checkRange, pageOf, tagged, tagList } from "./validation.ts";

const HOUR = 3600;
/** Characters of a trust policy, white space apart. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_TRUST = 4096;

export function describeRole(role: Role): RoleAnswer {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.uniqueId,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    PermissionsBoundary: boundaryOf(role),
  };
}

const described = (role: Role): RoleAnswer => ({
  ...describeRole(role),
  Tags: Object.keys(role.tags).length > 0 ? tagList(role.tags) : undefined,
});

function checkTrust(document: string): void {
  checkDocument(document, "trust");
  if (documentSize(document) > LONGEST_TRUST)
    fail("LimitExceeded", `Cannot exceed quota for ACLSizePerRole: ${LONGEST_TRUST}`, 409);
}

/** A boundary is a managed policy that is there. */
export function checkBoundary(ctx: Context, arn: string | undefined): string | undefined {
  if (arn === undefined) return undefined;
  if (!/^arn:/.test(arn)) fail("ValidationError", `ARN ${arn} is not valid.`);
  return needPolicy(ctx, arn, `Scope ARN: ${arn} does not exist or is not attachable.`).id;
}

export const createRole = iam("CreateRole", (input, ctx) => {
  const { RoleName: name = "", Path: path = "/", AssumeRolePolicyDocument: trustPolicy = "" } = input;
  const { MaxSessionDuration: maxSessionDuration = HOUR, Description: description } = input;
  checkName(name, "roleName", 64);
  checkPath(path);
  if (path.startsWith("/aws-service-role/"))
    fail("ValidationError", "Path /aws-service-role/ is reserved. Use CreateServiceLinkedRole.");
  checkLength(description, "description", 1000);
  checkRange(maxSessionDuration, "maxSessionDuration", HOUR, 12 * HOUR);
  checkTrust(trustPolicy);
  const permissionsBoundary = checkBoundary(ctx, input.PermissionsBoundary);
  const tags = tagged({}, input.Tags);
  const role = putRole(ctx, { name, path, trustPolicy, description, maxSessionDuration, permissionsBoundary, tags });
  return { Role: described(role) };
});

type NewRole = Pick<Role, "name" | "path" | "trustPolicy" | "description"> & Partial<Role>;

export function putRole(ctx: Context, given: NewRole): Role {
  const { account, region } = ctx;
  if (findEntity(ctx, ROLE, given.name))
    fail("EntityAlreadyExists", `Role with name ${given.name} already exists.`, 409);
  return ctx.put(roles, {
    id: nameKey(ctx, "role", given.name),
    account,
    region,
    uniqueId: newUniqueId(ctx, "AROA"),
    arn: globalArn(ctx, `role${given.path}${given.name}`),
    createdAt: ctx.now().getTime(),
    inline: {},
    attached: [],
    tags: {},
    permissionsBoundary: undefined,
    maxSessionDuration: HOUR,
    linkedTo: undefined,
    ...given,
  });
}

export const getRole = iam("GetRole", ({ RoleName }, ctx) => ({
  Role: { ...described(needEntity(ctx, ROLE, RoleName)), RoleLastUsed: {} },
}));

export const listRoles = iam("ListRoles", (input, ctx) => {
  const { items, ...page } = pageOf(byName(entitiesOf(ctx, ROLE, input.PathPrefix)), "roles", input);
  return { Roles: items.map(describeRole), ...page };
});

const update = (ctx: Context, { RoleName, Description, MaxSessionDuration }: RoleChanges): Role => {
  const role = needOwnRole(ctx, RoleName);
  checkLength(Description, "description", 1000);
  if (MaxSessionDuration !== undefined) checkRange(MaxSessionDuration, "maxSessionDuration", HOUR, 12 * HOUR);
  return ctx.put(roles, {
    ...role,
    description: Description ?? role.description,
    maxSessionDuration: MaxSessionDuration ?? role.maxSessionDuration,
  });
};

interface RoleChanges {
  readonly RoleName: string | undefined;
  readonly Description?: string | undefined;
  readonly MaxSessionDuration?: number | undefined;
}

export const updateRole = iam("UpdateRole", (input, ctx) => {
  update(ctx, input);
  return {};
});

export const updateRoleDescription = iam("UpdateRoleDescription", (input, ctx) => ({
  Role: described(update(ctx, input)),
}));

export const updateAssumeRolePolicy = iam("UpdateAssumeRolePolicy", ({ RoleName, PolicyDocument = "" }, ctx) => {
  const role = needOwnRole(ctx, RoleName);
  checkTrust(PolicyDocument);
  ctx.put(roles, { ...role, trustPolicy: PolicyDocument });
  return {};
});

export const deleteRole = iam("DeleteRole", ({ RoleName }, ctx) => {
  const role = needOwnRole(ctx, RoleName);
  if (ctx.by(instanceProfiles, "role", role.id).length > 0)
    fail("DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.", 409);
  if (role.attached.length > 0) fail("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409);
  if (Object.keys(role.inline).length > 0)
    fail("DeleteConflict", "Cannot delete entity, must delete policies first.", 409);
  ctx.delete(roles, role.id);
  return {};
});

export const putRolePermissionsBoundary = iam(
  "PutRolePermissionsBoundary",
  ({ RoleName, PermissionsBoundary }, ctx) => {
    const role = needOwnRole(ctx, RoleName);
    ctx.put(roles, { ...role, permissionsBoundary: checkBoundary(ctx, PermissionsBoundary) });
    return {};
  },
);

export const deleteRolePermissionsBoundary = iam("DeleteRolePermissionsBoundary", ({ RoleName }, ctx) => {
  ctx.put(roles, { ...needOwnRole(ctx, RoleName), permissionsBoundary: undefined });
  return {};
});
