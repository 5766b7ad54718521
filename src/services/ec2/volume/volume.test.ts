import { describe, expect, test } from "vitest";
import { only } from "../interface/interface.fixture.ts";
import { refusal, stateOf } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const zone = { AvailabilityZone: "us-east-1a" };
const launch = { ImageId: "ami-0abcdef1234567890", InstanceType: "t3.micro" as const, MinCount: 1, MaxCount: 1 };

function instanceIn(region: TestRegion, AvailabilityZone: string): string {
  const { Instances } = region.call("RunInstances", { ...launch, Placement: { AvailabilityZone } });
  region.clock.advance(1000);
  return only(Instances).InstanceId ?? "";
}

const volumeIn = (region: TestRegion, input: object = {}): string =>
  region.call("CreateVolume", { ...zone, Size: 10, ...input }).VolumeId ?? "";

const volumeOf = (region: TestRegion, id: string) => only(region.call("DescribeVolumes", { VolumeIds: [id] }).Volumes);

describe("volumes", () => {
  test("are made in a zone with their type's rates, and deleted with their tags", () => {
    const region = testRegion();
    const made = region.call("CreateVolume", {
      AvailabilityZoneId: "use1-az2",
      Size: 100,
      VolumeType: "gp3",
      Encrypted: true,
      TagSpecifications: [{ ResourceType: "volume", Tags: [{ Key: "Name", Value: "data" }] }],
    });
    expect(made.State).toBe("creating");
    const id = made.VolumeId ?? "";
    expect(volumeOf(region, id)).toMatchObject({
      State: "available",
      AvailabilityZone: "us-east-1b",
      Size: 100,
      VolumeType: "gp3",
      Iops: 3000,
      Throughput: 125,
      Encrypted: true,
      Attachments: [],
      Tags: [{ Key: "Name", Value: "data" }],
    });
    expect(volumeOf(region, volumeIn(region, { Size: 50 }))).toMatchObject({ VolumeType: "gp2", Iops: 150 });
    expect(refusal(region.as("222222222222", "us-east-1"), "DeleteVolume", { VolumeId: id })).toBe(
      "InvalidVolume.NotFound",
    );
    region.call("DeleteVolume", { VolumeId: id });
    expect(refusal(region, "DescribeVolumes", { VolumeIds: [id] })).toBe("InvalidVolume.NotFound");
    expect(stateOf(region)["ec2.tags"]).toBeUndefined();
  });

  test.each([
    [{ Size: undefined }, "MissingParameter"],
    [{ AvailabilityZone: undefined }, "MissingParameter"],
    [{ AvailabilityZone: "us-east-1z" }, "InvalidZone.NotFound"],
    [{ SnapshotId: "snap-0123456789abcdef0" }, "InvalidSnapshot.NotFound"],
    [{ VolumeType: "gp9" }, "UnknownVolumeType"],
    [{ VolumeType: "io1", Size: 3, Iops: 100 }, "InvalidParameterValue"],
    [{ Size: 16_385 }, "InvalidParameterValue"],
    [{ VolumeType: "io2" }, "MissingParameter"],
    [{ VolumeType: "gp3", Iops: 2_999 }, "InvalidParameterValue"],
    [{ VolumeType: "gp3", Throughput: 2_001 }, "InvalidParameterValue"],
    [{ Iops: 300 }, "InvalidParameterCombination"],
    [{ VolumeType: "io1", Iops: 300, Throughput: 200 }, "InvalidParameterCombination"],
    [{ MultiAttachEnabled: true }, "UnsupportedOperation"],
  ])("are not made of %o", (input, code) => {
    expect(refusal(testRegion(), "CreateVolume", { ...zone, Size: 10, ...input } as object)).toBe(code);
  });

  test("are attached to an instance of their zone, shown there, and detached", () => {
    const region = testRegion();
    const InstanceId = instanceIn(region, "us-east-1a");
    const VolumeId = volumeIn(region);
    const here = { VolumeId, InstanceId, Device: "/dev/sdf" };
    expect(region.call("AttachVolume", here)).toMatchObject({ ...here, State: "attaching" });
    expect(volumeOf(region, VolumeId)).toMatchObject({
      State: "in-use",
      Attachments: [{ ...here, State: "attached", DeleteOnTermination: false }],
    });
    const { Reservations } = region.call("DescribeInstances", { InstanceIds: [InstanceId] });
    const devices = only(only(Reservations).Instances).BlockDeviceMappings?.map(({ DeviceName }) => DeviceName);
    expect(devices).toEqual(["/dev/xvda", "/dev/sdf"]);

    expect(refusal(region, "AttachVolume", { ...here, Device: "/dev/sdg" })).toBe("VolumeInUse");
    expect(refusal(region, "DeleteVolume", { VolumeId })).toBe("VolumeInUse");
    const second = volumeIn(region);
    expect(refusal(region, "AttachVolume", { ...here, VolumeId: second })).toBe("InvalidParameterValue");
    const elsewhere = volumeIn(region, { AvailabilityZone: "us-east-1b" });
    const apart = { VolumeId: elsewhere, InstanceId, Device: "/dev/sdg" };
    expect(refusal(region, "AttachVolume", apart)).toBe("InvalidVolume.ZoneMismatch");
    expect(refusal(region, "DetachVolume", { VolumeId, Device: "/dev/sdg" })).toBe("InvalidAttachment.NotFound");
    expect(refusal(region, "DetachVolume", { VolumeId: second })).toBe("IncorrectState");

    expect(region.call("DetachVolume", { VolumeId })).toMatchObject({ ...here, State: "detaching" });
    expect(volumeOf(region, VolumeId)).toMatchObject({ State: "available", Attachments: [] });
    region.call("DeleteVolume", { VolumeId });
  });

  test("outlive their instance, and a running instance keeps its root volume", () => {
    const region = testRegion();
    const InstanceId = instanceIn(region, "us-east-1a");
    const VolumeId = volumeIn(region);
    region.call("AttachVolume", { VolumeId, InstanceId, Device: "/dev/sdf" });
    const Filters = [{ Name: "attachment.device", Values: ["/dev/xvda"] }];
    const root = only(region.call("DescribeVolumes", { Filters }).Volumes).VolumeId ?? "";
    expect(refusal(region, "DetachVolume", { VolumeId: root })).toBe("OperationNotPermitted");
    region.call("TerminateInstances", { InstanceIds: [InstanceId] });
    region.clock.advance(1000);
    expect(region.call("DescribeVolumes").Volumes).toMatchObject([{ VolumeId, State: "available", Attachments: [] }]);
    expect(refusal(region, "AttachVolume", { VolumeId, InstanceId, Device: "/dev/sdf" })).toBe("IncorrectState");
  });
});

