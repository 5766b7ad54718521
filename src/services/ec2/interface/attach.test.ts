import { describe, expect, test } from "vitest";
import { lab, only } from "./interface.fixture.ts";

const interfaceOf = ({ region }: ReturnType<typeof lab>, id: string) =>
  only(region.call("DescribeNetworkInterfaces", { NetworkInterfaceIds: [id] }).NetworkInterfaces);

describe("AttachNetworkInterface", () => {
  test("is attaching, then attached; detaching, then available", () => {
    const here = lab();
    const InstanceId = here.runInstance();
    const eni = here.createInterface();
    const { AttachmentId } = here.region.call("AttachNetworkInterface", {
      InstanceId,
      NetworkInterfaceId: eni,
      DeviceIndex: 1,
    });
    expect(interfaceOf(here, eni)).toMatchObject({
      Status: "in-use",
      Attachment: {
        AttachmentId,
        Status: "attaching",
        InstanceId,
        InstanceOwnerId: "111111111111",
        DeviceIndex: 1,
        NetworkCardIndex: 0,
        DeleteOnTermination: false,
      },
    });
    here.region.clock.advance(1000);
    expect(interfaceOf(here, eni).Attachment?.Status).toBe("attached");
    here.region.call("DetachNetworkInterface", { AttachmentId });
    expect(interfaceOf(here, eni)).toMatchObject({ Status: "in-use", Attachment: { Status: "detaching" } });
    expect(here.region.codeOf("DetachNetworkInterface", { AttachmentId })).toBe("IncorrectState");
    here.region.clock.advance(1000);
    expect(interfaceOf(here, eni).Status).toBe("available");
    expect(interfaceOf(here, eni).Attachment).toBeUndefined();
    expect(here.region.codeOf("DetachNetworkInterface", { AttachmentId })).toBe("InvalidAttachmentID.NotFound");
  });

  test("by force is over at once", () => {
    const here = lab();
    const eni = here.createInterface();
    const { AttachmentId } = here.region.call("AttachNetworkInterface", {
      InstanceId: here.runInstance(),
      NetworkInterfaceId: eni,
      DeviceIndex: 1,
    });
    here.region.call("DetachNetworkInterface", { AttachmentId, Force: true });
    expect(interfaceOf(here, eni).Status).toBe("available");
    here.region.clock.advance(1000);
    expect(interfaceOf(here, eni).Attachment).toBeUndefined();
  });

  test("an Elastic IP on the interface follows it to the instance and back", () => {
    const here = lab();
    here.openInternet();
    const { id } = here.allocate();
    const eni = here.createInterface();
    here.region.call("AssociateAddress", { AllocationId: id, NetworkInterfaceId: eni });
    const InstanceId = here.runInstance();
    const { AttachmentId } = here.region.call("AttachNetworkInterface", {
      InstanceId,
      NetworkInterfaceId: eni,
      DeviceIndex: 1,
    });
    const instanceOf = () => only(here.region.call("DescribeAddresses", { AllocationIds: [id] }).Addresses).InstanceId;
    expect(instanceOf()).toBe(InstanceId);
    here.region.call("DetachNetworkInterface", { AttachmentId, Force: true });
    expect(instanceOf()).toBeUndefined();
    expect(interfaceOf(here, eni).Association?.AllocationId).toBe(id);
  });

  test("keeps to the instance type's interfaces and addresses", () => {
    const here = lab();
    const InstanceId = here.runInstance(here.subnetId, "t3.micro");
    const attach = (NetworkInterfaceId: string, DeviceIndex: number) =>
      here.region.codeOf("AttachNetworkInterface", { InstanceId, NetworkInterfaceId, DeviceIndex });
    const wide = here.createInterface();
    here.region.call("AssignPrivateIpAddresses", { NetworkInterfaceId: wide, SecondaryPrivateIpAddressCount: 2 });
    expect(attach(wide, 1)).toBe("PrivateIpAddressLimitExceeded");
    here.region.call("AttachNetworkInterface", {
      InstanceId,
      NetworkInterfaceId: here.createInterface(),
      DeviceIndex: 1,
    });
    expect(() =>
      here.region.call("AttachNetworkInterface", {
        InstanceId,
        NetworkInterfaceId: here.createInterface(),
        DeviceIndex: 2,
      }),
    ).toThrow("Interface count 3 exceeds the limit for t3.micro");
    expect(attach(here.createInterface(), 2)).toBe("AttachmentLimitExceeded");
  });

  test("refuses a device index in use, an interface in use, another zone, a wrong state, unknown ids", () => {
    const here = lab();
    const InstanceId = here.runInstance(here.subnetId, "m5.large");
    const eni = here.createInterface();
    const attach = (NetworkInterfaceId: string, DeviceIndex: number, to = InstanceId) =>
      here.region.codeOf("AttachNetworkInterface", { InstanceId: to, NetworkInterfaceId, DeviceIndex });
    expect(attach(eni, 0)).toBe("InvalidParameterValue");
    expect(attach(here.createInterface(here.smallSubnetId), 1)).toBe("InvalidParameterCombination");
    expect(attach(eni, 1, "i-0123456789abcdef0")).toBe("InvalidInstanceID.NotFound");
    expect(attach("eni-0123456789abcdef0", 1)).toBe("InvalidNetworkInterfaceID.NotFound");
    here.region.call("AttachNetworkInterface", { InstanceId, NetworkInterfaceId: eni, DeviceIndex: 1 });
    expect(attach(eni, 2)).toBe("InvalidNetworkInterface.InUse");
    here.region.call("TerminateInstances", { InstanceIds: [InstanceId] });
    expect(attach(here.createInterface(), 2)).toBe("IncorrectInstanceState");
  });

  test("a primary interface stays where it is", () => {
    const here = lab();
    const InstanceId = here.runInstance();
    const primary = only(
      here.region.call("DescribeNetworkInterfaces", {
        Filters: [{ Name: "attachment.instance-id", Values: [InstanceId] }],
      }).NetworkInterfaces,
    );
    expect(here.region.codeOf("DetachNetworkInterface", { AttachmentId: primary.Attachment?.AttachmentId })).toBe(
      "OperationNotPermitted",
    );
  });
});

