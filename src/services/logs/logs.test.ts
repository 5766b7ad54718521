import { describe, expect, test } from "vitest";
import { ACCOUNT, testService } from "../service.fixture.ts";
import { logEvents, logStreams } from "./resources.ts";
import { logsService } from "./service.ts";

const logs = () => testService<typeof import("@aws-sdk/client-cloudwatch-logs")>(logsService);
const GROUP = { logGroupName: "/vpc/flow" };

const withGroup = () => {
  const service = logs();
  service.call("CreateLogGroup", { ...GROUP, tags: { a: "1" } });
  return service;
};

const withStream = () => {
  const service = withGroup();
  service.call("CreateLogStream", { ...GROUP, logStreamName: "s" });
  return service;
};

describe("log groups", () => {
  test("are made, described and deleted", () => {
    const service = withGroup();
    const arn = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/vpc/flow`;
    expect(service.call("DescribeLogGroups", { logGroupNamePrefix: "/vpc" }).logGroups).toMatchObject([
      { logGroupName: "/vpc/flow", arn: `${arn}:*`, logGroupArn: arn, logGroupClass: "STANDARD", storedBytes: 0 },
    ]);
    expect(service.codeOf("CreateLogGroup", GROUP)).toBe("ResourceAlreadyExistsException");
    expect(service.as(ACCOUNT, "eu-west-1").call("DescribeLogGroups").logGroups).toEqual([]);
    expect(service.as("222222222222").codeOf("DeleteLogGroup", GROUP)).toBe("ResourceNotFoundException");
    service.call("DeleteLogGroup", GROUP);
    expect(service.codeOf("DeleteLogGroup", GROUP)).toBe("ResourceNotFoundException");
  });

  test.each(["", "a b", "a".repeat(513), "ä"])("refused name: %s", (logGroupName) => {
    expect(logs().codeOf("CreateLogGroup", { logGroupName })).toBe("InvalidParameterException");
  });

  test("keep what they are told", () => {
    const { call, codeOf } = withGroup();
    const described = () => call("DescribeLogGroups").logGroups?.[0];
    call("PutRetentionPolicy", { ...GROUP, retentionInDays: 7 });
    expect(described()?.retentionInDays).toBe(7);
    expect(codeOf("PutRetentionPolicy", { ...GROUP, retentionInDays: 8 })).toBe("InvalidParameterException");
    call("DeleteRetentionPolicy", GROUP);
    expect(described()?.retentionInDays).toBeUndefined();
    call("AssociateKmsKey", { ...GROUP, kmsKeyId: "arn:aws:kms:us-east-1:111111111111:key/k" });
    expect(described()?.kmsKeyId).toContain("key/k");
    call("DisassociateKmsKey", GROUP);
    expect(described()?.kmsKeyId).toBeUndefined();
  });

  test("have the same tags by both ways", () => {
    const { call, codeOf } = withGroup();
    const resourceArn = call("DescribeLogGroups").logGroups?.[0]?.logGroupArn ?? "";
    call("TagResource", { resourceArn, tags: { b: "2" } });
    call("TagLogGroup", { ...GROUP, tags: { c: "3" } });
    call("UntagResource", { resourceArn, tagKeys: ["a"] });
    expect(call("ListTagsLogGroup", GROUP).tags).toEqual({ b: "2", c: "3" });
    call("UntagLogGroup", { ...GROUP, tags: ["b"] });
    expect(call("ListTagsForResource", { resourceArn }).tags).toEqual({ c: "3" });
    expect(codeOf("TagResource", { resourceArn, tags: { "aws:x": "" } })).toBe("InvalidParameterException");
    expect(codeOf("ListTagsForResource", { resourceArn: `${resourceArn}-not` })).toBe("ResourceNotFoundException");
  });

  test("protected ones stay", () => {
    const { call, codeOf } = withGroup();
    const protect = (deletionProtectionEnabled: boolean) =>
      call("PutLogGroupDeletionProtection", { logGroupIdentifier: "/vpc/flow", deletionProtectionEnabled });
    protect(true);
    expect(codeOf("DeleteLogGroup", GROUP)).toBe("ValidationException");
    protect(false);
    call("DeleteLogGroup", GROUP);
  });

  test("come in pages, by name", () => {
    const { call, codeOf } = logs();
    for (const logGroupName of ["c", "a", "b"]) call("CreateLogGroup", { logGroupName });
    const first = call("DescribeLogGroups", { limit: 2 });
    expect(first.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(["a", "b"]);
    const second = call("DescribeLogGroups", { limit: 2, nextToken: first.nextToken });
    expect(second.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(["c"]);
    expect(second.nextToken).toBeUndefined();
    expect(codeOf("DescribeLogGroups", { nextToken: "x" })).toBe("InvalidParameterException");
    expect(codeOf("DescribeLogGroups", { limit: 51 })).toBe("InvalidParameterException");
  });
});

describe("events", () => {
  test("are read forwards and backwards", () => {
    const { call, clock } = withStream();
    const now = clock.now();
    const events = [1, 2, 3].map((i) => ({ timestamp: now + i, message: `m${i}` }));
    call("PutLogEvents", { ...GROUP, logStreamName: "s", logEvents: events });
    const messages = (more: object) => {
      const { events: found, ...tokens } = call("GetLogEvents", { ...GROUP, logStreamName: "s", ...more });
      return { messages: found?.map(({ message }) => message), ...tokens };
    };
    expect(messages({ limit: 2 }).messages).toEqual(["m2", "m3"]);
    const head = messages({ limit: 2, startFromHead: true });
    expect(head.messages).toEqual(["m1", "m2"]);
    expect(messages({ nextToken: head.nextForwardToken }).messages).toEqual(["m3"]);
    expect(messages({ nextToken: head.nextBackwardToken }).messages).toEqual([]);
    expect(messages({ startTime: now + 2, endTime: now + 3 }).messages).toEqual(["m2"]);
    expect(call("DescribeLogStreams", GROUP).logStreams).toMatchObject([
      { logStreamName: "s", firstEventTimestamp: now + 1, lastEventTimestamp: now + 3 },
    ]);
    expect(call("DescribeLogGroups").logGroups?.[0]?.storedBytes).toBe(3 * 28);
  });

  test("out of order, or of another time, are not taken", () => {
    const { call, codeOf, clock } = withStream();
    const now = clock.now();
    const put = (...timestamps: number[]) => ({
      ...GROUP,
      logStreamName: "s",
      logEvents: timestamps.map((timestamp) => ({ timestamp, message: "m" })),
    });
    expect(codeOf("PutLogEvents", put(now, now - 1))).toBe("InvalidParameterException");
    expect(codeOf("PutLogEvents", put(now - 25 * 3_600_000, now))).toBe("InvalidParameterException");
    expect(codeOf("PutLogEvents", put())).toBe("InvalidParameterException");
    const far = 3 * 3_600_000;
    expect(call("PutLogEvents", put(now, now + far)).rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    const old = now - 15 * 24 * 3_600_000;
    expect(call("PutLogEvents", put(old)).rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    expect(call("GetLogEvents", { ...GROUP, logStreamName: "s" }).events).toHaveLength(1);
  });

  test.each([
    ["", 3],
    ["REJECT", 2],
    ["REJECT 22", 1],
    ["?22 ?80", 2],
    ["-REJECT", 1],
    ['"REJECT tcp"', 2],
  ])("are searched: %s", (filterPattern, count) => {
    const { call, clock } = withStream();
    const timestamp = clock.now();
    const logEvents = ["REJECT tcp 22", "REJECT tcp 443", "ACCEPT tcp 80"].map((message) => ({ timestamp, message }));
    call("PutLogEvents", { ...GROUP, logStreamName: "s", logEvents });
    expect(call("FilterLogEvents", { ...GROUP, filterPattern }).events).toHaveLength(count);
  });

  test("go with their group", () => {
    const { call, cloud, clock } = withStream();
    call("PutLogEvents", { ...GROUP, logStreamName: "s", logEvents: [{ timestamp: clock.now(), message: "m" }] });
    call("DeleteLogGroup", GROUP);
    expect([cloud.store.table(logEvents).size, cloud.store.table(logStreams).size]).toEqual([0, 0]);
  });
});

test("resource policies are put, listed, and ten at most", () => {
  const { call, codeOf } = logs();
  const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  for (let i = 0; i < 10; i++) call("PutResourcePolicy", { policyName: `p${i}`, policyDocument });
  expect(codeOf("PutResourcePolicy", { policyName: "p10", policyDocument })).toBe("LimitExceededException");
  expect(codeOf("PutResourcePolicy", { policyName: "p0", policyDocument: "{" })).toBe("InvalidParameterException");
  call("PutResourcePolicy", { policyName: "p0", policyDocument });
  call("DeleteResourcePolicy", { policyName: "p0" });
  expect(call("DescribeResourcePolicies").resourcePolicies).toHaveLength(9);
  expect(codeOf("DeleteResourcePolicy", { policyName: "p0" })).toBe("ResourceNotFoundException");
});
