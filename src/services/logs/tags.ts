/** Tags of log groups, by both of the API's ways. */
import { fail } from "../../cloud/error.ts";
import { logs, needGroup } from "./operation.ts";
import { logGroups } from "./resources.ts";

type Tags = Readonly<Record<string, string>>;

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export function tagged(before: Tags, added: Tags = {}): Tags {
  for (const [key, value] of Object.entries(added)) {
    if (key.length < 1 || key.length > 128 || value.length > 256 || /^aws:/i.test(key))
      fail("InvalidParameterException", `The tag '${key.slice(0, 128)}' is invalid.`);
  }
  const tags = { ...before, ...added };
  if (Object.keys(tags).length > 50) fail("TooManyTagsException", "The maximum number of tags per log group is 50.");
  return tags;
}

const untagged = (before: Tags, keys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)));

export const tagResource = logs("TagResource", ({ resourceArn, tags }, ctx) => {
  const group = needGroup(ctx, resourceArn);
  ctx.put(logGroups, { ...group, tags: tagged(group.tags, tags) });
  return {};
});

export const untagResource = logs("UntagResource", ({ resourceArn, tagKeys = [] }, ctx) => {
  const group = needGroup(ctx, resourceArn);
  ctx.put(logGroups, { ...group, tags: untagged(group.tags, tagKeys) });
  return {};
});

export const listTagsForResource = logs("ListTagsForResource", ({ resourceArn }, ctx) => ({
  tags: needGroup(ctx, resourceArn).tags,
}));

export const tagLogGroup = logs("TagLogGroup", ({ logGroupName, tags }, ctx) => {
  const group = needGroup(ctx, logGroupName);
  ctx.put(logGroups, { ...group, tags: tagged(group.tags, tags) });
  return {};
});

export const untagLogGroup = logs("UntagLogGroup", ({ logGroupName, tags = [] }, ctx) => {
  const group = needGroup(ctx, logGroupName);
  ctx.put(logGroups, { ...group, tags: untagged(group.tags, tags) });
  return {};
});

export const listTagsLogGroup = logs("ListTagsLogGroup", ({ logGroupName }, ctx) => ({
  tags: needGroup(ctx, logGroupName).tags,
}));