test("an attachment that came off is found by its own id as detached, for a minute, and nowhere else", () => {
  const here = lab();
  const eni = here.createInterface();
  const attach = (DeviceIndex: number) =>
    here.region.call("AttachNetworkInterface", { InstanceId: instance, NetworkInterfaceId: eni, DeviceIndex })
      .AttachmentId ?? "";
  const instance = here.runInstance();
  const AttachmentId = attach(1);
  here.region.call("DetachNetworkInterface", { AttachmentId });
  here.region.clock.advance(1000);
  const found = (Name: string, value: string) =>
    here.region
      .call("DescribeNetworkInterfaces", { Filters: [{ Name, Values: [value] }] })
      .NetworkInterfaces?.map(({ Status, Attachment }) => [Status, Attachment?.Status]);
  expect(found("attachment.attachment-id", AttachmentId)).toEqual([["available", "detached"]]);
  expect(found("attachment.status", "detached")).toEqual([]);
  expect(found("network-interface-id", eni)).toEqual([["available", undefined]]);
  expect(here.region.codeOf("DetachNetworkInterface", { AttachmentId })).toBe("InvalidAttachmentID.NotFound");
  here.region.clock.advance(60_000);
  expect(found("attachment.attachment-id", AttachmentId)).toEqual([]);
  const again = attach(1);
  expect(found("attachment.attachment-id", AttachmentId)).toEqual([]);
  expect(found("attachment.attachment-id", again)).toEqual([["in-use", "attaching"]]);
});

