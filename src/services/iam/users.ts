/**
 * Users, their access keys and their groups. A key that was made here is signed with from then on in the account and under
 * the name of its user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
import type { Group as GroupAnswer, StatusType, User as UserAnswer } from "@aws-sdk/client-iam";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { accessKeyIdOf, base64Of } from "../../cloud/keys.ts";
import {
  boundaryOf,
  entitiesOf,
  findEntity,
  GROUP,
  globalArn,
  missing,
  needEntity,
  newUniqueId,
  USER,
} from "./entities.ts";
import { iam } from "./operation.ts";
import { type AccessKey, accessKeys, type Group, groups, nameKey, type User, userOfKey, users } from "./resources.ts";
import { checkBoundary } from "./roles.ts";
import { byName, checkName, checkPath, pageOf, tagged, tagList } from "./validation.ts";

/** Cannot be raised. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_KEYS = 2;

const describeUser = (user: User): UserAnswer => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.uniqueId,
  Arn: user.arn,
  CreateDate: new Date(user.createdAt),
  PermissionsBoundary: boundaryOf(user),
});

const withTags = (user: User): UserAnswer => ({
  ...describeUser(user),
  Tags: Object.keys(user.tags).length > 0 ? tagList(user.tags) : undefined,
});

export const createUser = iam("CreateUser", (input, ctx) => {
  const { UserName: name = "", Path: path = "/" } = input;
  checkName(name, "userName", 64);
  checkPath(path);
  if (findEntity(ctx, USER, name)) fail("EntityAlreadyExists", `User with name ${name} already exists.`, 409);
  const user = ctx.put(users, {
    id: nameKey(ctx, "user", name),
    account: ctx.account,
    region: ctx.region,
    name,
    uniqueId: newUniqueId(ctx, "AIDA"),
    path,
    arn: globalArn(ctx, `user${path}${name}`),
    createdAt: ctx.now().getTime(),
    inline: {},
    attached: [],
    tags: tagged({}, input.Tags),
    permissionsBoundary: checkBoundary(ctx, input.PermissionsBoundary),
    groups: [],
  });
  return { User: withTags(user) };
});

/** The user that is named, or the one who asks. */
const userOrCaller = (ctx: Context, name: string | undefined): User | undefined =>
  name !== undefined
    ? needEntity(ctx, USER, name)
    : ctx.accessKeyId === undefined
      ? undefined
      : userOfKey(ctx, ctx.accessKeyId);

export const getUser = iam("GetUser", ({ UserName }, ctx) => {
  const user = userOrCaller(ctx, UserName);
  if (user) return { User: withTags(user) };
  return {
    User: {
      Path: "/",
      UserName: undefined,
      UserId: ctx.account,
      Arn: globalArn(ctx, "root"),
      CreateDate: ctx.now(),
    },
  };
});

export const listUsers = iam("ListUsers", (input, ctx) => {
  const { items, ...page } = pageOf(byName(entitiesOf(ctx, USER, input.PathPrefix)), "users", input);
  return { Users: items.map(describeUser), ...page };
});

export const updateUser = iam("UpdateUser", ({ UserName, NewUserName: name, NewPath: path }, ctx) => {
  const user = needEntity(ctx, USER, UserName);
  const renamed = { ...user, name: name ?? user.name, path: path ?? user.path };
  checkName(renamed.name, "newUserName", 64);
  checkPath(renamed.path);
  const id = nameKey(ctx, "user", renamed.name);
  if (id !== user.id && ctx.find(users, id))
    fail("EntityAlreadyExists", `User with name ${renamed.name} already exists.`, 409);
  const keys = ctx.by(accessKeys, "user", user.id);
  if (id !== user.id) ctx.delete(users, user.id);
  ctx.put(users, { ...renamed, id, arn: globalArn(ctx, `user${renamed.path}${renamed.name}`) });
  for (const key of keys) ctx.put(accessKeys, { ...key, user: renamed.name });
  return {};
});

export const deleteUser = iam("DeleteUser", ({ UserName }, ctx) => {
  const user = needEntity(ctx, USER, UserName);
  const first = (what: string): never => fail("DeleteConflict", `Cannot delete entity, must ${what} first.`, 409);
  if (ctx.by(accessKeys, "user", user.id).length > 0) first("delete access keys");
  if (user.attached.length > 0) first("detach all policies");
  if (Object.keys(user.inline).length > 0) first("delete policies");
  if (user.groups.length > 0) first("remove user from groups");
  ctx.delete(users, user.id);
  return {};
});

const needKey = (ctx: Context, id = "", userName: string | undefined): AccessKey => {
  const key = ctx.get(accessKeys, id);
  if (!key || (userName !== undefined && key.user.toLowerCase() !== userName.toLowerCase()))
    return fail("NoSuchEntity", `The Access Key with id ${id} cannot be found.`, 404);
  return key;
};

const needUserOrCaller = (ctx: Context, name: string | undefined): User =>
  userOrCaller(ctx, name) ?? fail("ValidationError", "Must specify userName when calling with non-User credentials");

const statusOf = ({ active }: AccessKey): StatusType => (active ? "Active" : "Inactive");

