/** The endpoint as the SDK's clients see it: accounts, regions, what is not built, what nobody has. */
import { ACMClient, ListCertificatesCommand } from "@aws-sdk/client-acm";
import {
  CreateVpcCommand,
  DescribeVerifiedAccessGroupsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { ListFirewallsCommand, NetworkFirewallClient } from "@aws-sdk/client-network-firewall";
import { ListCoreNetworksCommand, NetworkManagerClient } from "@aws-sdk/client-networkmanager";
import { ListHostedZonesCommand, Route53Client } from "@aws-sdk/client-route-53";
import {
  AssumeRoleCommand,
  AssumeRootCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { describe, expect, test, vi } from "vitest";
import { action, clientFor, EC2, STS, signedFor, testServer } from "./server.fixture.ts";
import { services } from "./services.ts";

const server = await testServer();
const ec2 = (account = "test", region = "us-east-1") => new EC2Client(clientFor(server, account, region));

async function vpcsOf(client: EC2Client): Promise<string[]> {
  const { Vpcs = [] } = await client.send(new DescribeVpcsCommand({}));
  return Vpcs.map(({ VpcId = "" }) => VpcId);
}

describe("accounts and regions", () => {
  test("are apart: each has its default VPC and what was made in it", async () => {
    const here = ec2("111111111111", "us-east-1");
    const { Vpc } = await here.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const made = Vpc?.VpcId ?? "";
    expect(await vpcsOf(here)).toHaveLength(2);
    expect(await vpcsOf(here)).toContain(made);
    for (const other of [ec2("111111111111", "eu-west-1"), ec2("222222222222", "us-east-1"), ec2("test")]) {
      const vpcs = await vpcsOf(other);
      expect(vpcs).toHaveLength(1);
      expect(vpcs).not.toContain(made);
    }
  });

  test("a role's keys act in the role's account, under its name", async () => {
    const sts = new STSClient(clientFor(server, "333333333333"));
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::444444444444:role/net", RoleSessionName: "ci" }),
    );
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    const as = { ...clientFor(server), credentials };
    expect(await new STSClient(as).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: "444444444444",
      Arn: "arn:aws:sts::444444444444:assumed-role/net/ci",
    });
    expect(await vpcsOf(new EC2Client(as))).toEqual(await vpcsOf(ec2("444444444444")));
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: "arn:aws:iam::333333333333:root" });
  });

  test("AWS's errors come through", async () => {
    await expect(ec2().send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/8" }))).rejects.toMatchObject({
      name: "InvalidVpc.Range",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(ec2().send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16", DryRun: true }))).rejects.toMatchObject({
      name: "DryRunOperation",
      $metadata: { httpStatusCode: 412 },
    });
    expect(await vpcsOf(ec2())).toHaveLength(1);
    const sts = new STSClient(clientFor(server));
    await expect(sts.send(new GetSessionTokenCommand({ DurationSeconds: 1 }))).rejects.toMatchObject({
      name: "ValidationError",
    });
  });
});

describe("an operation that AWS has and this has not", () => {
  const config = clientFor(server);
  test.each([
    [
      "ec2Query",
      "DescribeVerifiedAccessGroups",
      () => new EC2Client(config).send(new DescribeVerifiedAccessGroupsCommand({})),
    ],
    [
      "awsQuery",
      "AssumeRoot",
      () =>
        new STSClient(config).send(
          new AssumeRootCommand({
            TargetPrincipal: "111111111111",
            TaskPolicyArn: { arn: "arn:aws:iam::aws:policy/x" },
          }),
        ),
    ],
    ["awsJson1_1", "ListCertificates", () => new ACMClient(config).send(new ListCertificatesCommand({}))],
    ["awsJson1_0", "ListFirewalls", () => new NetworkFirewallClient(config).send(new ListFirewallsCommand({}))],
    ["restJson1", "ListCoreNetworks", () => new NetworkManagerClient(config).send(new ListCoreNetworksCommand({}))],
    ["restXml", "ListHostedZones", () => new Route53Client(config).send(new ListHostedZonesCommand({}))],
  ])("in %s is named, with a 4xx", async (_, operation, send) => {
    await expect(send()).rejects.toMatchObject({
      name: "UnsupportedOperation",
      message: expect.stringContaining(operation) as unknown,
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown },
    });
  });
});

