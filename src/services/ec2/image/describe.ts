/** DescribeImages: what the caller may launch, and whatever well-formed id is asked for by name. */
import type { Image as Answer, BlockDeviceMapping } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { mappedPerformance } from "../volume/shape.ts";
import { launchableImages, needImage } from "./images.ts";
import { type Image, type ImageDevice, images } from "./resources.ts";

const windows = (image: Image): boolean => image.platform === "windows";
const stateOf = ({ disabled }: Image) => (disabled ? "disabled" : "available");
const isPublic = (image: Image): boolean => image.launchableBy.includes("all");

/** A filter over the image's volumes: any of them may match. */
const each =
  (of: (device: ImageDevice) => string | number | boolean | undefined) =>
  ({ devices }: Image) =>
    devices.map(of);

/** What no image here has: watermarks, findings of scans, lists of instance types. */
const LACKING = [
  "image-watermark.source-image-creation-time",
  "image-watermark.source-image-id",
  "image-watermark.source-image-region",
  "image-watermark.watermark-creation-time",
  "image-watermark.watermark-key",
  "instance-type-specification.supported-instance-type",
  "instance-type-specification.unsupported-instance-type",
  "public-ssm-parameter-name",
  "scan-result.critical-fix-available-since",
  "scan-result.finding-scan-date",
  "scan-result.high-fix-available-since",
  "scan-result.highest-finding-severity-label",
  "scan-result.informational-fix-available-since",
  "scan-result.low-fix-available-since",
  "scan-result.medium-fix-available-since",
] as const;

const filters: Filters<Image, keyof typeof images.indexes & string> = {
  ...Object.fromEntries(LACKING.map((name) => [name, () => undefined])),
  architecture: (image) => image.architecture,
  "block-device-mapping.delete-on-termination": each(({ deleteOnTermination }) => deleteOnTermination),
  "block-device-mapping.device-name": each(({ device }) => device),
  "block-device-mapping.snapshot-id": each(({ snapshotId }) => snapshotId),
  "block-device-mapping.volume-size": each(({ sizeGb }) => sizeGb),
  "block-device-mapping.volume-type": each(({ volumeType }) => volumeType),
  "block-device-mapping.encrypted": each(({ encrypted }) => encrypted),
  "boot-mode": (image) => image.bootMode,
  "creation-date": (image) => image.creationDate,
  description: (image) => image.description,
  "ena-support": (image) => image.ena,
  "free-tier-eligible": () => undefined,
  hypervisor: () => "xen",
  "image-allowed": () => true,
  "image-id": (image) => image.id,
  "image-type": () => "machine",
  "is-public": isPublic,
  "kernel-id": () => undefined,
  "manifest-location": locationOf,
  name: (image) => image.name,
  "owner-alias": (image) => image.ownerAlias,
  "owner-id": (image) => image.ownerId,
  platform: (image) => image.platform,
  "product-code": () => undefined,
  "product-code.type": () => undefined,
  "ramdisk-id": () => undefined,
  "root-device-name": (image) => image.rootDevice,
  "root-device-type": () => "ebs",
  "source-image-id": ({ source }) => source?.imageId,
  "source-image-region": ({ source }) => source?.region,
  "source-instance-id": (image) => image.sourceInstanceId,
  state: stateOf,
  "state-reason-code": () => undefined,
  "state-reason-message": () => undefined,
  "sriov-net-support": () => "simple",
  "virtualization-type": (image) => image.virtualization,
};

/** Where AWS says that an image lies: its owner and its name. */
function locationOf(image: Image): string {
  return `${image.ownerAlias ?? image.ownerId}/${image.name}`;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
export const describeImages = ec2("DescribeImages", (input, ctx) => {
  const owners = input.Owners ?? [];
  for (const owner of owners)
    if (!/^(\d{12}|amazon|aws-marketplace|aws-backup-vault|self)$/.test(owner))
      fail("InvalidUserID.Malformed", `Invalid user id: "${owner}"`);
  const ownedAs = (image: Image): boolean =>
    owners.length === 0 ||
    owners.some(
      (owner) =>
        owner === image.ownerId || owner === image.ownerAlias || (owner === "self" && image.ownerId === ctx.account),
    );
  const users = input.ExecutableUsers;
  const executableBy = (image: Image): boolean =>
    users?.some((user) => image.launchableBy.includes(user === "self" ? ctx.account : user)) ?? true;
  const named = input.ImageIds?.length ? described(ctx, input.ImageIds) : launchableImages(ctx);
  const { rows, nextToken } = list(ctx, {
    resource: images,
    filters,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [1, 1000],
    rows: [...named].filter(
      (image) => (!image.disabled || input.IncludeDisabled === true) && ownedAs(image) && executableBy(image),
    ),
  });
  return { Images: rows.map((image) => describe(ctx, image)), NextToken: nextToken };
});

/** The images with these ids. Of one that was deregistered nothing is told, as AWS does for a while. */
const described = (ctx: Context, ids: readonly string[]): readonly Image[] =>
  ids.flatMap((id) => {
    const own = ctx.get(images, id);
    if (own) return own.deregistered ? [] : own;
    return needImage(ctx, id);
  });

const describe = (ctx: Context, image: Image): Answer => ({
  ImageId: image.id,
  Name: image.name,
  OwnerId: image.ownerId,
  ImageOwnerAlias: image.ownerAlias,
  ImageLocation: locationOf(image),
  Description: image.description || undefined,
  State: stateOf(image),
  Public: isPublic(image),
  ImageType: "machine",
  Architecture: image.architecture,
  Platform: windows(image) ? "Windows" : undefined,
  PlatformDetails: windows(image) ? "Windows" : "Linux/UNIX",
  UsageOperation: windows(image) ? "RunInstances:0002" : "RunInstances",
  Hypervisor: "xen",
  VirtualizationType: image.virtualization,
  BootMode: image.bootMode as Answer["BootMode"],
  ImdsSupport: image.imdsV2 ? "v2.0" : undefined,
  EnaSupport: image.ena,
  SriovNetSupport: "simple",
  RootDeviceName: image.rootDevice,
  RootDeviceType: "ebs",
  BlockDeviceMappings: image.devices.map(describeDevice),
  CreationDate: image.creationDate,
  DeprecationTime: image.deprecationTime,
  DeregistrationProtection: image.protection,
  SourceImageId: image.source?.imageId,
  SourceImageRegion: image.source?.region,
  SourceInstanceId: image.sourceInstanceId,
  ImageAllowed: true,
  Tags: tagList(ctx, image.id),
});

export const describeDevice = (device: ImageDevice): BlockDeviceMapping => ({
  DeviceName: device.device,
  Ebs: {
    DeleteOnTermination: device.deleteOnTermination,
    SnapshotId: device.snapshotId,
    VolumeSize: device.sizeGb,
    VolumeType: device.volumeType as "gp3",
    Encrypted: device.encrypted,
    ...mappedPerformance(device),
  },
});
