/** CreateImage, RegisterImage, CopyImage, DeregisterImage. An image is available as soon as it was asked for. */
import type { BlockDeviceMapping, CreateImageRequest, DeregisterImageResult } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Instance, instances } from "../instance/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { putTags, type TagSpecification, tagNew, tagsFor, tagsOf, untag } from "../tag/resources.ts";
import { snapshots, type Volume, volumes } from "../volume/resources.ts";
import { shapeOf } from "../volume/shape.ts";
import { copyOf, knownSnapshot, removeSnapshot, snapshotOf } from "../volume/snapshots.ts";
import { needImage, needOwnImage, publicImages, UNTOUCHED } from "./images.ts";
import { type Image, type ImageDevice, images } from "./resources.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html (Name) */
const NAME = /^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/;

/** A name that the account has not given to another image of the region. */
function newName(ctx: Context, name: string | undefined): string {
  if (!name) return fail("MissingParameter", "The request must contain the parameter name");
  if (!NAME.test(name))
    fail(
      "InvalidAMIName.Malformed",
      "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '[', ']', ' ', '.', '/', '-', ''', '@' and '_'",
    );
  const [other] = ctx.by(images, "name", ctx.key(name));
  if (other) fail("InvalidAMIName.Duplicate", `AMI name ${name} is already in use by AMI ${other.id}`);
  return name;
}

/** What every new image has alike. */
const newImage = (ctx: Context, name: string) => ({
  id: ctx.newId("ami"),
  account: ctx.account,
  region: ctx.region,
  name,
  ownerId: ctx.account,
  ownerAlias: undefined,
  creationDate: ctx.now().toISOString(),
  deprecationTime: undefined,
  registered: true,
  launchableBy: [],
  ...UNTOUCHED,
});

/** The types that an operation on images makes, so that its request may tag them. */
const COMPANIONS: readonly string[] = ["image", "snapshot"];

const tagImage = (ctx: Context, id: string, tags: readonly TagSpecification[] | undefined): void =>
  tagNew(ctx, images.type, id, tags, COMPANIONS);

/** The snapshots' part of tags that are for an image and its snapshots. */
const snapshotTags = (tags: readonly TagSpecification[] | undefined): readonly TagSpecification[] | undefined =>
  tags?.filter(({ ResourceType }) => ResourceType === snapshots.type);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html */
const createImage = ec2("CreateImage", (input, ctx) => {
  const instance = need(ctx, instances, input.InstanceId);
  const name = newName(ctx, input.Name);
  if (instance.state !== "running" && instance.state !== "stopped")
    fail("IncorrectState", "Instance is not in state 'running' or 'stopped'.");
  const begun = newImage(ctx, name);
  const from = ctx.find(images, instance.imageId) ?? publicImages(ctx.region).get(instance.imageId);
  const image = ctx.put(images, {
    ...begun,
    description: input.Description ?? "",
    architecture: instance.architecture,
    platform: instance.platform,
    virtualization: "hvm",
    bootMode: input.BootModeOverride ?? from?.bootMode,
    ena: from?.ena ?? true,
    imdsV2: from?.imdsV2 ?? false,
    rootDevice: instance.rootDeviceName,
    devices: devicesOf(ctx, instance, begun.id, input),
    source: { imageId: instance.imageId, region: ctx.region },
    sourceInstanceId: instance.id,
  });
  tagImage(ctx, image.id, input.TagSpecifications);
  return { ImageId: image.id };
});

/**
 * The instance's volumes, each as a snapshot, and the devices that the request adds. Of what the instance has, a mapping
 * changes only whether it is there and whether it goes with the instance.
 */
