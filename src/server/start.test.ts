/** The server as a whole: who may reach it, whose signatures it takes, and its port. */
import { createServer as createPlainServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { manualClock } from "../base/clock.ts";
import { faultsOf } from "./schema.fixture.ts";
import { clientFor, EC2, STS, signedFor, testServer } from "./server.fixture.ts";
import { createServer, type RunningServer } from "./start.ts";

const CALL = `/?Action=GetCallerIdentity&Version=${STS}`;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request with exactly these headers, which `fetch` would not send. */
const send = (server: RunningServer, headers: Record<string, string>, path = CALL, method = "GET"): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { port } = server;
    request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        body += text;
      });
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .once("error", reject)
      .end();
  });

describe("who may reach it", async () => {
  const server = await testServer({ allowHosts: ["build-server"] });

  test.each(["sts.us-west-2.amazonaws.com", "123456789012.localhost:4566", "build-server:4566", "a.build-server"])(
    "by the Host %s",
    async (host) => expect((await send(server, { host })).status).toBe(200),
  );

  test("by clients that put an account before the host", async () => {
    for (const host of ["123456789012.s3-control.localhost", "123456789012.127.0.0.1", "123456789012.localhost:4566"]) {
      const { status, body } = await send(server, { host, ...signedFor("s3") }, "/v20180820/accesspoint");
      expect(status).toBe(400);
      expect(body).toContain("ListAccessPoints of S3 Control");
    }
  });

  test("not by another Host, on any path, and not to do anything", async () => {
    for (const path of [CALL, "/_underlay/reset", "/_underlay/health", "/moto-api/reset", "/"])
      expect((await send(server, { host: "rebound.example" }, path, "POST")).status).toBe(403);
    const { body } = await send(server, { host: "rebound.example" }, `/?Action=DescribeVpcs&Version=${EC2}`);
    expect(body).toContain("<Response><Errors><Error><Code>AccessDenied</Code>"); // in EC2's words
    expect(body).toContain("--allow-host");
    const own = await send(server, { host: "rebound.example" }, "/_underlay/health");
    expect(faultsOf(JSON.parse(own.body))).toEqual([]);
  });

  test("not by the name that a proxy's form has in its place, whatever its Host says", async () => {
    const proxied = await send(server, { host: "127.0.0.1" }, `http://rebound.example${CALL}`);
    expect(proxied.status).toBe(403);
    expect((await send(server, { host: "127.0.0.1" }, "http://rebound.example/_underlay/reset", "POST")).status).toBe(
      403,
    );
    expect((await send(server, { host: "rebound.example" }, `http://sts.amazonaws.com${CALL}`)).status).toBe(200);
  });

  test("not from a foreign page: nothing is done, and it may not read why", async () => {
    const vpcs = () => server.cloud.store.tables().get("ec2.vpc")?.size ?? 0;
    const before = vpcs();
    const path = `/?Action=CreateVpc&CidrBlock=10.0.0.0/16&Version=${EC2}`;
    const pages: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of pages) {
      const answer = await send(server, { host: "127.0.0.1", ...headers }, path);
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
      const preflight = await send(server, { host: "127.0.0.1", ...headers }, path, "OPTIONS");
      expect(preflight.status).toBe(403);
    }
    expect(vpcs()).toBe(before);
  });

  test("from a page on this machine, which may read the answer", async () => {
    const origin = "http://localhost:3000";
    for (const path of [CALL, "/_underlay/health", "/?Action=Nothing"])
      expect((await send(server, { host: "127.0.0.1", origin }, path)).headers).toMatchObject({
        "access-control-allow-origin": origin,
        vary: "Origin",
      });
    const preflight = await send(
      server,
      {
        host: "127.0.0.1",
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-amz-date",
      },
      "/",
      "OPTIONS",
    );
    expect(preflight).toMatchObject({ status: 204, body: "" });
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-headers": "x-amz-date",
    });
  });

  test("on loopback alone, unless told otherwise", () => {
    expect(server.host).toBe("127.0.0.1");
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  });
});

