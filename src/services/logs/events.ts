/**
 * Events: put into a stream, read back in the order of their time, searched by their words. A stream keeps its latest
 * events only.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForLogEvents.html
 */
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { cutPage } from "../../cloud/page.ts";
import { checkRange, logs, needGroup, needNamedGroup } from "./operation.ts";
import { type LogEvent, type LogGroup, type LogStream, logEvents, logStreams } from "./resources.ts";

/** How many events a stream keeps: what is put further pushes the oldest out. */
const KEPT = 10_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Bytes that AWS counts for an event beside its message. */
const OVERHEAD = 26;

export const needStream = (ctx: Context, group: LogGroup, name = ""): LogStream =>
  ctx.find(logStreams, `${group.id}:${name}`) ??
  fail("ResourceNotFoundException", "The specified log stream does not exist.");

export const storedBytes = (ctx: Context, { id }: LogStream): number =>
  ctx.by(logEvents, "stream", id).reduce((sum, { message }) => sum + Buffer.byteLength(message) + OVERHEAD, 0);

export function removeStream(ctx: Context, stream: LogStream): void {
  for (const { id } of ctx.by(logEvents, "stream", stream.id)) ctx.delete(logEvents, id);
  ctx.delete(logStreams, stream.id);
}

export const putLogEvents = logs("PutLogEvents", ({ logGroupName, logStreamName, logEvents: given = [] }, ctx) => {
  const group = needGroup(ctx, logGroupName);
  const stream = needStream(ctx, group, logStreamName);
  const now = ctx.now().getTime();
  const events = given.map(({ timestamp = 0, message = "" }) => ({ timestamp, message }));
  if (events.length < 1 || events.length > 10_000)
    fail("InvalidParameterException", "The number of log events must be between 1 and 10000.");
  if (events.some(({ timestamp }, i) => timestamp < (events[i - 1]?.timestamp ?? timestamp)))
    fail("InvalidParameterException", "Log events in a single PutLogEvents request must be in chronological order.");
  const [first, last] = [events[0]?.timestamp ?? 0, events.at(-1)?.timestamp ?? 0];
  if (last - first > DAY)
    fail(
      "InvalidParameterException",
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
  if (events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + OVERHEAD, 0) > 1_048_576)
    fail("InvalidParameterException", "Upload too large: exceeds limit of 1048576 bytes");

  const oldest = now - Math.min(14, group.retentionInDays ?? 14) * DAY;
  const newest = now + 2 * HOUR;
  const kept = events.filter(({ timestamp }) => timestamp >= oldest && timestamp <= newest);
  const tooOld = events.filter(({ timestamp }) => timestamp < oldest).length;
  const tooNew = events.findIndex(({ timestamp }) => timestamp > newest);
  for (const { timestamp, message } of kept)
    ctx.put(logEvents, {
      id: ctx.newId("event"),
      account: ctx.account,
      region: ctx.region,
      stream: stream.id,
      timestamp,
      message,
      ingestedAt: now,
    });
  const all = ctx.by(logEvents, "stream", stream.id);
  for (const { id } of all.slice(0, Math.max(0, all.length - KEPT))) ctx.delete(logEvents, id);
  if (kept.length > 0)
    ctx.put(logStreams, {
      ...stream,
      firstEventAt: Math.min(stream.firstEventAt ?? first, kept[0]?.timestamp ?? first),
      lastEventAt: Math.max(stream.lastEventAt ?? 0, kept.at(-1)?.timestamp ?? 0),
      lastIngestionAt: now,
    });
  return {
    nextSequenceToken: undefined,
    ...(kept.length === events.length
      ? {}
      : {
          rejectedLogEventsInfo: {
            tooOldLogEventEndIndex: tooOld > 0 ? tooOld : undefined,
            tooNewLogEventStartIndex: tooNew >= 0 ? tooNew : undefined,
          },
        }),
  };
});

interface Span {
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
}

/** In the order of their time; the end is not within. */
const within = (events: readonly LogEvent[], { startTime, endTime }: Span): LogEvent[] =>
  events
    .filter(({ timestamp }) => timestamp >= (startTime ?? 0) && timestamp < (endTime ?? Number.POSITIVE_INFINITY))
    .sort((a, b) => a.timestamp - b.timestamp);

/** A token is a direction and a place in the stream, past which there may be more some day. */
export const getLogEvents = logs("GetLogEvents", (input, ctx) => {
  const stream = needStream(ctx, needNamedGroup(ctx, input), input.logStreamName);
  const { limit = 10_000, startFromHead = false, nextToken: token } = input;
  checkRange(limit, "limit", 1, 10_000);
  const events = within(ctx.by(logEvents, "stream", stream.id), input);
  const match = token === undefined ? undefined : /^([fb])\/(\d{1,15})$/.exec(token);
  if (match === null) fail("InvalidParameterException", "The specified nextToken is invalid.");
  const forward = match ? match[1] === "f" : startFromHead;
  const at = match ? Math.min(Number(match[2]), events.length) : forward ? 0 : events.length;
  const [from, to] = forward ? [at, Math.min(at + limit, events.length)] : [Math.max(0, at - limit), at];
  return {
    events: events
      .slice(from, to)
      .map(({ timestamp, message, ingestedAt }) => ({ timestamp, message, ingestionTime: ingestedAt })),
    nextForwardToken: `f/${to}`,
    nextBackwardToken: `b/${from}`,
  };
});

export const filterLogEvents = logs("FilterLogEvents", (input, ctx) => {
  const group = needNamedGroup(ctx, input);
  const { logStreamNames: names, logStreamNamePrefix: prefix, filterPattern = "", limit = 10_000 } = input;
  checkRange(limit, "limit", 1, 10_000);
  if (names && prefix !== undefined)
    fail("InvalidParameterException", "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
  const streams = names
    ? names.map((name) => needStream(ctx, group, name))
    : ctx.by(logStreams, "group", group.id).filter(({ name }) => name.startsWith(prefix ?? ""));
  const named = new Map(streams.map(({ id, name }) => [id, name]));
  const matches = matcher(filterPattern);
  const found = within(
    streams.flatMap(({ id }) => ctx.by(logEvents, "stream", id)),
    input,
  ).filter(({ message }) => matches(message));
  const cut = cutPage(found, "log-events", limit, input.nextToken, () =>
    fail("InvalidParameterException", "The specified nextToken is invalid."),
  );
  return {
    events: cut.items.map(({ id, stream, timestamp, message, ingestedAt }) => ({
      logStreamName: named.get(stream),
      timestamp,
      message,
      ingestionTime: ingestedAt,
      eventId: id,
    })),
    searchedLogStreams: [],
    nextToken: cut.next,
  };
});

/** Words: all must be there, of those with `?` any, of those with `-` none; quotes hold a phrase together. */
function matcher(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[%]/.test(text))
    fail(
      "UnsupportedOperation",
      "Underlay searches events by words; JSON, space-delimited and regex patterns are not built.",
    );
  const all: string[] = [];
  const any: string[] = [];
  const none: string[] = [];
  for (const [, sign = "", phrase, word = ""] of text.matchAll(/([?-]?)(?:"([^"]*)"|(\S+))/g))
    (sign === "?" ? any : sign === "-" ? none : all).push(phrase ?? word);
  return (message) =>
    all.every((word) => message.includes(word)) &&
    (any.length === 0 || any.some((word) => message.includes(word))) &&
    !none.some((word) => message.includes(word));
}
