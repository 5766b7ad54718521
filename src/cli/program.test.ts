import { describe, expect, onTestFinished, test } from "vitest";
import { deniedTrace, status, worksTrace } from "./answers.fixture.ts";
import { type FakeAnswer, fakeEndpoint, silentEndpoint, underlay } from "./program.fixture.ts";

async function endpointWith(answers: Readonly<Record<string, FakeAnswer>>) {
  const endpoint = await fakeEndpoint(answers);
  onTestFinished(() => endpoint.close());
  return endpoint;
}

const TRACE = "POST /_underlay/trace";

describe("exit code 0", () => {
  test("a trace that works", async () => {
    const { url, seen } = await endpointWith({ [TRACE]: { body: worksTrace } });
    const args = [
      "--proto",
      "udp",
      "--port",
      "53",
      "--size",
      "1400",
      "--from-port",
      "1024",
      "--account",
      "111122223333",
      "--region",
      "eu-west-1",
    ];
    const { code, out, err } = await underlay(["trace", "web-a", "internet:1.1.1.1", ...args, "--endpoint", url]);
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(out).toContain("✔ works   web-a → internet:1.1.1.1");
    expect(seen).toEqual([
      {
        method: "POST",
        path: "/_underlay/trace",
        body: {
          source: "web-a",
          destination: "internet:1.1.1.1",
          proto: "udp",
          port: 53,
          fromPort: 1024,
          size: 1400,
          account: "111122223333",
          region: "eu-west-1",
        },
      },
    ]);
  });

  test("AWS's lines name their region, unless it is the one that the AWS CLI asks anyhow", async () => {
    const hops = deniedTrace.forward.hops.map((hop) => ({ ...hop, account: "000000000000", region: "eu-west-1" }));
    const body = { ...deniedTrace, forward: { ...deniedTrace.forward, hops } };
    const { url } = await endpointWith({ [TRACE]: { body } });
    const line = async (env: Record<string, string>): Promise<string> =>
      /aws ec2 authorize.*/.exec((await underlay(["trace", "web-a", "db-a", "--endpoint", url], env)).out)?.[0] ?? "";
    const named = / --region eu-west-1 --endpoint-url /;
    expect(await line({})).toMatch(named);
    expect(await line({ AWS_DEFAULT_REGION: "us-east-1" })).toMatch(named);
    expect(await line({ AWS_REGION: "eu-west-1" })).toMatch(named); // version 1 of the AWS CLI does not read it
    expect(await line({ AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "eu-west-1" })).toMatch(named);
    expect(await line({ AWS_DEFAULT_REGION: "eu-west-1" })).not.toContain("--region");
  });

  test("help, of the program and of a command, with examples and the exit codes", async () => {
    const whole = await underlay(["--help"]);
    expect(whole).toMatchObject({ code: 0, err: "" });
    expect(whole.out).toMatch(/3 {2}the endpoint does not answer/);
    for (const command of ["up", "down", "status", "trace", "test", "reset", "log", "operations"]) {
      const { code, out } = await underlay([command, "--help"]);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`Examples:\n  underlay ${command}`));
      expect(out).toContain("--json");
    }
  });

  test("no command at all shows the help", async () => {
    expect(await underlay([])).toMatchObject({ code: 0, out: expect.stringContaining("Usage: underlay") });
  });

  test("status, with the endpoint from the environment", async () => {
    const { url } = await endpointWith({ "GET /_underlay/status": { body: status } });
    const { code, out } = await underlay(["status"], { UNDERLAY_ENDPOINT: url });
    expect(code).toBe(0);
    expect(out).toContain("VPC three-tier");
  });

  test("--json prints the server's own answer and nothing else", async () => {
    const { url } = await endpointWith({ "GET /_underlay/status": { body: status } });
    const { out, err } = await underlay(["status", "--json", "--endpoint", url]);
    expect(JSON.parse(out)).toEqual(status);
    expect(err).toBe("");
  });

  test("reset", async () => {
    const { url, seen } = await endpointWith({ "POST /_underlay/reset": { body: { status: "ok" } } });
    expect(await underlay(["reset", "--endpoint", url])).toMatchObject({ code: 0, err: "" });
    expect(seen).toHaveLength(1);
  });

  test("down, where nothing runs", async () => {
    const url = await silentEndpoint();
    const { code, out } = await underlay(["down", "--endpoint", url]);
    expect(code).toBe(0);
    expect(out).toContain(`Nothing was running at ${url}`);
  });

  test("log: past calls, or past and live ones, as text or as they came", async () => {
    const call = {
      ...{ schema: "underlay/call/1", time: "2026-01-01T10:20:30.456Z", requestId: "-", account: "000000000000" },
      ...{
        region: "us-east-1",
        service: "ec2",
        operation: "CreateVpc",
        status: 400,
        milliseconds: 1.25,
        userAgent: null,
      },
      error: { code: "InvalidVpc.Range", message: "The CIDR '10.0.0.0/8' is invalid." },
    };
    const body = `${JSON.stringify(call)}\n`;
    const { url, seen } = await endpointWith({
      "GET /_underlay/log?last=5": { body },
      "GET /_underlay/log?follow=1&last=20": { body },
    });
    const past = await underlay(["log", "--no-follow", "--last", "5", "--endpoint", url]);
    expect(past.out).toMatch(/^10:20:30\.456 {2}✘ 400 {2}ec2 CreateVpc .* InvalidVpc\.Range The CIDR/);
    const live = await underlay(["log", "--json", "--endpoint", url]);
    expect(JSON.parse(live.out)).toEqual(call);
    expect(seen).toHaveLength(2);
  });

  test("operations: a table, or one service's names", async () => {
    const services = [
      { service: "acm", built: [], notBuilt: ["RequestCertificate"] },
      { service: "ec2", built: ["CreateVpc", "CreateSubnet"], notBuilt: ["CreateFleet"] },
    ];
    const { url } = await endpointWith({
      "GET /_underlay/operations": { body: { schema: "underlay/operations/1", services } },
    });
    const whole = await underlay(["operations", "--endpoint", url]);
    expect(whole.out).toContain("2 of 4 operations are built");
    expect(whole.out.indexOf("ec2")).toBeLessThan(whole.out.indexOf("acm"));
    const one = await underlay(["operations", "ec2", "--endpoint", url]);
    expect(one.out).toMatch(/ec2 {2}2 of 3 operations are built\n {2}CreateSubnet\s+CreateVpc/);
    const json = await underlay(["operations", "ec2", "--json", "--endpoint", url]);
    expect(JSON.parse(json.out)).toMatchObject({ built: 2, notBuilt: 1, services: [{ service: "ec2" }] }); // of what is shown
    expect(await underlay(["operations", "ec3", "--endpoint", url])).toMatchObject({
      code: 2,
      err: expect.stringContaining("acm ec2"),
    });
  });
});

