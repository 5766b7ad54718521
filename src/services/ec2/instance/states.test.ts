import { describe, expect, test } from "vitest";
import { wallClock } from "../../../base/clock.ts";
import { seededRandom } from "../../../base/random.ts";
import { Cloud } from "../../../cloud/cloud.ts";
import { lab, only } from "../interface/interface.fixture.ts";
import { ec2Service } from "../service.ts";

const HOUR = 60 * 60 * 1000;

function running() {
  const here = lab();
  here.openInternet();
  here.region.call("ModifySubnetAttribute", { SubnetId: here.subnetId, MapPublicIpOnLaunch: { Value: true } });
  const id = here.runInstance();
  const describeIt = () =>
    only(only(here.region.call("DescribeInstances", { InstanceIds: [id] }).Reservations).Instances);
  const settle = () => here.region.clock.advance(1000);
  return { here, region: here.region, id, describeIt, settle, ids: { InstanceIds: [id] } };
}

describe("stop and start", () => {
  test("the private address stays, the public one is lost and another comes", () => {
    const { region, describeIt, settle, ids } = running();
    const before = describeIt();
    const { StoppingInstances } = region.call("StopInstances", ids);
    expect(only(StoppingInstances)).toMatchObject({
      CurrentState: { Code: 64, Name: "stopping" },
      PreviousState: { Code: 16, Name: "running" },
    });
    expect(describeIt().StateReason?.Code).toBe("Client.UserInitiatedShutdown");
    settle();
    const stopped = describeIt();
    expect(stopped.State?.Name).toBe("stopped");
    expect(stopped.PublicIpAddress).toBeUndefined();
    expect(stopped.PrivateIpAddress).toBe(before.PrivateIpAddress);
    expect(only(region.call("StopInstances", ids).StoppingInstances).CurrentState?.Name).toBe("stopped");
    const { StartingInstances } = region.call("StartInstances", ids);
    expect(only(StartingInstances)).toMatchObject({
      CurrentState: { Name: "pending" },
      PreviousState: { Name: "stopped" },
    });
    settle();
    const after = describeIt();
    expect(after.State?.Name).toBe("running");
    expect(after.PublicIpAddress).toMatch(/^\d/);
    expect(after.PublicIpAddress).not.toBe(before.PublicIpAddress);
    expect(after.StateReason).toBeUndefined();
  });

  test("an Elastic IP stays through a stop", () => {
    const { here, region, id, describeIt, settle, ids } = running();
    const eip = here.allocate();
    region.call("AssociateAddress", { AllocationId: eip.id, InstanceId: id });
    region.call("StopInstances", ids);
    settle();
    expect(describeIt().PublicIpAddress).toBe(eip.publicIp);
    region.call("StartInstances", ids);
    settle();
    expect(describeIt().PublicIpAddress).toBe(eip.publicIp);
  });

  test("with a second interface no new public address comes", () => {
    const { here, region, id, describeIt, settle, ids } = running();
    region.call("AttachNetworkInterface", {
      InstanceId: id,
      NetworkInterfaceId: here.createInterface(),
      DeviceIndex: 1,
    });
    region.call("StopInstances", ids);
    settle();
    region.call("StartInstances", ids);
    settle();
    expect(describeIt().PublicIpAddress).toBeUndefined();
  });

  test("are refused between states, and where stopping is protected", () => {
    const { region, id, describeIt, ids } = running();
    region.call("ModifyInstanceAttribute", { InstanceId: id, DisableApiStop: { Value: true } });
    expect(region.codeOf("StopInstances", ids)).toBe("OperationNotPermitted");
    region.call("ModifyInstanceAttribute", { InstanceId: id, DisableApiStop: { Value: false } });
    region.call("StopInstances", ids);
    expect(region.codeOf("StartInstances", ids)).toBe("IncorrectInstanceState");
    expect(region.codeOf("RebootInstances", ids)).toBe("IncorrectInstanceState");
    expect(describeIt().State?.Name).toBe("stopping");
  });

  test("an unknown id among known ones changes nothing", () => {
    const { region, id, describeIt } = running();
    expect(region.codeOf("StopInstances", { InstanceIds: [id, "i-0123456789abcdef0"] })).toBe(
      "InvalidInstanceID.NotFound",
    );
    expect(region.codeOf("StopInstances", { InstanceIds: [id, "web"] })).toBe("InvalidInstanceID.Malformed");
    expect(() => region.call("StopInstances", { InstanceIds: ["i-0123456789abcdef0", "i-0123456789abcdef1"] })).toThrow(
      "The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist",
    );
    expect(describeIt().State?.Name).toBe("running");
    expect(region.as("222222222222", "us-east-1").codeOf("StopInstances", { InstanceIds: [id] })).toBe(
      "InvalidInstanceID.NotFound",
    );
  });
});

