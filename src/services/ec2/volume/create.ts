/** CreateVolume, DeleteVolume. */
import type { CreateVolumeRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { regionFacts, zoneOfId } from "../geography/regions.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagNew, untag } from "../tag/resources.ts";
import { describeVolume } from "./describe.ts";
import { encryptionOf } from "./encryption.ts";
import { volumeModifications, volumes } from "./resources.ts";
import { shapeOf } from "./shape.ts";
import { needSnapshot } from "./snapshots.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html */
export const createVolume = ec2("CreateVolume", (input, ctx) => {
  if (input.OutpostArn !== undefined) fail("UnsupportedOperation", "Underlay does not build Outposts.");
  if (input.MultiAttachEnabled === true) fail("UnsupportedOperation", "Underlay does not build Multi-Attach volumes.");
  const availabilityZone = zoneOf(ctx, input);
  const snapshot = input.SnapshotId ? needSnapshot(ctx, input.SnapshotId) : undefined;
  if (!snapshot && input.Size === undefined)
    fail("MissingParameter", "The request must contain the parameter size or snapshotId");
  const shape = shapeOf(input, { sizeGb: snapshot?.sizeGb ?? 0, volumeType: "gp2" });
  if (snapshot && shape.sizeGb < snapshot.sizeGb)
    fail(
      "InvalidParameterValue",
      `Volume of size ${shape.sizeGb}GB is smaller than snapshot '${snapshot.id}', expect size >= ${snapshot.sizeGb}GB`,
    );
  const volume = ctx.put(volumes, {
    id: ctx.newId("vol"),
    account: ctx.account,
    region: ctx.region,
    state: "available",
    availabilityZone,
    ...shape,
    ...encryptionOf(ctx, input, snapshot),
    snapshotId: snapshot?.id,
    createTime: ctx.now().toISOString(),
    attachment: undefined,
  });
  tagNew(ctx, volumes.type, volume.id, input.TagSpecifications, []);
  return describeVolume(ctx, volume, "creating");
});

function zoneOf(ctx: Context, { AvailabilityZone: name, AvailabilityZoneId: id }: CreateVolumeRequest): string {
  if (name !== undefined && id !== undefined)
    fail(
      "InvalidParameterCombination",
      "The parameters availabilityZone and availabilityZoneId cannot be used together.",
    );
  const zone = id === undefined ? name : (zoneOfId(ctx.region, id) ?? id);
  if (!zone)
    return fail("MissingParameter", "The request must contain the parameter availabilityZone or availabilityZoneId");
  if (!regionFacts(ctx.region).zones.includes(zone))
    return fail("InvalidZone.NotFound", `The zone '${zone}' does not exist.`);
  return zone;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html */
export const deleteVolume = ec2("DeleteVolume", ({ VolumeId }, ctx) => {
  const { id, attachment } = need(ctx, volumes, VolumeId);
  if (attachment) fail("VolumeInUse", `Volume ${id} is currently attached to ${attachment.instanceId}`);
  removeVolume(ctx, id);
  return {};
});

/** Deletes a volume with its tags and what is told of its changes. */
export function removeVolume(ctx: Context, id: string): void {
  ctx.delete(volumes, id);
  untag(ctx, id);
  for (const modification of ctx.by(volumeModifications, "volumeId", id))
    ctx.delete(volumeModifications, modification.id);
}
