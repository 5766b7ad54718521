/**
 * Traces over accounts and regions, on a real server:
 *
 *     us-east-1  000000000000   VPC 10.50.0.0/16   instance "svc", group "empty" with nobody in it
 *         │ peering, routes on both sides
 *     eu-west-1  000000000000   VPC 10.60.0.0/16   instance "svc", instance "far"
 *     eu-west-1  111122223333   VPC 10.70.0.0/16   instance "svc"
 */
import {
  AcceptVpcPeeringConnectionCommand,
  CreateRouteCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { beforeAll, describe, expect, test } from "vitest";
import { manualClock } from "../base/clock.ts";
import type { TraceAnswer } from "../expect/trace.ts";
import { faultsOf } from "./schema.fixture.ts";
import { clientFor, testServer } from "./server.fixture.ts";

const OWN = "000000000000";
const OTHER = "111122223333";

const clock = manualClock();
const server = await testServer({ clock });

interface Refusal {
  readonly error: { readonly code: string; readonly message: string; readonly candidates?: readonly object[] };
}

async function ask<Answer>(question: object, url = server.url): Promise<Answer> {
  const answer = await fetch(`${url}/_underlay/trace`, { method: "POST", body: JSON.stringify(question) });
  const body: unknown = await answer.json();
  expect(faultsOf(body)).toEqual([]);
  return body as Answer;
}
const trace = (source: string, destination: string, more: object = {}) =>
  ask<TraceAnswer>({ source, destination, ...more });
const refused = async (source: string, destination: string, more: object = {}) =>
  (await ask<Refusal>({ source, destination, ...more })).error;

interface Net {
  readonly vpc: string;
  readonly routeTable: string;
  readonly group: string;
  readonly instances: readonly string[];
}

async function net(ec2: EC2Client, block: string, ...names: readonly string[]): Promise<Net> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `${block}.0.0/16` }));
  const vpc = Vpc?.VpcId ?? "";
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock: `${block}.0.0/24` }));
  const { RouteTables } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: [vpc] }] }),
  );
  const instances: string[] = [];
  for (const [i, name] of names.entries()) {
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ...{ ImageId: "ami-0c02fb55956c7d316", MinCount: 1, MaxCount: 1 },
        ...{ SubnetId: Subnet?.SubnetId, PrivateIpAddress: `${block}.0.${10 + i}` },
        TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: name }] }],
      }),
    );
    instances.push(Instances?.[0]?.InstanceId ?? "");
  }
  const { GroupId: group = "" } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId: vpc, GroupName: "empty", Description: "nobody is in it" }),
  );
  return { vpc, routeTable: RouteTables?.[0]?.RouteTableId ?? "", group, instances };
}

describe("before anybody called", () => {
  test("there is no network, and that is what is said", async () => {
    const fresh = await testServer();
    const { error } = await ask<Refusal>({ source: "internet", destination: "internet:1.1.1.1" }, fresh.url);
    expect(error).toMatchObject({ code: "not-found", message: expect.stringMatching(/^There is no network yet/) });
  });
});

