import { describe, expect, test } from "vitest";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

function subnetIn(region: TestRegion, CidrBlock = "10.0.0.0/24"): string {
  const made = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16", AmazonProvidedIpv6CidrBlock: true });
  const VpcId = made.Vpc?.VpcId ?? "";
  region.clock.advance(1000);
  const [vpc] = region.call("DescribeVpcs", { VpcIds: [VpcId] }).Vpcs ?? [];
  const Ipv6CidrBlock = vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock?.replace("/56", "/64");
  return region.call("CreateSubnet", { VpcId, CidrBlock, Ipv6CidrBlock }).Subnet?.SubnetId ?? "";
}

const freeIn = (region: TestRegion, id: string) =>
  region.call("DescribeSubnets", { SubnetIds: [id] }).Subnets?.[0]?.AvailableIpAddressCount;

const shown = (region: TestRegion, id: string) =>
  region.call("DescribeNetworkInterfaces", { NetworkInterfaceIds: [id] }).NetworkInterfaces?.[0];

describe("prefixes of interfaces", () => {
  test("are given with the interface, keep their addresses from others, and come back with it", () => {
    const region = testRegion();
    const SubnetId = subnetIn(region, "10.0.0.0/27");
    const input = { SubnetId, Ipv6PrefixCount: 1, Ipv6AddressCount: 1 };
    const plain = region.call("CreateNetworkInterface", input).NetworkInterface;
    expect(plain?.Ipv6Prefixes?.[0]?.Ipv6Prefix).toMatch(/\/80$/);
    // Both /28s hold addresses that AWS keeps.
    expect(refusal(region, "CreateNetworkInterface", { SubnetId, Ipv4PrefixCount: 1 })).toBe("InsufficientCidrBlocks");
    const other = subnetIn(region, "10.0.0.0/26");
    const eni = region.call("CreateNetworkInterface", {
      SubnetId: other,
      PrivateIpAddress: "10.0.0.4",
      Ipv4Prefixes: [{ Ipv4Prefix: "10.0.0.16/28" }],
    }).NetworkInterface;
    expect(eni?.Ipv4Prefixes).toEqual([{ Ipv4Prefix: "10.0.0.16/28" }]);
    expect(freeIn(region, other)).toBe(64 - 5 - 1 - 16);
    expect(refusal(region, "CreateNetworkInterface", { SubnetId: other, PrivateIpAddress: "10.0.0.20" })).toBe(
      "InvalidIPAddress.InUse",
    );
    for (let i = 0; i < 42; i++) {
      const one = region.call("CreateNetworkInterface", { SubnetId: other }).NetworkInterface;
      expect(one?.PrivateIpAddress).not.toMatch(/^10\.0\.0\.(1[6-9]|2\d|3[01])$/);
    }
    expect(refusal(region, "CreateNetworkInterface", { SubnetId: other })).toBe("InsufficientFreeAddressesInSubnet");
    region.clock.advance(1000);
    region.call("DeleteNetworkInterface", { NetworkInterfaceId: eni?.NetworkInterfaceId });
    region.call("CreateNetworkInterface", { SubnetId: other, PrivateIpAddress: "10.0.0.20" });
  });

  test("are assigned and unassigned", () => {
    const region = testRegion();
    const SubnetId = subnetIn(region);
    const NetworkInterfaceId =
      region.call("CreateNetworkInterface", { SubnetId, PrivateIpAddress: "10.0.0.4" }).NetworkInterface
        ?.NetworkInterfaceId ?? "";
    const { AssignedIpv4Prefixes } = region.call("AssignPrivateIpAddresses", {
      NetworkInterfaceId,
      Ipv4PrefixCount: 2,
    });
    const given = AssignedIpv4Prefixes?.map(({ Ipv4Prefix }) => Ipv4Prefix ?? "") ?? [];
    expect(new Set(given).size).toBe(2);
    for (const one of given) expect(one).toMatch(/^10\.0\.0\.(16|32|48|64|80|96|112|128|144|160|176|192|208|224)\/28$/);
    const ipv6 = region.call("AssignIpv6Addresses", { NetworkInterfaceId, Ipv6PrefixCount: 1 }).AssignedIpv6Prefixes;
    expect(shown(region, NetworkInterfaceId)).toMatchObject({
      Ipv4Prefixes: given.map((Ipv4Prefix) => ({ Ipv4Prefix })),
      Ipv6Prefixes: [{ Ipv6Prefix: ipv6?.[0] }],
    });
    region.call("UnassignPrivateIpAddresses", { NetworkInterfaceId, Ipv4Prefixes: [given[0] ?? ""] });
    region.call("UnassignIpv6Addresses", { NetworkInterfaceId, Ipv6Prefixes: ipv6 });
    expect(shown(region, NetworkInterfaceId)?.Ipv4Prefixes).toEqual([{ Ipv4Prefix: given[1] }]);
    expect(shown(region, NetworkInterfaceId)?.Ipv6Prefixes).toBeUndefined();
    const refused = (input: object) => refusal(region, "AssignPrivateIpAddresses", { NetworkInterfaceId, ...input });
    expect(refused({ Ipv4Prefixes: [given[1]] })).toBe("InvalidIPAddress.InUse");
    expect(refused({ Ipv4Prefixes: ["10.0.0.0/28"] })).toBe("InvalidParameterValue");
    expect(refused({ Ipv4Prefixes: ["10.0.1.0/28"] })).toBe("InvalidParameterValue");
    expect(refused({ Ipv4Prefixes: ["10.0.0.8/29"] })).toBe("InvalidParameterValue");
    expect(refused({ Ipv4PrefixCount: 1, SecondaryPrivateIpAddressCount: 1 })).toBe("InvalidParameterCombination");
    expect(refusal(region, "UnassignPrivateIpAddresses", { NetworkInterfaceId, Ipv4Prefixes: [given[0] ?? ""] })).toBe(
      "InvalidParameterValue",
    );
  });

  test("come from what is reserved for prefixes, never from what is reserved for names", () => {
    const region = testRegion();
    const SubnetId = subnetIn(region, "10.0.0.0/25");
    region.call("CreateSubnetCidrReservation", { SubnetId, Cidr: "10.0.0.64/28", ReservationType: "prefix" });
    region.call("CreateSubnetCidrReservation", { SubnetId, Cidr: "10.0.0.16/28", ReservationType: "explicit" });
    const made = region.call("CreateNetworkInterface", { SubnetId, PrivateIpAddress: "10.0.0.4", Ipv4PrefixCount: 4 });
    const prefixes = made.NetworkInterface?.Ipv4Prefixes?.map(({ Ipv4Prefix }) => Ipv4Prefix) ?? [];
    expect(prefixes[0]).toBe("10.0.0.64/28");
    expect(prefixes).not.toContain("10.0.0.16/28");
  });

  test("count towards what an instance type holds, and come with a launch", () => {
    const region = testRegion();
    const SubnetId = subnetIn(region);
    const launch = (Ipv4PrefixCount: number) => ({
      ImageId: "ami-0123456789abcdef0",
      InstanceType: "t3.micro" as const,
      MinCount: 1,
      MaxCount: 1,
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, Ipv4PrefixCount }],
    });
    const { Instances } = region.call("RunInstances", launch(1));
    const id = Instances?.[0]?.NetworkInterfaces?.[0]?.NetworkInterfaceId ?? "";
    expect(shown(region, id)?.Ipv4Prefixes).toHaveLength(1);
    // A t3.micro has two addresses on an interface.
    expect(refusal(region, "RunInstances", launch(2))).toBe("PrivateIpAddressLimitExceeded");
  });
});
