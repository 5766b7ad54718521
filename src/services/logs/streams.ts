/** Log streams. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
import type { LogStream as StreamAnswer } from "@aws-sdk/client-cloudwatch-logs";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { needStream, removeStream } from "./events.ts";
import { checkName, logs, needGroup, needNamedGroup, pageOf } from "./operation.ts";
import { type LogStream, logStreams } from "./resources.ts";

const describe = (stream: LogStream): StreamAnswer => ({
  logStreamName: stream.name,
  creationTime: stream.createdAt,
  firstEventTimestamp: stream.firstEventAt,
  lastEventTimestamp: stream.lastEventAt,
  lastIngestionTime: stream.lastIngestionAt,
  uploadSequenceToken: undefined,
  arn: stream.arn,
  storedBytes: 0, // AWS stopped counting per stream in 2019
});

export const createLogStream = logs("CreateLogStream", ({ logGroupName, logStreamName: name = "" }, ctx: Context) => {
  checkName(name, "logStreamName");
  const group = needGroup(ctx, logGroupName);
  const id = `${group.id}:${name}`;
  if (ctx.find(logStreams, id)) fail("ResourceAlreadyExistsException", "The specified log stream already exists");
  ctx.put(logStreams, {
    id,
    account: ctx.account,
    region: ctx.region,
    name,
    group: group.id,
    arn: `${group.arn}:log-stream:${name}`,
    createdAt: ctx.now().getTime(),
    firstEventAt: undefined,
    lastEventAt: undefined,
    lastIngestionAt: undefined,
  });
  return {};
});

export const deleteLogStream = logs("DeleteLogStream", ({ logGroupName, logStreamName }, ctx) => {
  removeStream(ctx, needStream(ctx, needGroup(ctx, logGroupName), logStreamName));
  return {};
});

export const describeLogStreams = logs("DescribeLogStreams", (input, ctx) => {
  const group = needNamedGroup(ctx, input);
  const { logStreamNamePrefix: prefix, orderBy = "LogStreamName", descending = false } = input;
  if (prefix !== undefined && orderBy === "LastEventTime")
    fail("InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.");
  const before = (a: LogStream, b: LogStream): number =>
    (orderBy === "LastEventTime" ? (a.lastEventAt ?? 0) - (b.lastEventAt ?? 0) : 0) || (a.name < b.name ? -1 : 1);
  const found = ctx
    .by(logStreams, "group", group.id)
    .filter(({ name }) => name.startsWith(prefix ?? ""))
    .sort((a, b) => (descending ? before(b, a) : before(a, b)));
  const { items, nextToken } = pageOf(found, "log-streams", input.nextToken, input.limit);
  return { logStreams: items.map(describe), nextToken };
});
