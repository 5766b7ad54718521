import { describe, expect, test } from "vitest";
import { only } from "../interface/interface.fixture.ts";
import { refusal } from "../refusal.fixture.ts";
import { type TestRegion, testRegion } from "../region.fixture.ts";

const base = { InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 } as const;
const UNREGISTERED = "ami-0abcdef1234567890";

const launch = (region: TestRegion, input: object = {}) => {
  const launched = only(region.call("RunInstances", { ImageId: UNREGISTERED, ...base, ...input }).Instances);
  region.clock.advance(0);
  return launched;
};

/** An image of a running instance with a data volume of 7 GiB. */
function imaged(region: TestRegion, Name = "golden") {
  const { InstanceId = "" } = launch(region, {
    BlockDeviceMappings: [{ DeviceName: "/dev/sdf", Ebs: { VolumeSize: 7, VolumeType: "gp3", Iops: 3500 } }],
  });
  return { InstanceId, ImageId: region.call("CreateImage", { InstanceId, Name, Description: "made" }).ImageId ?? "" };
}

const imageOf = (region: TestRegion, id: string) => only(region.call("DescribeImages", { ImageIds: [id] }).Images);
const own = (region: TestRegion) =>
  region.call("DescribeImages", { Owners: ["self"] }).Images?.map(({ ImageId }) => ImageId);

describe("CreateImage", () => {
  test("snapshots every volume; instances of the image have them again", () => {
    const region = testRegion();
    const { ImageId, InstanceId } = imaged(region);
    const image = imageOf(region, ImageId);
    expect(image).toMatchObject({
      Name: "golden",
      Description: "made",
      State: "available",
      Public: false,
      OwnerId: "111111111111",
      ImageLocation: "111111111111/golden",
      SourceInstanceId: InstanceId,
      SourceImageId: UNREGISTERED,
      RootDeviceName: "/dev/xvda",
      BlockDeviceMappings: [
        { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 8, VolumeType: "gp3" } },
        { DeviceName: "/dev/sdf", Ebs: { VolumeSize: 7, VolumeType: "gp3", Iops: 3500 } },
      ],
    });
    const snapshots = region.call("DescribeSnapshots", { OwnerIds: ["self"] }).Snapshots;
    expect(snapshots?.map(({ SnapshotId }) => SnapshotId)).toEqual(
      image.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.SnapshotId),
    );
    expect(snapshots?.[0]?.Description).toBe(`Created by CreateImage(${InstanceId}) for ${ImageId}`);
    const { InstanceId: next = "" } = launch(region, { ImageId });
    const volumes = region.call("DescribeVolumes", {
      Filters: [{ Name: "attachment.instance-id", Values: [next] }],
    }).Volumes;
    expect(volumes?.map(({ Size, Iops, SnapshotId }) => [Size, Iops, SnapshotId])).toEqual([
      [8, 3000, snapshots?.[0]?.SnapshotId],
      [7, 3500, snapshots?.[1]?.SnapshotId],
    ]);
  });

  test("a launch leaves out a device of the image, or changes it", () => {
    const region = testRegion();
    const { ImageId } = imaged(region);
    const sizes = (BlockDeviceMappings: object[]) => {
      const { BlockDeviceMappings: shown } = launch(region, { ImageId, BlockDeviceMappings });
      const VolumeIds = shown?.map(({ Ebs }) => Ebs?.VolumeId ?? "") ?? [];
      return region.call("DescribeVolumes", { VolumeIds }).Volumes?.map(({ Size, Iops }) => [Size, Iops]);
    };
    expect(sizes([{ DeviceName: "/dev/sdf", NoDevice: "" }])).toEqual([[8, 3000]]);
    expect(sizes([{ DeviceName: "/dev/sdf", Ebs: { VolumeSize: 50 } }])).toEqual([
      [8, 3000],
      [50, 3500],
    ]);
    expect(
      region.codeOf("RunInstances", {
        ...base,
        ImageId,
        BlockDeviceMappings: [{ DeviceName: "/dev/sdf", Ebs: { VolumeSize: 4 } }],
      }),
    ).toBe("InvalidBlockDeviceMapping");
  });

  test("leaves out and adds what the request says, and tags image and snapshots each with their own", () => {
    const region = testRegion();
    const { InstanceId } = imaged(region);
    const { ImageId = "" } = region.call("CreateImage", {
      InstanceId,
      Name: "other",
      BlockDeviceMappings: [
        { DeviceName: "/dev/xvda", Ebs: { DeleteOnTermination: false } },
        { DeviceName: "/dev/sdf", NoDevice: "" },
        { DeviceName: "/dev/sdz", Ebs: { VolumeSize: 9 } },
      ],
      TagSpecifications: [
        { ResourceType: "image", Tags: [{ Key: "of", Value: "image" }] },
        { ResourceType: "snapshot", Tags: [{ Key: "of", Value: "snapshot" }] },
      ],
    });
    expect(imageOf(region, ImageId)).toMatchObject({
      Tags: [{ Key: "of", Value: "image" }],
      BlockDeviceMappings: [
        { DeviceName: "/dev/xvda", Ebs: { DeleteOnTermination: false } },
        { DeviceName: "/dev/sdz", Ebs: { VolumeSize: 9, SnapshotId: undefined } },
      ],
    });
    expect(
      region.call("DescribeSnapshots", { Filters: [{ Name: "tag:of", Values: ["snapshot"] }] }).Snapshots,
    ).toHaveLength(1);
  });

  test.each([
    ["a name in use", { Name: "golden" }, "InvalidAMIName.Duplicate"],
    ["a short name", { Name: "ab" }, "InvalidAMIName.Malformed"],
    ["a name with other characters", { Name: "a;b;c" }, "InvalidAMIName.Malformed"],
    ["no name", { Name: "" }, "MissingParameter"],
    [
      "another size",
      { Name: "new", BlockDeviceMappings: [{ DeviceName: "/dev/sdf", Ebs: { VolumeSize: 6 } }] },
      "InvalidBlockDeviceMapping",
    ],
    [
      "tags of another type",
      { Name: "new", TagSpecifications: [{ ResourceType: "volume" as const, Tags: [{ Key: "a", Value: "b" }] }] },
      "InvalidParameterValue",
    ],
  ])("refuses %s", (_, change, code) => {
    const region = testRegion();
    const { InstanceId } = imaged(region);
    expect(refusal(region, "CreateImage", { InstanceId, ...change })).toBe(code);
  });

  test("refuses an instance that is no more", () => {
    const region = testRegion();
    const { InstanceId } = imaged(region);
    region.call("TerminateInstances", { InstanceIds: [InstanceId] });
    region.clock.advance(0);
    expect(refusal(region, "CreateImage", { InstanceId, Name: "late" })).toBe("IncorrectState");
  });
});