describe("termination", () => {
  test("takes interface, volume and addresses; the instance is described for an hour, then forgotten", () => {
    const { region, id, describeIt, settle, ids } = running();
    region.call("CreateTags", { Resources: [id], Tags: [{ Key: "Name", Value: "gone" }] });
    expect(only(region.call("TerminateInstances", ids).TerminatingInstances)).toMatchObject({
      CurrentState: { Code: 32, Name: "shutting-down" },
      PreviousState: { Name: "running" },
    });
    settle();
    const gone = describeIt();
    expect(gone).toMatchObject({
      State: { Code: 48, Name: "terminated" },
      NetworkInterfaces: [],
      Tags: [{ Key: "Name" }],
    });
    expect([gone.VpcId, gone.SubnetId, gone.PrivateIpAddress, gone.PublicIpAddress]).toEqual(Array(4).fill(undefined));
    expect(region.call("DescribeNetworkInterfaces").NetworkInterfaces).toEqual([]);
    expect(region.call("DescribeVolumes").Volumes).toEqual([]);
    expect(only(region.call("TerminateInstances", ids).TerminatingInstances).CurrentState?.Name).toBe("terminated");
    expect(region.codeOf("StartInstances", ids)).toBe("IncorrectInstanceState");
    region.clock.advance(HOUR);
    expect(region.codeOf("DescribeInstances", ids)).toBe("InvalidInstanceID.NotFound");
    expect(region.call("DescribeTags").Tags).toEqual([]);
  });

  test("is refused where it is protected", () => {
    const { region, id, describeIt, ids } = running();
    region.call("ModifyInstanceAttribute", { InstanceId: id, DisableApiTermination: { Value: true } });
    expect(() => region.call("TerminateInstances", ids)).toThrow(
      "Modify its 'disableApiTermination' instance attribute",
    );
    expect(region.codeOf("TerminateInstances", ids)).toBe("OperationNotPermitted");
    expect(describeIt().State?.Name).toBe("running");
  });

  test("a stop that was under way does not bring a terminated instance back", () => {
    const { region, describeIt, settle, ids } = running();
    region.call("StopInstances", ids);
    region.call("TerminateInstances", ids);
    settle();
    expect(describeIt().State?.Name).toBe("terminated");
  });
});

