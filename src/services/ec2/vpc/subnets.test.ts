import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covers, overlaps, prefix } from "../../../base/prefix.ts";
import { AwsError } from "../../../cloud/error.ts";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

function vpcIn(region: TestRegion, ipv6 = false): { VpcId: string; ipv6: string } {
  const { Vpc } = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16", AmazonProvidedIpv6CidrBlock: ipv6 });
  region.clock.advance(1000);
  const VpcId = Vpc?.VpcId ?? "";
  const [vpc] = region.call("DescribeVpcs", { VpcIds: [VpcId] }).Vpcs ?? [];
  return { VpcId, ipv6: vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock ?? "" };
}

const subnet = (region: TestRegion, SubnetId: string) =>
  region.call("DescribeSubnets", { SubnetIds: [SubnetId] }).Subnets?.[0];

describe("CreateSubnet", () => {
  test("answers AWS's defaults", () => {
    const region = testRegion();
    const { VpcId } = vpcIn(region);
    const { Subnet } = region.call("CreateSubnet", {
      VpcId,
      CidrBlock: "10.0.1.77/24",
      AvailabilityZone: "us-east-1c",
      TagSpecifications: [{ ResourceType: "subnet", Tags: [{ Key: "Name", Value: "app" }] }],
    });
    expect(Subnet).toMatchObject({
      VpcId,
      CidrBlock: "10.0.1.0/24",
      AvailabilityZone: "us-east-1c",
      AvailabilityZoneId: "use1-az3",
      AvailableIpAddressCount: 251,
      State: "available",
      DefaultForAz: false,
      MapPublicIpOnLaunch: false,
      AssignIpv6AddressOnCreation: false,
      EnableDns64: false,
      Ipv6Native: false,
      Ipv6CidrBlockAssociationSet: [],
      PrivateDnsNameOptionsOnLaunch: {
        HostnameType: "ip-name",
        EnableResourceNameDnsARecord: false,
        EnableResourceNameDnsAAAARecord: false,
      },
      Tags: [{ Key: "Name", Value: "app" }],
    });
    expect(Subnet?.SubnetArn).toBe(`arn:aws:ec2:us-east-1:111111111111:subnet/${Subnet?.SubnetId}`);
  });

  test("the zone may be named by id", () => {
    const region = testRegion();
    const { VpcId } = vpcIn(region);
    const { Subnet } = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24", AvailabilityZoneId: "use1-az2" });
    expect(Subnet?.AvailabilityZone).toBe("us-east-1b");
  });

  test("dual stack and IPv6-only", () => {
    const region = testRegion();
    const { VpcId, ipv6 } = vpcIn(region, true);
    const base = ipv6.replace("00::/56", "");
    const dual = region.call("CreateSubnet", {
      VpcId,
      CidrBlock: "10.0.1.0/24",
      Ipv6CidrBlock: `${base}01::/64`,
    }).Subnet;
    expect(dual?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlockState?.State).toBe("associating");
    const only = region.call("CreateSubnet", { VpcId, Ipv6CidrBlock: `${base}02::/64`, Ipv6Native: true }).Subnet;
    expect(only).toMatchObject({
      Ipv6Native: true,
      AssignIpv6AddressOnCreation: true,
      PrivateDnsNameOptionsOnLaunch: { HostnameType: "resource-name" },
    });
    expect(only?.CidrBlock).toBeUndefined();
    expect(only?.AvailableIpAddressCount).toBeLessThan(2 ** 31);
    region.clock.advance(1000);
    const association = subnet(region, dual?.SubnetId ?? "")?.Ipv6CidrBlockAssociationSet?.[0];
    expect(association?.Ipv6CidrBlockState?.State).toBe("associated");
    const Filters = [
      { Name: "ipv6-cidr-block-association.association-id", Values: [association?.AssociationId ?? ""] },
    ];
    expect(region.call("DescribeSubnets", { Filters }).Subnets?.map(({ SubnetId }) => SubnetId)).toEqual([
      dual?.SubnetId,
    ]);
  });

  test.each([
    [{ CidrBlock: "10.0.0.0/29" }, "InvalidSubnet.Range"],
    [{ CidrBlock: "10.0.0.0/15" }, "InvalidSubnet.Range"],
    [{ CidrBlock: "10.1.0.0/24" }, "InvalidSubnet.Range"],
    [{ CidrBlock: "10.0.1.128/25" }, "InvalidSubnet.Conflict"],
    [{ CidrBlock: "10.0.0.0/16" }, "InvalidSubnet.Conflict"],
    [{ CidrBlock: "10.0.0.0/33" }, "InvalidParameterValue"],
    [{ CidrBlock: "10.0.2.0/24", AvailabilityZone: "us-east-1z" }, "InvalidParameterValue"],
    [{ CidrBlock: "10.0.2.0/24", AvailabilityZoneId: "usw2-az1" }, "InvalidParameterValue"],
    [
      { CidrBlock: "10.0.2.0/24", AvailabilityZone: "us-east-1a", AvailabilityZoneId: "use1-az2" },
      "InvalidParameterCombination",
    ],
    [{ CidrBlock: "10.0.2.0/24", Ipv6CidrBlock: "2001:db8::/64" }, "InvalidSubnet.Range"],
    [{}, "MissingParameter"],
    [{ Ipv6Native: true }, "MissingParameter"],
    [{ Ipv6Native: true, CidrBlock: "10.0.2.0/24" }, "InvalidParameterCombination"],
    [
      { CidrBlock: "10.0.2.0/24", OutpostArn: "arn:aws:outposts:us-east-1:111111111111:outpost/op-1" },
      "UnsupportedOperation",
    ],
  ])("refuses %o with %s", (input, code) => {
    const region = testRegion();
    const { VpcId } = vpcIn(region);
    region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" });
    expect(refusal(region, "CreateSubnet", { VpcId, ...input })).toBe(code);
  });

  test("IPv6 sizes go in steps of four, up to /64", () => {
    const region = testRegion();
    const { VpcId, ipv6 } = vpcIn(region, true);
    const base = ipv6.replace("00::/56", "");
    let next = 1;
    const attempt = (block: string) => () =>
      region.call("CreateSubnet", { VpcId, CidrBlock: `10.0.${next++}.0/24`, Ipv6CidrBlock: block });
    expect(attempt(`${base}40::/60`)).not.toThrow();
    expect(attempt(`${base}41::/64`)).toThrow(/conflicts with another subnet/);
    for (const length of [57, 62, 63, 65, 68, 80]) expect(attempt(`${base}80::/${length}`)).toThrow(/is invalid/);
  });

  test("whatever is asked for, subnets lie in their VPC and never overlap", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(255), fc.nat(255), fc.integer({ min: 14, max: 30 })), { maxLength: 25 }),
        (asked) => {
          const region = testRegion();
          const { VpcId } = vpcIn(region);
          for (const [third, fourth, length] of asked) {
            try {
              region.call("CreateSubnet", { VpcId, CidrBlock: `10.0.${third}.${fourth}/${length}` });
            } catch (error) {
              expect(error).toBeInstanceOf(AwsError);
            }
          }
          const { Subnets = [] } = region.call("DescribeSubnets", { Filters: [{ Name: "vpc-id", Values: [VpcId] }] });
          const blocks = Subnets.map(({ CidrBlock = "" }) => prefix(CidrBlock));
          for (const block of blocks) expect(covers(prefix("10.0.0.0/16"), block)).toBe(true);
          blocks.forEach((one, i) => {
            for (const other of blocks.slice(i + 1)) expect(overlaps(one, other)).toBe(false);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("ModifySubnetAttribute", () => {
  test.each([
    [{ MapPublicIpOnLaunch: { Value: true } }, { MapPublicIpOnLaunch: true }],
    [{ AssignIpv6AddressOnCreation: { Value: true } }, { AssignIpv6AddressOnCreation: true }],
    [{ EnableDns64: { Value: true } }, { EnableDns64: true }],
    [{ EnableLniAtDeviceIndex: 1 }, { EnableLniAtDeviceIndex: 1 }],
    [
      { MapCustomerOwnedIpOnLaunch: { Value: true }, CustomerOwnedIpv4Pool: "ipv4pool-coip-1" },
      { MapCustomerOwnedIpOnLaunch: true, CustomerOwnedIpv4Pool: "ipv4pool-coip-1" },
    ],
    [
      { PrivateDnsHostnameTypeOnLaunch: "resource-name" as const },
      { PrivateDnsNameOptionsOnLaunch: { HostnameType: "resource-name" } },
    ],
    [
      { EnableResourceNameDnsARecordOnLaunch: { Value: true } },
      { PrivateDnsNameOptionsOnLaunch: { EnableResourceNameDnsARecord: true } },
    ],
    [
      { EnableResourceNameDnsAAAARecordOnLaunch: { Value: true } },
      { PrivateDnsNameOptionsOnLaunch: { EnableResourceNameDnsAAAARecord: true } },
    ],
  ])("%o reads back", (change, expected) => {
    const region = testRegion();
    const { VpcId, ipv6 } = vpcIn(region, true);
    const Ipv6CidrBlock = ipv6.replace("/56", "/64");
    const created = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24", Ipv6CidrBlock }).Subnet;
    const SubnetId = created?.SubnetId ?? "";
    region.clock.advance(1000);
    const before = subnet(region, SubnetId);
    expect(before).not.toMatchObject(expected);
    region.call("ModifySubnetAttribute", { SubnetId, ...change });
    expect(subnet(region, SubnetId)).toMatchObject(expected);
  });

  test("refuses none, two, and what the subnet cannot do", () => {
    const region = testRegion();
    const { VpcId } = vpcIn(region);
    const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" }).Subnet?.SubnetId ?? "";
    const refused = (input: object) => refusal(region, "ModifySubnetAttribute", { SubnetId, ...input });
    expect(refused({})).toBe("InvalidParameterCombination");
    expect(refused({ MapPublicIpOnLaunch: { Value: true }, EnableDns64: { Value: true } })).toBe(
      "InvalidParameterCombination",
    );
    expect(refused({ AssignIpv6AddressOnCreation: { Value: true } })).toBe("InvalidParameterValue");
    expect(refused({ MapCustomerOwnedIpOnLaunch: { Value: true } })).toBe("MissingParameter");
    expect(refused({ EnableLniAtDeviceIndex: 0 })).toBe("InvalidParameterValue");
  });
});

describe("a subnet's IPv6 block", () => {
  test("is associated, one at most, and taken away", () => {
    const region = testRegion();
    const { VpcId, ipv6 } = vpcIn(region, true);
    const base = ipv6.replace("00::/56", "");
    const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" }).Subnet?.SubnetId ?? "";
    const { Ipv6CidrBlockAssociation } = region.call("AssociateSubnetCidrBlock", {
      SubnetId,
      Ipv6CidrBlock: `${base}01::/64`,
    });
    expect(refusal(region, "AssociateSubnetCidrBlock", { SubnetId, Ipv6CidrBlock: `${base}02::/64` })).toBe(
      "CidrLimitExceeded",
    );
    region.call("ModifySubnetAttribute", { SubnetId, AssignIpv6AddressOnCreation: { Value: true } });
    const AssociationId = Ipv6CidrBlockAssociation?.AssociationId ?? "";
    region.call("DisassociateSubnetCidrBlock", { AssociationId });
    region.clock.advance(1000);
    expect(subnet(region, SubnetId)).toMatchObject({
      Ipv6CidrBlockAssociationSet: [],
      AssignIpv6AddressOnCreation: false,
    });
    expect(refusal(region, "DisassociateSubnetCidrBlock", { AssociationId })).toBe(
      "InvalidSubnetCidrBlockAssociationID.NotFound",
    );
    region.call("AssociateSubnetCidrBlock", { SubnetId, Ipv6CidrBlock: `${base}01::/64` });
  });

  test("stays while an interface has an address of it", () => {
    const region = testRegion();
    const { VpcId, ipv6 } = vpcIn(region, true);
    const created = region.call("CreateSubnet", {
      VpcId,
      CidrBlock: "10.0.1.0/24",
      Ipv6CidrBlock: ipv6.replace("/56", "/64"),
    }).Subnet;
    const SubnetId = created?.SubnetId ?? "";
    region.call("CreateNetworkInterface", { SubnetId, Ipv6AddressCount: 1 });
    const AssociationId = created?.Ipv6CidrBlockAssociationSet?.[0]?.AssociationId ?? "";
    expect(refusal(region, "DisassociateSubnetCidrBlock", { AssociationId })).toBe("InvalidCidrBlock.InUse");
    expect(refusal(region, "DeleteSubnet", { SubnetId })).toBe("DependencyViolation");
  });
});

test("deleting a subnet leaves no association behind", () => {
  const region = testRegion();
  const { VpcId } = vpcIn(region);
  const RouteTableId = region.call("CreateRouteTable", { VpcId }).RouteTable?.RouteTableId ?? "";
  region.clock.advance(1000);
  const before = stateOf(region);
  const SubnetId = region.call("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" }).Subnet?.SubnetId ?? "";
  region.call("AssociateRouteTable", { RouteTableId, SubnetId });
  expect(stateOf(region)).not.toEqual(before);
  region.call("DeleteSubnet", { SubnetId });
  expect(stateOf(region)).toEqual(before);
  expect(region.codeOf("DescribeSubnets", { SubnetIds: [SubnetId] })).toBe("InvalidSubnetID.NotFound");
});

test("DescribeSubnets filters and pages", () => {
  const region = testRegion();
  const { VpcId } = vpcIn(region);
  for (let i = 0; i < 7; i++)
    region.call("CreateSubnet", {
      VpcId,
      CidrBlock: `10.0.${i}.0/24`,
      AvailabilityZone: i % 2 ? "us-east-1a" : "us-east-1b",
    });
  const inVpc = { Name: "vpc-id", Values: [VpcId] };
  const found = (Name: string, ...Values: string[]) =>
    region.call("DescribeSubnets", { Filters: [inVpc, { Name, Values }] }).Subnets?.map(({ CidrBlock }) => CidrBlock);
  expect(found("availability-zone", "us-east-1a")).toEqual(["10.0.1.0/24", "10.0.3.0/24", "10.0.5.0/24"]);
  expect(found("availabilityZoneId", "use1-az2")).toHaveLength(4);
  expect(found("cidr-block", "10.0.4.0/24", "10.0.6.0/24")).toEqual(["10.0.4.0/24", "10.0.6.0/24"]);
  expect(found("available-ip-address-count", "251")).toHaveLength(7);
  expect(found("default-for-az", "true")).toEqual([]);
  expect(found("map-public-ip-on-launch", "false")).toHaveLength(7);
  expect(found("ipv6-native", "true")).toEqual([]);
  expect(found("subnet-arn", "arn:aws:ec2:us-east-1:111111111111:subnet/*")).toHaveLength(7);
  const first = region.call("DescribeSubnets", { Filters: [inVpc], MaxResults: 5 });
  expect(first.Subnets).toHaveLength(5);
  const rest = region.call("DescribeSubnets", { Filters: [inVpc], MaxResults: 5, NextToken: first.NextToken ?? "" });
  expect(rest.Subnets?.map(({ CidrBlock }) => CidrBlock)).toEqual(["10.0.5.0/24", "10.0.6.0/24"]);
  expect(rest.NextToken).toBeUndefined();
});
