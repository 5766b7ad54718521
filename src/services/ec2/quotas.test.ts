import { beforeEach, describe, expect, test } from "vitest";
import { appliedQuotas, QUOTAS } from "../quotas/resources.ts";
import { refusal } from "./refusal.fixture.ts";
import { type TestRegion, testRegion } from "./region.fixture.ts";

let region: TestRegion;
let VpcId: string;
let SubnetId: string;

function start(quotas: boolean): void {
  region = testRegion({ quotas });
  VpcId = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  SubnetId =
    region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.0.0/20", AvailabilityZone: "us-east-1a" }).Subnet?.SubnetId ??
    "";
}

beforeEach(() => start(true));

const run = (InstanceType: string, MinCount: number, MaxCount = MinCount) =>
  ({
    ImageId: "ami-0abcdef1234567890",
    InstanceType: InstanceType as "t3.micro",
    MinCount,
    MaxCount,
    SubnetId,
  }) as const;
const table = () => region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";

/** What makes one more of a kind, how often that goes well after `start`, and AWS's error then. */
const kinds: Record<
  string,
  readonly [more: (n: number) => readonly [operation: string, input: object], room: number, code: string]
> = {
  VPCs: [() => ["CreateVpc", { CidrBlock: "10.9.0.0/16" }], 3, "VpcLimitExceeded"],
  "Internet gateways": [() => ["CreateInternetGateway", {}], 4, "InternetGatewayLimitExceeded"],
  "egress-only Internet gateways": [
    () => ["CreateEgressOnlyInternetGateway", { VpcId }],
    5,
    "EgressOnlyInternetGatewayLimitExceeded",
  ],
  subnets: [
    (n) => ["CreateSubnet", { VpcId, CidrBlock: `10.0.${16 + (n >> 3)}.${(n & 7) * 32}/27` }],
    199,
    "SubnetLimitExceeded",
  ],
  "route tables": [() => ["CreateRouteTable", { VpcId }], 199, "RouteTableLimitExceeded"],
  "Elastic IPs": [() => ["AllocateAddress", {}], 5, "AddressLimitExceeded"],
  "NAT gateways of a zone": [
    () => ["CreateNatGateway", { SubnetId, ConnectivityType: "private" }],
    5,
    "NatGatewayLimitExceeded",
  ],
  "peering requests": [
    (n) => [
      "CreateVpcPeeringConnection",
      { VpcId, PeerVpcId: `vpc-${String(n).padStart(17, "0")}`, PeerOwnerId: "222222222222" },
    ],
    25,
    "OutstandingVpcPeeringConnectionLimitExceeded",
  ],
};

describe.each(Object.entries(kinds))("%s", (_, [more, room, code]) => {
  const make = (n: number) => region.call(...(more(n) as readonly [never, never]));

  test("stop at the quota", () => {
    for (let n = 0; n < room; n++) make(n);
    expect(refusal(region, ...(more(room) as readonly [never, never]))).toBe(code);
    expect(region.as("222222222222", "us-east-1").call("DescribeVpcs").Vpcs).toHaveLength(1);
  });

  test("have none where the region was started without", () => {
    start(false);
    for (let n = 0; n <= room; n++) make(n);
  });
});

test("routes: 500 of each family by quota, 1,000 ever", () => {
  for (const [quotas, most] of [
    [true, 500],
    [false, 1000],
  ] as const) {
    start(quotas);
    const GatewayId = region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId ?? "";
    region.call("AttachInternetGateway", { VpcId, InternetGatewayId: GatewayId });
    const RouteTableId = table();
    const route = (n: number) => ({ RouteTableId, GatewayId, DestinationCidrBlock: `20.${n >> 8}.${n & 255}.0/24` });
    for (let n = 1; n < most; n++) region.call("CreateRoute", route(n));
    expect(refusal(region, "CreateRoute", route(most))).toBe("RouteLimitExceeded");
    region.call("CreateRoute", { RouteTableId, GatewayId, DestinationIpv6CidrBlock: "::/0" });
  }
});

test("an account has what it was granted", () => {
  for (let n = 0; n < 5; n++) region.call("AllocateAddress");
  const options = { account: "111111111111", region: "us-east-1", requestId: "test" };
  const ctx = region.cloud.context(options);
  const id = ctx.key("L-0263D0A3");
  region.cloud.store.transact(() => {
    ctx.put(appliedQuotas, { ...options, id, code: "L-0263D0A3", value: QUOTAS["L-0263D0A3"].value + 1 });
  });
  region.call("AllocateAddress");
  expect(refusal(region, "AllocateAddress")).toBe("AddressLimitExceeded");
  const { AccountAttributes } = region.call("DescribeAccountAttributes");
  const told = AccountAttributes?.find(({ AttributeName }) => String(AttributeName) === "max-elastic-ips");
  expect(told?.AttributeValues).toEqual([{ AttributeValue: "6" }]);
});

test("vCPUs of running standard instances; a stopped one uses none", () => {
  const { Instances } = region.call("RunInstances", run("t3.micro", 1));
  expect(region.call("RunInstances", run("t3.micro", 1, 9)).Instances).toHaveLength(1);
  expect(refusal(region, "RunInstances", run("t3.micro", 1))).toBe("VcpuLimitExceeded");
  region.clock.advance(1000);
  region.call("StopInstances", { InstanceIds: [Instances?.[0]?.InstanceId ?? ""] });
  region.clock.advance(1000);
  region.call("RunInstances", run("t3.micro", 1));
});
