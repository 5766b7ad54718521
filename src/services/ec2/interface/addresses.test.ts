import { describe, expect, test } from "vitest";
import { parseIpv4 } from "../../../base/address.ts";
import { lab, only } from "./interface.fixture.ts";
import { isPoolAddress } from "./publicPool.ts";

const addressOf = ({ region }: ReturnType<typeof lab>, id: string) =>
  only(region.call("DescribeAddresses", { AllocationIds: [id] }).Addresses);
const interfaceOf = ({ region }: ReturnType<typeof lab>, id: string) =>
  only(region.call("DescribeNetworkInterfaces", { NetworkInterfaceIds: [id] }).NetworkInterfaces);

describe("AllocateAddress", () => {
  test("gives an address of the region's pool, told apart across accounts and regions", () => {
    const here = lab();
    const other = here.region.as("222222222222", "eu-west-1");
    const seen = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const mine = here.region.call("AllocateAddress", {});
      const theirs = other.call("AllocateAddress", { Domain: "vpc" });
      expect(isPoolAddress("us-east-1", parseIpv4(mine.PublicIp ?? "") ?? 0)).toBe(true);
      expect(isPoolAddress("eu-west-1", parseIpv4(theirs.PublicIp ?? "") ?? 0)).toBe(true);
      seen.add(mine.PublicIp ?? "").add(theirs.PublicIp ?? "");
    }
    expect(seen.size).toBe(80);
    expect(other.call("DescribeAddresses").Addresses).toHaveLength(40);
  });

  test("answers as AWS does and reads back, tags included", () => {
    const here = lab();
    const made = here.region.call("AllocateAddress", {
      TagSpecifications: [{ ResourceType: "elastic-ip", Tags: [{ Key: "Name", Value: "front" }] }],
    });
    expect(made).toMatchObject({ Domain: "vpc", PublicIpv4Pool: "amazon", NetworkBorderGroup: "us-east-1" });
    expect(addressOf(here, made.AllocationId ?? "")).toEqual({
      AllocationId: made.AllocationId,
      PublicIp: made.PublicIp,
      Domain: "vpc",
      PublicIpv4Pool: "amazon",
      NetworkBorderGroup: "us-east-1",
      Tags: [{ Key: "Name", Value: "front" }],
    });
    expect(
      only(here.region.call("DescribeAddresses", { PublicIps: [made.PublicIp ?? ""] }).Addresses).AllocationId,
    ).toBe(made.AllocationId);
  });

  test("an address that was released can be recovered; one that somebody has cannot", () => {
    const here = lab();
    const { id, publicIp } = here.allocate();
    expect(here.region.codeOf("AllocateAddress", { Address: publicIp })).toBe("InvalidAddress.NotFound");
    here.region.call("ReleaseAddress", { AllocationId: id });
    expect(here.region.call("AllocateAddress", { Address: publicIp }).PublicIp).toBe(publicIp);
    expect(here.region.codeOf("AllocateAddress", { Address: "8.8.8.8" })).toBe("InvalidAddress.NotFound");
    expect(here.region.codeOf("AllocateAddress", { PublicIpv4Pool: "ipv4pool-ec2-0" })).toBe(
      "InvalidPublicIpv4PoolID.NotFound",
    );
  });
});

describe("ReleaseAddress", () => {
  test("refuses what is in use, unknown, malformed, or another account's", () => {
    const here = lab();
    here.openInternet();
    const { id } = here.allocate();
    here.region.call("AssociateAddress", { AllocationId: id, NetworkInterfaceId: here.createInterface() });
    expect(here.region.codeOf("ReleaseAddress", { AllocationId: id })).toBe("InvalidIPAddress.InUse");
    expect(here.region.codeOf("ReleaseAddress", { AllocationId: "eipalloc-0123456789abcdef0" })).toBe(
      "InvalidAllocationID.NotFound",
    );
    expect(here.region.codeOf("ReleaseAddress", { AllocationId: "mine" })).toBe("InvalidAllocationID.NotFound");
    expect(here.region.codeOf("ReleaseAddress", {})).toBe("MissingParameter");
    expect(here.region.as("222222222222", "us-east-1").codeOf("ReleaseAddress", { AllocationId: id })).toBe(
      "AuthFailure",
    );
    expect(addressOf(here, id).AssociationId).toBeDefined();
  });
});

