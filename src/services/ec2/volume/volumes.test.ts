import { describe, expect, test } from "vitest";
import { only } from "../interface/interface.fixture.ts";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const ZONE = "us-east-1a";

/** A running instance in zone a, with the id of its root volume. */
function running(region: TestRegion) {
  const launched = only(
    region.call("RunInstances", {
      ImageId: "ami-0abcdef1234567890",
      InstanceType: "t3.micro",
      MinCount: 1,
      MaxCount: 1,
      Placement: { AvailabilityZone: ZONE },
    }).Instances,
  );
  region.clock.advance(0);
  return {
    id: launched.InstanceId ?? "",
    rootVolumeId: launched.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? "",
  };
}

const volumeOf = (region: TestRegion, id: string) => only(region.call("DescribeVolumes", { VolumeIds: [id] }).Volumes);

describe("CreateVolume", () => {
  test("is creating in its answer and available after, with AWS's defaults and its tags", () => {
    const region = testRegion();
    const made = region.call("CreateVolume", {
      AvailabilityZoneId: "use1-az1",
      Size: 80,
      TagSpecifications: [{ ResourceType: "volume", Tags: [{ Key: "Name", Value: "data" }] }],
    });
    expect(made).toMatchObject({ State: "creating", AvailabilityZone: ZONE, VolumeType: "gp2", Iops: 240 });
    expect(volumeOf(region, made.VolumeId ?? "")).toMatchObject({
      State: "available",
      Size: 80,
      Encrypted: false,
      Attachments: [],
      Tags: [{ Key: "Name", Value: "data" }],
    });
  });

  test.each([
    ["gp2, from its size", { Size: 10, VolumeType: "gp2" }, { Iops: 100 }],
    ["gp2, at most", { Size: 10_000, VolumeType: "gp2" }, { Iops: 16_000 }],
    ["gp3's first 3,000", { Size: 1, VolumeType: "gp3" }, { Iops: 3000, Throughput: 125 }],
    [
      "gp3, provisioned",
      { Size: 16, VolumeType: "gp3", Iops: 8000, Throughput: 2000 },
      { Iops: 8000, Throughput: 2000 },
    ],
    ["io1", { Size: 4, VolumeType: "io1", Iops: 200 }, { Iops: 200 }],
    ["io2", { Size: 4, VolumeType: "io2", Iops: 4000 }, { Iops: 4000 }],
    ["st1", { Size: 125, VolumeType: "st1" }, { Iops: undefined }],
  ] as const)("performance of %s", (_, wanted, told) => {
    expect(testRegion().call("CreateVolume", { AvailabilityZone: ZONE, ...wanted })).toMatchObject(told);
  });

  test.each([
    ["neither size nor snapshot", {}, "MissingParameter"],
    ["an unknown type", { Size: 8, VolumeType: "gp9" as "gp2" }, "UnknownVolumeType"],
    ["a name of every object", { Size: 8, VolumeType: "constructor" as "gp2" }, "UnknownVolumeType"],
    ["too small for its type", { Size: 124, VolumeType: "sc1" }, "InvalidParameterValue"],
    ["too large for its type", { Size: 16_385, VolumeType: "gp2" }, "InvalidParameterValue"],
    ["IOPS that gp2 cannot provision", { Size: 8, VolumeType: "gp2", Iops: 100 }, "InvalidParameterCombination"],
    ["io1 without IOPS", { Size: 8, VolumeType: "io1" }, "MissingParameter"],
    ["more IOPS than io1's size allows", { Size: 4, VolumeType: "io1", Iops: 201 }, "InvalidParameterValue"],
    ["fewer IOPS than gp3 begins with", { Size: 8, VolumeType: "gp3", Iops: 2999 }, "InvalidParameterValue"],
    ["throughput of another type than gp3", { Size: 8, Throughput: 125 }, "InvalidParameterCombination"],
    [
      "more throughput than its IOPS carry",
      { Size: 8, VolumeType: "gp3", Iops: 3000, Throughput: 751 },
      "InvalidParameterValue",
    ],
    ["a key without encryption", { Size: 8, KmsKeyId: "alias/mine" }, "InvalidParameterDependency"],
    ["a snapshot that nobody made", { SnapshotId: "snap-0123456789abcdef0" }, "InvalidSnapshot.NotFound"],
    ["Multi-Attach", { Size: 8, VolumeType: "io1", Iops: 100, MultiAttachEnabled: true }, "UnsupportedOperation"],
  ] as const)("refuses %s", (_, wanted, code) => {
    expect(refusal(testRegion(), "CreateVolume", { AvailabilityZone: ZONE, ...wanted })).toBe(code);
  });

  test.each([
    [{}, "MissingParameter"],
    [{ AvailabilityZone: "us-east-1z" }, "InvalidZone.NotFound"],
    [{ AvailabilityZoneId: "euw1-az1" }, "InvalidZone.NotFound"],
    [{ AvailabilityZone: ZONE, AvailabilityZoneId: "use1-az1" }, "InvalidParameterCombination"],
  ] as const)("zone %j is %s", (zone, code) => {
    expect(refusal(testRegion(), "CreateVolume", { Size: 8, ...zone })).toBe(code);
  });
});

