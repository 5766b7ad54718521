/** DescribeImages: the region's public images, and whatever well-formed id is asked for by name. */
import type { Image as Answer } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { needImage, publicImages } from "./images.ts";
import { type Image, images } from "./resources.ts";

const windows = (image: Image): boolean => image.platform === "windows";
const boot = (image: Image): string => (image.architecture === "arm64" ? "uefi" : "uefi-preferred");

/** What public images have not: watermarks, findings of scans, lists of instance types. */
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
  "block-device-mapping.delete-on-termination": () => true,
  "block-device-mapping.device-name": (image) => image.rootDevice,
  "block-device-mapping.snapshot-id": (image) => image.rootSnapshotId,
  "block-device-mapping.volume-size": (image) => image.rootSizeGb,
  "block-device-mapping.volume-type": (image) => image.rootVolumeType,
  "block-device-mapping.encrypted": () => false,
  "boot-mode": boot,
  "creation-date": (image) => image.creationDate,
  description: (image) => image.description,
  "ena-support": () => true,
  "free-tier-eligible": () => undefined,
  hypervisor: () => "xen",
  "image-allowed": () => true,
  "image-id": (image) => image.id,
  "image-type": () => "machine",
  "is-public": () => true,
  "kernel-id": () => undefined,
  "manifest-location": (image) => `amazon/${image.name}`,
  name: (image) => image.name,
  "owner-alias": (image) => image.ownerAlias,
  "owner-id": (image) => image.ownerId,
  platform: (image) => image.platform,
  "product-code": () => undefined,
  "product-code.type": () => undefined,
  "ramdisk-id": () => undefined,
  "root-device-name": (image) => image.rootDevice,
  "root-device-type": () => "ebs",
  "source-image-id": () => undefined,
  "source-image-region": () => undefined,
  "source-instance-id": () => undefined,
  state: () => "available",
  "state-reason-code": () => undefined,
  "state-reason-message": () => undefined,
  "sriov-net-support": () => "simple",
  "virtualization-type": () => "hvm",
};

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
  const named = input.ImageIds?.length
    ? input.ImageIds.map((id) => needImage(ctx, id))
    : publicImages(ctx.region).values();
  const { rows, nextToken } = list(ctx, {
    resource: images,
    filters,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [1, 1000],
    // What an account may launch explicitly: these images are all public, so `self` finds none of them.
    rows: [...named].filter((image) => ownedAs(image) && (input.ExecutableUsers ?? ["all"]).includes("all")),
  });
  return { Images: rows.map(describe), NextToken: nextToken };
});

const describe = (image: Image): Answer => ({
  ImageId: image.id,
  Name: image.name,
  OwnerId: image.ownerId,
  ImageOwnerAlias: image.ownerAlias,
  ImageLocation: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
  Description: image.description,
  State: "available",
  Public: true,
  ImageType: "machine",
  Architecture: image.architecture,
  Platform: windows(image) ? "Windows" : undefined,
  PlatformDetails: windows(image) ? "Windows" : "Linux/UNIX",
  UsageOperation: windows(image) ? "RunInstances:0002" : "RunInstances",
  Hypervisor: "xen",
  VirtualizationType: "hvm",
  BootMode: boot(image) as Answer["BootMode"],
  ImdsSupport: image.imdsV2 ? "v2.0" : undefined,
  EnaSupport: true,
  SriovNetSupport: "simple",
  RootDeviceName: image.rootDevice,
  RootDeviceType: "ebs",
  BlockDeviceMappings: [
    {
      DeviceName: image.rootDevice,
      Ebs: {
        DeleteOnTermination: true,
        SnapshotId: image.rootSnapshotId,
        VolumeSize: image.rootSizeGb,
        VolumeType: image.rootVolumeType,
        Encrypted: false,
        ...(image.rootVolumeType === "gp3" ? { Iops: 3000, Throughput: 125 } : {}),
      },
    },
  ],
  CreationDate: image.creationDate,
  DeprecationTime: deprecation(image.creationDate),
  DeregistrationProtection: "disabled",
  ImageAllowed: true,
});

/** Public images are deprecated two years after they were made. */
function deprecation(created: string): string {
  const date = new Date(created);
  date.setUTCFullYear(date.getUTCFullYear() + 2);
  return date.toISOString();
}
