/** CloudWatch Logs as the cloud knows it. */
import type { Service } from "../../cloud/operation.ts";
import * as events from "./events.ts";
import * as groups from "./groups.ts";
import * as policies from "./resourcePolicies.ts";
import * as streams from "./streams.ts";
import * as tags from "./tags.ts";

export const logsService: Service = {
  name: "cloudwatch-logs",
  operations: [
    groups.createLogGroup,
    groups.deleteLogGroup,
    groups.putLogGroupDeletionProtection,
    groups.describeLogGroups,
    groups.putRetentionPolicy,
    groups.deleteRetentionPolicy,
    groups.associateKmsKey,
    groups.disassociateKmsKey,
    tags.tagResource,
    tags.untagResource,
    tags.listTagsForResource,
    tags.tagLogGroup,
    tags.untagLogGroup,
    tags.listTagsLogGroup,
    streams.createLogStream,
    streams.deleteLogStream,
    streams.describeLogStreams,
    events.putLogEvents,
    events.getLogEvents,
    events.filterLogEvents,
    policies.putResourcePolicy,
    policies.describeResourcePolicies,
    policies.deleteResourcePolicy,
  ],
};