describe("ModifyVolume", () => {
  test("makes a volume larger and of another type; the modification tells both", () => {
    const region = testRegion();
    const VolumeId = volumeIn(region);
    expect(refusal(region, "DescribeVolumesModifications", { VolumeIds: [VolumeId] })).toBe(
      "InvalidVolumeModification.NotFound",
    );
    expect(region.call("DescribeVolumesModifications").VolumesModifications).toEqual([]);
    const { VolumeModification } = region.call("ModifyVolume", { VolumeId, Size: 200, VolumeType: "gp3", Iops: 4000 });
    const told = {
      VolumeId,
      OriginalSize: 10,
      OriginalVolumeType: "gp2",
      OriginalIops: 100,
      TargetSize: 200,
      TargetVolumeType: "gp3",
      TargetIops: 4000,
      TargetThroughput: 125,
    };
    expect(VolumeModification).toMatchObject({ ...told, ModificationState: "modifying", Progress: 0 });
    expect(volumeOf(region, VolumeId)).toMatchObject({ Size: 200, VolumeType: "gp3", Iops: 4000, Throughput: 125 });
    const Filters = [{ Name: "target-size", Values: ["200"] }];
    const { VolumesModifications } = region.call("DescribeVolumesModifications", { Filters });
    expect(VolumesModifications).toMatchObject([{ ...told, ModificationState: "completed", Progress: 100 }]);
  });

  test("keeps chosen rates while the type stays, and gp2's rate follows the size", () => {
    const region = testRegion();
    const chosen = volumeIn(region, { VolumeType: "gp3", Iops: 5000, Throughput: 300 });
    region.call("ModifyVolume", { VolumeId: chosen, Size: 20 });
    expect(volumeOf(region, chosen)).toMatchObject({ Size: 20, Iops: 5000, Throughput: 300 });
    const earning = volumeIn(region);
    region.call("ModifyVolume", { VolumeId: earning, Size: 1000 });
    expect(volumeOf(region, earning)).toMatchObject({ Size: 1000, Iops: 3000 });
  });

  test("refuses what cannot be", () => {
    const region = testRegion();
    const VolumeId = volumeIn(region);
    const refused = (input: object) => refusal(region, "ModifyVolume", { VolumeId, ...input });
    expect(refused({ Size: 9 })).toBe("InvalidParameterValue");
    expect(refused({ VolumeType: "io1" })).toBe("MissingParameter");
    expect(refused({ VolumeType: "st1" })).toBe("InvalidParameterValue");
    expect(refused({ Iops: 5000 })).toBe("InvalidParameterCombination");
    expect(refused({ VolumeId: "vol-0123456789abcdef0" })).toBe("InvalidVolume.NotFound");
  });
});