function devicesOf(ctx: Context, instance: Instance, imageId: string, input: CreateImageRequest): ImageDevice[] {
  const mappings = new Map((input.BlockDeviceMappings ?? []).map((mapping) => [mapping.DeviceName ?? "", mapping]));
  const attached = ctx.by(volumes, "instanceId", instance.id);
  const kept = attached.filter(({ attachment }) => mappings.get(attachment?.device ?? "")?.NoDevice === undefined);
  const own = kept.map((volume): ImageDevice => {
    const device = volume.attachment?.device ?? "";
    const mapping = mappings.get(device);
    if (mapping?.Ebs?.VolumeSize !== undefined && mapping.Ebs.VolumeSize !== volume.sizeGb)
      fail("InvalidBlockDeviceMapping", `The size of the volume at ${device} cannot be changed by CreateImage.`);
    return ofVolume(ctx, volume, {
      device,
      deleteOnTermination: mapping?.Ebs?.DeleteOnTermination ?? volume.attachment?.deleteOnTermination ?? true,
      description: `Created by CreateImage(${instance.id}) for ${imageId}`,
      tags: snapshotTags(input.TagSpecifications),
    });
  });
  const added = [...mappings.values()]
    .filter(({ DeviceName, Ebs }) => Ebs && !attached.some(({ attachment }) => attachment?.device === DeviceName))
    .map((mapping) => deviceOf(ctx, mapping));
  return [...own, ...added];
}

function ofVolume(
  ctx: Context,
  volume: Volume,
  wanted: {
    readonly device: string;
    readonly deleteOnTermination: boolean;
    readonly description: string;
    readonly tags: readonly TagSpecification[] | undefined;
  },
): ImageDevice {
  const { sizeGb, volumeType, iops, throughput, encrypted } = volume;
  const { device, deleteOnTermination } = wanted;
  const snapshotId = snapshotOf(ctx, volume, wanted).id;
  return { device, snapshotId, sizeGb, volumeType, iops, throughput, encrypted, deleteOnTermination };
}

/** A device as a mapping has it: of a snapshot, or an empty volume. */
function deviceOf(ctx: Context, { DeviceName, Ebs = {} }: BlockDeviceMapping): ImageDevice {
  if (!DeviceName) return fail("InvalidBlockDeviceMapping", "Missing device name");
  const snapshot = Ebs.SnapshotId ? knownSnapshot(ctx, Ebs.SnapshotId) : undefined;
  if (!Ebs.SnapshotId && Ebs.VolumeSize === undefined)
    fail("MissingParameter", "The request must contain the parameter size or snapshotId");
  if (Ebs.SnapshotId && Ebs.Encrypted !== undefined)
    fail("InvalidParameterDependency", "The parameter encrypted cannot be used with the parameter snapshotId.");
  const wanted = { Size: Ebs.VolumeSize, VolumeType: Ebs.VolumeType, Iops: Ebs.Iops, Throughput: Ebs.Throughput };
  const shape = shapeOf(wanted, { sizeGb: snapshot?.sizeGb ?? 8, volumeType: "gp2" });
  if (snapshot && shape.sizeGb < snapshot.sizeGb)
    fail(
      "InvalidBlockDeviceMapping",
      `Volume of size ${shape.sizeGb}GB is smaller than snapshot '${snapshot.id}', expect size>= ${snapshot.sizeGb}GB`,
    );
  return {
    device: DeviceName,
    snapshotId: Ebs.SnapshotId || undefined,
    ...shape,
    encrypted: snapshot?.encrypted ?? Ebs.Encrypted ?? false,
    deleteOnTermination: Ebs.DeleteOnTermination ?? true,
  };
}

/**
 * Of snapshots. An image of a manifest in S3 is refused: instances with a root of their own type's store are not built.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html
 */
const registerImage = ec2("RegisterImage", (input, ctx) => {
  const name = newName(ctx, input.Name);
  // An empty text is one that was not given: so Terraform sends what its configuration leaves out.
  if (input.ImageLocation) fail("UnsupportedOperation", "Underlay does not build images of manifests in S3.");
  const rootDevice = input.RootDeviceName;
  if (!rootDevice) return fail("MissingParameter", "The request must contain the parameter rootDeviceName");
  const given = (input.BlockDeviceMappings ?? []).filter(({ Ebs }) => Ebs).map((mapping) => deviceOf(ctx, mapping));
  const root = given.find(({ device }) => device === rootDevice);
  if (!root?.snapshotId)
    return fail("InvalidBlockDeviceMapping", `The root device ${rootDevice} has no mapping with a snapshot.`);
  const image = ctx.put(images, {
    ...newImage(ctx, name),
    description: input.Description ?? "",
    architecture: architecture(input.Architecture ?? "i386"),
    platform: undefined,
    virtualization: virtualization(input.VirtualizationType ?? "paravirtual"),
    bootMode: input.BootMode || undefined,
    ena: input.EnaSupport ?? false,
    imdsV2: input.ImdsSupport === "v2.0",
    rootDevice,
    devices: [root, ...given.filter((one) => one !== root)],
    source: undefined,
    sourceInstanceId: undefined,
  });
  tagNew(ctx, images.type, image.id, input.TagSpecifications);
  return { ImageId: image.id };
});