describe("AssignPrivateIpAddresses", () => {
  test("adds secondaries, by name and by count; taking them away spares the primary", () => {
    const here = lab();
    const NetworkInterfaceId = here.createInterface();
    const { AssignedPrivateIpAddresses } = here.region.call("AssignPrivateIpAddresses", {
      NetworkInterfaceId,
      PrivateIpAddresses: ["10.0.1.40", "10.0.1.41"],
    });
    expect(AssignedPrivateIpAddresses).toEqual([{ PrivateIpAddress: "10.0.1.40" }, { PrivateIpAddress: "10.0.1.41" }]);
    here.region.call("AssignPrivateIpAddresses", { NetworkInterfaceId, SecondaryPrivateIpAddressCount: 2 });
    const row = interfaceOf(here, NetworkInterfaceId);
    expect(row.PrivateIpAddresses).toHaveLength(5);
    expect(row.PrivateIpAddresses?.map(({ Primary }) => Primary)).toEqual([true, false, false, false, false]);
    const { PrivateIpAddress: primary = "" } = row;
    expect(
      here.region.codeOf("UnassignPrivateIpAddresses", {
        NetworkInterfaceId,
        PrivateIpAddresses: ["10.0.1.40", primary],
      }),
    ).toBe("InvalidParameterValue");
    expect(interfaceOf(here, NetworkInterfaceId).PrivateIpAddresses).toHaveLength(5);
    here.region.call("UnassignPrivateIpAddresses", { NetworkInterfaceId, PrivateIpAddresses: ["10.0.1.40"] });
    expect(interfaceOf(here, NetworkInterfaceId).PrivateIpAddresses).toHaveLength(4);
    expect(
      here.region.codeOf("UnassignPrivateIpAddresses", { NetworkInterfaceId, PrivateIpAddresses: ["10.0.1.40"] }),
    ).toBe("InvalidParameterValue");
    expect(here.region.codeOf("AssignPrivateIpAddresses", { NetworkInterfaceId })).toBe("InvalidParameterCombination");
  });

  test("moves an address with its Elastic IP only where reassignment is allowed", () => {
    const here = lab();
    here.openInternet();
    const [a, b] = [here.createInterface(), here.createInterface()];
    const { id } = here.allocate();
    here.region.call("AssignPrivateIpAddresses", { NetworkInterfaceId: a, PrivateIpAddresses: ["10.0.1.40"] });
    here.region.call("AssociateAddress", { AllocationId: id, NetworkInterfaceId: a, PrivateIpAddress: "10.0.1.40" });
    const move = { NetworkInterfaceId: b, PrivateIpAddresses: ["10.0.1.40"] };
    expect(here.region.codeOf("AssignPrivateIpAddresses", move)).toBe("InvalidIPAddress.InUse");
    here.region.call("AssignPrivateIpAddresses", { ...move, AllowReassignment: true });
    expect(interfaceOf(here, a).PrivateIpAddresses).toHaveLength(1);
    expect(interfaceOf(here, b).PrivateIpAddresses?.[1]?.Association?.AllocationId).toBe(id);
    expect(only(here.region.call("DescribeAddresses", { AllocationIds: [id] }).Addresses).NetworkInterfaceId).toBe(b);
  });
});

