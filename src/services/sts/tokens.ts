/**
 * Credentials for the caller, and for a federated user.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 */
import { partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { callerIdentity } from "./identity.ts";
import { credentialsOf, sts } from "./operation.ts";
import { callerSession, issue } from "./sessions.ts";
import { checkDuration, checkPolicy, checkText, NAME, packedSize } from "./validation.ts";

const LEAST = 900;
const LONGEST = 36 * 3600;
/** The root user's sessions last an hour: as their default, and where more is asked for. */
const ROOT = 3600;

/** The callers of both operations are root users, since temporary credentials may not call them. */
function durationOf(ctx: Context, operation: string, seconds = ROOT): number {
  if (callerSession(ctx)) fail("AccessDenied", `Cannot call ${operation} with session credentials`, 403);
  checkDuration(seconds, LEAST, LONGEST);
  return Math.min(seconds, ROOT);
}

export const getSessionToken = sts("GetSessionToken", ({ DurationSeconds }, ctx) => {
  const seconds = durationOf(ctx, "GetSessionToken", DurationSeconds);
  return { Credentials: credentialsOf(issue(ctx, "session", ctx.account, callerIdentity(ctx), seconds)) };
});

export const getFederationToken = sts("GetFederationToken", (input, ctx) => {
  const { Name = "", Policy, PolicyArns, Tags, DurationSeconds } = input;
  checkText(Name, "name", [2, 32], NAME);
  checkPolicy(Policy);
  const seconds = durationOf(ctx, "GetFederationToken", DurationSeconds);
  const arn = `arn:${partitionOf(ctx.region)}:sts::${ctx.account}:federated-user/${Name}`;
  const userId = `${ctx.account}:${Name}`;
  return {
    Credentials: credentialsOf(issue(ctx, "federated", ctx.account, { arn, userId }, seconds)),
    FederatedUser: { FederatedUserId: userId, Arn: arn },
    PackedPolicySize: packedSize(Policy, [...(Tags ?? []), ...(PolicyArns ?? [])]),
  };
});
