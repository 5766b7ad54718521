/** AttachVolume, DetachVolume. */
import { fail } from "../../../cloud/error.ts";
import { instances } from "../instance/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { describeAttachment } from "./describe.ts";
import { volumes } from "./resources.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html */
export const attachVolume = ec2("AttachVolume", ({ VolumeId, InstanceId, Device }, ctx) => {
  const volume = need(ctx, volumes, VolumeId);
  const instance = need(ctx, instances, InstanceId);
  if (!Device) return fail("MissingParameter", "The request must contain the parameter device");
  if (instance.state !== "running" && instance.state !== "stopped")
    fail("IncorrectState", `Instance '${instance.id}' is not 'running'.`);
  if (volume.availabilityZone !== instance.availabilityZone)
    fail(
      "InvalidVolume.ZoneMismatch",
      `The volume '${volume.id}' is not in the same availability zone as instance '${instance.id}'`,
    );
  if (volume.attachment) fail("VolumeInUse", `${volume.id} is already attached to an instance`);
  if (ctx.by(volumes, "instanceId", instance.id).some(({ attachment }) => attachment?.device === Device))
    fail(
      "InvalidParameterValue",
      `Invalid value '${Device}' for unixDevice. Attachment point ${Device} is already in use`,
    );
  const attached = ctx.put(volumes, {
    ...volume,
    state: "in-use",
    attachment: {
      instanceId: instance.id,
      device: Device,
      deleteOnTermination: false,
      attachTime: ctx.now().toISOString(),
    },
  });
  return describeAttachment(attached, "attaching");
});

/**
 * Instance and device may be named besides; then they must be the volume's own.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVolume.html
 */
export const detachVolume = ec2("DetachVolume", ({ VolumeId, InstanceId, Device }, ctx) => {
  const volume = need(ctx, volumes, VolumeId);
  if (InstanceId !== undefined) need(ctx, instances, InstanceId);
  const { attachment } = volume;
  if (!attachment) return fail("IncorrectState", `Volume '${volume.id}' is in the 'available' state.`);
  if (
    (InstanceId !== undefined && InstanceId !== attachment.instanceId) ||
    (Device !== undefined && Device !== attachment.device)
  )
    fail(
      "InvalidAttachment.NotFound",
      `The volume '${volume.id}' is not attached to instance '${InstanceId ?? attachment.instanceId}' as device '${Device ?? attachment.device}'.`,
    );
  const instance = ctx.get(instances, attachment.instanceId);
  if (instance?.rootVolumeId === volume.id && instance.state !== "stopped")
    fail(
      "OperationNotPermitted",
      `Unable to detach root volume '${volume.id}' from instance '${attachment.instanceId}'`,
    );
  ctx.put(volumes, { ...volume, state: "available", attachment: undefined });
  return describeAttachment(volume, "detaching");
});