describe("RegisterImage", () => {
  const snapshot = (region: TestRegion) => {
    const { VolumeId } = region.call("CreateVolume", { AvailabilityZone: "us-east-1a", Size: 12 });
    return region.call("CreateSnapshot", { VolumeId }).SnapshotId ?? "";
  };

  test("of a snapshot, with AWS's defaults", () => {
    const region = testRegion();
    const SnapshotId = snapshot(region);
    const { ImageId = "" } = region.call("RegisterImage", {
      Name: "built",
      ImageLocation: "", // as Terraform sends it
      RootDeviceName: "/dev/sda1",
      BlockDeviceMappings: [
        { DeviceName: "/dev/sdb", VirtualName: "ephemeral0" },
        { DeviceName: "/dev/sda1", Ebs: { SnapshotId } },
      ],
    });
    expect(imageOf(region, ImageId)).toMatchObject({
      Architecture: "i386",
      VirtualizationType: "paravirtual",
      EnaSupport: false,
      BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: { SnapshotId, VolumeSize: 12, VolumeType: "gp2" } }],
    });
    expect(refusal(region, "RunInstances", { ...base, ImageId })).toBe("InvalidParameterValue"); // no i386 on a t3
  });

  test.each([
    ["no root device", {}, "MissingParameter"],
    ["a root that no mapping tells of", { RootDeviceName: "/dev/sda1" }, "InvalidBlockDeviceMapping"],
    [
      "an empty root",
      { RootDeviceName: "/dev/sda1", BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: { VolumeSize: 8 } }] },
      "InvalidBlockDeviceMapping",
    ],
    ["a manifest", { ImageLocation: "bucket/image.manifest.xml" }, "UnsupportedOperation"],
  ])("refuses %s", (_, wanted, code) => {
    expect(refusal(testRegion(), "RegisterImage", { Name: "built", ...wanted })).toBe(code);
  });
});

test("a copy in another region has snapshots of its own, its source, and tags only where asked for", () => {
  const region = testRegion();
  const there = region.as("111111111111", "eu-west-1");
  const { ImageId: SourceImageId } = imaged(region);
  region.call("CreateTags", { Resources: [SourceImageId], Tags: [{ Key: "a", Value: "b" }] });
  const copy = (input: object) =>
    there.call("CopyImage", { SourceRegion: "us-east-1", SourceImageId, Name: "copy", ...input }).ImageId ?? "";
  const plain = imageOf(there, copy({}));
  expect(plain).toMatchObject({ SourceImageId, SourceImageRegion: "us-east-1", Tags: [], Description: "made" });
  const ids = (images: typeof plain) => images.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.SnapshotId);
  expect(there.call("DescribeSnapshots", { SnapshotIds: ids(plain) as string[] }).Snapshots).toHaveLength(2);
  expect(ids(plain)).not.toEqual(ids(imageOf(region, SourceImageId)));
  const tagged = imageOf(there, copy({ Name: "tagged", CopyImageTags: true, Encrypted: true }));
  expect(tagged.Tags).toEqual([{ Key: "a", Value: "b" }]);
  expect(tagged.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.Encrypted)).toEqual([true, true]);
  expect(refusal(there, "CopyImage", { SourceRegion: "us-east-1", SourceImageId, Name: "copy" })).toBe(
    "InvalidAMIName.Duplicate",
  );
});

