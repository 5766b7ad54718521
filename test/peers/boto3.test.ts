/** boto3, Python's AWS SDK, driven by `region.py` against a server of ours. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer, type RunningServer } from "../../src/server/start.ts";
import { root } from "../floors.ts";
import { clientEnvironment, runCommand } from "./command.fixture.ts";
import { peers } from "./presence.ts";

const { version } = await peers.boto3();
const PATIENCE_MS = 120_000;

describe.skipIf(version === undefined)("boto3", () => {
  let server: RunningServer;
  let seen: Record<string, unknown> = {};

  beforeAll(async () => {
    server = await createServer({ port: 0 });
    const program = join(root, "test", "peers", "region.py");
    const { code, stdout, stderr } = await runCommand("python3", [program], { env: clientEnvironment(server.url) });
    if (code !== 0) throw new Error(stderr);
    seen = JSON.parse(stdout) as Record<string, unknown>;
  }, PATIENCE_MS);
  afterAll(() => server.close());

  test("the account comes from the access key, and from a key that STS handed out", () => {
    expect(seen).toMatchObject({ account: "000000000000", assumed: "444455556666" });
  });

  test("resources: a VPC with tags and an IPv6 range, a group with a rule", () => {
    expect(seen).toMatchObject({ tags: [{ Key: "Name", Value: "boto3" }], ingress: [[443, "0.0.0.0/0"]] });
    expect(seen["ipv6"]).toMatch(/^[0-9a-f:]+\/56$/);
  });

  test("paginators", () => {
    expect(seen["pages"]).toEqual([5, 2]);
  });

  test("waiters: a NAT gateway becomes available with its Elastic IP", () => {
    expect(seen["nat"]).toEqual(["available", true]);
    expect(Date.parse(String(seen["created"]))).not.toBeNaN();
  });

  test("errors have AWS's codes and statuses", () => {
    expect(seen["errors"]).toEqual({
      "in use": ["DependencyViolation", 400],
      "not found": ["InvalidSubnetID.NotFound", 400],
      conflict: ["InvalidSubnet.Conflict", 400],
      duplicate: ["InvalidGroup.Duplicate", 400],
      "not built": ["UnsupportedOperation", 400],
    });
  });
});
