/** The three kinds of entities that policies stand at, and what all their operations need: finding and naming one. */
import type { AttachedPermissionsBoundary } from "@aws-sdk/client-iam";
import { partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { base32 } from "../../cloud/keys.ts";
import type { TableDefinition } from "../../cloud/table.ts";
import { type Entity, type Group, groups, nameKey, type Role, roles, type User, users } from "./resources.ts";

export interface Kind<E extends Entity> {
  /** As in the operations' names: `AttachRolePolicy`. */
  readonly title: "Role" | "User" | "Group";
  /** As in ids and messages. */
  readonly word: "role" | "user" | "group";
  /** The input's member that names it. */
  readonly member: "RoleName" | "UserName" | "GroupName";
  /** The longest that its name may be. */
  readonly longest: number;
  readonly table: TableDefinition<E, string>;
}

export const ROLE: Kind<Role> = { title: "Role", word: "role", member: "RoleName", longest: 64, table: roles };
export const USER: Kind<User> = { title: "User", word: "user", member: "UserName", longest: 64, table: users };
export const GROUP: Kind<Group> = { title: "Group", word: "group", member: "GroupName", longest: 128, table: groups };

export const missing = (what: string, name: string): never =>
  fail("NoSuchEntity", `The ${what} with name ${name} cannot be found.`, 404);

export const findEntity = <E extends Entity>(ctx: Context, kind: Kind<E>, name: string): E | undefined =>
  ctx.find(kind.table, nameKey(ctx, kind.word, name));

export const needEntity = <E extends Entity>(ctx: Context, kind: Kind<E>, name = ""): E =>
  findEntity(ctx, kind, name) ?? missing(kind.word, name);

/** A role that AWS made for a service is AWS's to change. */
export function needOwnRole(ctx: Context, name = ""): Role {
  const role = needEntity(ctx, ROLE, name);
  if (role.linkedTo !== undefined)
    fail(
      "UnmodifiableEntity",
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  return role;
}

/** Entities may be changed unless they are AWS's. */
export const needChangeable = <E extends Entity>(ctx: Context, kind: Kind<E>, name: string | undefined): E => {
  if (kind.word === "role") needOwnRole(ctx, name);
  return needEntity(ctx, kind, name);
};

/** `AROA…`: the prefix, A and 16 characters of base 32. */
export const newUniqueId = (ctx: Context, prefix: "AROA" | "AIDA" | "AGPA" | "ANPA" | "AIPA"): string => {
  const { random } = ctx;
  const bits = (BigInt(random.uint32()) << 64n) | (BigInt(random.uint32()) << 32n) | BigInt(random.uint32());
  return `${prefix}${base32(bits, 17)}`;
};

export const globalArn = (ctx: Context, resource: string): string =>
  `arn:${partitionOf(ctx.region)}:iam::${ctx.account}:${resource}`;

/** The rows of entities of the account below a path. */
export const entitiesOf = <E extends Entity>(ctx: Context, kind: Kind<E>, prefix = "/"): E[] =>
  ctx.all(kind.table).filter(({ path }) => path.startsWith(prefix));

export const boundaryOf = ({ permissionsBoundary }: Entity): AttachedPermissionsBoundary | undefined =>
  permissionsBoundary === undefined
    ? undefined
    : // The client's type lists the shape's name; AWS answers "Policy".
      ({ PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: permissionsBoundary } as object);
