import { describe, expect, test } from "vitest";
import { lab, only } from "../interface/interface.fixture.ts";

const HOUR = 60 * 60 * 1000;

function natLab() {
  const here = lab();
  const { region } = here;
  const natOf = (id: string | undefined) =>
    only(region.call("DescribeNatGateways", { NatGatewayIds: [id ?? ""] }).NatGateways);
  const settle = () => region.clock.advance(1000);
  const createPublic = (AllocationId: string) =>
    region.call("CreateNatGateway", { SubnetId: here.subnetId, AllocationId }).NatGateway?.NatGatewayId ?? "";
  return { here, region, natOf, settle, createPublic };
}

describe("a public NAT gateway", () => {
  test("is pending, then available, with an interface that AWS holds and an Elastic IP on it", () => {
    const { here, region, natOf, settle } = natLab();
    here.openInternet();
    const { id, publicIp } = here.allocate();
    const { NatGateway } = region.call("CreateNatGateway", {
      SubnetId: here.subnetId,
      AllocationId: id,
      TagSpecifications: [{ ResourceType: "natgateway", Tags: [{ Key: "Name", Value: "out" }] }],
    });
    expect(NatGateway).toMatchObject({
      State: "pending",
      ConnectivityType: "public",
      VpcId: here.vpcId,
      Tags: [{ Key: "Name", Value: "out" }],
    });
    settle();
    const nat = natOf(NatGateway?.NatGatewayId);
    expect(nat.State).toBe("available");
    const address = only(nat.NatGatewayAddresses);
    expect(address).toMatchObject({ AllocationId: id, PublicIp: publicIp, IsPrimary: true, Status: "succeeded" });
    const eni = only(
      region.call("DescribeNetworkInterfaces", { NetworkInterfaceIds: [address.NetworkInterfaceId ?? ""] })
        .NetworkInterfaces,
    );
    expect(eni).toMatchObject({
      InterfaceType: "nat_gateway",
      RequesterManaged: true,
      SourceDestCheck: false,
      Groups: [],
      Status: "in-use",
      Description: `Interface for NAT Gateway ${nat.NatGatewayId}`,
      PrivateIpAddress: address.PrivateIp,
      Attachment: { InstanceOwnerId: "amazon-aws", Status: "attached" },
      Association: { PublicIp: publicIp },
    });
  });

  test("its interface and its Elastic IP are not the account's to change", () => {
    const { here, region, natOf, settle, createPublic } = natLab();
    here.openInternet();
    const { id } = here.allocate();
    const nat = createPublic(id);
    settle();
    const { NetworkInterfaceId, AssociationId } = only(natOf(nat).NatGatewayAddresses);
    const eni = only(
      region.call("DescribeNetworkInterfaces", { NetworkInterfaceIds: [NetworkInterfaceId ?? ""] }).NetworkInterfaces,
    );
    expect(region.codeOf("DisassociateAddress", { AssociationId })).toBe("AuthFailure");
    expect(region.codeOf("ReleaseAddress", { AllocationId: id })).toBe("InvalidIPAddress.InUse");
    expect(region.codeOf("DeleteNetworkInterface", { NetworkInterfaceId })).toBe("InvalidParameterValue");
    expect(
      region.codeOf("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, SourceDestCheck: { Value: true } }),
    ).toBe("AuthFailure");
    expect(region.codeOf("DetachNetworkInterface", { AttachmentId: eni.Attachment?.AttachmentId })).toBe(
      "OperationNotPermitted",
    );
    expect(
      region.codeOf("AssociateAddress", {
        AllocationId: id,
        NetworkInterfaceId: here.createInterface(),
        AllowReassociation: true,
      }),
    ).toBe("AuthFailure");
    expect(only(natOf(nat).NatGatewayAddresses).AssociationId).toBe(AssociationId);
  });

  test("fails where the VPC has no Internet gateway, and takes nothing", () => {
    const { here, region, natOf, settle, createPublic } = natLab();
    const { id } = here.allocate();
    const nat = createPublic(id);
    expect(natOf(nat).State).toBe("pending");
    expect(natOf(nat).FailureCode).toBeUndefined();
    settle();
    expect(natOf(nat)).toMatchObject({
      State: "failed",
      FailureCode: "Gateway.NotAttached",
      FailureMessage: `Network ${here.vpcId} has no Internet gateway attached`,
    });
    expect(region.call("DescribeNetworkInterfaces").NetworkInterfaces).toEqual([]);
    region.call("ReleaseAddress", { AllocationId: id });
    region.clock.advance(HOUR);
    expect(region.call("DescribeNatGateways").NatGateways).toEqual([]);
  });

  test("fails where the Elastic IP is in use, and where the subnet is full", () => {
    const { here, region, natOf, settle, createPublic } = natLab();
    here.openInternet();
    const { id } = here.allocate();
    const [first, second] = [createPublic(id), createPublic(id)];
    settle();
    expect([natOf(first).State, natOf(second).FailureCode]).toEqual(["available", "Resource.AlreadyAssociated"]);
    for (let i = 0; i < 11; i++) here.createInterface(here.smallSubnetId);
    const { NatGateway } = region.call("CreateNatGateway", {
      SubnetId: here.smallSubnetId,
      AllocationId: here.allocate().id,
    });
    settle();
    expect(natOf(NatGateway?.NatGatewayId).FailureCode).toBe("InsufficientFreeAddressesInSubnet");
  });

  test("deleting frees the Elastic IP and the interface; it is described for an hour", () => {
    const { here, region, natOf, settle, createPublic } = natLab();
    here.openInternet();
    const { id } = here.allocate();
    const nat = createPublic(id);
    settle();
    expect(region.call("DeleteNatGateway", { NatGatewayId: nat })).toEqual({ NatGatewayId: nat });
    expect(natOf(nat).State).toBe("deleting");
    expect(region.codeOf("DeleteSubnet", { SubnetId: here.subnetId })).toBe("DependencyViolation");
    settle();
    expect(natOf(nat).State).toBe("deleted");
    expect(natOf(nat).DeleteTime).toBeDefined();
    expect(region.call("DescribeNetworkInterfaces").NetworkInterfaces).toEqual([]);
    region.call("ReleaseAddress", { AllocationId: id });
    region.call("DeleteSubnet", { SubnetId: here.subnetId });
    expect(region.codeOf("DeleteNatGateway", { NatGatewayId: nat })).toBe("NatGatewayNotFound");
    region.clock.advance(HOUR);
    expect(region.codeOf("DescribeNatGateways", { NatGatewayIds: [nat] })).toBe("NatGatewayNotFound");
  });

  test("one deleted while it is built does not become available", () => {
    const { here, region, natOf, settle, createPublic } = natLab();
    here.openInternet();
    const nat = createPublic(here.allocate().id);
    region.call("DeleteNatGateway", { NatGatewayId: nat });
    settle();
    expect(natOf(nat).State).toBe("deleted");
  });

  test("secondary addresses come and go; the primary stays", () => {
    const { here, region, natOf, settle, createPublic } = natLab();
    here.openInternet();
    const NatGatewayId = createPublic(here.allocate().id);
    const extra = here.allocate();
    const associate = { NatGatewayId, AllocationIds: [extra.id] };
    expect(region.codeOf("AssociateNatGatewayAddress", associate)).toBe("IncorrectState");
    settle();
    const { NatGatewayAddresses } = region.call("AssociateNatGatewayAddress", associate);
    expect(only(NatGatewayAddresses)).toMatchObject({
      Status: "associating",
      IsPrimary: false,
      PublicIp: extra.publicIp,
    });
    settle();
    const [primary, secondary] = natOf(NatGatewayId).NatGatewayAddresses ?? [];
    expect(secondary).toMatchObject({ Status: "succeeded", AllocationId: extra.id });
    const leave = (...AssociationIds: (string | undefined)[]) => ({
      NatGatewayId,
      AssociationIds: AssociationIds.map((id) => id ?? ""),
    });
    expect(region.codeOf("DisassociateNatGatewayAddress", leave(primary?.AssociationId))).toBe("InvalidParameter");
    expect(region.codeOf("DisassociateNatGatewayAddress", leave("eipassoc-0123456789abcdef0"))).toBe(
      "InvalidAssociationID.NotFound",
    );
    region.call("DisassociateNatGatewayAddress", leave(secondary?.AssociationId));
    expect(natOf(NatGatewayId).NatGatewayAddresses?.[1]?.Status).toBe("disassociating");
    settle();
    expect(natOf(NatGatewayId).NatGatewayAddresses).toEqual([primary]);
    region.call("ReleaseAddress", { AllocationId: extra.id });
    expect(region.codeOf("AssignPrivateNatGatewayAddress", { NatGatewayId, PrivateIpAddressCount: 1 })).toBe(
      "InvalidParameter",
    );
  });
});

describe("a private NAT gateway", () => {
  test("needs no Internet gateway and no Elastic IP; its addresses can be named", () => {
    const { here, region, natOf, settle } = natLab();
    const { NatGateway } = region.call("CreateNatGateway", {
      SubnetId: here.subnetId,
      ConnectivityType: "private",
      PrivateIpAddress: "10.0.1.200",
      SecondaryPrivateIpAddresses: ["10.0.1.201"],
    });
    settle();
    const NatGatewayId = NatGateway?.NatGatewayId;
    const addresses = () =>
      natOf(NatGatewayId).NatGatewayAddresses?.map((one) => [one.PrivateIp, one.Status, one.PublicIp]);
    expect(natOf(NatGatewayId).State).toBe("available");
    expect(addresses()).toEqual([
      ["10.0.1.200", "succeeded", undefined],
      ["10.0.1.201", "succeeded", undefined],
    ]);
    region.call("AssignPrivateNatGatewayAddress", { NatGatewayId, PrivateIpAddresses: ["10.0.1.202"] });
    expect(addresses()?.[2]).toEqual(["10.0.1.202", "assigning", undefined]);
    settle();
    region.call("UnassignPrivateNatGatewayAddress", { NatGatewayId, PrivateIpAddresses: ["10.0.1.201"] });
    settle();
    expect(addresses()?.map(([address]) => address)).toEqual(["10.0.1.200", "10.0.1.202"]);
    region.call("CreateNetworkInterface", { SubnetId: here.subnetId, PrivateIpAddress: "10.0.1.201" });
    expect(region.codeOf("CreateNetworkInterface", { SubnetId: here.subnetId, PrivateIpAddress: "10.0.1.202" })).toBe(
      "InvalidIPAddress.InUse",
    );
  });
});

test.each<[string, object, string]>([
  ["an unknown subnet", { SubnetId: "subnet-0123456789abcdef0" }, "InvalidSubnetID.NotFound"],
  ["a public one without allocation", {}, "MissingParameter"],
  ["an unknown allocation", { AllocationId: "eipalloc-0123456789abcdef0" }, "InvalidAllocationID.NotFound"],
  [
    "a private one with allocation",
    { ConnectivityType: "private", AllocationId: "eipalloc-0123456789abcdef0" },
    "InvalidParameterCombination",
  ],
  [
    "thirty-two addresses",
    { ConnectivityType: "private", SecondaryPrivateIpAddressCount: 31 },
    "NatGatewayAddressLimitExceeded",
  ],
  ["a regional one", { AvailabilityMode: "regional" }, "UnsupportedOperation"],
  ["an address of elsewhere", { ConnectivityType: "private", PrivateIpAddress: "10.7.0.9" }, "InvalidParameterValue"],
])("CreateNatGateway refuses %s at once", (_, request, code) => {
  const { here, region } = natLab();
  expect(region.codeOf("CreateNatGateway", { SubnetId: here.subnetId, ...request } as never)).toBe(code);
  expect(region.call("DescribeNatGateways").NatGateways).toEqual([]);
  expect(region.call("DescribeNetworkInterfaces").NetworkInterfaces).toEqual([]);
});

test("DescribeNatGateways filters; another account sees nothing", () => {
  const { here, region, settle } = natLab();
  const create = (SubnetId: string) =>
    region.call("CreateNatGateway", { SubnetId, ConnectivityType: "private" }).NatGateway?.NatGatewayId ?? "";
  const [a, b] = [create(here.subnetId), create(here.smallSubnetId)];
  settle();
  region.call("DeleteNatGateway", { NatGatewayId: b });
  settle();
  region.call("CreateTags", { Resources: [a], Tags: [{ Key: "zone", Value: "a" }] });
  const found = (Name: string, ...Values: string[]) =>
    region.call("DescribeNatGateways", { Filter: [{ Name, Values }] }).NatGateways?.map((nat) => nat.NatGatewayId);
  expect(found("vpc-id", here.vpcId)).toEqual([a, b]);
  expect(found("subnet-id", here.smallSubnetId)).toEqual([b]);
  expect(found("state", "available", "pending")).toEqual([a]);
  expect(found("nat-gateway-id", b)).toEqual([b]);
  expect(found("tag:zone", "a")).toEqual([a]);
  expect(region.codeOf("DescribeNatGateways", { Filter: [{ Name: "mood", Values: ["x"] }] })).toBe(
    "InvalidParameterValue",
  );
  expect(region.as("222222222222", "us-east-1").call("DescribeNatGateways").NatGateways).toEqual([]);
});