describe("AttachVolume and DetachVolume", () => {
  test("a volume comes to an instance, shows there, and goes again", () => {
    const region = testRegion();
    const instance = running(region);
    const { VolumeId = "" } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 8 });
    const attachment = { VolumeId, InstanceId: instance.id, Device: "/dev/sdh" };
    expect(region.call("AttachVolume", attachment)).toMatchObject({
      ...attachment,
      State: "attaching",
      DeleteOnTermination: false,
    });
    expect(volumeOf(region, VolumeId)).toMatchObject({
      State: "in-use",
      Attachments: [{ ...attachment, State: "attached" }],
    });
    const { Reservations } = region.call("DescribeInstances", { InstanceIds: [instance.id] });
    expect(Reservations?.[0]?.Instances?.[0]?.BlockDeviceMappings?.map(({ DeviceName }) => DeviceName)).toEqual([
      "/dev/xvda",
      "/dev/sdh",
    ]);
    expect(region.call("DetachVolume", { VolumeId })).toMatchObject({ ...attachment, State: "detaching" });
    expect(volumeOf(region, VolumeId)).toMatchObject({ State: "available", Attachments: [] });
  });

  test("an attached volume stays when its instance is terminated", () => {
    const region = testRegion();
    const instance = running(region);
    const { VolumeId = "" } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 8 });
    region.call("AttachVolume", { VolumeId, InstanceId: instance.id, Device: "/dev/sdh" });
    region.call("TerminateInstances", { InstanceIds: [instance.id] });
    region.clock.advance(0);
    expect(region.call("DescribeVolumes").Volumes).toMatchObject([{ VolumeId, State: "available" }]);
  });

  test("what cannot be attached", () => {
    const region = testRegion();
    const { id, rootVolumeId } = running(region);
    const here = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 8 }).VolumeId ?? "";
    const there = region.call("CreateVolume", { AvailabilityZone: "us-east-1b", Size: 8 }).VolumeId ?? "";
    const attach = (VolumeId: string, Device: string, InstanceId = id) =>
      refusal(region, "AttachVolume", { VolumeId, InstanceId, Device });
    expect(attach(there, "/dev/sdf")).toBe("InvalidVolume.ZoneMismatch");
    expect(attach(rootVolumeId, "/dev/sdf")).toBe("VolumeInUse");
    expect(attach(here, "/dev/xvda")).toBe("InvalidParameterValue");
    expect(attach(here, "/dev/sdf", "i-0123456789abcdef0")).toBe("InvalidInstanceID.NotFound");
    expect(attach("vol-0123456789abcdef0", "/dev/sdf")).toBe("InvalidVolume.NotFound");
    expect(attach("vol-1", "/dev/sdf")).toBe("InvalidVolumeID.Malformed");
    region.call("TerminateInstances", { InstanceIds: [id] });
    region.clock.advance(0);
    expect(attach(here, "/dev/sdf")).toBe("IncorrectState");
  });

  test("what cannot be detached: the root of a running instance, what is elsewhere or nowhere", () => {
    const region = testRegion();
    const { id, rootVolumeId } = running(region);
    const other = running(region);
    const { VolumeId = "" } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 8 });
    expect(refusal(region, "DetachVolume", { VolumeId })).toBe("IncorrectState");
    region.call("AttachVolume", { VolumeId, InstanceId: id, Device: "/dev/sdh" });
    expect(refusal(region, "DetachVolume", { VolumeId, InstanceId: other.id })).toBe("InvalidAttachment.NotFound");
    expect(refusal(region, "DetachVolume", { VolumeId, Device: "/dev/sdi" })).toBe("InvalidAttachment.NotFound");
    expect(refusal(region, "DeleteVolume", { VolumeId })).toBe("VolumeInUse");
    expect(refusal(region, "DetachVolume", { VolumeId: rootVolumeId })).toBe("OperationNotPermitted");
    region.call("StopInstances", { InstanceIds: [id] });
    region.clock.advance(0);
    expect(region.call("DetachVolume", { VolumeId: rootVolumeId }).State).toBe("detaching");
    region.call("DeleteVolume", { VolumeId: rootVolumeId });
    expect(region.codeOf("DescribeVolumes", { VolumeIds: [rootVolumeId] })).toBe("InvalidVolume.NotFound");
  });
});

