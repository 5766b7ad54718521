/**
 * Log groups.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
 */
import type { LogGroup as GroupAnswer } from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { removeStream, storedBytes } from "./events.ts";
import { checkName, logs, needGroup, pageOf } from "./operation.ts";
import { type LogGroup, logGroups, logStreams } from "./resources.ts";
import { tagged } from "./tags.ts";

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const describe = (ctx: Context, group: LogGroup): GroupAnswer => ({
  logGroupName: group.name,
  creationTime: group.createdAt,
  retentionInDays: group.retentionInDays,
  metricFilterCount: 0,
  arn: `${group.arn}:*`,
  storedBytes: ctx.by(logStreams, "group", group.id).reduce((sum, stream) => sum + storedBytes(ctx, stream), 0),
  kmsKeyId: group.kmsKeyId,
  logGroupClass: group.logGroupClass,
  logGroupArn: group.arn,
  deletionProtectionEnabled: group.deletionProtection,
});

export const createLogGroup = logs("CreateLogGroup", (input, ctx) => {
  const { logGroupName: name = "", kmsKeyId, tags, logGroupClass = "STANDARD" } = input;
  checkName(name, "logGroupName");
  if (name.startsWith("aws/")) fail("InvalidParameterException", "Log groups starting with AWS/ are reserved for AWS.");
  const id = ctx.key(name);
  if (ctx.find(logGroups, id)) fail("ResourceAlreadyExistsException", "The specified log group already exists");
  ctx.put(logGroups, {
    id,
    account: ctx.account,
    region: ctx.region,
    name,
    arn: arnOf(ctx, "logs", `log-group:${name}`),
    createdAt: ctx.now().getTime(),
    retentionInDays: undefined,
    kmsKeyId,
    logGroupClass,
    deletionProtection: input.deletionProtectionEnabled ?? false,
    tags: tagged({}, tags),
  });
  return {};
});

export const deleteLogGroup = logs("DeleteLogGroup", ({ logGroupName }, ctx) => {
  const group = needGroup(ctx, logGroupName);
  if (group.deletionProtection)
    fail("ValidationException", "The log group has deletion protection enabled and cannot be deleted.");
  for (const stream of ctx.by(logStreams, "group", group.id)) removeStream(ctx, stream);
  ctx.delete(logGroups, group.id);
  return {};
});

export const putLogGroupDeletionProtection = logs("PutLogGroupDeletionProtection", (input, ctx) => {
  const group = needGroup(ctx, input.logGroupIdentifier);
  ctx.put(logGroups, { ...group, deletionProtection: input.deletionProtectionEnabled ?? false });
  return {};
});

export const describeLogGroups = logs("DescribeLogGroups", (input, ctx) => {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers: identifiers } = input;
  if (prefix !== undefined && pattern !== undefined)
    fail(
      "InvalidParameterException",
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    );
  const wanted = identifiers?.length ? new Set(identifiers.map((one) => needGroup(ctx, one).id)) : undefined;
  const found = ctx
    .all(logGroups)
    .filter(
      ({ name, id, logGroupClass }) =>
        name.startsWith(prefix ?? "") &&
        name.toLowerCase().includes((pattern ?? "").toLowerCase()) &&
        (wanted?.has(id) ?? true) &&
        (input.logGroupClass ?? logGroupClass) === logGroupClass,
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = pageOf(found, "log-groups", input.nextToken, input.limit);
  return { logGroups: items.map((group) => describe(ctx, group)), nextToken };
});

export const putRetentionPolicy = logs("PutRetentionPolicy", ({ logGroupName, retentionInDays = 0 }, ctx) => {
  const group = needGroup(ctx, logGroupName);
  if (!RETENTIONS.includes(retentionInDays))
    fail(
      "InvalidParameterException",
      `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTIONS.join(", ")}]`,
    );
  ctx.put(logGroups, { ...group, retentionInDays });
  return {};
});

export const deleteRetentionPolicy = logs("DeleteRetentionPolicy", ({ logGroupName }, ctx) => {
  ctx.put(logGroups, { ...needGroup(ctx, logGroupName), retentionInDays: undefined });
  return {};
});

const keyed = (ctx: Context, input: { logGroupName?: string | undefined; resourceIdentifier?: string | undefined }) =>
  needGroup(ctx, input.logGroupName ?? input.resourceIdentifier);

export const associateKmsKey = logs("AssociateKmsKey", (input, ctx) => {
  ctx.put(logGroups, { ...keyed(ctx, input), kmsKeyId: input.kmsKeyId });
  return {};
});

export const disassociateKmsKey = logs("DisassociateKmsKey", (input, ctx) => {
  ctx.put(logGroups, { ...keyed(ctx, input), kmsKeyId: undefined });
  return {};
});
