/** The project's own API, and the paths of LocalStack's and moto's clients, over real sockets. */
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { manualClock } from "../../base/clock.ts";
import { Problem } from "../problem.ts";
import { faultsOf } from "../schema.fixture.ts";
import { action, EC2, STS, signedFor, testServer } from "../server.fixture.ts";
import type { TraceQuestion } from "../trace.ts";

const clock = manualClock();
const asked: TraceQuestion[] = [];
const server = await testServer({
  clock,
  seed: 7,
  trace: (_, question) => {
    asked.push(question);
    if (question.source === "web")
      throw new Problem("ambiguous", "'web' fits 2 places", 409, [
        { id: "i-1", kind: "instance", name: "web" },
        { id: "i-2", kind: "instance" },
      ]);
    return { schema: "underlay/reset/1", status: "ok" };
  },
});

type Fields = Record<string, unknown>;

async function ask(path: string, init?: RequestInit): Promise<{ status: number; body: Fields }> {
  const answer = await fetch(server.url + path, init);
  const body = (await answer.json()) as Fields;
  if (path.startsWith("/_underlay/")) expect(faultsOf(body)).toEqual([]);
  return { status: answer.status, body };
}
const post = (path: string, body?: string) => ask(path, { method: "POST", ...(body === undefined ? {} : { body }) });

const createVpc = async (account = "test"): Promise<string> => {
  const answer = await action(
    server,
    { Action: "CreateVpc", Version: EC2, CidrBlock: "10.0.0.0/16" },
    signedFor("ec2", account),
  );
  return /<vpcId>(vpc-[0-9a-f]+)/.exec(await answer.text())?.[1] ?? "";
};
const vpcs = async (account = "test"): Promise<readonly string[]> => {
  const answer = await action(server, { Action: "DescribeVpcs", Version: EC2 }, signedFor("ec2", account));
  return [...(await answer.text()).matchAll(/<vpcId>(vpc-[0-9a-f]+)/g)].map(([, id = ""]) => id);
};

test("health", async () => {
  expect(await ask("/_underlay/health")).toMatchObject({
    status: 200,
    body: { status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown },
  });
  expect((await fetch(`${server.url}/_underlay/health`, { method: "HEAD" })).status).toBe(200);
});

test("status tells the regions that were opened and what they hold", async () => {
  await post("/_underlay/reset");
  expect((await ask("/_underlay/status")).body).toMatchObject({
    seed: 7,
    endpoint: server.url,
    uptimeSeconds: 0,
    regions: [],
  });
  await createVpc("111111111111");
  clock.advance(90_000);
  const { body } = await ask("/_underlay/status");
  expect(body).toMatchObject({
    uptimeSeconds: 90,
    regions: [{ account: "111111111111", region: "us-east-1", resources: { "ec2.vpc": 2 } }],
  });
  expect(JSON.stringify(body)).not.toContain("cloud.");
});

test("operations are counted against what AWS has", async () => {
  const { body } = await ask("/_underlay/operations");
  const services = body["services"] as { service: string; built: string[]; notBuilt: string[] }[];
  const sts = services.find(({ service }) => service === "sts");
  expect(sts?.built).toContain("GetCallerIdentity");
  expect(sts?.notBuilt).toContain("AssumeRoot");
  expect(services.find(({ service }) => service === "route-53")?.built).toEqual([]);
  expect(body["built"]).toBe(services.reduce((sum, { built }) => sum + built.length, 0));
  expect(body["notBuilt"]).toBe(services.reduce((sum, { notBuilt }) => sum + notBuilt.length, 0));
});