export const createAccessKey = iam("CreateAccessKey", ({ UserName }, ctx) => {
  const user = needUserOrCaller(ctx, UserName);
  if (ctx.by(accessKeys, "user", user.id).length >= MOST_KEYS)
    fail("LimitExceeded", `Cannot exceed quota for AccessKeysPerUser: ${MOST_KEYS}`, 409);
  const key = ctx.put(accessKeys, {
    id: accessKeyIdOf("AKIA", ctx.account, ctx.random),
    account: ctx.account,
    region: ctx.region,
    user: user.name,
    secret: base64Of(ctx.random, 40),
    active: true,
    createdAt: ctx.now().getTime(),
  });
  return {
    AccessKey: {
      UserName: user.name,
      AccessKeyId: key.id,
      Status: statusOf(key),
      SecretAccessKey: key.secret,
      CreateDate: new Date(key.createdAt),
    },
  };
});

export const listAccessKeys = iam("ListAccessKeys", (input, ctx) => {
  const user = needUserOrCaller(ctx, input.UserName);
  const { items, ...page } = pageOf(ctx.by(accessKeys, "user", user.id), "access-keys", input);
  return {
    AccessKeyMetadata: items.map((key) => ({
      UserName: user.name,
      AccessKeyId: key.id,
      Status: statusOf(key),
      CreateDate: new Date(key.createdAt),
    })),
    ...page,
  };
});

export const updateAccessKey = iam("UpdateAccessKey", ({ AccessKeyId, UserName, Status }, ctx) => {
  const key = needKey(ctx, AccessKeyId, UserName);
  if (Status !== "Active" && Status !== "Inactive")
    fail(
      "ValidationError",
      `1 validation error detected: Value '${Status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
    );
  ctx.put(accessKeys, { ...key, active: Status === "Active" });
  return {};
});

export const deleteAccessKey = iam("DeleteAccessKey", ({ AccessKeyId, UserName }, ctx) => {
  ctx.delete(accessKeys, needKey(ctx, AccessKeyId, UserName).id);
  return {};
});

/** Keys made here have not been followed in their use. */
export const getAccessKeyLastUsed = iam("GetAccessKeyLastUsed", ({ AccessKeyId }, ctx) => {
  const { user } = needKey(ctx, AccessKeyId, undefined);
  return { UserName: user, AccessKeyLastUsed: { ServiceName: "N/A", Region: "N/A", LastUsedDate: undefined } };
});

const describeGroup = ({ path, name, uniqueId, arn, createdAt }: Group): GroupAnswer => ({
  Path: path,
  GroupName: name,
  GroupId: uniqueId,
  Arn: arn,
  CreateDate: new Date(createdAt),
});

export const createGroup = iam("CreateGroup", ({ GroupName: name = "", Path: path = "/" }, ctx) => {
  checkName(name, "groupName", 128);
  checkPath(path);
  if (findEntity(ctx, GROUP, name)) fail("EntityAlreadyExists", `Group with name ${name} already exists.`, 409);
  const group = ctx.put(groups, {
    id: nameKey(ctx, "group", name),
    account: ctx.account,
    region: ctx.region,
    name,
    uniqueId: newUniqueId(ctx, "AGPA"),
    path,
    arn: globalArn(ctx, `group${path}${name}`),
    createdAt: ctx.now().getTime(),
    inline: {},
    attached: [],
    tags: {},
    permissionsBoundary: undefined,
  });
  return { Group: describeGroup(group) };
});

export const getGroup = iam("GetGroup", (input, ctx) => {
  const group = needEntity(ctx, GROUP, input.GroupName);
  const { items, ...page } = pageOf(byName(ctx.by(users, "group", group.id)), "group-users", input);
  return { Group: describeGroup(group), Users: items.map(describeUser), ...page };
});

export const listGroups = iam("ListGroups", (input, ctx) => {
  const { items, ...page } = pageOf(byName(entitiesOf(ctx, GROUP, input.PathPrefix)), "groups", input);
  return { Groups: items.map(describeGroup), ...page };
});

export const listGroupsForUser = iam("ListGroupsForUser", (input, ctx) => {
  const user = needEntity(ctx, USER, input.UserName);
  const { items, ...page } = pageOf(
    user.groups.map((name) => needEntity(ctx, GROUP, name)),
    "user-groups",
    input,
  );
  return { Groups: items.map(describeGroup), ...page };
});

export const deleteGroup = iam("DeleteGroup", ({ GroupName }, ctx) => {
  const group = needEntity(ctx, GROUP, GroupName);
  const first = (what: string): never => fail("DeleteConflict", `Cannot delete entity, must ${what} first.`, 409);
  if (ctx.by(users, "group", group.id).length > 0) first("remove users from group");
  if (group.attached.length > 0) first("detach all policies");
  if (Object.keys(group.inline).length > 0) first("delete policies");
  ctx.delete(groups, group.id);
  return {};
});

export const addUserToGroup = iam("AddUserToGroup", ({ GroupName, UserName }, ctx) => {
  const { name } = needEntity(ctx, GROUP, GroupName);
  const user = needEntity(ctx, USER, UserName);
  if (!user.groups.includes(name)) ctx.put(users, { ...user, groups: [...user.groups, name] });
  return {};
});

export const removeUserFromGroup = iam("RemoveUserFromGroup", ({ GroupName, UserName }, ctx) => {
  const { name } = needEntity(ctx, GROUP, GroupName);
  const user = needEntity(ctx, USER, UserName);
  if (!user.groups.includes(name)) missing("user", UserName ?? "");
  ctx.put(users, { ...user, groups: user.groups.filter((group) => group !== name) });
  return {};
});
