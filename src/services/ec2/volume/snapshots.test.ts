import { describe, expect, test } from "vitest";
import { only } from "../interface/interface.fixture.ts";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const ZONE = "us-east-1a";
const AMI = "ami-0abcdef1234567890";
const base = { ImageId: AMI, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 } as const;

/** A snapshot of a new volume of 80 GiB. */
function taken(region: TestRegion): string {
  const { VolumeId } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 80 });
  return region.call("CreateSnapshot", { VolumeId, Description: "nightly" }).SnapshotId ?? "";
}

const described = (region: TestRegion, input: object = {}) =>
  region.call("DescribeSnapshots", input).Snapshots?.map(({ SnapshotId }) => SnapshotId);

describe("CreateSnapshot", () => {
  test("is pending in its answer and complete after; outlives its volume, and volumes are made of it", () => {
    const region = testRegion();
    const { VolumeId = "" } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 80, Encrypted: true });
    const { SnapshotId = "", State } = region.call("CreateSnapshot", {
      VolumeId,
      TagSpecifications: [{ ResourceType: "snapshot", Tags: [{ Key: "a", Value: "b" }] }],
    });
    expect(State).toBe("pending");
    region.call("DeleteVolume", { VolumeId });
    expect(only(region.call("DescribeSnapshots", { SnapshotIds: [SnapshotId] }).Snapshots)).toMatchObject({
      VolumeId,
      VolumeSize: 80,
      State: "completed",
      Progress: "100%",
      OwnerId: "111111111111",
      Encrypted: true,
      Tags: [{ Key: "a", Value: "b" }],
    });
    expect(region.call("CreateVolume", { AvailabilityZone: "us-east-1b", SnapshotId })).toMatchObject({
      Size: 80,
      SnapshotId,
      Encrypted: true,
    });
    expect(refusal(region, "CreateVolume", { AvailabilityZone: ZONE, SnapshotId, Size: 79 })).toBe(
      "InvalidParameterValue",
    );
  });

  test("of all of an instance's volumes but those left out", () => {
    const region = testRegion();
    const launched = only(
      region.call("RunInstances", {
        ...base,
        BlockDeviceMappings: [
          { DeviceName: "/dev/sdf", Ebs: { VolumeSize: 5 } },
          { DeviceName: "/dev/sdg", Ebs: { VolumeSize: 6 } },
        ],
      }).Instances,
    );
    const InstanceId = launched.InstanceId ?? "";
    const [root, five] = (launched.BlockDeviceMappings ?? []).map(({ Ebs }) => Ebs?.VolumeId ?? "");
    const sizes = (left: object) =>
      region
        .call("CreateSnapshots", { InstanceSpecification: { InstanceId, ...left } })
        .Snapshots?.map(({ VolumeSize }) => VolumeSize);
    expect(sizes({})).toEqual([8, 5, 6]);
    expect(sizes({ ExcludeBootVolume: true, ExcludeDataVolumeIds: [five] })).toEqual([6]);
    for (const ExcludeDataVolumeIds of [[root ?? ""], ["vol-0123456789abcdef0"]])
      expect(refusal(region, "CreateSnapshots", { InstanceSpecification: { InstanceId, ExcludeDataVolumeIds } })).toBe(
        "InvalidParameterValue",
      );
  });
});

test("a copy in another region: its own id, encrypted on request, of a volume that means nothing", () => {
  const region = testRegion();
  const SourceSnapshotId = taken(region);
  const there = region.as("111111111111", "eu-west-1");
  const { SnapshotId = "" } = there.call("CopySnapshot", {
    SourceRegion: "us-east-1",
    SourceSnapshotId,
    Encrypted: true,
  });
  expect(only(there.call("DescribeSnapshots", { SnapshotIds: [SnapshotId] }).Snapshots)).toMatchObject({
    VolumeId: "vol-ffffffff",
    VolumeSize: 80,
    Encrypted: true,
    TransferType: "standard",
  });
  expect(refusal(there, "CopySnapshot", { SourceRegion: "us-west-2", SourceSnapshotId })).toBe(
    "InvalidSnapshot.NotFound",
  );
});