describe("signatures", async () => {
  const clock = manualClock(Date.now());
  const options = { clock, credentials: { AKIAEXAMPLEKEY000001: "the-secret" } };
  const strict = await testServer({ ...options, verifySignatures: true });
  const sts = (accessKeyId: string, secretAccessKey: string, more: object = {}, server = strict) =>
    new STSClient({ ...clientFor(server), credentials: { accessKeyId, secretAccessKey }, ...more }).send(
      new GetCallerIdentityCommand({}),
    );

  test("that fit are taken: of the common secret, of a given one, of every protocol's client", async () => {
    expect(await sts("111111111111", "test")).toMatchObject({ Account: "111111111111" });
    expect(await sts("AKIAEXAMPLEKEY000001", "the-secret")).toMatchObject({ Account: "000000000000" });
    const ec2 = new EC2Client(clientFor(strict));
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
  });

  test("that do not fit are refused", async () => {
    const refused = { name: "SignatureDoesNotMatch", $metadata: { httpStatusCode: 403 } };
    await expect(sts("111111111111", "wrong")).rejects.toMatchObject(refused);
    await expect(sts("AKIAEXAMPLEKEY000001", "test")).rejects.toMatchObject(refused);
    await expect(sts("ASIAEXAMPLEKEY000001", "test")).rejects.toMatchObject({ name: "InvalidClientTokenId" });
    await expect(sts("test", "test", { systemClockOffset: 16 * 60 * 1000 })).rejects.toMatchObject(refused);
    const unsigned = await send(strict, { host: "127.0.0.1" });
    expect(unsigned.status).toBe(403);
    expect(unsigned.body).toContain("<Code>MissingAuthenticationToken</Code>");
  });

  test("with keys handed out need their secret and their token, until they end", async () => {
    const assume = new AssumeRoleCommand({
      RoleArn: "arn:aws:iam::222222222222:role/net",
      RoleSessionName: "ci",
      DurationSeconds: 900,
    });
    const { Credentials } = await new STSClient(clientFor(strict)).send(assume);
    const { AccessKeyId: key = "", SecretAccessKey: secret = "", SessionToken: sessionToken = "" } = Credentials ?? {};
    const credentials = { accessKeyId: key, secretAccessKey: secret, sessionToken };
    expect(await sts(key, secret, { credentials })).toMatchObject({ Account: "222222222222" });
    await expect(sts(key, secret)).rejects.toMatchObject({ name: "InvalidClientTokenId" });
    await expect(sts(key, "test", { credentials: { ...credentials, secretAccessKey: "test" } })).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
    clock.advance(900_000);
    await expect(sts(key, secret, { credentials })).rejects.toMatchObject({ name: "ExpiredToken" });
  });

  test("are not looked at without the option", async () => {
    const lax = await testServer(options);
    expect(await sts("111111111111", "wrong", {}, lax)).toMatchObject({ Account: "111111111111" });
  });
});

describe("a port that is taken", () => {
  test("by another Underlay is told, with what stops it", async () => {
    const first = await testServer();
    await expect(createServer({ port: first.port })).rejects.toMatchObject({
      name: "PortInUse",
      port: first.port,
      message: expect.stringMatching(
        /^Underlay already runs on port \d+: .*underlay down --endpoint http:.*--port/,
      ) as unknown,
    });
  });

  test("by an Underlay that is late with its own answer is told by LocalStack's path", async () => {
    const late = createPlainServer((incoming, outgoing) => {
      if (incoming.url === "/_localstack/health") outgoing.end('{"edition":"underlay"}');
      else outgoing.writeHead(404).end();
    });
    await new Promise<void>((resolve) => late.listen(0, "127.0.0.1", resolve));
    const { port } = late.address() as AddressInfo;
    await expect(createServer({ port })).rejects.toThrow(/^Underlay already runs/);
    late.closeAllConnections();
    await new Promise((resolve) => late.close(resolve));
  });

  test.each([
    ["LocalStack", "/_localstack/health"],
    ["moto's server", "/moto-api/data.json"],
    ["another program", "/nothing"],
  ])("by %s is told", async (who, path) => {
    const other = createPlainServer((incoming, outgoing) => {
      outgoing.writeHead(incoming.url === path ? 200 : 404).end();
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    await expect(createServer({ port })).rejects.toThrow(new RegExp(`taken by ${who}: .*--port`));
    other.closeAllConnections();
    await new Promise((resolve) => other.close(resolve));
  });
});
