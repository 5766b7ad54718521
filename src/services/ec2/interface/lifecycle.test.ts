import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testRegion } from "../region.fixture.ts";
import { lab, only } from "./interface.fixture.ts";

const interfaceOf = ({ region }: ReturnType<typeof lab>, id: string) =>
  only(region.call("DescribeNetworkInterfaces", { NetworkInterfaceIds: [id] }).NetworkInterfaces);

const freeIn = ({ region }: ReturnType<typeof lab>, id: string) =>
  only(region.call("DescribeSubnets", { SubnetIds: [id] }).Subnets).AvailableIpAddressCount;

describe("CreateNetworkInterface", () => {
  test("is pending, then available, with AWS's defaults", () => {
    const here = lab();
    const { NetworkInterface: made } = here.region.call("CreateNetworkInterface", {
      SubnetId: here.subnetId,
      TagSpecifications: [{ ResourceType: "network-interface", Tags: [{ Key: "Name", Value: "a" }] }],
    });
    expect(made).toMatchObject({
      Status: "pending",
      InterfaceType: "interface",
      AvailabilityZone: "us-east-1a",
      AvailabilityZoneId: "use1-az1",
      Description: "",
      SourceDestCheck: true,
      RequesterManaged: false,
      RequesterId: "111111111111",
      OwnerId: "111111111111",
      Groups: [{ GroupName: "default" }],
      Ipv6Addresses: [],
      TagSet: [{ Key: "Name", Value: "a" }],
    });
    expect(made?.MacAddress).toMatch(/^0[26ae](:[0-9a-f]{2}){5}$/);
    expect(made?.PrivateIpAddress).toMatch(/^10\.0\.1\.\d+$/);
    // The VPC has no DNS hostnames, so no names are shown.
    expect(made?.PrivateDnsName).toBeUndefined();
    here.region.clock.advance(1000);
    expect(interfaceOf(here, made?.NetworkInterfaceId ?? "").Status).toBe("available");
  });

  test("never gives one of the five reserved addresses, nor one twice, and stops when the subnet is full", () => {
    const here = lab();
    expect(freeIn(here, here.smallSubnetId)).toBe(11);
    const addresses = new Set<string | undefined>();
    for (let i = 0; i < 11; i++) {
      const { NetworkInterface } = here.region.call("CreateNetworkInterface", { SubnetId: here.smallSubnetId });
      addresses.add(NetworkInterface?.PrivateIpAddress);
    }
    expect(addresses.size).toBe(11);
    for (const last of [0, 1, 2, 3, 15]) expect(addresses.has(`10.0.2.${last}`)).toBe(false);
    expect(freeIn(here, here.smallSubnetId)).toBe(0);
    expect(here.region.codeOf("CreateNetworkInterface", { SubnetId: here.smallSubnetId })).toBe(
      "InsufficientFreeAddressesInSubnet",
    );
  });

  test("a request that needs more addresses than are free takes none", () => {
    const here = lab();
    expect(
      here.region.codeOf("CreateNetworkInterface", {
        SubnetId: here.smallSubnetId,
        SecondaryPrivateIpAddressCount: 11,
      }),
    ).toBe("InsufficientFreeAddressesInSubnet");
    expect(freeIn(here, here.smallSubnetId)).toBe(11);
    expect(here.region.call("DescribeNetworkInterfaces").NetworkInterfaces).toEqual([]);
  });

  test.each([
    ["outside the subnet", { PrivateIpAddress: "10.0.3.4" }, "InvalidParameterValue"],
    ["the VPC router", { PrivateIpAddress: "10.0.1.1" }, "InvalidParameterValue"],
    ["the fourth", { PrivateIpAddress: "10.0.1.3" }, "InvalidParameterValue"],
    ["the last", { PrivateIpAddress: "10.0.1.255" }, "InvalidParameterValue"],
    ["no address", { PrivateIpAddress: "ten" }, "InvalidParameterValue"],
    ["in use", { PrivateIpAddress: "10.0.1.10" }, "InvalidIPAddress.InUse"],
    ["in use as a secondary", { PrivateIpAddress: "10.0.1.11" }, "InvalidIPAddress.InUse"],
    [
      "two primaries",
      {
        PrivateIpAddresses: [
          { PrivateIpAddress: "10.0.1.20", Primary: true },
          { PrivateIpAddress: "10.0.1.21", Primary: true },
        ],
      },
      "InvalidParameterValue",
    ],
    [
      "twice in one request",
      { PrivateIpAddresses: [{ PrivateIpAddress: "10.0.1.20", Primary: true }, { PrivateIpAddress: "10.0.1.20" }] },
      "InvalidIPAddress.InUse",
    ],
    [
      "named and counted",
      { PrivateIpAddresses: [{ PrivateIpAddress: "10.0.1.20" }], SecondaryPrivateIpAddressCount: 1 },
      "InvalidParameterCombination",
    ],
    ["IPv6 where the subnet has none", { Ipv6AddressCount: 1 }, "InvalidParameterValue"],
    ["an unknown group", { Groups: ["sg-0123456789abcdef0"] }, "InvalidGroup.NotFound"],
    ["a prefix of another length", { Ipv4Prefixes: [{ Ipv4Prefix: "10.0.0.0/24" }] }, "InvalidParameterValue"],
    ["an odd type", { InterfaceType: "lasso" as never }, "InvalidParameterValue"],
  ])("refuses an address: %s", (_, request, code) => {
    const here = lab();
    here.region.call("CreateNetworkInterface", {
      SubnetId: here.subnetId,
      PrivateIpAddresses: [{ PrivateIpAddress: "10.0.1.10", Primary: true }, { PrivateIpAddress: "10.0.1.11" }],
    });
    expect(here.region.codeOf("CreateNetworkInterface", { SubnetId: here.subnetId, ...request })).toBe(code);
    expect(here.region.call("DescribeNetworkInterfaces").NetworkInterfaces).toHaveLength(1);
  });

  test("says which range an address misses", () => {
    const here = lab();
    expect(() =>
      here.region.call("CreateNetworkInterface", { SubnetId: here.subnetId, PrivateIpAddress: "10.9.0.4" }),
    ).toThrow("Address 10.9.0.4 does not fall within the subnet's address range");
  });

  test("refuses a group of another VPC", () => {
    const here = lab();
    const there = lab(here.region);
    expect(here.region.codeOf("CreateNetworkInterface", { SubnetId: here.subnetId, Groups: [there.groupId] })).toBe(
      "InvalidParameter",
    );
  });

  test("the same seed gives the same interface", () => {
    const make = () => {
      const here = lab();
      return here.region.call("CreateNetworkInterface", { SubnetId: here.subnetId }).NetworkInterface;
    };
    expect(make()).toEqual(make());
  });

  test("names follow the VPC's DNS hostnames", () => {
    const here = lab();
    here.region.call("ModifyVpcAttribute", { VpcId: here.vpcId, EnableDnsHostnames: { Value: true } });
    const { NetworkInterface } = here.region.call("CreateNetworkInterface", {
      SubnetId: here.subnetId,
      PrivateIpAddress: "10.0.1.9",
    });
    expect(NetworkInterface?.PrivateDnsName).toBe("ip-10-0-1-9.ec2.internal");
  });
});

