/**
 * Descriptions last only as long as what they show: whatever happens, in whatever order, every Describe answers as a
 * cloud does that was made of the same rows a moment ago and has described nothing yet.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { manualClock } from "../../base/clock.ts";
import { seededRandom } from "../../base/random.ts";
import { Cloud } from "../../cloud/cloud.ts";
import { AwsError } from "../../cloud/error.ts";
import { type TestRegion, testRegion } from "./region.fixture.ts";
import { ec2Service } from "./service.ts";

const DESCRIBES = [
  "DescribeVpcs",
  "DescribeSubnets",
  "DescribeInstances",
  "DescribeNetworkInterfaces",
  "DescribeSecurityGroups",
  "DescribeSecurityGroupRules",
  "DescribeRouteTables",
] as const;

type Answers = Record<string, unknown>;

function described(cloud: Cloud, account = "111111111111"): Answers {
  const ctx = { account, region: "us-east-1", requestId: "test" };
  return Object.fromEntries(DESCRIBES.map((name) => [name, cloud.call("ec2", name, {}, ctx)]));
}

/** A cloud of the same rows, that nobody has asked anything. */
function copyOf({ cloud, clock }: TestRegion): Cloud {
  const copy = new Cloud({ clock: manualClock(clock.now()), random: seededRandom(2), services: [ec2Service] });
  // Row by row another object, so that nothing kept of the first cloud's can be taken for the copy's.
  copy.restore([...cloud.store.rows()].map(({ row, ...place }) => ({ ...place, row: structuredClone(row) })));
  return copy;
}

const pick = <T>(list: readonly T[] | undefined, at: number): T | undefined => list?.[at % list.length];

const STEPS: Readonly<Record<string, (region: TestRegion, a: number, b: number) => unknown>> = {
  run: (region, a) =>
    region.call("RunInstances", {
      ImageId: "ami-12c6146b",
      InstanceType: "t3.micro",
      MinCount: 1,
      MaxCount: 1 + (a % 2),
    }),
  tag: (region, a, b) =>
    region.call("CreateTags", { Resources: [anything(region, a)], Tags: [{ Key: "k", Value: `é${b}` }] }),
  untag: (region, a) => region.call("DeleteTags", { Resources: [anything(region, a)] }),
  stop: (region, a) => region.call("StopInstances", { InstanceIds: [instance(region, a)] }),
  start: (region, a) => region.call("StartInstances", { InstanceIds: [instance(region, a)] }),
  terminate: (region, a) => region.call("TerminateInstances", { InstanceIds: [instance(region, a)] }),
  names: (region, a, b) =>
    region.call("ModifyVpcAttribute", {
      VpcId: pick(region.call("DescribeVpcs").Vpcs, a)?.VpcId,
      EnableDnsHostnames: { Value: b % 2 === 0 },
    }),
  group: (region, a) => region.call("CreateSecurityGroup", { GroupName: `g${a}`, Description: "d" }),
  regroup: (region, a, b) =>
    region.call("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId: eni(region, a), Groups: [group(region, b)] }),
  allow: (region, a, b) =>
    region.call("AuthorizeSecurityGroupIngress", {
      GroupId: group(region, a),
      IpPermissions: [{ IpProtocol: "tcp", FromPort: b, ToPort: b, UserIdGroupPairs: [{ GroupId: group(region, b) }] }],
    }),
  ungroup: (region, a) => region.call("DeleteSecurityGroup", { GroupId: group(region, a) }),
  public: (region, a) => {
    const { AllocationId } = region.call("AllocateAddress");
    region.call("AssociateAddress", { AllocationId, NetworkInterfaceId: eni(region, a) });
  },
  assign: (region, a) =>
    region.call("AssignPrivateIpAddresses", { NetworkInterfaceId: eni(region, a), SecondaryPrivateIpAddressCount: 1 }),
  route: (region, a, b) =>
    region.call("CreateRoute", {
      RouteTableId: pick(region.call("DescribeRouteTables").RouteTables, a)?.RouteTableId,
      DestinationCidrBlock: `198.51.100.${b * 16}/28`,
      NetworkInterfaceId: eni(region, b),
    }),
  wait: (region) => region.clock.advance(60_000),
};

const instance = (region: TestRegion, at: number): string =>
  pick(region.call("DescribeInstances").Reservations, at)?.Instances?.[0]?.InstanceId ?? "i-0123456789abcdef0";
const eni = (region: TestRegion, at: number): string =>
  pick(region.call("DescribeNetworkInterfaces").NetworkInterfaces, at)?.NetworkInterfaceId ?? "eni-1";
const group = (region: TestRegion, at: number): string =>
  pick(region.call("DescribeSecurityGroups").SecurityGroups, at)?.GroupId ?? "sg-1";
const anything = (region: TestRegion, at: number): string => [instance, eni, group][at % 3]?.(region, at) ?? "vpc-1";

const step = fc.record({ kind: fc.constantFrom(...Object.keys(STEPS)), a: fc.nat(7), b: fc.nat(7) });

test("whatever happens, what is shown is what there is", () => {
  const done = new Set<string>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 12 }), (steps) => {
      const region = testRegion();
      STEPS["run"]?.(region, 1, 0);
      for (const { kind, a, b } of steps) {
        described(region.cloud);
        try {
          STEPS[kind]?.(region, a, b);
          done.add(kind);
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
        }
        expect(described(region.cloud)).toEqual(described(copyOf(region)));
      }
    }),
    { numRuns: 20 },
  );
  expect(done.size).toBeGreaterThan(10);
});

test("what nothing has touched is the same object again, and another account sees its own", () => {
  const region = testRegion();
  STEPS["run"]?.(region, 1, 0);
  const [vpc] = region.call("DescribeVpcs").Vpcs ?? [];
  const [reservation] = region.call("DescribeInstances").Reservations ?? [];
  region.call("CreateSecurityGroup", { GroupName: "g", Description: "d" });
  expect(region.call("DescribeVpcs").Vpcs?.[0]).toBe(vpc);
  expect(region.call("DescribeInstances").Reservations?.[0]?.Instances?.[0]).toBe(reservation?.Instances?.[0]);
  region.call("CreateTags", { Resources: [vpc?.VpcId ?? ""], Tags: [{ Key: "Name", Value: "main" }] });
  expect(region.call("DescribeVpcs").Vpcs?.[0]?.Tags).toEqual([{ Key: "Name", Value: "main" }]);
  expect(described(region.cloud, "222222222222")).toEqual(described(copyOf(region), "222222222222"));
});
