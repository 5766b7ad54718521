/**
 * Assuming a role. Roles are not kept, so any well-formed ARN names one, whoever asks may assume it, and it allows twelve hours.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { roleIdOf } from "./keys.ts";
import { credentialsOf, sts } from "./operation.ts";
import { callerSession, issue } from "./sessions.ts";
import { checkDuration, checkPolicy, checkRoleArn, checkText, NAME, packedSize } from "./validation.ts";
import { parseWebIdentity } from "./webIdentity.ts";

const HOUR = 3600;
const LEAST = 900;
const LONGEST = 12 * HOUR;

export const assumeRole = sts("AssumeRole", (input, ctx) => {
  const { RoleArn = "", RoleSessionName = "", DurationSeconds = HOUR, SourceIdentity, Tags, PolicyArns } = input;
  const role = checkRoleArn(RoleArn);
  checkText(RoleSessionName, "roleSessionName", [2, 64], NAME);
  checkDuration(DurationSeconds, LEAST, LONGEST);
  if (SourceIdentity !== undefined) checkText(SourceIdentity, "sourceIdentity", [2, 64], NAME);
  checkPolicy(input.Policy);
  if (callerSession(ctx)?.kind === "role" && DurationSeconds > HOUR)
    fail(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  return {
    ...assumed(ctx, { arn: RoleArn, ...role }, RoleSessionName, DurationSeconds),
    PackedPolicySize: packedSize(input.Policy, [...(Tags ?? []), ...(PolicyArns ?? [])]),
    SourceIdentity,
  };
});

export const assumeRoleWithWebIdentity = sts("AssumeRoleWithWebIdentity", (input, ctx) => {
  const { RoleArn = "", RoleSessionName = "", WebIdentityToken = "", ProviderId, DurationSeconds = HOUR } = input;
  const role = checkRoleArn(RoleArn);
  checkText(RoleSessionName, "roleSessionName", [2, 64], NAME);
  checkText(WebIdentityToken, "webIdentityToken", [4, 20000]);
  if (ProviderId !== undefined) checkText(ProviderId, "providerId", [4, 2048]);
  checkDuration(DurationSeconds, LEAST, LONGEST);
  checkPolicy(input.Policy);
  const { subject, audience, provider } = parseWebIdentity(WebIdentityToken, ProviderId, ctx.now());
  return {
    ...assumed(ctx, { arn: RoleArn, ...role }, RoleSessionName, DurationSeconds),
    SubjectFromWebIdentityToken: subject,
    Audience: audience,
    Provider: provider,
    PackedPolicySize: packedSize(input.Policy, input.PolicyArns),
  };
});

interface Role {
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly name: string;
}

function assumed(ctx: Context, { arn: roleArn, partition, account, name }: Role, sessionName: string, seconds: number) {
  const userId = `${roleIdOf(roleArn)}:${sessionName}`;
  const arn = `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`;
  const session = issue(ctx, "role", account, { arn, userId }, seconds);
  return { Credentials: credentialsOf(session), AssumedRoleUser: { AssumedRoleId: userId, Arn: arn } };
}