describe("AssociateAddress", () => {
  test("needs an Internet gateway in the interface's VPC", () => {
    const here = lab();
    const { id } = here.allocate();
    const NetworkInterfaceId = here.createInterface();
    expect(() => here.region.call("AssociateAddress", { AllocationId: id, NetworkInterfaceId })).toThrow(
      `Network ${here.vpcId} is not attached to any internet gateway`,
    );
    expect(here.region.codeOf("AssociateAddress", { AllocationId: id, NetworkInterfaceId })).toBe(
      "Gateway.NotAttached",
    );
    expect(addressOf(here, id).AssociationId).toBeUndefined();
  });

  test("with an interface: both sides say so, a repetition changes nothing, and it comes off again", () => {
    const here = lab();
    here.openInternet();
    const { id, publicIp } = here.allocate();
    const eni = here.createInterface();
    const { AssociationId } = here.region.call("AssociateAddress", { AllocationId: id, NetworkInterfaceId: eni });
    const { Association, PrivateIpAddress } = interfaceOf(here, eni);
    expect(Association).toMatchObject({
      PublicIp: publicIp,
      AllocationId: id,
      AssociationId,
      IpOwnerId: "111111111111",
    });
    expect(addressOf(here, id)).toMatchObject({
      AssociationId,
      NetworkInterfaceId: eni,
      NetworkInterfaceOwnerId: "111111111111",
      PrivateIpAddress,
    });
    expect(here.region.call("AssociateAddress", { AllocationId: id, NetworkInterfaceId: eni })).toEqual({
      AssociationId,
    });
    here.region.call("DisassociateAddress", { AssociationId });
    expect(interfaceOf(here, eni).Association).toBeUndefined();
    expect(addressOf(here, id).NetworkInterfaceId).toBeUndefined();
    expect(here.region.codeOf("DisassociateAddress", { AssociationId })).toBe("InvalidAssociationID.NotFound");
  });

  test("reassociates only where allowed, and frees what it displaces", () => {
    const here = lab();
    here.openInternet();
    const [one, two] = [here.allocate(), here.allocate()];
    const [a, b] = [here.createInterface(), here.createInterface()];
    here.region.call("AssociateAddress", { AllocationId: one.id, NetworkInterfaceId: a });
    here.region.call("AssociateAddress", { AllocationId: two.id, NetworkInterfaceId: b });
    const move = { AllocationId: one.id, NetworkInterfaceId: b };
    expect(here.region.codeOf("AssociateAddress", move)).toBe("Resource.AlreadyAssociated");
    expect(interfaceOf(here, a).Association?.PublicIp).toBe(one.publicIp);
    here.region.call("AssociateAddress", { ...move, AllowReassociation: true });
    expect(interfaceOf(here, a).Association).toBeUndefined();
    expect(interfaceOf(here, b).Association?.PublicIp).toBe(one.publicIp);
    expect(addressOf(here, two.id).AssociationId).toBeUndefined();
  });

  test("on a secondary address leaves the primary alone", () => {
    const here = lab();
    here.openInternet();
    const { id, publicIp } = here.allocate();
    const eni = here.createInterface();
    here.region.call("AssignPrivateIpAddresses", { NetworkInterfaceId: eni, PrivateIpAddresses: ["10.0.1.99"] });
    here.region.call("AssociateAddress", { AllocationId: id, NetworkInterfaceId: eni, PrivateIpAddress: "10.0.1.99" });
    const row = interfaceOf(here, eni);
    expect(row.Association).toBeUndefined();
    expect(row.PrivateIpAddresses?.map((one) => one.Association?.PublicIp)).toEqual([undefined, publicIp]);
    expect(
      here.region.codeOf("AssociateAddress", {
        AllocationId: id,
        NetworkInterfaceId: eni,
        PrivateIpAddress: "10.0.1.98",
      }),
    ).toBe("InvalidParameterValue");
    // The Elastic IP leaves with the address it was on.
    here.region.call("UnassignPrivateIpAddresses", { NetworkInterfaceId: eni, PrivateIpAddresses: ["10.0.1.99"] });
    expect(addressOf(here, id).AssociationId).toBeUndefined();
  });

  test("with an instance replaces its automatic address, which a new one follows", () => {
    const here = lab();
    here.openInternet();
    here.region.call("ModifySubnetAttribute", { SubnetId: here.subnetId, MapPublicIpOnLaunch: { Value: true } });
    const InstanceId = here.runInstance();
    const publicOf = () =>
      only(only(here.region.call("DescribeInstances", { InstanceIds: [InstanceId] }).Reservations).Instances)
        .PublicIpAddress;
    const automatic = publicOf();
    expect(automatic).toMatch(/^\d/);
    const { id, publicIp } = here.allocate();
    const { AssociationId } = here.region.call("AssociateAddress", { AllocationId: id, InstanceId });
    expect(publicOf()).toBe(publicIp);
    expect(addressOf(here, id).InstanceId).toBe(InstanceId);
    here.region.call("DisassociateAddress", { AssociationId });
    expect(publicOf()).toMatch(/^\d/);
    expect([automatic, publicIp]).not.toContain(publicOf());
  });

  test("with an instance and an interface that is not on it, the instance decides", () => {
    const here = lab();
    here.openInternet();
    const { id } = here.allocate();
    const InstanceId = here.runInstance();
    here.region.call("AssociateAddress", { AllocationId: id, InstanceId, NetworkInterfaceId: here.createInterface() });
    expect(addressOf(here, id).InstanceId).toBe(InstanceId);
  });

  test("refuses an instance that is pending, or has several interfaces", () => {
    const here = lab();
    here.openInternet();
    const { id } = here.allocate();
    const { Instances } = here.region.call("RunInstances", {
      ImageId: "ami-0abcdef1234567890",
      InstanceType: "t3.micro",
      MinCount: 1,
      MaxCount: 1,
      SubnetId: here.subnetId,
    });
    const InstanceId = only(Instances).InstanceId;
    expect(() => here.region.call("AssociateAddress", { AllocationId: id, InstanceId })).toThrow(
      "The pending instance",
    );
    here.region.clock.advance(1000);
    here.region.call("AttachNetworkInterface", {
      InstanceId,
      NetworkInterfaceId: here.createInterface(),
      DeviceIndex: 1,
    });
    expect(here.region.codeOf("AssociateAddress", { AllocationId: id, InstanceId })).toBe("InvalidInstanceID");
  });
});