describe("accounts and regions", () => {
  const [east, west, other] = [
    new EC2Client(clientFor(server, OWN, "us-east-1")),
    new EC2Client(clientFor(server, OWN, "eu-west-1")),
    new EC2Client(clientFor(server, OTHER, "eu-west-1")),
  ];
  let left: Net;
  let right: Net;
  let apart: Net;

  beforeAll(async () => {
    left = await net(east, "10.50", "svc");
    right = await net(west, "10.60", "svc", "far");
    apart = await net(other, "10.70", "svc");
    const { VpcPeeringConnection } = await east.send(
      new CreateVpcPeeringConnectionCommand({ VpcId: left.vpc, PeerVpcId: right.vpc, PeerRegion: "eu-west-1" }),
    );
    const VpcPeeringConnectionId = VpcPeeringConnection?.VpcPeeringConnectionId;
    clock.advance(10_000);
    await west.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
    clock.advance(10_000);
    const route = (ec2: EC2Client, RouteTableId: string, DestinationCidrBlock: string) =>
      ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, VpcPeeringConnectionId }));
    await route(east, left.routeTable, "10.60.0.0/16");
    await route(west, right.routeTable, "10.50.0.0/16");
  });

  test("an ambiguous Name lists where each of its candidates is", async () => {
    const { code, candidates } = await refused("svc", "internet");
    expect(code).toBe("ambiguous");
    expect(candidates).toEqual([
      { id: left.instances[0], kind: "instance", name: "svc", account: OWN, region: "us-east-1" },
      { id: right.instances[0], kind: "instance", name: "svc", account: OWN, region: "eu-west-1" },
      { id: apart.instances[0], kind: "instance", name: "svc", account: OTHER, region: "eu-west-1" },
    ]);
  });

  test("a region says which source is meant, and does not hide a destination elsewhere", async () => {
    const answer = await trace("svc", "far", { region: "us-east-1" });
    expect(answer.source).toMatchObject({ id: left.instances[0], account: OWN, region: "us-east-1" });
    expect(answer.destination).toMatchObject({ id: right.instances[1], account: OWN, region: "eu-west-1" });
    // The far group refuses, and the hop says where it is.
    expect(answer.forward).toMatchObject({ disposition: "denied" });
    expect(answer.forward.hops.at(0)).toMatchObject({ stage: "security-group-egress", region: "us-east-1" });
    expect(answer.forward.hops.at(-1)).toMatchObject({
      ...{ stage: "security-group-ingress", action: "drop" },
      ...{ account: OWN, region: "eu-west-1" },
    });
    const home = await trace("svc", "svc", { account: OTHER });
    expect([home.source.id, home.destination.id]).toEqual([apart.instances[0], apart.instances[0]]);
  });

  test("an address is whose the source's network says, wherever that one is", async () => {
    expect((await trace(left.instances[0] ?? "", "10.60.0.11")).destination).toMatchObject({ name: "far" });
    const missed = await trace(left.instances[0] ?? "", "10.60.0.99");
    expect(missed.destination).not.toHaveProperty("region");
    expect(missed.forward.hops.at(-1)).toMatchObject({ resource: right.vpc, region: "eu-west-1" });
  });

  test("an AWS service is the one of the source's region, and in nobody's account", async () => {
    const here = await trace(left.instances[0] ?? "", "service:s3");
    const there = await trace(right.instances[0] ?? "", "service:s3");
    expect(here.destination.address).not.toBe(there.destination.address);
    expect(here.destination).not.toHaveProperty("account");
    const again = await trace(left.instances[0] ?? "", "service:s3");
    expect(again.destination).toEqual(here.destination);
  });

  test.each([
    [
      "svc",
      "internet",
      { region: "ap-south-1" },
      /^Nobody has called ap-south-1 yet\. In use: us-east-1 of account 0+/,
    ],
    ["svc", "internet", { account: "999999999999" }, /^Nobody has called account 999999999999 yet/],
    ["far", "internet:1.2.3", {}, /^'1\.2\.3' is no IP address/],
    ["far", "service:tea", {}, /'tea'/],
    ["nobody", "internet", {}, /^Nothing in the network is called 'nobody'/],
  ])("%s → %s, %o: says why there is nothing", async (source, destination, more, message) => {
    expect(await refused(source, destination, more)).toMatchObject({
      code: "not-found",
      message: expect.stringMatching(message),
    });
  });

  test("a resource that no packet can start from is there, but has no interface", async () => {
    expect(await refused(left.group, "internet")).toMatchObject({
      message: expect.stringMatching(new RegExp(`^${left.group} has no network interface`)),
    });
  });

  test("a question out of bounds is refused", async () => {
    expect(await refused("far", "internet", { proto: "icmp", fromPort: 9 })).toMatchObject({
      message: "icmp has no ports.",
    });
    expect(await refused("a".repeat(1000), "internet")).toMatchObject({ code: "invalid" });
  });
});
