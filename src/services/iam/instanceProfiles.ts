/**
 * Instance profiles: what carries a role to an instance.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
 */
import type { InstanceProfile as ProfileAnswer } from "@aws-sdk/client-iam";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { findEntity, globalArn, needEntity, newUniqueId, ROLE } from "./entities.ts";
import { iam } from "./operation.ts";
import { type InstanceProfile, instanceProfiles, nameKey } from "./resources.ts";
import { describeRole } from "./roles.ts";
import { byName, checkName, checkPath, pageOf, tagged, tagList } from "./validation.ts";

export const needProfile = (ctx: Context, name = ""): InstanceProfile =>
  ctx.find(instanceProfiles, nameKey(ctx, "profile", name)) ??
  fail("NoSuchEntity", `Instance Profile ${name} cannot be found.`, 404);

function describeProfile(ctx: Context, profile: InstanceProfile): ProfileAnswer {
  const role = profile.role === undefined ? undefined : findEntity(ctx, ROLE, profile.role);
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.uniqueId,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdAt),
    Roles: role ? [describeRole(role)] : [],
  };
}

const withTags = (ctx: Context, profile: InstanceProfile): ProfileAnswer => ({
  ...describeProfile(ctx, profile),
  Tags: tagList(profile.tags),
});

export const createInstanceProfile = iam("CreateInstanceProfile", (input, ctx) => {
  const { InstanceProfileName: name = "", Path: path = "/" } = input;
  checkName(name, "instanceProfileName", 128);
  checkPath(path);
  const id = nameKey(ctx, "profile", name);
  if (ctx.find(instanceProfiles, id)) fail("EntityAlreadyExists", `Instance Profile ${name} already exists.`, 409);
  const profile = ctx.put(instanceProfiles, {
    id,
    account: ctx.account,
    region: ctx.region,
    name,
    uniqueId: newUniqueId(ctx, "AIPA"),
    path,
    arn: globalArn(ctx, `instance-profile${path}${name}`),
    createdAt: ctx.now().getTime(),
    role: undefined,
    tags: tagged({}, input.Tags),
  });
  return { InstanceProfile: withTags(ctx, profile) };
});

export const getInstanceProfile = iam("GetInstanceProfile", ({ InstanceProfileName }, ctx) => ({
  InstanceProfile: withTags(ctx, needProfile(ctx, InstanceProfileName)),
}));

export const listInstanceProfiles = iam("ListInstanceProfiles", (input, ctx) => {
  const { PathPrefix: prefix = "/" } = input;
  const found = byName(ctx.all(instanceProfiles)).filter(({ path }) => path.startsWith(prefix));
  const { items, ...page } = pageOf(found, "instance-profiles", input);
  return { InstanceProfiles: items.map((profile) => describeProfile(ctx, profile)), ...page };
});

export const listInstanceProfilesForRole = iam("ListInstanceProfilesForRole", (input, ctx) => {
  const role = needEntity(ctx, ROLE, input.RoleName);
  const { items, ...page } = pageOf(byName(ctx.by(instanceProfiles, "role", role.id)), "role-profiles", input);
  return { InstanceProfiles: items.map((profile) => describeProfile(ctx, profile)), ...page };
});

export const addRoleToInstanceProfile = iam("AddRoleToInstanceProfile", ({ InstanceProfileName, RoleName }, ctx) => {
  const profile = needProfile(ctx, InstanceProfileName);
  const { name } = needEntity(ctx, ROLE, RoleName);
  if (profile.role !== undefined)
    fail("LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", 409);
  ctx.put(instanceProfiles, { ...profile, role: name });
  return {};
});

export const removeRoleFromInstanceProfile = iam("RemoveRoleFromInstanceProfile", (input, ctx) => {
  const profile = needProfile(ctx, input.InstanceProfileName);
  const { name } = needEntity(ctx, ROLE, input.RoleName);
  if (profile.role !== name) fail("NoSuchEntity", `The role with name ${name} cannot be found.`, 404);
  ctx.put(instanceProfiles, { ...profile, role: undefined });
  return {};
});

export const deleteInstanceProfile = iam("DeleteInstanceProfile", ({ InstanceProfileName }, ctx) => {
  const profile = needProfile(ctx, InstanceProfileName);
  if (profile.role !== undefined)
    fail("DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.", 409);
  ctx.delete(instanceProfiles, profile.id);
  return {};
});