describe("exit code 1", () => {
  test("a trace that does not work, in words and in JSON", async () => {
    const { url } = await endpointWith({ [TRACE]: { body: deniedTrace } });
    const words = await underlay(["trace", "web-a", "db-a", "--endpoint", url]);
    expect(words.code).toBe(1);
    expect(words.out).toContain("✘ does not work");
    const json = await underlay(["trace", "web-a", "db-a", "--json", "--endpoint", url]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toEqual(deniedTrace);
  });
});

describe("exit code 2", () => {
  test.each([
    ["an unknown command", ["traec", "a", "b"], /unknown command 'traec'.*Did you mean trace/],
    ["an unknown option", ["status", "--jsno"], /unknown option '--jsno'/],
    ["a missing argument", ["trace", "web-a"], /missing required argument 'destination'/],
    ["one argument too many", ["status", "now"], /too many arguments/],
    ["a port that is none", ["trace", "a", "b", "--port", "70000"], /from 1 to 65535/],
    ["a port in words", ["trace", "a", "b", "--port", "https"], /from 1 to 65535/],
    ["a seed that is none", ["up", "--seed", "-1"], /whole number/],
    ["an endpoint that is none", ["status", "--endpoint", "ftp://x"], /'ftp:\/\/x' is no endpoint/],
  ])("%s", async (_, args, message) => {
    const { code, out, err } = await underlay(args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(message);
    expect(err.split("\n").length).toBeGreaterThan(1); // what to do next
  });

  test("an ambiguous Name lists its candidates, and in JSON keeps the server's answer", async () => {
    const candidates = [
      { id: "i-0aaaaaaaaaaaaaaa1", kind: "instance", name: "web", account: "000000000000", region: "us-east-1" },
      { id: "eni-0bbbbbbbbbbbbbb1", kind: "network-interface", name: "web" },
    ];
    const body = { error: { code: "ambiguous", message: "'web' fits 2 places.", candidates } };
    const { url } = await endpointWith({ [TRACE]: { status: 409, body } });
    const words = await underlay(["trace", "web", "internet", "--endpoint", url]);
    expect(words).toMatchObject({ code: 2, out: "" });
    expect(words.err).toBe(
      [
        "✘ 'web' fits 2 places.",
        "    i-0aaaaaaaaaaaaaaa1   instance           web  000000000000  us-east-1",
        "    eni-0bbbbbbbbbbbbbb1  network-interface  web",
      ].join("\n"),
    );
    const json = await underlay(["trace", "web", "internet", "--json", "--endpoint", url]);
    expect(json).toMatchObject({ code: 2, err: "" });
    expect(JSON.parse(json.out)).toEqual(body);
  });

  test("help for a command that is none", async () => {
    const { code, out, err } = await underlay(["help", "wbe"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe("✘ unknown command 'wbe'\n  See what it takes:  underlay --help");
  });

  test("a Name that nothing has", async () => {
    const body = { error: { code: "not-found", message: "Nothing in the network is called 'wbe'." } };
    const { url } = await endpointWith({ [TRACE]: { status: 404, body } });
    const { code, err } = await underlay(["trace", "wbe", "internet", "--endpoint", url]);
    expect(code).toBe(2);
    expect(err).toMatch(/'wbe'.*\n.*underlay status --endpoint http:/);
  });
});

describe("exit code 3", () => {
  test.each([["status"], ["trace", "a", "b"], ["reset"], ["log"], ["operations"]])(
    "%s, where nothing listens",
    async (...args) => {
      const url = await silentEndpoint();
      const { code, out, err } = await underlay([...args, "--endpoint", url]);
      expect(code).toBe(3);
      expect(out).toBe("");
      expect(err).toContain(`No answer from ${url}: nothing listens there.`);
      expect(err).toContain(`underlay up --port ${new URL(url).port}`);
      const json = await underlay([...args, "--json", "--endpoint", url]);
      expect(json.code).toBe(3);
      expect(JSON.parse(json.out)).toMatchObject({ schema: "underlay/problem/1", error: { code: "not-running" } });
    },
  );

  test.each([["status"], ["trace", "a", "b"], ["reset"], ["log"], ["operations"], ["down"]])(
    "%s, where something else answers",
    async (...args) => {
      const { url } = await endpointWith({});
      const { code, err } = await underlay([...args, "--endpoint", url]);
      expect(code).toBe(3);
      expect(err).toContain("is not Underlay");
    },
  );

  test("a server that fails", async () => {
    const body = { error: { code: "InternalFailure", message: "Something unforeseen went wrong." } };
    const { url } = await endpointWith({ [TRACE]: { status: 500, body } });
    const { code, err } = await underlay(["trace", "a", "b", "--endpoint", url]);
    expect(code).toBe(3);
    expect(err).toContain("Something unforeseen went wrong.");
  });
});

describe("commands to type next", () => {
  test("carry npx for those who came by it, and only for them", async () => {
    const url = await silentEndpoint();
    const by = async (env: Record<string, string>) => (await underlay(["status", "--endpoint", url], env)).err;
    expect(await by({})).toMatch(/Start it: {2}underlay up/);
    expect(await by({ npm_command: "exec" })).toMatch(/Start it: {2}npx underlay up/);
  });

  test("name the endpoint where it is not the default", async () => {
    const { url } = await endpointWith({ [TRACE]: { body: deniedTrace } });
    const args = ["trace", "web-a", "db-a"];
    expect((await underlay([...args, "--endpoint", url])).out).toContain(`db-a --port 5432 --endpoint ${url} --json`);
    expect((await underlay(args, { UNDERLAY_ENDPOINT: url })).out).toContain("db-a --port 5432 --json");
  });
});