test("deleting the interface leaves the Elastic IP allocated and free", () => {
  const here = lab();
  here.openInternet();
  const { id } = here.allocate();
  const eni = here.createInterface();
  here.region.call("AssociateAddress", { AllocationId: id, NetworkInterfaceId: eni });
  here.region.call("DeleteNetworkInterface", { NetworkInterfaceId: eni });
  expect(addressOf(here, id).AssociationId).toBeUndefined();
  here.region.call("ReleaseAddress", { AllocationId: id });
});

test("DescribeAddresses filters", () => {
  const here = lab();
  here.openInternet();
  const [one, two] = [here.allocate(), here.allocate()];
  const eni = here.createInterface();
  const { AssociationId } = here.region.call("AssociateAddress", { AllocationId: two.id, NetworkInterfaceId: eni });
  const found = (Name: string, ...Values: string[]) =>
    here.region.call("DescribeAddresses", { Filters: [{ Name, Values }] }).Addresses?.map((eip) => eip.AllocationId);
  expect(found("allocation-id", one.id)).toEqual([one.id]);
  expect(found("association-id", AssociationId ?? "")).toEqual([two.id]);
  expect(found("network-interface-id", eni)).toEqual([two.id]);
  expect(found("network-interface-owner-id", "111111111111")).toEqual([two.id]);
  expect(found("public-ip", one.publicIp)).toEqual([one.id]);
  expect(found("domain", "vpc")).toEqual([one.id, two.id]);
  expect(here.region.codeOf("DescribeAddresses", { PublicIps: ["9.9.9.9"] })).toBe("InvalidAddress.NotFound");
});
