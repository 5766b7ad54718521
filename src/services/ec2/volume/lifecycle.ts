/** Volumes of their own: made empty in a zone, and deleted once no instance has them. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { regionFacts, zoneOfId } from "../geography/regions.ts";
import { volumes } from "../instance/resources.ts";
import { describeVolume } from "../instance/volumes.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagNew, untag } from "../tag/resources.ts";
import { performance } from "./types.ts";

function zoneFor(ctx: Context, name: string | undefined, id: string | undefined): string {
  const zone = name ?? (id && zoneOfId(ctx.region, id));
  if (name === undefined && id === undefined)
    return fail("MissingParameter", "The request must contain the parameter AvailabilityZone");
  if (zone === undefined || !regionFacts(ctx.region).zones.includes(zone))
    return fail("InvalidZone.NotFound", `The zone '${name ?? id}' does not exist.`);
  return zone;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html */
export const createVolume = ec2("CreateVolume", (input, ctx) => {
  if (input.OutpostArn || input.MultiAttachEnabled)
    fail("UnsupportedOperation", "Volumes on Outposts and volumes of several instances are not built.");
  const availabilityZone = zoneFor(ctx, input.AvailabilityZone, input.AvailabilityZoneId);
  if (input.SnapshotId) fail("InvalidSnapshot.NotFound", `The snapshot '${input.SnapshotId}' does not exist.`);
  if (input.Size === undefined)
    return fail("MissingParameter", "The request must contain the parameter size or snapshotId");
  const volume = ctx.put(volumes, {
    id: ctx.newId("vol"),
    account: ctx.account,
    region: ctx.region,
    state: "available",
    availabilityZone,
    ...performance(input.VolumeType ?? "gp2", input.Size, input.Iops, input.Throughput),
    encrypted: input.Encrypted ?? false,
    kmsKeyId: input.KmsKeyId,
    snapshotId: undefined,
    createTime: ctx.now().toISOString(),
    attachment: undefined,
  });
  tagNew(ctx, volumes.type, volume.id, input.TagSpecifications);
  return { ...describeVolume(ctx, volume), State: "creating" as const };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html */
export const deleteVolume = ec2("DeleteVolume", (input, ctx) => {
  const volume = need(ctx, volumes, input.VolumeId);
  if (volume.attachment)
    fail("VolumeInUse", `Volume ${volume.id} is currently attached to ${volume.attachment.instanceId}`);
  ctx.delete(volumes, volume.id);
  untag(ctx, volume.id);
  return {};
});
