/** Who calls: the identity behind an access key. */
import { partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { userOfKey } from "../iam/resources.ts";
import { callerSession, type Identity } from "./sessions.ts";

/** Keys that nobody handed out are their account's root user. */
export const callerIdentity = (ctx: Context): Identity =>
  callerSession(ctx)?.identity ??
  userIdentity(ctx) ?? { arn: `arn:${partitionOf(ctx.region)}:iam::${ctx.account}:root`, userId: ctx.account };

function userIdentity(ctx: Context): Identity | undefined {
  const user = ctx.accessKeyId === undefined ? undefined : userOfKey(ctx, ctx.accessKeyId);
  return user && { arn: user.arn, userId: user.uniqueId };
}
