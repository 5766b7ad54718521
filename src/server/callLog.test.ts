import { expect, test } from "vitest";
import { CallLog, type EndedCall, shortUserAgent } from "./callLog.ts";

const call = (n: number): EndedCall => ({
  time: Date.UTC(2026, 0, 1),
  requestId: String(n),
  account: "000000000000",
  region: "us-east-1",
  service: "ec2",
  operation: "DescribeVpcs",
  status: 200,
  error: undefined,
  milliseconds: 1,
  userAgent: undefined,
});

test("the last thousand are kept, oldest first", () => {
  const log = new CallLog();
  for (let n = 0; n < 2500; n++) log.add(call(n));
  const ids = log.records().map(({ requestId }) => Number(requestId));
  expect(ids).toEqual(Array.from({ length: 1000 }, (_, i) => 1500 + i));
});

test("a follower sees what comes, until it ends", () => {
  const log = new CallLog();
  const seen: string[] = [];
  log.add(call(1));
  const end = log.follow(({ requestId }) => seen.push(requestId));
  log.add(call(2));
  end();
  log.add(call(3));
  expect(seen).toEqual(["2"]);
});

test("every client keeps its own name, whoever called before it", () => {
  const log = new CallLog();
  for (const name of ["curl/8.5.0", "curl/8.5.0", "node", undefined, "curl/8.5.0"])
    log.add({ ...call(1), userAgent: log.userAgent(name) });
  expect(log.records().map(({ userAgent }) => userAgent)).toEqual([
    "curl/8.5.0",
    "curl/8.5.0",
    "node",
    null,
    "curl/8.5.0",
  ]);
});

test.each([
  ["aws-cli/2.17.0 md/awscrt#0.20 ua/2.0 os/linux#6.1 lang/python#3.11", "aws-cli/2.17.0"],
  [
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) aws-sdk-go-v2/1.36.3 os/linux",
    "Terraform/1.9.8 aws-sdk-go-v2/1.36.3",
  ],
  ["Boto3/1.34 md/Botocore#1.34 Botocore/1.34", "Boto3/1.34 Botocore/1.34"],
  ["curl/8.5.0", "curl/8.5.0"],
  ["node", "node"],
])("of %s the program is kept", (text, short) => expect(shortUserAgent(text)).toBe(short));

test("no user agent is none", () => {
  expect(shortUserAgent(undefined)).toBeNull();
  expect(shortUserAgent("")).toBeNull();
});