describe("describing", () => {
  test("status: running ones only, unless all are asked for", () => {
    const { here, region, id, settle } = running();
    const stopped = here.runInstance();
    region.call("StopInstances", { InstanceIds: [stopped] });
    settle();
    const statuses = (IncludeAllInstances: boolean) =>
      region
        .call("DescribeInstanceStatus", { IncludeAllInstances })
        .InstanceStatuses?.map((one) => [one.InstanceId, one.InstanceStatus?.Status]);
    expect(statuses(false)).toEqual([[id, "ok"]]);
    expect(statuses(true)).toEqual([
      [id, "ok"],
      [stopped, "not-applicable"],
    ]);
  });

  test("filters", () => {
    const { here, region, id, describeIt } = running();
    const other = here.runInstance(here.smallSubnetId, "m5.large");
    region.call("CreateTags", { Resources: [other], Tags: [{ Key: "tier", Value: "app" }] });
    const found = (Name: string, ...Values: string[]) =>
      region
        .call("DescribeInstances", { Filters: [{ Name, Values }] })
        .Reservations?.flatMap((one) => one.Instances?.map((instance) => instance.InstanceId));
    const one = describeIt();
    const [eni] = one.NetworkInterfaces ?? [];
    expect(found("vpc-id", here.vpcId)).toEqual([id, other]);
    expect(found("subnet-id", here.smallSubnetId)).toEqual([other]);
    expect(found("instance-type", "m5.*")).toEqual([other]);
    expect(found("tag:tier", "app")).toEqual([other]);
    expect(found("instance-state-name", "running")).toEqual([id, other]);
    expect(found("instance-state-code", "80")).toEqual([]);
    expect(found("private-ip-address", one.PrivateIpAddress ?? "")).toEqual([id]);
    expect(found("ip-address", one.PublicIpAddress ?? "")).toEqual([id]);
    expect(found("network-interface.network-interface-id", eni?.NetworkInterfaceId ?? "")).toEqual([id]);
    expect(found("network-interface.addresses.private-ip-address", "10.0.2.*")).toEqual([other]);
    expect(found("instance.group-name", "default")).toEqual([id, other]);
    expect(found("network-interface.attachment.device-index", "0")).toEqual([id, other]);
    expect(found("availability-zone", "us-east-1b")).toEqual([other]);
    expect(region.codeOf("DescribeInstances", { Filters: [{ Name: "mood", Values: ["good"] }] })).toBe(
      "InvalidParameterValue",
    );
  });

  test("pages by instances", () => {
    const { here, region } = running();
    region.call("RunInstances", {
      ImageId: "ami-0abcdef1234567890",
      InstanceType: "t3.micro",
      MinCount: 6,
      MaxCount: 6,
      SubnetId: here.subnetId,
    });
    const first = region.call("DescribeInstances", { MaxResults: 5 });
    const rest = region.call("DescribeInstances", { MaxResults: 5, NextToken: first.NextToken });
    const sizes = (page: typeof first) => page.Reservations?.map((one) => one.Instances?.length);
    expect([sizes(first), sizes(rest), rest.NextToken]).toEqual([[1, 4], [2], undefined]);
  });
});

test("on the wall clock, the answer shows what has begun and whoever asks next sees it done", async () => {
  const cloud = new Cloud({ clock: wallClock, random: seededRandom(1), services: [ec2Service] });
  const options = { account: "111111111111", region: "us-east-1", requestId: "test" };
  const nextCall = () => new Promise(setImmediate);
  const statesIn = (answer: object): readonly string[] =>
    [...JSON.stringify(answer).matchAll(/"(?:CurrentState|State)":\{"Code":\d+,"Name":"([a-z-]+)"/g)].map(
      ([, name = ""]) => name,
    );
  const launched = cloud.call(
    "ec2",
    "RunInstances",
    { ImageId: "ami-0abcdef1234567890", MinCount: 1, MaxCount: 1 },
    options,
  );
  expect(statesIn(launched)).toEqual(["pending"]);
  const [id] = /i-[0-9a-f]{17}/.exec(JSON.stringify(launched)) ?? [];
  const described = () => statesIn(cloud.call("ec2", "DescribeInstances", {}, options));
  await nextCall();
  expect(described()).toEqual(["running"]);
  for (const [operation, during, after] of [
    ["StopInstances", "stopping", "stopped"],
    ["StartInstances", "pending", "running"],
    ["TerminateInstances", "shutting-down", "terminated"],
  ] as const) {
    expect(statesIn(cloud.call("ec2", operation, { InstanceIds: [id] }, options))).toEqual([during]);
    await nextCall();
    expect(described()).toEqual([after]);
  }
});
