/** The volumes that come with instances: made at launch, gone at termination unless kept, described. */
import type { RunInstancesRequest, Volume as VolumeAnswer } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { zoneIdOf } from "../geography/regions.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { DEFAULT_THROUGHPUT, defaultIops } from "../volume/types.ts";
import { type Image, type Volume, volumes } from "./resources.ts";

/** The volumes that an instance type brings along, by number. */
const INSTANCE_STORE = /^ephemeral\d+$/;

/**
 * Makes an instance's volumes; the answer is the root volume's id. A mapping says what a device is: a volume, one of the
 * instance's own, or nothing.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_BlockDeviceMapping.html
 */
export function createVolumes(
  ctx: Context,
  instanceId: string,
  image: Image,
  availabilityZone: string,
  input: RunInstancesRequest,
): string {
  const mappings = new Map(
    (input.BlockDeviceMappings ?? []).map((mapping) => {
      if (!mapping.DeviceName) fail("InvalidBlockDeviceMapping", "Missing device name");
      if (mapping.NoDevice === undefined && !mapping.Ebs && !INSTANCE_STORE.test(mapping.VirtualName ?? ""))
        fail("MissingParameter", "The request must contain the parameter ebs");
      return [mapping.DeviceName ?? "", mapping];
    }),
  );
  const make = (device: string, snapshotId: string | undefined, defaultSize: number, defaultType: string): string => {
    const ebs = mappings.get(device)?.Ebs;
    const type = ebs?.VolumeType ?? defaultType;
    const sizeGb = ebs?.VolumeSize ?? defaultSize;
    if (snapshotId !== undefined && sizeGb < defaultSize)
      fail(
        "InvalidBlockDeviceMapping",
        `Volume of size ${sizeGb}GB is smaller than snapshot '${snapshotId}', expect size>= ${defaultSize}GB`,
      );
    const now = ctx.now().toISOString();
    const volume = ctx.put(volumes, {
      id: ctx.newId("vol"),
      account: ctx.account,
      region: ctx.region,
      state: "in-use",
      availabilityZone,
      sizeGb,
      volumeType: type,
      iops: ebs?.Iops ?? defaultIops(type, sizeGb),
      throughput: type === "gp3" ? (ebs?.Throughput ?? DEFAULT_THROUGHPUT) : undefined,
      encrypted: ebs?.Encrypted ?? false,
      kmsKeyId: ebs?.KmsKeyId,
      snapshotId,
      createTime: now,
      attachment: { instanceId, device, deleteOnTermination: ebs?.DeleteOnTermination ?? true, attachTime: now },
    });
    tagNew(ctx, volumes.type, volume.id, input.TagSpecifications);
    return volume.id;
  };
  const root = make(image.rootDevice, image.rootSnapshotId, image.rootSizeGb, image.rootVolumeType);
  for (const [device, mapping] of mappings) {
    if (device === image.rootDevice || mapping.NoDevice !== undefined || !mapping.Ebs) continue;
    if (mapping.Ebs.SnapshotId === undefined && mapping.Ebs.VolumeSize === undefined)
      fail("MissingParameter", "The request must contain the parameter size or snapshotId");
    make(device, mapping.Ebs.SnapshotId, mapping.Ebs.VolumeSize ?? 8, "gp2");
  }
  return root;
}

/** At termination: deletes the volumes that say so, and frees the others. */
export function removeVolumes(ctx: Context, instanceId: string): void {
  for (const volume of ctx.by(volumes, "instanceId", instanceId)) {
    if (volume.attachment?.deleteOnTermination) {
      ctx.delete(volumes, volume.id);
      untag(ctx, volume.id);
    } else ctx.put(volumes, { ...volume, state: "available", attachment: undefined });
  }
}

type VolumeIndex = keyof typeof volumes.indexes & string;

const filters: Filters<Volume, VolumeIndex> = {
  "attachment.attach-time": ({ attachment }) => attachment?.attachTime,
  "attachment.delete-on-termination": ({ attachment }) => attachment?.deleteOnTermination,
  "attachment.device": ({ attachment }) => attachment?.device,
  "attachment.instance-id": { of: ({ attachment }) => attachment?.instanceId, index: "instanceId" },
  "attachment.status": ({ attachment }) => attachment && "attached",
  "availability-zone": (volume) => volume.availabilityZone,
  "availability-zone-id": (volume) => zoneIdOf(volume.region, volume.availabilityZone),
  "create-time": (volume) => volume.createTime,
  encrypted: (volume) => volume.encrypted,
  "fast-restored": () => false,
  "multi-attach-enabled": () => false,
  "operator.managed": () => false,
  "operator.principal": () => undefined,
  size: (volume) => volume.sizeGb,
  "snapshot-id": (volume) => volume.snapshotId,
  status: (volume) => volume.state,
  "volume-id": (volume) => volume.id,
  "volume-type": (volume) => volume.volumeType,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html */
export const describeVolumes = ec2("DescribeVolumes", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: volumes,
    filters,
    ids: input.VolumeIds,
    idsName: "volumeIds",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { Volumes: rows.map((volume) => describeVolume(ctx, volume)), NextToken: nextToken };
});

export const describeVolume = (ctx: Context, volume: Volume): VolumeAnswer => ({
  VolumeId: volume.id,
  State: volume.state,
  AvailabilityZone: volume.availabilityZone,
  AvailabilityZoneId: zoneIdOf(volume.region, volume.availabilityZone),
  Size: volume.sizeGb,
  VolumeType: volume.volumeType as VolumeAnswer["VolumeType"],
  Iops: volume.iops,
  Throughput: volume.throughput,
  Encrypted: volume.encrypted,
  KmsKeyId: volume.kmsKeyId,
  SnapshotId: volume.snapshotId ?? "",
  MultiAttachEnabled: false,
  CreateTime: new Date(volume.createTime),
  Attachments: volume.attachment
    ? [
        {
          VolumeId: volume.id,
          InstanceId: volume.attachment.instanceId,
          Device: volume.attachment.device,
          State: "attached",
          DeleteOnTermination: volume.attachment.deleteOnTermination,
          AttachTime: new Date(volume.attachment.attachTime),
        },
      ]
    : [],
  Tags: tagList(ctx, volume.id),
});
