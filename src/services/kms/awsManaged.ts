/**
 * The keys that AWS makes for its own services: their aliases are always there, the keys from their first use on.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key
 */
import { arnOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { createKey } from "./newKey.ts";
import { type Alias, aliases, type Key } from "./resources.ts";

const SERVICES = [
  "acm",
  "backup",
  "dynamodb",
  "ebs",
  "elasticfilesystem",
  "kinesis",
  "kinesisvideo",
  "lambda",
  "rds",
  "redshift",
  "s3",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "xray",
];

export const isReserved = (alias: string): boolean => alias.startsWith("alias/aws/");

/** The names of the aliases that no key has been made for yet. */
export const unusedAliases = (ctx: Context): readonly string[] =>
  SERVICES.map((service) => `alias/aws/${service}`).filter((name) => !ctx.get(aliases, arnOf(ctx, "kms", name)));

/** The key behind such an alias, made on the spot; `undefined` where the text is none. */
export function awsManagedKey(ctx: Context, text: string): Key | undefined {
  const name = unusedAliases(ctx).find((alias) => text === alias || text === arnOf(ctx, "kms", alias));
  if (name === undefined) return undefined;
  const service = name.slice("alias/aws/".length);
  const key = createKey(ctx, {
    awsManaged: true,
    description: `Default key that protects my ${service.toUpperCase()} data when no other key is defined`,
    rotation: 365,
  });
  putAlias(ctx, name, key);
  return key;
}

export function putAlias(ctx: Context, name: string, key: Key, createdAt = ctx.now().getTime()): Alias {
  const arn = arnOf(ctx, "kms", name);
  const { account, region } = ctx;
  return ctx.put(aliases, {
    id: arn,
    account,
    region,
    name,
    arn,
    key: key.id,
    createdAt,
    updatedAt: ctx.now().getTime(),
  });
}
