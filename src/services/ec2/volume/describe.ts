/** DescribeVolumes, DescribeVolumeStatus and the attributes of a volume. */
import type { Volume as Answer, VolumeAttachment, VolumeAttachmentState, VolumeState } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { zoneIdOf } from "../geography/regions.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList } from "../tag/resources.ts";
import { type Volume, volumes } from "./resources.ts";

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
  "snapshot-id": (volume) => volume.snapshotId ?? "",
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

/** A volume as the API shows it, in another state than its own where the answer is what brings that about. */
export const describeVolume = (ctx: Context, volume: Volume, state: VolumeState = volume.state): Answer => ({
  VolumeId: volume.id,
  State: state,
  AvailabilityZone: volume.availabilityZone,
  AvailabilityZoneId: zoneIdOf(volume.region, volume.availabilityZone),
  Size: volume.sizeGb,
  VolumeType: volume.volumeType as Answer["VolumeType"],
  Iops: volume.iops,
  Throughput: volume.throughput,
  Encrypted: volume.encrypted,
  KmsKeyId: volume.kmsKeyId,
  SnapshotId: volume.snapshotId ?? "",
  MultiAttachEnabled: false,
  CreateTime: new Date(volume.createTime),
  Attachments: volume.attachment ? [describeAttachment(volume, "attached")] : [],
  Tags: tagList(ctx, volume.id),
});

export const describeAttachment = ({ id, attachment }: Volume, state: VolumeAttachmentState): VolumeAttachment => ({
  VolumeId: id,
  InstanceId: attachment?.instanceId,
  Device: attachment?.device,
  State: state,
  DeleteOnTermination: attachment?.deleteOnTermination,
  AttachTime: attachment && new Date(attachment.attachTime),
});

/** Volumes here are always well: no events, nothing to be done. */
const nothing = (): undefined => undefined;

const statusFilters: Filters<Volume, VolumeIndex> = {
  "action.code": nothing,
  "action.description": nothing,
  "action.event-id": nothing,
  "attachment-status.instance-id": { of: ({ attachment }) => attachment?.instanceId, index: "instanceId" },
  "attachment-status.io-performance": nothing,
  "availability-zone": (volume) => volume.availabilityZone,
  "availability-zone-id": (volume) => zoneIdOf(volume.region, volume.availabilityZone),
  "event.description": nothing,
  "event.event-id": nothing,
  "event.event-type": nothing,
  "event.not-after": nothing,
  "event.not-before": nothing,
  "operator.managed": () => false,
  "operator.principal": nothing,
  "volume-status.details-name": () => ["io-enabled", "io-performance"],
  "volume-status.details-status": () => ["passed", "not-applicable"],
  "volume-status.status": () => "ok",
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumeStatus.html */
export const describeVolumeStatus = ec2("DescribeVolumeStatus", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: volumes,
    filters: statusFilters,
    ids: input.VolumeIds,
    idsName: "volumeIds",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    VolumeStatuses: rows.map((volume) => ({
      VolumeId: volume.id,
      AvailabilityZone: volume.availabilityZone,
      AvailabilityZoneId: zoneIdOf(volume.region, volume.availabilityZone),
      VolumeStatus: {
        Status: "ok" as const,
        Details: [
          { Name: "io-enabled" as const, Status: "passed" },
          { Name: "io-performance" as const, Status: "not-applicable" },
        ],
      },
      Actions: [],
      Events: [],
      AttachmentStatuses: [],
    })),
    NextToken: nextToken,
  };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumeAttribute.html */
export const describeVolumeAttribute = ec2("DescribeVolumeAttribute", (input, ctx) => {
  const { id, autoEnableIo = false } = need(ctx, volumes, input.VolumeId);
  if (input.Attribute === "autoEnableIO") return { VolumeId: id, AutoEnableIO: { Value: autoEnableIo } };
  if (input.Attribute === "productCodes") return { VolumeId: id, ProductCodes: [] };
  return fail(
    "InvalidParameterValue",
    `Value (${input.Attribute}) for parameter attribute is invalid. Unknown attribute.`,
  );
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolumeAttribute.html */
export const modifyVolumeAttribute = ec2("ModifyVolumeAttribute", (input, ctx) => {
  const volume = need(ctx, volumes, input.VolumeId);
  if (input.AutoEnableIO?.Value === undefined) return fail("InvalidParameterCombination", "No attributes specified.");
  ctx.put(volumes, { ...volume, autoEnableIo: input.AutoEnableIO.Value });
  return {};
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVolumeIO.html */
export const enableVolumeIo = ec2("EnableVolumeIO", (input, ctx) => {
  need(ctx, volumes, input.VolumeId);
  return {};
});
