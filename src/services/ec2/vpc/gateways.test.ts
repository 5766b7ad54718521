import { describe, expect, test } from "vitest";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const vpcIn = (region: TestRegion): string => region.call("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
const gatewayIn = (region: TestRegion): string =>
  region.call("CreateInternetGateway").InternetGateway?.InternetGatewayId ?? "";

describe("Internet gateways", () => {
  test("are made free, attached, detached and deleted", () => {
    const region = testRegion();
    const VpcId = vpcIn(region);
    region.clock.advance(1000);
    const before = stateOf(region);
    const { InternetGateway } = region.call("CreateInternetGateway", {
      TagSpecifications: [{ ResourceType: "internet-gateway", Tags: [{ Key: "a", Value: "b" }] }],
    });
    expect(InternetGateway).toMatchObject({
      Attachments: [],
      OwnerId: "111111111111",
      Tags: [{ Key: "a", Value: "b" }],
    });
    const InternetGatewayId = InternetGateway?.InternetGatewayId ?? "";
    region.call("AttachInternetGateway", { InternetGatewayId, VpcId });
    const Filters = [{ Name: "attachment.vpc-id", Values: [VpcId] }];
    expect(region.call("DescribeInternetGateways", { Filters }).InternetGateways).toMatchObject([
      { InternetGatewayId, Attachments: [{ State: "available", VpcId }] },
    ]);
    region.call("DetachInternetGateway", { InternetGatewayId, VpcId });
    expect(region.call("DescribeInternetGateways", { Filters }).InternetGateways).toEqual([]);
    region.call("DeleteInternetGateway", { InternetGatewayId });
    expect(stateOf(region)).toEqual(before);
    expect(region.codeOf("DescribeInternetGateways", { InternetGatewayIds: [InternetGatewayId] })).toBe(
      "InvalidInternetGatewayID.NotFound",
    );
  });

  test("refusals", () => {
    const region = testRegion();
    const VpcId = vpcIn(region);
    const InternetGatewayId = gatewayIn(region);
    expect(refusal(region, "DetachInternetGateway", { InternetGatewayId, VpcId })).toBe("Gateway.NotAttached");
    region.call("AttachInternetGateway", { InternetGatewayId, VpcId });
    expect(refusal(region, "AttachInternetGateway", { InternetGatewayId, VpcId })).toBe("Resource.AlreadyAssociated");
    expect(refusal(region, "AttachInternetGateway", { InternetGatewayId: gatewayIn(region), VpcId })).toBe(
      "InvalidParameterValue",
    );
    expect(refusal(region, "DeleteInternetGateway", { InternetGatewayId })).toBe("DependencyViolation");
    for (const elsewhere of [vpcIn(region), "vpc-deadbeef"])
      expect(refusal(region, "DetachInternetGateway", { InternetGatewayId, VpcId: elsewhere })).toBe(
        "Gateway.NotAttached",
      );
  });

  test("stay attached while an address is mapped", () => {
    const region = testRegion();
    const VpcId = vpcIn(region);
    const InternetGatewayId = gatewayIn(region);
    region.call("AttachInternetGateway", { InternetGatewayId, VpcId });
    const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" }).Subnet?.SubnetId ?? "";
    const eni = region.call("CreateNetworkInterface", { SubnetId }).NetworkInterface?.NetworkInterfaceId ?? "";
    const { AllocationId = "" } = region.call("AllocateAddress", { Domain: "vpc" });
    const { AssociationId = "" } = region.call("AssociateAddress", { AllocationId, NetworkInterfaceId: eni });
    expect(refusal(region, "DetachInternetGateway", { InternetGatewayId, VpcId })).toBe("DependencyViolation");
    region.call("DisassociateAddress", { AssociationId });
    region.call("DetachInternetGateway", { InternetGatewayId, VpcId });
  });
});

test("egress-only Internet gateways", () => {
  const region = testRegion();
  const VpcId = vpcIn(region);
  const { EgressOnlyInternetGateway } = region.call("CreateEgressOnlyInternetGateway", {
    VpcId,
    TagSpecifications: [{ ResourceType: "egress-only-internet-gateway", Tags: [{ Key: "a", Value: "b" }] }],
  });
  expect(EgressOnlyInternetGateway).toMatchObject({
    Attachments: [{ State: "attached", VpcId }],
    Tags: [{ Key: "a", Value: "b" }],
  });
  const EgressOnlyInternetGatewayId = EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId ?? "";
  const Filters = [{ Name: "tag:a", Values: ["b"] }];
  expect(region.call("DescribeEgressOnlyInternetGateways", { Filters }).EgressOnlyInternetGateways).toHaveLength(1);
  expect(region.call("DeleteEgressOnlyInternetGateway", { EgressOnlyInternetGatewayId })).toEqual({ ReturnCode: true });
  expect(refusal(region, "DeleteEgressOnlyInternetGateway", { EgressOnlyInternetGatewayId })).toBe(
    "InvalidGatewayID.NotFound",
  );
  expect(refusal(region, "CreateEgressOnlyInternetGateway", { VpcId: "vpc-00000000" })).toBe("InvalidVpcID.NotFound");

  const described = (...EgressOnlyInternetGatewayIds: string[]) =>
    region
      .call("DescribeEgressOnlyInternetGateways", { EgressOnlyInternetGatewayIds })
      .EgressOnlyInternetGateways?.map((gateway) => gateway.EgressOnlyInternetGatewayId);
  const other = region.call("CreateEgressOnlyInternetGateway", { VpcId: vpcIn(region) }).EgressOnlyInternetGateway;
  const otherId = other?.EgressOnlyInternetGatewayId ?? "";
  expect(described(EgressOnlyInternetGatewayId)).toEqual([]);
  expect(described(EgressOnlyInternetGatewayId, otherId)).toEqual([otherId]);
});

describe("DHCP options", () => {
  const create = (region: TestRegion, ...DhcpConfigurations: { Key: string; Values: string[] }[]) =>
    region.call("CreateDhcpOptions", { DhcpConfigurations }).DhcpOptions;

  test("are made, used by a VPC and let go", () => {
    const region = testRegion();
    const VpcId = vpcIn(region);
    const options = create(
      region,
      { Key: "domain-name", Values: ["example.test"] },
      { Key: "domain-name-servers", Values: ["10.0.0.2,10.0.0.3"] },
    );
    expect(options?.DhcpConfigurations).toEqual([
      { Key: "domain-name", Values: [{ Value: "example.test" }] },
      { Key: "domain-name-servers", Values: [{ Value: "10.0.0.2" }, { Value: "10.0.0.3" }] },
    ]);
    const DhcpOptionsId = options?.DhcpOptionsId ?? "";
    region.call("AssociateDhcpOptions", { DhcpOptionsId, VpcId });
    const Filters = [{ Name: "dhcp-options-id", Values: [DhcpOptionsId] }];
    expect(region.call("DescribeVpcs", { Filters }).Vpcs).toMatchObject([{ VpcId, DhcpOptionsId }]);
    expect(refusal(region, "DeleteDhcpOptions", { DhcpOptionsId })).toBe("DependencyViolation");
    region.call("AssociateDhcpOptions", { DhcpOptionsId: "default", VpcId });
    expect(region.call("DescribeVpcs", { VpcIds: [VpcId] }).Vpcs?.[0]?.DhcpOptionsId).toBe("default");
    region.call("DeleteDhcpOptions", { DhcpOptionsId });
    expect(refusal(region, "AssociateDhcpOptions", { DhcpOptionsId, VpcId })).toBe("InvalidDhcpOptionID.NotFound");
  });

  test("the region's own are found by their values", () => {
    const region = testRegion();
    const found = (Name: string, Value: string) =>
      region.call("DescribeDhcpOptions", { Filters: [{ Name, Values: [Value] }] }).DhcpOptions;
    expect(found("value", "ec2.internal")).toHaveLength(1);
    expect(found("key", "domain-name-servers")).toHaveLength(1);
    expect(found("value", "nonsense")).toEqual([]);
    const west = region.as("111111111111", "us-west-2").call("DescribeDhcpOptions").DhcpOptions;
    expect(west?.[0]?.DhcpConfigurations?.[0]?.Values).toEqual([{ Value: "us-west-2.compute.internal" }]);
  });

  test.each([
    [{ Key: "nonsense", Values: ["x"] }],
    [{ Key: "domain-name-servers", Values: ["nonsense"] }],
    [{ Key: "domain-name-servers", Values: ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"] }],
    [{ Key: "netbios-node-type", Values: ["3"] }],
    [{ Key: "ntp-servers", Values: [] }],
    [{ Key: "ipv6-address-preferred-lease-time", Values: ["139"] }],
  ])("refuse %o", (configuration) => {
    const region = testRegion();
    expect(refusal(region, "CreateDhcpOptions", { DhcpConfigurations: [configuration] })).toBe("InvalidParameterValue");
  });

  test("refuse an empty or doubled set", () => {
    const region = testRegion();
    expect(refusal(region, "CreateDhcpOptions", { DhcpConfigurations: [] })).toBe("MissingParameter");
    const twice = { Key: "domain-name", Values: ["a.test"] };
    expect(refusal(region, "CreateDhcpOptions", { DhcpConfigurations: [twice, twice] })).toBe("InvalidParameterValue");
  });
});

describe("the default VPC", () => {
  test("is what a fresh region holds, whole", () => {
    const region = testRegion();
    const { Vpcs = [] } = region.call("DescribeVpcs");
    expect(Vpcs).toMatchObject([{ CidrBlock: "172.31.0.0/16", IsDefault: true, State: "available" }]);
    const VpcId = Vpcs[0]?.VpcId ?? "";
    const { Subnets = [] } = region.call("DescribeSubnets");
    expect(Subnets.map(({ AvailabilityZone, CidrBlock }) => [AvailabilityZone, CidrBlock])).toEqual([
      ["us-east-1a", "172.31.0.0/20"],
      ["us-east-1b", "172.31.16.0/20"],
      ["us-east-1c", "172.31.32.0/20"],
      ["us-east-1d", "172.31.48.0/20"],
      ["us-east-1e", "172.31.64.0/20"],
      ["us-east-1f", "172.31.80.0/20"],
    ]);
    expect(Subnets.every((one) => one.MapPublicIpOnLaunch && one.DefaultForAz && one.VpcId === VpcId)).toBe(true);
    const [gateway] = region.call("DescribeInternetGateways").InternetGateways ?? [];
    expect(gateway?.Attachments).toEqual([{ State: "available", VpcId }]);
    expect(region.call("DescribeRouteTables").RouteTables?.[0]?.Routes).toMatchObject([
      { DestinationCidrBlock: "172.31.0.0/16", GatewayId: "local" },
      { DestinationCidrBlock: "0.0.0.0/0", GatewayId: gateway?.InternetGatewayId, State: "active" },
    ]);
    expect(
      region.call("DescribeVpcAttribute", { VpcId, Attribute: "enableDnsHostnames" }).EnableDnsHostnames?.Value,
    ).toBe(true);
  });

  test("can be deleted and had again", () => {
    const region = testRegion();
    expect(refusal(region, "CreateDefaultVpc")).toBe("DefaultVpcAlreadyExists");
    const VpcId = region.call("DescribeVpcs").Vpcs?.[0]?.VpcId ?? "";
    for (const { SubnetId } of region.call("DescribeSubnets").Subnets ?? [])
      region.call("DeleteSubnet", { SubnetId: SubnetId ?? "" });
    const [gateway] = region.call("DescribeInternetGateways").InternetGateways ?? [];
    const InternetGatewayId = gateway?.InternetGatewayId ?? "";
    region.call("DetachInternetGateway", { InternetGatewayId, VpcId });
    region.call("DeleteInternetGateway", { InternetGatewayId });
    region.call("DeleteVpc", { VpcId });
    expect(refusal(region, "CreateDefaultSubnet", { AvailabilityZone: "us-east-1a" })).toBe("DefaultVpcDoesNotExist");
    expect(region.call("CreateDefaultVpc").Vpc).toMatchObject({ IsDefault: true, CidrBlock: "172.31.0.0/16" });
    expect(region.call("DescribeSubnets").Subnets).toHaveLength(6);
    expect(region.call("DescribeInternetGateways").InternetGateways).toHaveLength(1);
  });

  test("a default subnet fills the gap that one left", () => {
    const region = testRegion();
    const before = region.call("DescribeSubnets").Subnets ?? [];
    const { SubnetId = "", AvailabilityZone = "" } = before[2] ?? {};
    expect(refusal(region, "CreateDefaultSubnet", { AvailabilityZone })).toBe(
      "DefaultSubnetAlreadyExistsInAvailabilityZone",
    );
    region.call("DeleteSubnet", { SubnetId });
    const { Subnet } = region.call("CreateDefaultSubnet", { AvailabilityZone });
    expect(Subnet).toMatchObject({ CidrBlock: "172.31.32.0/20", DefaultForAz: true, MapPublicIpOnLaunch: true });
  });
});
