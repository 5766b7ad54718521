import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { operationsOf } from "../../cloud/operation.ts";
import { cutPage } from "../../cloud/page.ts";
import { type LogGroup, logGroupOf } from "./resources.ts";

/** Declares an operation of CloudWatch Logs, typed by the SDK's client. */
export const logs = operationsOf<typeof import("@aws-sdk/client-cloudwatch-logs")>();

const refuse = (value: unknown, name: string, constraint: string): never =>
  fail(
    "InvalidParameterException",
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  );

/** Names of groups and streams. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export function checkName(value: string, name: "logGroupName" | "logStreamName"): void {
  if (value.length < 1) refuse(value, name, "have length greater than or equal to 1");
  if (value.length > 512) refuse(value, name, "have length less than or equal to 512");
  const [pattern, text] =
    name === "logGroupName" ? [/^[.\-_/#A-Za-z0-9]+$/, "[\\.\\-_/#A-Za-z0-9]+"] : [/^[^:*]*$/, "[^:*]*"];
  if (!pattern.test(value)) refuse(value, name, `satisfy regular expression pattern: ${text}`);
}

export function checkRange(value: number, name: string, least: number, most: number): void {
  if (value < least) refuse(value, name, `have value greater than or equal to ${least}`);
  if (value > most) refuse(value, name, `have value less than or equal to ${most}`);
}

export const needGroup = (ctx: Context, nameOrArn = ""): LogGroup =>
  logGroupOf(ctx, nameOrArn) ?? fail("ResourceNotFoundException", "The specified log group does not exist.");

/** A group that is told by its name or by its name or ARN, of which one must be there. */
export function needNamedGroup(
  ctx: Context,
  { logGroupName, logGroupIdentifier }: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): LogGroup {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined))
    fail("InvalidParameterException", "Exactly one of logGroupName and logGroupIdentifier must be specified.");
  return needGroup(ctx, logGroupName ?? logGroupIdentifier);
}

export function pageOf<T>(items: readonly T[], kind: string, token: string | undefined, limit = 50, most = 50) {
  checkRange(limit, "limit", 1, most);
  const { items: shown, next } = cutPage(items, kind, limit, token, () =>
    fail("InvalidParameterException", "The specified nextToken is invalid."),
  );
  return { items: shown, nextToken: next };
}
