import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covers, prefix } from "../../../base/prefix.ts";
import { AwsError } from "../../../cloud/error.ts";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";
import { ipv6Ranges } from "./ipv6Pool.ts";

const created = (region: TestRegion, CidrBlock = "10.0.0.0/16", more: object = {}): string =>
  region.call("CreateVpc", { CidrBlock, ...more }).Vpc?.VpcId ?? "";

const described = (region: TestRegion, id: string) => region.call("DescribeVpcs", { VpcIds: [id] }).Vpcs?.[0];

describe("CreateVpc", () => {
  test("answers pending, then becomes available, with all that a VPC brings", () => {
    const region = testRegion();
    const { Vpc } = region.call("CreateVpc", { CidrBlock: "10.0.3.7/16" });
    expect(Vpc).toMatchObject({
      State: "pending",
      CidrBlock: "10.0.0.0/16",
      CidrBlockAssociationSet: [{ CidrBlock: "10.0.0.0/16", CidrBlockState: { State: "associated" } }],
      IsDefault: false,
      InstanceTenancy: "default",
      OwnerId: "111111111111",
    });
    region.clock.advance(1000);
    expect(described(region, Vpc?.VpcId ?? "")?.State).toBe("available");

    const Filters = [{ Name: "vpc-id", Values: [Vpc?.VpcId ?? ""] }];
    const { RouteTables = [] } = region.call("DescribeRouteTables", { Filters });
    expect(RouteTables).toMatchObject([
      {
        Associations: [{ Main: true, AssociationState: { State: "associated" } }],
        Routes: [
          { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active", Origin: "CreateRouteTable" },
        ],
      },
    ]);
    const { DhcpOptions = [] } = region.call("DescribeDhcpOptions");
    expect(Vpc?.DhcpOptionsId).toBe(DhcpOptions[0]?.DhcpOptionsId);
    expect(stateOf(region)["ec2.network-acl"]).toHaveLength(2);
    expect(stateOf(region)["ec2.security-group"]).toHaveLength(2);
  });

  test.each([
    ["10.0.0.0/15", "InvalidVpc.Range"],
    ["10.0.0.0/29", "InvalidVpc.Range"],
    ["169.254.0.0/16", "InvalidVpc.Range"],
    ["127.0.0.0/16", "InvalidVpc.Range"],
    ["10.0.0.0", "InvalidParameterValue"],
    ["10.0.0.256/16", "InvalidParameterValue"],
    ["2001:db8::/56", "InvalidParameterValue"],
  ])("refuses %s with %s", (CidrBlock, code) => {
    expect(refusal(testRegion(), "CreateVpc", { CidrBlock })).toBe(code);
  });

  test("refuses what cannot be", () => {
    const region = testRegion();
    const CidrBlock = "10.0.0.0/16";
    expect(refusal(region, "CreateVpc", {})).toBe("MissingParameter");
    expect(refusal(region, "CreateVpc", { CidrBlock, InstanceTenancy: "host" })).toBe("InvalidParameterValue");
    expect(refusal(region, "CreateVpc", { Ipv4IpamPoolId: "ipam-pool-1" })).toBe("UnsupportedOperation");
    expect(refusal(region, "CreateVpc", { CidrBlock, Ipv6CidrBlockNetworkBorderGroup: "us-east-1" })).toBe(
      "InvalidParameterCombination",
    );
    const TagSpecifications = [{ ResourceType: "subnet" as const, Tags: [{ Key: "Name", Value: "x" }] }];
    expect(refusal(region, "CreateVpc", { CidrBlock, TagSpecifications })).toBe("InvalidParameterValue");
  });

  test("any text for a block gives a VPC or AWS's error", () => {
    const region = testRegion();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.ipV4(), fc.nat(40)).map(([a, l]) => `${a}/${l}`),
        ),
        (CidrBlock) => {
          try {
            region.call("CreateVpc", { CidrBlock });
          } catch (error) {
            expect(error).toBeInstanceOf(AwsError);
          }
        },
      ),
    );
  });

  test("an IPv6 block is a /56 of the region's, no two alike in any account", () => {
    const region = testRegion();
    const blocks = new Set<string>();
    for (const side of [region, region.as("222222222222", "us-east-1"), region.as("111111111111", "eu-west-1")])
      for (let i = 0; i < 20; i++) {
        const { Vpc } = side.call("CreateVpc", { CidrBlock: "10.0.0.0/16", AmazonProvidedIpv6CidrBlock: true });
        expect(Vpc?.Ipv6CidrBlockAssociationSet).toMatchObject([
          { Ipv6CidrBlock: "", Ipv6CidrBlockState: { State: "associating" }, Ipv6Pool: "Amazon" },
        ]);
        region.clock.advance(200);
        const association = described(side, Vpc?.VpcId ?? "")?.Ipv6CidrBlockAssociationSet?.[0];
        expect(association?.Ipv6CidrBlockState?.State).toBe("associated");
        const block = association?.Ipv6CidrBlock ?? "";
        const { AvailabilityZones = [] } = side.call("DescribeAvailabilityZones");
        const [range] = ipv6Ranges(AvailabilityZones[0]?.RegionName ?? "");
        expect(range && covers(range, prefix(block))).toBe(true);
        expect(prefix(block).length).toBe(56);
        expect(blocks.has(block)).toBe(false);
        blocks.add(block);
      }
  });

  test("is confined to its account and region", () => {
    const region = testRegion();
    const id = created(region);
    for (const other of [region.as("222222222222", "us-east-1"), region.as("111111111111", "us-west-2")]) {
      other.call("DescribeVpcs");
      expect(refusal(other, "DescribeVpcs", { VpcIds: [id] })).toBe("InvalidVpcID.NotFound");
      expect(refusal(other, "DeleteVpc", { VpcId: id })).toBe("InvalidVpcID.NotFound");
      expect(refusal(other, "CreateSubnet", { VpcId: id, CidrBlock: "10.0.0.0/24" })).toBe("InvalidVpcID.NotFound");
    }
  });
});

