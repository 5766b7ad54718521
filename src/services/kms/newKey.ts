/** A new key's row, and what of it follows from nothing that anybody said. */
import { arnOf, partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { uuidOf } from "../../cloud/keys.ts";
import { type Key, keys } from "./resources.ts";

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export const defaultPolicy = ({ account, region }: Context): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:${partitionOf(region)}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });

export function createKey(ctx: Context, given: Partial<Key>): Key {
  const { account, region } = ctx;
  const id = given.multiRegion ? `mrk-${ctx.random.hex(32)}` : uuidOf(ctx.random);
  return ctx.put(keys, {
    id,
    account,
    region,
    arn: arnOf(ctx, "kms", `key/${id}`),
    description: "",
    usage: "ENCRYPT_DECRYPT",
    spec: "SYMMETRIC_DEFAULT",
    origin: "AWS_KMS",
    state: "Enabled",
    awsManaged: false,
    multiRegion: false,
    policy: defaultPolicy(ctx),
    rotation: undefined,
    rotationSince: given.rotation === undefined ? undefined : ctx.now().getTime(),
    createdAt: ctx.now().getTime(),
    deletionAt: undefined,
    tags: {},
    material: ctx.random.hex(64),
    ...given,
  });
}