describe("a reset", () => {
  test.each(["/_underlay/reset", "/moto-api/reset"])(
    "by POST %s leaves the default VPC and nothing else",
    async (path) => {
      await createVpc();
      await createVpc("111111111111");
      expect(await post(path)).toMatchObject({ status: 200, body: { status: "ok" } });
      expect(await vpcs()).toHaveLength(1);
      expect(await vpcs("111111111111")).toHaveLength(1);
    },
  );

  test("as LocalStack's clients ask for it", async () => {
    await createVpc();
    const answer = await fetch(`${server.url}/_localstack/state/reset`, { method: "POST" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    expect(await vpcs()).toHaveLength(1);
    await createVpc();
    expect(await post("/_localstack/health", '{"action":"restart"}')).toMatchObject({ status: 200 });
    expect(await vpcs()).toHaveLength(1);
  });

  test("starts the seed again: the same calls make the same ids", async () => {
    await post("/_underlay/reset");
    const first = [...(await vpcs()), await createVpc()];
    expect(new Set(first).size).toBe(2);
    await post("/_underlay/reset");
    await ask("/_underlay/status"); // asking changes nothing
    expect([...(await vpcs()), await createVpc()]).toEqual(first);
  });

  test("is for POST alone", async () => {
    const id = await createVpc();
    expect((await ask("/_underlay/reset")).status).toBe(404);
    expect(await vpcs()).toContain(id);
  });
});

describe("LocalStack's and moto's paths", () => {
  test("health says what runs", async () => {
    const { body } = await ask("/_localstack/health");
    expect(body).toMatchObject({ services: { ec2: "running", logs: "running", sts: "running" }, edition: "underlay" });
    expect(body["services"]).not.toHaveProperty("cloudfront");
  });

  test("init says that all is ready", async () => {
    expect((await ask("/_localstack/init")).body).toEqual({
      completed: { BOOT: true, START: true, READY: true, SHUTDOWN: false },
      scripts: [],
    });
    expect((await ask("/_localstack/init/ready")).body).toEqual({ completed: true, scripts: [] });
    expect((await ask("/_localstack/init/lunch")).status).toBe(404);
    expect((await ask("/_localstack/info")).body).toHaveProperty("version");
    expect((await ask("/moto-api/")).status).toBe(200);
    expect((await post("/_localstack/health", '{"action":"kill"}')).status).toBe(400);
  });
});

describe("the log", () => {
  const lines = async (path: string): Promise<Fields[]> => {
    const text = await (await fetch(server.url + path)).text();
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Fields);
  };

  test("has each call and how it ended, and none of our own paths", async () => {
    await action(
      server,
      { Action: "GetCallerIdentity", Version: STS },
      { ...signedFor("sts", "111111111111", "eu-west-1"), "user-agent": "aws-cli/2.17.0 md/x#1" },
    );
    await action(server, { Action: "DeleteVpc", Version: EC2, VpcId: "vpc-00000000" }, signedFor("ec2"));
    await ask("/_underlay/health");
    await fetch(server.url, { headers: { origin: "https://evil.example" } });
    const calls = await lines("/_underlay/log?last=3");
    for (const call of calls) expect(faultsOf(call)).toEqual([]);
    expect(calls).toMatchObject([
      {
        account: "111111111111",
        region: "eu-west-1",
        service: "sts",
        operation: "GetCallerIdentity",
        status: 200,
        error: null,
        userAgent: "aws-cli/2.17.0",
      },
      {
        account: "000000000000",
        region: "us-east-1",
        service: "ec2",
        operation: "DeleteVpc",
        status: 400,
        error: { code: "InvalidVpcID.NotFound" },
      },
      { service: null, operation: null, status: 403, error: { code: "AccessDenied" } },
    ]);
    expect((await lines("/_underlay/log")).length).toBeGreaterThan(3);
    expect(await lines("/_underlay/log?last=0")).toEqual([]);
    expect((await ask("/_underlay/log?last=all")).status).toBe(400);
  });

  test("is followed live", async () => {
    const request = get(`${server.url}/_underlay/log?follow=1&last=1`);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const stream = createInterface({ input: response })[Symbol.asyncIterator]();
    const next = async (): Promise<Fields> => JSON.parse((await stream.next()).value as string) as Fields;
    expect(await next()).toMatchObject({ status: 403 }); // the last of those before
    for (const account of ["111111111111", "222222222222"]) {
      await action(server, { Action: "GetCallerIdentity", Version: STS }, signedFor("sts", account));
      expect(await next()).toMatchObject({ account, operation: "GetCallerIdentity" });
    }
    request.destroy();
    await action(server, { Action: "GetCallerIdentity", Version: STS }); // nobody listens any more
    expect((await ask("/_underlay/health")).status).toBe(200);
  });
});

describe("a trace", () => {
  test("is asked with what was given", async () => {
    asked.length = 0;
    const question = { source: "a", destination: "b", proto: 6, port: 443, account: "111111111111" };
    expect(await post("/_underlay/trace", JSON.stringify(question))).toMatchObject({ status: 200 });
    expect(asked).toEqual([{ source: "a", destination: "b", proto: "6", port: 443, account: "111111111111" }]);
  });

  test("of an ambiguous name lists the candidates", async () => {
    const { status, body } = await post("/_underlay/trace", '{"source":"web","destination":"b"}');
    expect(status).toBe(409);
    expect(body["error"]).toMatchObject({ code: "ambiguous", candidates: [{ id: "i-1", name: "web" }, { id: "i-2" }] });
  });

  test.each([
    ["no JSON", "{", "malformed"],
    ["no object", "[]", "malformed"],
    ["nothing", "", "malformed"],
    ["no source", '{"destination":"b"}', "missing"],
    ["no destination", '{"source":"a"}', "missing"],
    ["an empty source", '{"source":"","destination":"b"}', "invalid"],
    ["a port that is none", '{"source":"a","destination":"b","port":65536}', "invalid"],
    ["a port in words", '{"source":"a","destination":"b","port":"https"}', "invalid"],
    ["what a trace has not", '{"source":"a","destination":"b","dport":443}', "invalid"],
  ])("of %s is refused", async (_, body, code) => {
    asked.length = 0;
    const answer = await post("/_underlay/trace", body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
    expect(asked).toEqual([]);
  });

  test("is really walked, and answers as published", async () => {
    const real = await testServer();
    const ec2 = async (form: Record<string, string>): Promise<string> =>
      (await action(real, { ...form, Version: EC2 }, signedFor("ec2"))).text();
    const subnet = /<subnetId>(subnet-[0-9a-f]+)/.exec(await ec2({ Action: "DescribeSubnets" }))?.[1] ?? "";
    const made = await ec2({ Action: "CreateNetworkInterface", SubnetId: subnet });
    const source = /<networkInterfaceId>(eni-[0-9a-f]+)/.exec(made)?.[1] ?? "";
    const walk = async (question: object): Promise<Response> =>
      fetch(`${real.url}/_underlay/trace`, { method: "POST", body: JSON.stringify(question) });

    const answer = await walk({ source, destination: "internet" });
    expect(answer.status).toBe(200);
    const trace = (await answer.json()) as Fields;
    expect(faultsOf(trace)).toEqual([]);
    expect(trace).toMatchObject({ works: false, source: { id: source }, destination: { selector: "internet" } }); // nobody runs there

    const nobody = await walk({ source: "nobody", destination: "internet" });
    expect(nobody.status).toBe(404);
    expect(faultsOf(await nobody.json())).toEqual([]);
  });
});

test("what is not there is a problem, not AWS's error", async () => {
  expect(await ask("/_underlay/nothing")).toMatchObject({ status: 404, body: { error: { code: "not-found" } } });
});

test("a shutdown answers, then ends the server", async () => {
  const other = await testServer();
  const answer = await fetch(`${other.url}/_underlay/shutdown`, { method: "POST" });
  expect(answer.status).toBe(202);
  expect(faultsOf(await answer.json())).toEqual([]);
  await other.closed;
  await expect(fetch(`${other.url}/_underlay/health`)).rejects.toThrow();
  await other.close(); // once more does no harm
});

test("a schema is checked, not waved through", () => {
  const health = { schema: "underlay/health/1", status: "ok", version: "1" };
  expect(faultsOf(health)).toEqual([]);
  expect(faultsOf({ ...health, version: 1 })).not.toEqual([]);
  expect(faultsOf({ ...health, more: 1 })).not.toEqual([]);
  expect(faultsOf({ schema: "underlay/health/1", status: "ok" })).not.toEqual([]);
  expect(faultsOf({ ...health, status: "bad" })).not.toEqual([]);
  expect(faultsOf({})).not.toEqual([]);
});