describe("DescribeVpcs", () => {
  test("filters", () => {
    const region = testRegion();
    const id = created(region, "10.9.0.0/16", {
      TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "Name", Value: "web" }] }],
    });
    region.clock.advance(200);
    const found = (Name: string, ...Values: string[]) =>
      region.call("DescribeVpcs", { Filters: [{ Name, Values }] }).Vpcs?.map(({ VpcId }) => VpcId);
    expect(found("cidr", "10.9.0.0/16")).toEqual([id]);
    expect(found("cidr-block-association.cidr-block", "10.9.*")).toEqual([id]);
    expect(found("is-default", "false")).toEqual([id]);
    expect(found("isDefault", "true")).not.toContain(id);
    expect(found("tag:Name", "web")).toEqual([id]);
    expect(found("state", "available")).toHaveLength(2);
    expect(found("owner-id", "222222222222")).toEqual([]);
    expect(found("ipv6-cidr-block-association.state", "associated")).toEqual([]);
    expect(region.codeOf("DescribeVpcs", { Filters: [{ Name: "nonsense", Values: ["x"] }] })).toBe(
      "InvalidParameterValue",
    );
  });

  test("malformed and unknown ids", () => {
    const region = testRegion();
    for (const id of ["nonsense", "vpc-does_not_exist", "aws_vpc.main.id", "vpc-00000000"])
      expect(region.codeOf("DescribeVpcs", { VpcIds: [id] })).toBe("InvalidVpcID.NotFound");
    expect(region.codeOf("DescribeVpcs", { VpcIds: ["rtb-00000000"] })).toBe("InvalidVpcID.Malformed");
    expect(region.codeOf("DescribeSubnets", { SubnetIds: ["subnet-333333"] })).toBe("InvalidSubnetID.NotFound");
    expect(region.codeOf("DescribeDhcpOptions", { DhcpOptionsIds: ["1"] })).toBe("InvalidDhcpOptionID.NotFound");
    expect(region.codeOf("DeleteDhcpOptions", { DhcpOptionsId: "foo-abcd1234" })).toBe(
      "InvalidDhcpOptionsId.Malformed",
    );
    expect(region.codeOf("DeleteInternetGateway", { InternetGatewayId: "vpc-00000000" })).toBe(
      "InvalidInternetGatewayId.Malformed",
    );
  });
});