const architecture = (text: string): Image["architecture"] =>
  text === "i386" || text === "x86_64" || text === "arm64"
    ? text
    : fail("InvalidParameterValue", `Value (${text}) for parameter architecture is invalid.`);

const virtualization = (text: string): Image["virtualization"] =>
  text === "hvm" || text === "paravirtual"
    ? text
    : fail("InvalidParameterValue", `Value (${text}) for parameter virtualizationType is invalid.`);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopyImage.html */
const copyImage = ec2("CopyImage", (input, ctx) => {
  if (input.DestinationOutpostArn !== undefined) fail("UnsupportedOperation", "Underlay does not build Outposts.");
  if (!input.SourceRegion) return fail("MissingParameter", "The request must contain the parameter sourceRegion");
  const there = ctx.within(ctx.account, input.SourceRegion);
  const source = needImage(there, input.SourceImageId ?? "");
  const begun = newImage(ctx, newName(ctx, input.Name));
  const devices = source.devices.map((device): ImageDevice => {
    const snapshot = device.snapshotId === undefined ? undefined : ctx.find(snapshots, device.snapshotId);
    const copy = copyOf(
      ctx,
      // Of a public image's snapshot nothing is known but what the image says of it.
      snapshot ?? { ...device, region: there.region, account: source.account, kmsKeyId: undefined },
      {
        Encrypted: input.Encrypted,
        KmsKeyId: input.KmsKeyId,
        description: `Copied for DestinationAmi ${begun.id} from SourceAmi ${source.id} for SourceSnapshot ${device.snapshotId}.`,
        tags: snapshotTags(input.TagSpecifications),
      },
    );
    return { ...device, snapshotId: copy.id, encrypted: copy.encrypted };
  });
  const image = ctx.put(images, {
    ...source,
    ...begun,
    description: input.Description ?? source.description,
    devices,
    source: { imageId: source.id, region: there.region },
    sourceInstanceId: undefined,
  });
  const copied = input.CopyImageTags === true ? tagsOf(there, source.id) : {};
  putTags(ctx, images.type, image.id, { ...copied, ...tagsFor(images.type, input.TagSpecifications, COMPANIONS) });
  return { ImageId: image.id };
});

/**
 * The snapshots stay unless the request says otherwise, and those that other images have stay either way.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html
 */
const deregisterImage = ec2("DeregisterImage", (input, ctx): DeregisterImageResult => {
  const image = needOwnImage(ctx, input.ImageId);
  if (image.protection !== "disabled" || ctx.now().getTime() < (image.protectedUntil ?? 0))
    fail("OperationNotPermitted", `The image ${image.id} is protected from deregistration.`);
  ctx.put(images, { ...image, deregistered: true, launchableBy: [] });
  untag(ctx, image.id);
  if (input.DeleteAssociatedSnapshots !== true) return { Return: true };
  const own = image.devices.flatMap(({ snapshotId }) =>
    snapshotId !== undefined && ctx.get(snapshots, snapshotId) ? snapshotId : [],
  );
  return {
    Return: true,
    DeleteSnapshotResults: [...new Set(own)].map((SnapshotId) => {
      if (ctx.by(images, "snapshotId", SnapshotId).length > 0) return { SnapshotId, ReturnCode: "skipped" as const };
      removeSnapshot(ctx, SnapshotId);
      return { SnapshotId, ReturnCode: "success" as const };
    }),
  };
});

export const creationOperations = [createImage, registerImage, copyImage, deregisterImage];
