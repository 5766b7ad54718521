/**
 * IAM's rows: roles, users and groups with their policies, managed policies, instance profiles, access keys. IAM has no
 * regions: rows lie in a partition's global one, whichever region a call came from. Names differ by more than case.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
import { partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import type { Store } from "../../cloud/store.ts";
import { defineTable, type Row, scopeOf } from "../../cloud/table.ts";

export type Tags = Readonly<Record<string, string>>;

/** What roles, users and groups have in common. Its id is made of the account, the partition, the kind and the name. */
export interface Entity extends Row {
  readonly name: string;
  /** `AROA…`, `AIDA…`, `AGPA…`. */
  readonly uniqueId: string;
  readonly path: string;
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Documents by name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of the managed policies, in the order of their attachment. */
  readonly attached: readonly string[];
  readonly tags: Tags;
  readonly permissionsBoundary: string | undefined;
}

export interface Role extends Entity {
  readonly trustPolicy: string;
  readonly description: string | undefined;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** The service that it is linked to, and may alone change it. */
  readonly linkedTo: string | undefined;
}

export interface User extends Entity {
  /** Names of groups. */
  readonly groups: readonly string[];
}

export type Group = Entity;

export interface AccessKey extends Row {
  readonly user: string;
  readonly secret: string;
  readonly active: boolean;
  readonly createdAt: number;
}

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

/** A customer's managed policy; its id is its ARN. */
export interface Policy extends Row {
  readonly name: string;
  readonly uniqueId: string;
  readonly path: string;
  readonly description: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Oldest first; the default one is among them. */
  readonly versions: readonly PolicyVersion[];
  readonly defaultVersion: string;
  /** Numbers of versions are not used again. */
  readonly nextVersion: number;
  readonly tags: Tags;
}

export interface InstanceProfile extends Row {
  readonly name: string;
  readonly uniqueId: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  /** The name of the one role that it may have. */
  readonly role: string | undefined;
  readonly tags: Tags;
}

export interface AccountAlias extends Row {
  readonly alias: string;
}

/** Entities by the managed policies attached to them. */
const byPolicy = { policy: ({ account, attached }: Entity) => attached.map((arn) => `${account} ${arn}`) };

export const roles = defineTable<Role>()("iam.role", byPolicy);
export const users = defineTable<User>()("iam.user", {
  ...byPolicy,
  group: (user: User) => user.groups.map((name) => nameKey(user, "group", name)),
});
export const groups = defineTable<Group>()("iam.group", byPolicy);
export const policies = defineTable<Policy>()("iam.policy");
export const instanceProfiles = defineTable<InstanceProfile>()("iam.instanceProfile", {
  role: (profile) => (profile.role === undefined ? undefined : nameKey(profile, "role", profile.role)),
  arn: ({ arn }) => arn,
});
export const accessKeys = defineTable<AccessKey>()("iam.accessKey", {
  user: (key) => nameKey(key, "user", key.user),
});
export const accountAliases = defineTable<AccountAlias>()("iam.accountAlias");

/** The id of a row that is told by its name. */
export const nameKey = (owner: Pick<Row, "account" | "region">, kind: string, name: string): string =>
  `${scopeOf(owner)}/${kind}/${name.toLowerCase()}`;

/** The region that IAM's rows lie in: one a partition. */
export function globalRegionOf(region: string): string {
  const partition = partitionOf(region);
  return partition === "aws" ? "aws-global" : `${partition}-global`;
}

/** The user whose key this is, whichever account has it. */
export function userOfKey(ctx: Context, accessKeyId: string): User | undefined {
  const key = ctx.find(accessKeys, accessKeyId);
  return key && ctx.find(users, nameKey(key, "user", key.user));
}

/** What the server needs to know of a key that a user was given. */
export const accessKeyOf = (store: Store, accessKeyId: string): AccessKey | undefined =>
  store.table(accessKeys).get(accessKeyId);

/** The account's instance profile, by its name or its ARN. */
export function instanceProfileOf(ctx: Context, nameOrArn: string): InstanceProfile | undefined {
  const owner = { account: ctx.account, region: globalRegionOf(ctx.region) };
  if (!nameOrArn.startsWith("arn:")) return ctx.find(instanceProfiles, nameKey(owner, "profile", nameOrArn));
  return ctx.by(instanceProfiles, "arn", nameOrArn).find(({ account }) => account === ctx.account);
}
