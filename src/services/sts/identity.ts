/** Who calls: the identity behind an access key. */
import type { Context } from "../../cloud/context.ts";
import { callerSession, type Identity } from "./sessions.ts";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html#arns-partitions */
export const partitionOf = (region: string): string =>
  region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";

/** Keys that nobody handed out are their account's root user: users are not kept. */
export const callerIdentity = (ctx: Context): Identity =>
  callerSession(ctx)?.identity ?? {
    arn: `arn:${partitionOf(ctx.region)}:iam::${ctx.account}:root`,
    userId: ctx.account,
  };
