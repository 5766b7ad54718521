/** ModifyVolume, DescribeVolumesModifications. A change is complete by the time anybody asks for it. */
import type { VolumeModification as Answer } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { checkPageSize, matcher, page } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { type Volume, type VolumeModification, volumeModifications, volumes } from "./resources.ts";
import { retaining, shapeOf } from "./shape.ts";

/** A volume is modified so often within a day. */
const PER_DAY = 4;
const DAY_MS = 24 * 60 * 60 * 1000;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html */
export const modifyVolume = ec2("ModifyVolume", (input, ctx) => {
  const volume = need(ctx, volumes, input.VolumeId);
  if (input.MultiAttachEnabled === true) fail("UnsupportedOperation", "Underlay does not build Multi-Attach volumes.");
  const { Size, VolumeType, Iops, Throughput } = input;
  if ([Size, VolumeType, Iops, Throughput].every((given) => given === undefined))
    fail("InvalidParameterCombination", "The request must contain at least one of size, volumeType, iops, throughput");
  if (Size !== undefined && Size < volume.sizeGb)
    fail("InvalidParameterValue", "New size cannot be smaller than existing size");
  const kept = retaining(volume, { Size, VolumeType, Iops, Throughput });
  const anew = kept.Iops === undefined && /^io[12]$/.test(VolumeType ?? "") ? { Iops: FIRST_IOPS } : {};
  const target = shapeOf({ ...kept, ...anew }, volume);
  checkRate(ctx, volume);
  ctx.put(volumes, { ...volume, ...target });
  const { sizeGb, volumeType, iops, throughput, id: volumeId } = volume;
  const modification = ctx.put(volumeModifications, {
    id: ctx.newId("volmod"),
    account: ctx.account,
    region: ctx.region,
    volumeId,
    original: { sizeGb, volumeType, iops, throughput },
    target,
    startTime: ctx.now().toISOString(),
  });
  return { VolumeModification: { ...describe(modification), ...UNDER_WAY } };
});

const UNDER_WAY = { ModificationState: "modifying", Progress: 0, EndTime: undefined } as const;

/** Provisioned IOPS of a type that the volume was not of before. */
const FIRST_IOPS = 3_000;

function checkRate(ctx: Context, volume: Volume): void {
  const since = ctx.now().getTime() - DAY_MS;
  const recent = ctx
    .by(volumeModifications, "volumeId", volume.id)
    .filter(({ startTime }) => Date.parse(startTime) > since);
  if (recent.length >= PER_DAY)
    fail(
      "VolumeModificationRateExceeded",
      `You've reached the maximum modification rate per volume limit: ${PER_DAY} in 24 hours. Volume ${volume.id} can be modified again when the oldest of them is a day old.`,
    );
}

type Value = string | number | boolean | undefined;

const FILTERS: Readonly<Record<string, (modification: VolumeModification) => Value>> = {
  "modification-state": () => "completed",
  "original-iops": ({ original }) => original.iops,
  "original-size": ({ original }) => original.sizeGb,
  "original-volume-type": ({ original }) => original.volumeType,
  originalMultiAttachEnabled: () => false,
  "start-time": ({ startTime }) => startTime,
  "target-iops": ({ target }) => target.iops,
  "target-size": ({ target }) => target.sizeGb,
  "target-volume-type": ({ target }) => target.volumeType,
  targetMultiAttachEnabled: () => false,
  "volume-id": ({ volumeId }) => volumeId,
};

/**
 * The latest change of each volume that ever had one.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumesModifications.html
 */
export const describeVolumesModifications = ec2("DescribeVolumesModifications", (input, ctx) => {
  checkPageSize(input.MaxResults, [1, 500]);
  const tests = (input.Filters ?? []).map(({ Name = "", Values = [] }) => {
    const told = Object.hasOwn(FILTERS, Name) ? FILTERS[Name] : undefined;
    if (!told) return fail("InvalidParameterValue", `The filter '${Name}' is invalid`);
    const matches = matcher(Values);
    return (one: VolumeModification) => matches(String(told(one)));
  });
  const latest = new Map(ctx.all(volumeModifications).map((one) => [one.volumeId, one]));
  const wanted = input.VolumeIds?.length
    ? input.VolumeIds.map((id) => {
        need(ctx, volumes, id);
        return (
          latest.get(id) ??
          fail("InvalidVolumeModification.NotFound", `Modification for volume '${id}' does not exist.`)
        );
      })
    : [...latest.values()];
  const matching = wanted.filter((one) => tests.every((matches) => matches(one)));
  const { rows, nextToken } = page(matching, "volume-modification", input.MaxResults, input.NextToken);
  return { VolumesModifications: rows.map(describe), NextToken: nextToken };
});

const describe = ({ volumeId, original, target, startTime }: VolumeModification): Answer => ({
  VolumeId: volumeId,
  ModificationState: "completed",
  OriginalSize: original.sizeGb,
  OriginalVolumeType: original.volumeType as Answer["OriginalVolumeType"],
  OriginalIops: original.iops,
  OriginalThroughput: original.throughput,
  OriginalMultiAttachEnabled: false,
  TargetSize: target.sizeGb,
  TargetVolumeType: target.volumeType as Answer["TargetVolumeType"],
  TargetIops: target.iops,
  TargetThroughput: target.throughput,
  TargetMultiAttachEnabled: false,
  Progress: 100,
  StartTime: new Date(startTime),
  EndTime: new Date(startTime),
});