describe("ModifyVolume", () => {
  test("is under way in its answer and complete after; provisioned performance stays with the type", () => {
    const region = testRegion();
    const { VolumeId = "" } = region.call("CreateVolume", {
      AvailabilityZone: ZONE,
      Size: 100,
      VolumeType: "gp3",
      Iops: 4000,
      Throughput: 200,
    });
    expect(region.codeOf("DescribeVolumesModifications", { VolumeIds: [VolumeId] })).toBe(
      "InvalidVolumeModification.NotFound",
    );
    expect(region.call("ModifyVolume", { VolumeId, Size: 120 }).VolumeModification).toMatchObject({
      ModificationState: "modifying",
      OriginalSize: 100,
      TargetSize: 120,
      TargetIops: 4000,
      TargetThroughput: 200,
      Progress: 0,
    });
    expect(region.call("DescribeVolumesModifications", { VolumeIds: [VolumeId] }).VolumesModifications).toMatchObject([
      { ModificationState: "completed", TargetSize: 120, Progress: 100 },
    ]);
    region.call("ModifyVolume", { VolumeId, VolumeType: "io2" });
    expect(volumeOf(region, VolumeId)).toMatchObject({ Size: 120, VolumeType: "io2", Iops: 3000 });
    region.call("ModifyVolume", { VolumeId, VolumeType: "gp2" });
    expect(volumeOf(region, VolumeId)).toMatchObject({ VolumeType: "gp2", Iops: 360, Throughput: undefined });
    const latest = region.call("DescribeVolumesModifications", {
      Filters: [{ Name: "target-volume-type", Values: ["gp2"] }],
    });
    expect(latest.VolumesModifications).toMatchObject([{ VolumeId, OriginalVolumeType: "io2" }]);
  });

  test("four times within a day, not five", () => {
    const region = testRegion();
    const { VolumeId = "" } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 8 });
    for (const Size of [9, 10, 11, 12]) region.call("ModifyVolume", { VolumeId, Size });
    expect(refusal(region, "ModifyVolume", { VolumeId, Size: 13 })).toBe("VolumeModificationRateExceeded");
    region.clock.advance(24 * 60 * 60 * 1000);
    expect(region.call("ModifyVolume", { VolumeId, Size: 13 }).VolumeModification?.OriginalSize).toBe(12);
  });

  test.each([
    ["a smaller size", { Size: 79 }, "InvalidParameterValue"],
    ["nothing", {}, "InvalidParameterCombination"],
    ["a type too small for the volume", { VolumeType: "st1" }, "InvalidParameterValue"],
  ] as const)("refuses %s", (_, change, code) => {
    const region = testRegion();
    const { VolumeId = "" } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 80 });
    expect(refusal(region, "ModifyVolume", { VolumeId, ...change })).toBe(code);
  });

  test("what is told of a volume's changes goes with it", () => {
    const region = testRegion();
    const { VolumeId = "" } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 8 });
    region.call("ModifyVolume", { VolumeId, Size: 9 });
    region.call("DeleteVolume", { VolumeId });
    expect(region.call("DescribeVolumesModifications").VolumesModifications).toEqual([]);
  });
});

describe("attributes, status and encryption", () => {
  test("automatic I/O reads back", () => {
    const region = testRegion();
    const { VolumeId = "" } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 8 });
    const read = () => region.call("DescribeVolumeAttribute", { VolumeId, Attribute: "autoEnableIO" }).AutoEnableIO;
    expect(read()).toEqual({ Value: false });
    region.call("ModifyVolumeAttribute", { VolumeId, AutoEnableIO: { Value: true } });
    expect(read()).toEqual({ Value: true });
    expect(region.call("DescribeVolumeStatus", { VolumeIds: [VolumeId] }).VolumeStatuses).toMatchObject([
      { VolumeId, VolumeStatus: { Status: "ok" } },
    ]);
  });

  test("by default, where the account wants it: of new volumes and of instances' own, in that region alone", () => {
    const region = testRegion();
    const encrypted = (here: TestRegion, zone: string) =>
      here.call("CreateVolume", { AvailabilityZone: zone, Size: 8 }).Encrypted;
    expect(encrypted(region, ZONE)).toBe(false);
    region.call("EnableEbsEncryptionByDefault");
    expect(region.call("GetEbsEncryptionByDefault").EbsEncryptionByDefault).toBe(true);
    expect(encrypted(region, ZONE)).toBe(true);
    expect(volumeOf(region, running(region).rootVolumeId)).toMatchObject({
      Encrypted: true,
      KmsKeyId: "arn:aws:kms:us-east-1:111111111111:alias/aws/ebs",
    });
    expect(encrypted(region.as("111111111111", "eu-west-1"), "eu-west-1a")).toBe(false);
    region.call("DisableEbsEncryptionByDefault");
    expect(encrypted(region, ZONE)).toBe(false);
  });

  test("with the account's default key, until it is reset", () => {
    const region = testRegion();
    const key = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const keyOf = () => region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 8, Encrypted: true }).KmsKeyId;
    expect(region.call("ModifyEbsDefaultKmsKeyId", { KmsKeyId: key }).KmsKeyId).toBe(key);
    expect(keyOf()).toBe(key);
    region.call("ResetEbsDefaultKmsKeyId");
    expect(region.call("GetEbsDefaultKmsKeyId").KmsKeyId).toBe("alias/aws/ebs");
    expect(keyOf()).not.toBe(key);
  });
});
