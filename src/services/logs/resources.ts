/** CloudWatch Logs' rows: groups, streams and the events in them, and resource policies. */
import type { LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import type { Context } from "../../cloud/context.ts";
import { defineTable, type Row } from "../../cloud/table.ts";

/** Its id is `Context.key` of its name. */
export interface LogGroup extends Row {
  readonly name: string;
  /** Without the `:*` behind it. */
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly retentionInDays: number | undefined;
  readonly kmsKeyId: string | undefined;
  readonly logGroupClass: LogGroupClass;
  readonly deletionProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogStream extends Row {
  readonly name: string;
  /** The group's id. */
  readonly group: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly firstEventAt: number | undefined;
  readonly lastEventAt: number | undefined;
  readonly lastIngestionAt: number | undefined;
}

export interface LogEvent extends Row {
  /** The stream's id. */
  readonly stream: string;
  readonly timestamp: number;
  readonly message: string;
  readonly ingestedAt: number;
}

export interface ResourcePolicy extends Row {
  readonly name: string;
  readonly document: string;
  readonly updatedAt: number;
}

export const logGroups = defineTable<LogGroup>()("logs.group");
export const logStreams = defineTable<LogStream>()("logs.stream", { group: ({ group }) => group });
export const logEvents = defineTable<LogEvent>()("logs.event", { stream: ({ stream }) => stream });
export const resourcePolicies = defineTable<ResourcePolicy>()("logs.resourcePolicy");

/** The account's log group with this name or ARN, for those who deliver into it. */
export function logGroupOf(ctx: Context, nameOrArn: string): LogGroup | undefined {
  const name = /^arn:aws[a-z-]*:logs:[a-z0-9-]*:\d{12}:log-group:([^:]+)(:\*)?$/.exec(nameOrArn)?.[1] ?? nameOrArn;
  return ctx.get(logGroups, ctx.key(name));
}