describe("sharing", () => {
  test("others see and use what is shared with them or with all, and nothing else", () => {
    const region = testRegion();
    const friend = region.as("222222222222", "us-east-1");
    const SnapshotId = taken(region);
    const use = () => friend.codeOf("CreateVolume", { AvailabilityZone: ZONE, SnapshotId });
    expect(described(friend)).toEqual([]);
    expect(use()).toBe("InvalidSnapshot.NotFound");
    region.call("ModifySnapshotAttribute", {
      SnapshotId,
      CreateVolumePermission: { Add: [{ UserId: "222222222222" }] },
    });
    expect(described(friend)).toEqual([SnapshotId]);
    expect(described(friend, { OwnerIds: ["self"] })).toEqual([]);
    expect(described(friend, { RestorableByUserIds: ["self"] })).toEqual([SnapshotId]);
    expect(friend.call("CreateVolume", { AvailabilityZone: ZONE, SnapshotId }).Size).toBe(80);
    expect(friend.codeOf("DeleteSnapshot", { SnapshotId })).toBe("InvalidSnapshot.NotFound");
    region.call("ModifySnapshotAttribute", { SnapshotId, OperationType: "add", GroupNames: ["all"] });
    expect(
      region.call("DescribeSnapshotAttribute", { SnapshotId, Attribute: "createVolumePermission" })
        .CreateVolumePermissions,
    ).toEqual([{ UserId: "222222222222" }, { Group: "all" }]);
    region.call("ResetSnapshotAttribute", { SnapshotId, Attribute: "createVolumePermission" });
    expect(described(friend)).toEqual([]);
    expect(described(region)).toEqual([SnapshotId]);
  });

  test("an encrypted snapshot is never public", () => {
    const region = testRegion();
    const { VolumeId } = region.call("CreateVolume", { AvailabilityZone: ZONE, Size: 8, Encrypted: true });
    const { SnapshotId } = region.call("CreateSnapshot", { VolumeId });
    const share = { SnapshotId, OperationType: "add" as const, GroupNames: ["all"] };
    expect(refusal(region, "ModifySnapshotAttribute", share)).toBe("InvalidParameterValue");
  });

  test.each([
    [{ Add: [{ UserId: "1" }] }, "InvalidUserID.Malformed"],
    [{ Add: [{ Group: "everybody" as "all" }] }, "InvalidParameterValue"],
    [{}, "InvalidParameterCombination"],
  ])("refuses %j", (CreateVolumePermission, code) => {
    const region = testRegion();
    expect(refusal(region, "ModifySnapshotAttribute", { SnapshotId: taken(region), CreateVolumePermission })).toBe(
      code,
    );
  });
});

describe("a launch", () => {
  const mapping = (SnapshotId: string, VolumeSize?: number) => ({
    ...base,
    BlockDeviceMappings: [{ DeviceName: "/dev/sdf", Ebs: { SnapshotId, ...(VolumeSize ? { VolumeSize } : {}) } }],
  });

  test("takes a volume's size from its snapshot, and no less", () => {
    const region = testRegion();
    const SnapshotId = taken(region);
    region.call("RunInstances", mapping(SnapshotId));
    expect(
      region.call("DescribeVolumes", { Filters: [{ Name: "snapshot-id", Values: [SnapshotId] }] }).Volumes,
    ).toMatchObject([{ Size: 80, State: "in-use" }]);
    expect(refusal(region, "RunInstances", mapping(SnapshotId, 79))).toBe("InvalidBlockDeviceMapping");
  });

  test("takes a snapshot that nobody made at its word, unless images are strict; never another's", () => {
    const unknown = "snap-0123456789abcdef0";
    expect(testRegion().call("RunInstances", mapping(unknown)).Instances).toHaveLength(1);
    const region = testRegion();
    expect(refusal(region.as("222222222222", "us-east-1"), "RunInstances", mapping(taken(region)))).toBe(
      "InvalidSnapshot.NotFound",
    );
    expect(refusal(region, "RunInstances", mapping("snap-1"))).toBe("InvalidSnapshotID.Malformed");
    const strict = testRegion({ strictImages: true });
    const [image] = strict.call("DescribeImages", { Owners: ["amazon"], MaxResults: 1 }).Images ?? [];
    expect(refusal(strict, "RunInstances", { ...mapping(unknown), ImageId: image?.ImageId })).toBe(
      "InvalidSnapshot.NotFound",
    );
  });
});

test("deleting forgets a snapshot; a second time it is not found", () => {
  const region = testRegion();
  const SnapshotId = taken(region);
  region.call("DeleteSnapshot", { SnapshotId });
  expect(described(region)).toEqual([]);
  expect(refusal(region, "DeleteSnapshot", { SnapshotId })).toBe("InvalidSnapshot.NotFound");
});