describe("DeregisterImage", () => {
  test("the image is gone for good, its name free, its snapshots still there", () => {
    const region = testRegion();
    const { ImageId, InstanceId } = imaged(region);
    const snapshots = () => region.call("DescribeSnapshots").Snapshots ?? [];
    const SnapshotId = snapshots()[0]?.SnapshotId ?? "";
    expect(refusal(region, "DeleteSnapshot", { SnapshotId })).toBe("InvalidSnapshot.InUse");
    expect(region.call("DeregisterImage", { ImageId })).toEqual({ Return: true });
    expect(own(region)).toEqual([]);
    expect(region.call("DescribeImages", { ImageIds: [ImageId] }).Images).toEqual([]);
    expect(refusal(region, "RunInstances", { ...base, ImageId })).toBe("InvalidAMIID.Unavailable");
    expect(refusal(region, "DeregisterImage", { ImageId })).toBe("InvalidAMIID.Unavailable");
    region.call("DeleteSnapshot", { SnapshotId });
    expect(snapshots()).toHaveLength(1);
    region.call("CreateImage", { InstanceId, Name: "golden" });
  });

  test("with its snapshots, but those that another image has", () => {
    const region = testRegion();
    const { ImageId } = imaged(region);
    const [root, data] = imageOf(region, ImageId).BlockDeviceMappings?.map(({ Ebs }) => Ebs?.SnapshotId) ?? [];
    region.call("RegisterImage", {
      Name: "second",
      RootDeviceName: "/dev/xvda",
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { SnapshotId: root } }],
    });
    expect(region.call("DeregisterImage", { ImageId, DeleteAssociatedSnapshots: true }).DeleteSnapshotResults).toEqual([
      { SnapshotId: root, ReturnCode: "skipped" },
      { SnapshotId: data, ReturnCode: "success" },
    ]);
    expect(region.call("DescribeSnapshots").Snapshots?.map(({ SnapshotId }) => SnapshotId)).toEqual([root]);
  });
});

describe("who may launch it", () => {
  test("the owner alone, then those it is shared with, then all", () => {
    const region = testRegion();
    const friend = region.as("222222222222", "us-east-1");
    const { ImageId } = imaged(region);
    const shared = (input: object) => friend.call("DescribeImages", input).Images?.map((image) => image.ImageId);
    expect(refusal(friend, "RunInstances", { ...base, ImageId })).toBe("InvalidAMIID.NotFound");
    expect(friend.codeOf("DescribeImages", { ImageIds: [ImageId] })).toBe("InvalidAMIID.NotFound");
    region.call("ModifyImageAttribute", { ImageId, LaunchPermission: { Add: [{ UserId: "222222222222" }] } });
    expect(shared({ ExecutableUsers: ["self"] })).toEqual([ImageId]);
    expect(shared({ Owners: ["111111111111"] })).toEqual([ImageId]);
    expect(shared({ Owners: ["self"] })).toEqual([]);
    launch(friend, { ImageId });
    expect(refusal(friend, "DeregisterImage", { ImageId })).toBe("AuthFailure");
    region.call("ModifyImageAttribute", {
      ImageId,
      Attribute: "launchPermission",
      OperationType: "add",
      UserGroups: ["all"],
    });
    expect(imageOf(region.as("333333333333", "us-east-1"), ImageId).Public).toBe(true);
    expect(region.call("DescribeImageAttribute", { ImageId, Attribute: "launchPermission" }).LaunchPermissions).toEqual(
      [{ UserId: "222222222222" }, { Group: "all" }],
    );
    region.call("ResetImageAttribute", { ImageId, Attribute: "launchPermission" });
    expect(shared({ ExecutableUsers: ["self"] })).toEqual([]);
  });

  test.each([
    [{ LaunchPermission: { Add: [{ UserId: "1" }] } }, "InvalidAMIAttributeItemValue"],
    [{ LaunchPermission: { Add: [{ Group: "friends" as "all" }] } }, "InvalidAMIAttributeItemValue"],
    [{ LaunchPermission: { Remove: [{ OrganizationArn: "o-1" }] } }, "InvalidAMIAttributeItemValue"],
    [{ Attribute: "kernel", Value: "aki-1" }, "InvalidParameterValue"],
    [{ ImdsSupport: { Value: "v1.0" } }, "InvalidParameterValue"],
    [{}, "InvalidParameterCombination"],
  ])("refuses %j", (change, code) => {
    const region = testRegion();
    expect(refusal(region, "ModifyImageAttribute", { ImageId: imaged(region).ImageId, ...change })).toBe(code);
  });

  test("nobody changes AWS's images", () => {
    const region = testRegion();
    const [image] = region.call("DescribeImages", { Owners: ["amazon"], MaxResults: 1 }).Images ?? [];
    const change = { ImageId: image?.ImageId, Description: { Value: "mine" } };
    expect(refusal(region, "ModifyImageAttribute", change)).toBe("AuthFailure");
    expect(refusal(region, "ModifyImageAttribute", { ...change, ImageId: UNREGISTERED })).toBe("InvalidAMIID.NotFound");
  });
});

