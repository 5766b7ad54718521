import { describe, expect, test } from "vitest";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

function subnetIn(region: TestRegion): string {
  const { Vpc } = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16", AmazonProvidedIpv6CidrBlock: true });
  const VpcId = Vpc?.VpcId ?? "";
  region.clock.advance(1000);
  const [vpc] = region.call("DescribeVpcs", { VpcIds: [VpcId] }).Vpcs ?? [];
  const Ipv6CidrBlock = vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock?.replace("/56", "/64");
  const input = { VpcId, CidrBlock: "10.0.0.0/27", Ipv6CidrBlock };
  return region.call("CreateSubnet", input).Subnet?.SubnetId ?? "";
}

describe("subnet CIDR reservations", () => {
  test("are created, listed by family and deleted", () => {
    const region = testRegion();
    const SubnetId = subnetIn(region);
    const { SubnetCidrReservation: made } = region.call("CreateSubnetCidrReservation", {
      SubnetId,
      Cidr: "10.0.0.17/28",
      ReservationType: "prefix",
      Description: "d",
      TagSpecifications: [{ ResourceType: "subnet-cidr-reservation", Tags: [{ Key: "a", Value: "b" }] }],
    });
    expect(made).toMatchObject({
      SubnetId,
      Cidr: "10.0.0.16/28",
      ReservationType: "prefix",
      OwnerId: "111111111111",
      Description: "d",
      Tags: [{ Key: "a", Value: "b" }],
    });
    const [subnet] = region.call("DescribeSubnets", { SubnetIds: [SubnetId] }).Subnets ?? [];
    const ipv6 = subnet?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock?.replace("/64", "/80");
    region.call("CreateSubnetCidrReservation", { SubnetId, Cidr: ipv6, ReservationType: "explicit" });
    expect(region.call("GetSubnetCidrReservations", { SubnetId })).toMatchObject({
      SubnetIpv4CidrReservations: [{ Cidr: "10.0.0.16/28" }],
      SubnetIpv6CidrReservations: [{ Cidr: ipv6 }],
    });
    const Filters = [{ Name: "reservationType", Values: ["explicit"] }];
    expect(region.call("GetSubnetCidrReservations", { SubnetId, Filters }).SubnetIpv4CidrReservations).toEqual([]);
    const SubnetCidrReservationId = made?.SubnetCidrReservationId ?? "";
    const stranger = region.as("222222222222", "us-east-1");
    expect(refusal(stranger, "DeleteSubnetCidrReservation", { SubnetCidrReservationId })).toBe(
      "InvalidSubnetCidrReservationID.NotFound",
    );
    region.call("DeleteSubnetCidrReservation", { SubnetCidrReservationId });
    expect(region.call("GetSubnetCidrReservations", { SubnetId }).SubnetIpv4CidrReservations).toEqual([]);
    region.call("DeleteSubnet", { SubnetId });
    expect(stateOf(region)["ec2.subnet-cidr-reservation"]).toBeUndefined();
    expect(stateOf(region)["ec2.tags"]).toBeUndefined();
  });

  test("keep what is reserved from whoever does not name it", () => {
    const region = testRegion();
    const SubnetId = subnetIn(region);
    region.call("CreateSubnetCidrReservation", { SubnetId, Cidr: "10.0.0.16/28", ReservationType: "explicit" });
    const addresses: string[] = [];
    for (let i = 0; i < 12; i++) {
      const { NetworkInterface } = region.call("CreateNetworkInterface", { SubnetId });
      addresses.push(NetworkInterface?.PrivateIpAddress ?? "");
    }
    expect(addresses.map((address) => Number(address.split(".")[3])).sort((a, b) => a - b)).toEqual([
      4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ]);
    expect(refusal(region, "CreateNetworkInterface", { SubnetId })).toBe("InsufficientFreeAddressesInSubnet");
    const named = region.call("CreateNetworkInterface", { SubnetId, PrivateIpAddress: "10.0.0.20" });
    expect(named.NetworkInterface?.PrivateIpAddress).toBe("10.0.0.20");
  });

  test("refusals", () => {
    const region = testRegion();
    const SubnetId = subnetIn(region);
    const good = { SubnetId, Cidr: "10.0.0.16/28", ReservationType: "prefix" as const };
    region.call("CreateSubnetCidrReservation", good);
    const refused = (input: object) => refusal(region, "CreateSubnetCidrReservation", { ...good, ...input });
    expect(refused({})).toBe("InvalidParameterValue");
    expect(refused({ Cidr: "10.0.1.0/28" })).toBe("InvalidParameterValue");
    expect(refused({ Cidr: "nonsense" })).toBe("InvalidParameterValue");
    expect(refused({ Cidr: "10.0.0.0/28", ReservationType: "mine" })).toBe("InvalidParameterValue");
    expect(refused({ SubnetId: "subnet-00000000" })).toBe("InvalidSubnetID.NotFound");
  });
});
