/** Aliases. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
import type { AliasListEntry } from "@aws-sdk/client-kms";
import { arnOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { isReserved, putAlias, unusedAliases } from "./awsManaged.ts";
import { kms, needKeyById, needOwnKey, pageOf } from "./operation.ts";
import { type Alias, aliases } from "./resources.ts";

function checkName(name: string): void {
  if (!/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name))
    fail(
      name.startsWith("alias/") ? "ValidationException" : "InvalidAliasNameException",
      name.startsWith("alias/")
        ? `1 validation error detected: Value '${name.slice(0, 300)}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$`
        : 'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  if (isReserved(name)) fail("NotAuthorizedException", "");
}

const needAlias = (ctx: Context, name: string): Alias =>
  ctx.get(aliases, arnOf(ctx, "kms", name)) ??
  fail("NotFoundException", `Alias ${arnOf(ctx, "kms", name)} is not found.`);

export const createAlias = kms("CreateAlias", ({ AliasName: name = "", TargetKeyId }, ctx) => {
  checkName(name);
  const key = needOwnKey(ctx, TargetKeyId);
  const arn = arnOf(ctx, "kms", name);
  if (ctx.get(aliases, arn)) fail("AlreadyExistsException", `An alias with the name ${arn} already exists`);
  putAlias(ctx, name, key);
  return {};
});

export const updateAlias = kms("UpdateAlias", ({ AliasName: name = "", TargetKeyId }, ctx) => {
  checkName(name);
  const { createdAt } = needAlias(ctx, name);
  putAlias(ctx, name, needOwnKey(ctx, TargetKeyId), createdAt);
  return {};
});

export const deleteAlias = kms("DeleteAlias", ({ AliasName: name = "" }, ctx) => {
  checkName(name);
  ctx.delete(aliases, needAlias(ctx, name).id);
  return {};
});

const describe = ({ name, arn, key, createdAt, updatedAt }: Alias): AliasListEntry => ({
  AliasName: name,
  AliasArn: arn,
  TargetKeyId: key,
  CreationDate: new Date(createdAt),
  LastUpdatedDate: new Date(updatedAt),
});

export const listAliases = kms("ListAliases", (input, ctx) => {
  const own = ctx.all(aliases);
  const found: AliasListEntry[] =
    input.KeyId === undefined
      ? [
          ...own.map(describe),
          ...unusedAliases(ctx).map((name) => ({ AliasName: name, AliasArn: arnOf(ctx, "kms", name) })),
        ]
      : ctx.by(aliases, "key", needKeyById(ctx, input.KeyId).id).map(describe);
  found.sort((a, b) => ((a.AliasName ?? "") < (b.AliasName ?? "") ? -1 : 1));
  const { items, page } = pageOf(found, "aliases", { ...input, Limit: input.Limit ?? 50 });
  return { Aliases: [...items], ...page };
});