test("description, IMDSv2 and deprecation read back; IMDSv2 is not undone, and instances follow it", () => {
  const region = testRegion();
  const { ImageId } = imaged(region);
  region.call("ModifyImageAttribute", { ImageId, Description: { Value: "new" } });
  region.call("ModifyImageAttribute", { ImageId, ImdsSupport: { Value: "v2.0" } });
  region.call("EnableImageDeprecation", { ImageId, DeprecateAt: new Date(region.clock.now() + 90_000) });
  const minute = new Date(Math.round((region.clock.now() + 90_000) / 60_000) * 60_000).toISOString();
  expect(imageOf(region, ImageId)).toMatchObject({ Description: "new", ImdsSupport: "v2.0", DeprecationTime: minute });
  expect(launch(region, { ImageId }).MetadataOptions).toMatchObject({ HttpTokens: "required" });
  region.call("DisableImageDeprecation", { ImageId });
  expect(imageOf(region, ImageId).DeprecationTime).toBeUndefined();
  for (const days of [-1, 3_660])
    expect(
      refusal(region, "EnableImageDeprecation", {
        ImageId,
        DeprecateAt: new Date(region.clock.now() + days * 86_400_000),
      }),
    ).toBe("InvalidParameterValue");
});

describe("availability", () => {
  test("a disabled image is its owner's to see, nobody's to launch or to share; enabled again, it is nobody else's", () => {
    const region = testRegion();
    const friend = region.as("222222222222", "us-east-1");
    const { ImageId } = imaged(region);
    const share = { ImageId, LaunchPermission: { Add: [{ UserId: "222222222222" }] } };
    region.call("ModifyImageAttribute", share);
    region.call("DisableImage", { ImageId });
    expect(own(region)).toEqual([]);
    expect(region.call("DescribeImages", { ImageIds: [ImageId], IncludeDisabled: true }).Images).toMatchObject([
      { State: "disabled" },
    ]);
    expect(refusal(region, "RunInstances", { ...base, ImageId })).toBe("InvalidAMIID.Unavailable");
    expect(refusal(region, "ModifyImageAttribute", share)).toBe("OperationNotPermitted");
    region.call("EnableImage", { ImageId });
    expect(own(region)).toEqual([ImageId]);
    expect(refusal(friend, "RunInstances", { ...base, ImageId })).toBe("InvalidAMIID.NotFound");
  });

  test("a protected image is not deregistered, with a cooldown not for another day", () => {
    const region = testRegion();
    const { ImageId } = imaged(region);
    const refused = () => refusal(region, "DeregisterImage", { ImageId });
    region.call("EnableImageDeregistrationProtection", { ImageId });
    expect(imageOf(region, ImageId).DeregistrationProtection).toBe("enabled-without-cooldown");
    expect(refused()).toBe("OperationNotPermitted");
    region.call("EnableImageDeregistrationProtection", { ImageId, WithCooldown: true });
    expect(imageOf(region, ImageId).DeregistrationProtection).toBe("enabled-with-cooldown");
    region.call("DisableImageDeregistrationProtection", { ImageId });
    expect(refused()).toBe("OperationNotPermitted");
    region.clock.advance(24 * 60 * 60 * 1000);
    region.call("DeregisterImage", { ImageId });
  });

  test("a copy is neither disabled nor protected", () => {
    const region = testRegion();
    const { ImageId: SourceImageId } = imaged(region);
    region.call("EnableImageDeregistrationProtection", { ImageId: SourceImageId });
    const { ImageId } = region.call("CopyImage", { SourceRegion: "us-east-1", SourceImageId, Name: "copy" });
    region.call("DeregisterImage", { ImageId });
  });
});