describe("IPv6 addresses", () => {
  const dualStack = () => {
    const here = lab();
    here.region.call("AssociateVpcCidrBlock", { VpcId: here.vpcId, AmazonProvidedIpv6CidrBlock: true });
    here.region.clock.advance(1000);
    const vpc = only(here.region.call("DescribeVpcs", { VpcIds: [here.vpcId] }).Vpcs);
    const block = (only(vpc.Ipv6CidrBlockAssociationSet).Ipv6CidrBlock ?? "").replace("/56", "/64");
    here.region.call("AssociateSubnetCidrBlock", { SubnetId: here.subnetId, Ipv6CidrBlock: block });
    here.region.clock.advance(1000);
    return { here, prefix: block.replace("::/64", ":") };
  };

  test("are assigned and unassigned, within the subnet's block only", () => {
    const { here, prefix } = dualStack();
    const NetworkInterfaceId = here.createInterface();
    const wanted = `${prefix}:1234`;
    here.region.call("AssignIpv6Addresses", { NetworkInterfaceId, Ipv6Addresses: [wanted] });
    const { AssignedIpv6Addresses } = here.region.call("AssignIpv6Addresses", {
      NetworkInterfaceId,
      Ipv6AddressCount: 1,
    });
    expect(only(AssignedIpv6Addresses)).toContain(prefix.slice(0, -1));
    expect(interfaceOf(here, NetworkInterfaceId).Ipv6Addresses?.map((one) => one.Ipv6Address)).toEqual([
      wanted,
      only(AssignedIpv6Addresses),
    ]);
    for (const [address, code] of [
      [wanted, "InvalidIPAddress.InUse"],
      ["fd00::1234", "InvalidParameterValue"],
      [`${prefix}:1`, "InvalidParameterValue"],
      ["10.0.0.1", "InvalidParameterValue"],
    ] as const)
      expect(here.region.codeOf("AssignIpv6Addresses", { NetworkInterfaceId, Ipv6Addresses: [address] })).toBe(code);
    here.region.call("UnassignIpv6Addresses", { NetworkInterfaceId, Ipv6Addresses: [wanted.toUpperCase()] });
    expect(interfaceOf(here, NetworkInterfaceId).Ipv6Addresses).toHaveLength(1);
  });

  test("a primary one stays", () => {
    const { here } = dualStack();
    const { NetworkInterface } = here.region.call("CreateNetworkInterface", {
      SubnetId: here.subnetId,
      Ipv6AddressCount: 1,
      EnablePrimaryIpv6: true,
    });
    const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId;
    const address = only(NetworkInterface?.Ipv6Addresses);
    expect(address.IsPrimaryIpv6).toBe(true);
    expect(
      here.region.codeOf("UnassignIpv6Addresses", { NetworkInterfaceId, Ipv6Addresses: [address.Ipv6Address ?? ""] }),
    ).toBe("InvalidParameterValue");
    expect(
      here.region.codeOf("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, EnablePrimaryIpv6: false }),
    ).toBe("InvalidParameterValue");
  });
});

describe("attributes", () => {
  test("are modified one at a time, described, and reset", () => {
    const here = lab();
    const NetworkInterfaceId = here.createInterface();
    const modify = (change: object) =>
      here.region.call("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, ...change });
    modify({ Description: { Value: "db" } });
    modify({ SourceDestCheck: { Value: false } });
    modify({ Groups: [here.groupId] });
    modify({ ConnectionTrackingSpecification: { TcpEstablishedTimeout: 350 } });
    const read = (Attribute: "description" | "groupSet" | "sourceDestCheck" | "attachment") =>
      here.region.call("DescribeNetworkInterfaceAttribute", { NetworkInterfaceId, Attribute });
    expect(read("description").Description).toEqual({ Value: "db" });
    expect(read("sourceDestCheck").SourceDestCheck).toEqual({ Value: false });
    expect(read("groupSet").Groups).toEqual([{ GroupId: here.groupId, GroupName: "web" }]);
    expect(read("attachment").Attachment).toBeUndefined();
    expect(interfaceOf(here, NetworkInterfaceId).ConnectionTrackingConfiguration).toMatchObject({
      TcpEstablishedTimeout: 350,
    });
    here.region.call("ResetNetworkInterfaceAttribute", { NetworkInterfaceId, SourceDestCheck: "true" });
    expect(read("sourceDestCheck").SourceDestCheck).toEqual({ Value: true });
    const refused = (change: object) =>
      here.region.codeOf("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, ...change });
    expect(refused({})).toBe("InvalidParameterCombination");
    expect(refused({ Description: { Value: "x" }, SourceDestCheck: { Value: false } })).toBe(
      "InvalidParameterCombination",
    );
    expect(refused({ Attachment: { AttachmentId: "eni-attach-0" } })).toBe("InvalidAttachmentID.NotFound");
    expect(refused({ Groups: ["sg-0123456789abcdef0"] })).toBe("InvalidGroup.NotFound");
    expect(refused({ ConnectionTrackingSpecification: { UdpTimeout: 5 } })).toBe("InvalidParameterValue");
    expect(refused({ EnaSrdSpecification: { EnaSrdEnabled: true } })).toBe("UnsupportedOperation");
    expect(read("description").Description).toEqual({ Value: "db" });
  });

  test("an attachment says whether the interface goes with the instance", () => {
    const here = lab();
    const InstanceId = here.runInstance();
    const eni = here.createInterface();
    const { AttachmentId } = here.region.call("AttachNetworkInterface", {
      InstanceId,
      NetworkInterfaceId: eni,
      DeviceIndex: 1,
    });
    here.region.call("ModifyNetworkInterfaceAttribute", {
      NetworkInterfaceId: eni,
      Attachment: { AttachmentId, DeleteOnTermination: true },
    });
    here.region.call("TerminateInstances", { InstanceIds: [InstanceId] });
    here.region.clock.advance(1000);
    expect(here.region.call("DescribeNetworkInterfaces").NetworkInterfaces).toEqual([]);
  });
});