describe("an operation that nobody has", () => {
  test("in EC2's query protocol", async () => {
    const answer = await action(server, { Action: "FlyToTheMoon", Version: EC2 }, signedFor("ec2"));
    expect(answer.status).toBe(400);
    const body = await answer.text();
    expect(body).toContain("<Code>InvalidAction</Code>");
    expect(body).toContain("The action FlyToTheMoon is not valid for this web service.");
  });

  test("in the query protocol", async () => {
    const answer = await action(server, { Action: "FlyToTheMoon", Version: STS }, signedFor("sts"));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("<Code>InvalidAction</Code>");
  });

  test.each([
    ["acm", { "x-amz-target": "CertificateManager.FlyToTheMoon", "content-type": "application/x-amz-json-1.1" }, "/"],
    [
      "network-firewall",
      { "x-amz-target": "NetworkFirewall_20201112.Fly", "content-type": "application/x-amz-json-1.0" },
      "/",
    ],
    ["ram", { "content-type": "application/json" }, "/flytothemoon"],
    ["route53", { "content-type": "text/xml" }, "/2013-04-01/moon"],
    ["s3", {}, "/v20180820/moon"],
  ])("of %s is a 4xx at once", async (service, headers, path) => {
    const answer = await fetch(server.url + path, {
      method: "POST",
      headers: { ...headers, ...signedFor(service) } as Record<string, string>,
      body: "{}",
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const said = `${answer.headers.get("x-amzn-errortype")} ${await answer.text()}`;
    expect(said).toMatch(/InvalidAction/);
  });
});

describe("a service that is not here", () => {
  test.each([
    [
      "autoscaling",
      { "content-type": "application/x-www-form-urlencoded" },
      "Action=DescribePolicies&Version=2011-01-01",
      "<Code>UnsupportedOperation</Code>",
    ],
    ["dynamodb", { "x-amz-target": "DynamoDB_20120810.ListTables" }, "{}", '"__type":"UnsupportedOperation"'],
    ["lambda", { "content-type": "application/json" }, "{}", '"__type":"UnsupportedOperation"'],
    ["eks", {}, "", '"__type":"UnsupportedOperation"'], // REST, without a body
  ])("%s is named, with a 4xx", async (service, headers, body, expected) => {
    const answer = await fetch(server.url, {
      method: "POST",
      headers: { ...headers, ...signedFor(service) } as Record<string, string>,
      body,
    });
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain(expected);
    expect(text).toContain(`'${service}'`);
    expect(answer.headers.get("x-amzn-errortype")).toBe("UnsupportedOperation");
  });

  test("a request that says nothing is told so", async () => {
    const answer = await fetch(server.url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("/_underlay/health");
  });
});

describe("inputs", () => {
  test("without what the API requires are refused before the operation", async () => {
    const answer = await action(server, { Action: "DeleteVpc", Version: EC2 }, signedFor("ec2"));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("<Code>MissingParameter</Code>");
  });

  test.each([
    ["a bad escape", "Action=DescribeVpcs&Version=2016-11-15&X=%zz", "application/x-www-form-urlencoded"],
    ["JSON for a form", '{"Action":"DescribeVpcs"}', "application/json"],
    ["random bytes", "\u0000\u0001\uffff", "application/x-www-form-urlencoded"],
  ])("that are malformed, %s, are AWS's 4xx", async (_, body, type) => {
    const answer = await fetch(server.url, {
      method: "POST",
      body,
      headers: { ...signedFor("ec2"), "content-type": type },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).toMatch(/<Response><Errors><Error><Code>\w+<\/Code>/);
  });

  test("a value as long as a body is not said back whole, nor kept in the log", async () => {
    const long = "a".repeat(1_000_000);
    const answer = await action(server, { Action: "DescribeVpcs", Version: EC2, "VpcId.1": long }, signedFor("ec2"));
    expect(answer.status).toBe(400);
    const body = await answer.text();
    expect(body).toContain("<Code>InvalidVpcID.NotFound</Code>");
    expect(body.length).toBeLessThan(10_000);
    expect(JSON.stringify(server.log.records().at(-1)).length).toBeLessThan(10_000);
  });

  test("in aws-chunked are read without their chunks", async () => {
    const body = "Action=GetCallerIdentity&Version=2011-06-15";
    const send = (text: string) =>
      fetch(server.url, {
        method: "POST",
        body: text,
        headers: { "content-type": "application/x-www-form-urlencoded", "content-encoding": "aws-chunked" },
      });
    const good = await send(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    expect(await good.text()).toContain("<Account>000000000000</Account>");
    const bad = await send(`ff\r\n${body}\r\n0\r\n\r\n`);
    expect(bad.status).toBe(400);
    expect(await bad.text()).toContain("<Code>InvalidRequest</Code>");
  });
});

test("what nobody foresaw is an InternalFailure with its request id, told on stderr, and the server stays up", async () => {
  const broken = await testServer({
    services: {
      sts: async () => ({
        name: "sts",
        operations: [
          {
            name: "GetCallerIdentity",
            run: () => {
              throw new TypeError("a bug");
            },
          },
        ],
      }),
    },
  });
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const answer = await action(broken, { Action: "GetCallerIdentity", Version: STS });
  expect(answer.status).toBe(500);
  const body = await answer.text();
  expect(body).toContain("<Code>InternalFailure</Code>");
  expect(body).not.toContain("a bug");
  const id = answer.headers.get("x-amzn-requestid") ?? "";
  expect(told.mock.calls.flat().join("\n")).toMatch(new RegExp(`${id}.*TypeError: a bug\\n +at `, "s"));
  told.mockRestore();
  expect((await fetch(`${broken.url}/_underlay/health`)).status).toBe(200);
});

test("a service is loaded by its first request alone", async () => {
  const loaded: string[] = [];
  const counted = (name: "ec2" | "sts") => {
    loaded.push(name);
    return services[name]();
  };
  const lazy = await testServer({ services: { ec2: () => counted("ec2"), sts: () => counted("sts") } });
  await action(lazy, { Action: "GetCallerIdentity", Version: STS });
  expect(loaded).toEqual(["sts"]);
  const answers = await Promise.all([1, 2, 3].map(() => action(lazy, { Action: "DescribeVpcs", Version: EC2 })));
  expect(loaded).toEqual(["sts", "ec2"]);
  // The region was opened before EC2 was there; its default VPC must be in it all the same, once.
  for (const answer of answers) expect((await answer.text()).match(/<vpcId>/g)).toHaveLength(1);
});