describe("addresses, as a law", () => {
  test("whatever is created and deleted, the free count is what is left, and no address has two owners", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ create: fc.boolean(), extra: fc.nat(3), pick: fc.nat() }), { maxLength: 20 }),
        (steps) => {
          const here = lab();
          const held = new Map<string, number>();
          for (const { create, extra, pick } of steps) {
            const used = [...held.values()].reduce((sum, count) => sum + count, 0);
            if (create) {
              const request = { SubnetId: here.smallSubnetId, SecondaryPrivateIpAddressCount: extra };
              if (used + extra + 1 > 11)
                expect(here.region.codeOf("CreateNetworkInterface", request)).toBe("InsufficientFreeAddressesInSubnet");
              else {
                const { NetworkInterface } = here.region.call("CreateNetworkInterface", request);
                held.set(NetworkInterface?.NetworkInterfaceId ?? "", extra + 1);
              }
            } else if (held.size > 0) {
              const id = [...held.keys()][pick % held.size] ?? "";
              here.region.call("DeleteNetworkInterface", { NetworkInterfaceId: id });
              held.delete(id);
            }
            const rows = here.region.call("DescribeNetworkInterfaces").NetworkInterfaces ?? [];
            const all = rows.flatMap((row) => row.PrivateIpAddresses?.map((one) => one.PrivateIpAddress) ?? []);
            expect(new Set(all).size).toBe(all.length);
            expect(freeIn(here, here.smallSubnetId)).toBe(11 - all.length);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("DeleteNetworkInterface", () => {
  test("frees the address and the tags; the id is then unknown", () => {
    const here = lab();
    const id = here.createInterface();
    const { PrivateIpAddress } = interfaceOf(here, id);
    here.region.call("CreateTags", { Resources: [id], Tags: [{ Key: "a", Value: "b" }] });
    here.region.call("DeleteNetworkInterface", { NetworkInterfaceId: id });
    expect(here.region.codeOf("DescribeNetworkInterfaces", { NetworkInterfaceIds: [id] })).toBe(
      "InvalidNetworkInterfaceID.NotFound",
    );
    expect(here.region.call("DescribeTags").Tags).toEqual([]);
    here.region.call("CreateNetworkInterface", { SubnetId: here.subnetId, PrivateIpAddress });
  });

  test("is refused while it is attached, for a malformed id, and for another account", () => {
    const here = lab();
    const instance = here.runInstance();
    const [eni] =
      here.region.call("DescribeNetworkInterfaces", {
        Filters: [{ Name: "attachment.instance-id", Values: [instance] }],
      }).NetworkInterfaces ?? [];
    expect(() => here.region.call("DeleteNetworkInterface", { NetworkInterfaceId: eni?.NetworkInterfaceId })).toThrow(
      "is currently in use",
    );
    expect(here.region.codeOf("DeleteNetworkInterface", { NetworkInterfaceId: eni?.NetworkInterfaceId })).toBe(
      "InvalidParameterValue",
    );
    expect(here.region.codeOf("DeleteNetworkInterface", { NetworkInterfaceId: "eni-x" })).toBe(
      "InvalidNetworkInterfaceId.Malformed",
    );
    const stray = here.createInterface();
    for (const other of [here.region.as("222222222222", "us-east-1"), here.region.as("111111111111", "eu-west-1")])
      expect(other.codeOf("DeleteNetworkInterface", { NetworkInterfaceId: stray })).toBe(
        "InvalidNetworkInterfaceID.NotFound",
      );
    expect(interfaceOf(here, stray).Status).toBe("available");
  });
});

describe("DescribeNetworkInterfaces", () => {
  test("filters, by index and by value, add up", () => {
    const here = lab();
    here.openInternet();
    const there = lab(here.region);
    const a = here.createInterface();
    const b = here.createInterface(here.smallSubnetId);
    const c = there.createInterface();
    const { id, publicIp } = here.allocate();
    const { AssociationId } = here.region.call("AssociateAddress", { AllocationId: id, NetworkInterfaceId: a });
    here.region.call("CreateTags", { Resources: [b], Tags: [{ Key: "tier", Value: "data" }] });
    here.region.call("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId: b, Groups: [here.groupId] });
    const found = (Name: string, ...Values: string[]) =>
      here.region
        .call("DescribeNetworkInterfaces", { Filters: [{ Name, Values }] })
        .NetworkInterfaces?.map((eni) => eni.NetworkInterfaceId);
    expect(found("vpc-id", here.vpcId)).toEqual([a, b]);
    expect(found("vpc-id", here.vpcId, there.vpcId)).toEqual([a, b, c]);
    expect(found("subnet-id", here.smallSubnetId)).toEqual([b]);
    expect(found("group-id", here.groupId)).toEqual([b]);
    expect(found("availability-zone", "us-east-1b")).toEqual([b]);
    expect(found("association.public-ip", publicIp)).toEqual([a]);
    expect(found("addresses.association.public-ip", publicIp)).toEqual([a]);
    expect(found("association.allocation-id", id)).toEqual([a]);
    expect(found("association.association-id", AssociationId ?? "")).toEqual([a]);
    expect(found("association.ip-owner-id", "111111111111")).toEqual([a]);
    expect(found("private-ip-address", "10.0.2.*")).toEqual([b]);
    expect(found("tag:tier", "data")).toEqual([b]);
    expect(found("status", "available")).toEqual([a, b, c]);
    expect(found("requester-managed", "true")).toEqual([]);
    expect(here.region.codeOf("DescribeNetworkInterfaces", { Filters: [{ Name: "colour", Values: ["red"] }] })).toBe(
      "InvalidParameterValue",
    );
    expect(
      here.region.as("222222222222", "us-east-1").call("DescribeNetworkInterfaces", {
        Filters: [{ Name: "vpc-id", Values: [here.vpcId] }],
      }).NetworkInterfaces,
    ).toEqual([]);
  });

  test("pages", () => {
    const here = lab();
    for (let i = 0; i < 7; i++) here.createInterface();
    const first = here.region.call("DescribeNetworkInterfaces", { MaxResults: 5 });
    const second = here.region.call("DescribeNetworkInterfaces", { MaxResults: 5, NextToken: first.NextToken });
    expect([first.NetworkInterfaces?.length, second.NetworkInterfaces?.length]).toEqual([5, 2]);
    expect(second.NextToken).toBeUndefined();
  });
});

test("an interface of an IPv6-only subnet has no IPv4 address", () => {
  const region = testRegion();
  const { Vpc } = region.call("CreateVpc", { CidrBlock: "10.0.0.0/16", AmazonProvidedIpv6CidrBlock: true });
  region.clock.advance(1000);
  const vpc = only(region.call("DescribeVpcs", { VpcIds: [Vpc?.VpcId ?? ""] }).Vpcs);
  const block = only(vpc.Ipv6CidrBlockAssociationSet).Ipv6CidrBlock?.replace("/56", "/64");
  const { Subnet } = region.call("CreateSubnet", { VpcId: Vpc?.VpcId, Ipv6CidrBlock: block, Ipv6Native: true });
  region.clock.advance(1000);
  const { NetworkInterface } = region.call("CreateNetworkInterface", { SubnetId: Subnet?.SubnetId });
  expect(NetworkInterface?.PrivateIpAddress).toBeUndefined();
  expect(NetworkInterface?.PrivateIpAddresses).toEqual([]);
  expect(only(NetworkInterface?.Ipv6Addresses).Ipv6Address).toContain(block?.replace("::/64", ":"));
  expect(region.codeOf("CreateNetworkInterface", { SubnetId: Subnet?.SubnetId, PrivateIpAddress: "10.0.0.9" })).toBe(
    "InvalidParameterCombination",
  );
});
