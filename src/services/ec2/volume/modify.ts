/**
 * A volume that grows, or changes its type or rates, while an instance has it.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume.html
 */
import type { VolumeModification } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import { type Volume, volumes } from "../instance/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { performance } from "./types.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html */
export const modifyVolume = ec2("ModifyVolume", (input, ctx) => {
  const volume = need(ctx, volumes, input.VolumeId);
  if (input.MultiAttachEnabled) fail("UnsupportedOperation", "Volumes of several instances are not built.");
  const sizeGb = input.Size ?? volume.sizeGb;
  if (sizeGb < volume.sizeGb) fail("InvalidParameterValue", "New size cannot be smaller than existing size");
  const type = input.VolumeType ?? volume.volumeType;
  // Rates that were chosen stay with the type that has them; "the existing type is retained" says the page of what is left out.
  const kept = type === volume.volumeType && type !== "gp2" ? volume : { iops: undefined, throughput: undefined };
  const target = performance(type, sizeGb, input.Iops ?? kept.iops, input.Throughput ?? kept.throughput);
  const { iops, throughput, volumeType } = volume;
  const modified: Volume & Modified = {
    ...volume,
    ...target,
    modification: {
      original: { sizeGb: volume.sizeGb, iops, throughput, volumeType },
      time: ctx.now().toISOString(),
    },
  };
  ctx.put(volumes, modified);
  return {
    VolumeModification: {
      ...describe(modified),
      ModificationState: "modifying" as const,
      Progress: 0,
      EndTime: undefined,
    },
  };
});

type Modified = Required<Pick<Volume, "modification">>;

const describe = ({ modification: { original, time }, ...volume }: Volume & Modified): VolumeModification => ({
  VolumeId: volume.id,
  ModificationState: "completed",
  TargetSize: volume.sizeGb,
  TargetIops: volume.iops,
  TargetThroughput: volume.throughput,
  TargetVolumeType: volume.volumeType as VolumeModification["TargetVolumeType"],
  TargetMultiAttachEnabled: false,
  OriginalSize: original.sizeGb,
  OriginalIops: original.iops,
  OriginalThroughput: original.throughput,
  OriginalVolumeType: original.volumeType as VolumeModification["OriginalVolumeType"],
  OriginalMultiAttachEnabled: false,
  Progress: 100,
  StartTime: new Date(time),
  EndTime: new Date(time),
});

const isModified = (volume: Volume): volume is Volume & Modified => volume.modification !== undefined;

const filters: Filters<Volume, keyof typeof volumes.indexes & string> = {
  "modification-state": () => "completed",
  "original-iops": ({ modification }) => modification?.original.iops,
  "original-size": ({ modification }) => modification?.original.sizeGb,
  "original-volume-type": ({ modification }) => modification?.original.volumeType,
  originalMultiAttachEnabled: () => false,
  "start-time": ({ modification }) => modification?.time,
  "target-iops": (volume) => volume.iops,
  "target-size": (volume) => volume.sizeGb,
  "target-volume-type": (volume) => volume.volumeType,
  targetMultiAttachEnabled: () => false,
  "volume-id": (volume) => volume.id,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumesModifications.html */
export const describeVolumesModifications = ec2("DescribeVolumesModifications", (input, ctx) => {
  for (const id of input.VolumeIds ?? []) {
    if (!isModified(need(ctx, volumes, id)))
      fail("InvalidVolumeModification.NotFound", `Modification for volume '${id}' does not exist.`);
  }
  const modified: readonly Volume[] = ctx.all(volumes).filter(isModified);
  const { rows, nextToken } = list(ctx, {
    resource: volumes,
    filters,
    ids: input.VolumeIds,
    idsName: "volumeIds",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    rows: modified,
  });
  return { VolumesModifications: rows.filter(isModified).map(describe), NextToken: nextToken };
});