describe("attributes", () => {
  test("read back, one at a time", () => {
    const region = testRegion();
    const VpcId = created(region);
    const read = (Attribute: "enableDnsSupport" | "enableDnsHostnames" | "enableNetworkAddressUsageMetrics") =>
      region.call("DescribeVpcAttribute", { VpcId, Attribute });
    expect(read("enableDnsSupport")).toEqual({ VpcId, EnableDnsSupport: { Value: true } });
    expect(read("enableDnsHostnames")).toEqual({ VpcId, EnableDnsHostnames: { Value: false } });
    region.call("ModifyVpcAttribute", { VpcId, EnableDnsHostnames: { Value: true } });
    expect(read("enableDnsHostnames")).toEqual({ VpcId, EnableDnsHostnames: { Value: true } });
    region.call("ModifyVpcAttribute", { VpcId, EnableNetworkAddressUsageMetrics: { Value: true } });
    expect(read("enableNetworkAddressUsageMetrics").EnableNetworkAddressUsageMetrics?.Value).toBe(true);
  });

  test("refusals", () => {
    const region = testRegion();
    const VpcId = created(region);
    const both = { VpcId, EnableDnsHostnames: { Value: true }, EnableDnsSupport: { Value: true } };
    expect(refusal(region, "ModifyVpcAttribute", both)).toBe("InvalidParameterCombination");
    expect(refusal(region, "ModifyVpcAttribute", { VpcId })).toBe("InvalidParameterCombination");
    region.call("ModifyVpcAttribute", { VpcId, EnableDnsSupport: { Value: false } });
    expect(refusal(region, "ModifyVpcAttribute", { VpcId, EnableDnsHostnames: { Value: true } })).toBe(
      "InvalidParameterCombination",
    );
  });

  test("tenancy goes to default only", () => {
    const region = testRegion();
    const VpcId = created(region, "10.0.0.0/16", { InstanceTenancy: "dedicated" });
    expect(described(region, VpcId)?.InstanceTenancy).toBe("dedicated");
    expect(region.call("ModifyVpcTenancy", { VpcId, InstanceTenancy: "default" })).toEqual({ ReturnValue: true });
    expect(described(region, VpcId)?.InstanceTenancy).toBe("default");
    expect(refusal(region, "ModifyVpcTenancy", { VpcId, InstanceTenancy: "dedicated" as "default" })).toBe(
      "UnsupportedTenancy",
    );
  });
});

describe("DeleteVpc", () => {
  test("takes along what the VPC brought, and nothing else", () => {
    const region = testRegion();
    region.call("DescribeVpcs");
    region.clock.advance(1000);
    const before = stateOf(region);
    const VpcId = created(region, "10.0.0.0/16", {
      TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "Name", Value: "x" }] }],
    });
    region.clock.advance(200);
    region.call("DeleteVpc", { VpcId });
    expect(stateOf(region)).toEqual(before);
  });

  test("is refused while anything is in the VPC", () => {
    const region = testRegion();
    const VpcId = created(region);
    const refused = () => expect(refusal(region, "DeleteVpc", { VpcId })).toBe("DependencyViolation");

    const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.0.0/24" }).Subnet?.SubnetId ?? "";
    refused();
    region.call("DeleteSubnet", { SubnetId });

    const { InternetGateway } = region.call("CreateInternetGateway");
    const InternetGatewayId = InternetGateway?.InternetGatewayId ?? "";
    region.call("AttachInternetGateway", { VpcId, InternetGatewayId });
    refused();
    region.call("DetachInternetGateway", { VpcId, InternetGatewayId });

    const { EgressOnlyInternetGateway } = region.call("CreateEgressOnlyInternetGateway", { VpcId });
    refused();
    region.call("DeleteEgressOnlyInternetGateway", {
      EgressOnlyInternetGatewayId: EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId ?? "",
    });

    const RouteTableId = region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
    refused();
    region.call("DeleteRouteTable", { RouteTableId });

    region.call("DeleteVpc", { VpcId });
    expect(region.codeOf("DescribeVpcs", { VpcIds: [VpcId] })).toBe("InvalidVpcID.NotFound");
  });
});

test("ClassicLink is gone from every region", () => {
  const region = testRegion();
  expect(refusal(region, "DescribeVpcClassicLink")).toBe("UnsupportedOperation");
  expect(refusal(region, "DescribeVpcClassicLinkDnsSupport")).toBe("UnsupportedOperation");
});
