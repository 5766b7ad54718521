/** A volume on an instance of its zone: attached to a device name that nothing else has, and off it again. */
import { fail } from "../../../cloud/error.ts";
import { instances, type Volume, volumes } from "../instance/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html */
export const attachVolume = ec2("AttachVolume", (input, ctx) => {
  const volume = need(ctx, volumes, input.VolumeId);
  const instance = need(ctx, instances, input.InstanceId);
  const device = input.Device;
  if (!device) return fail("MissingParameter", "The request must contain the parameter device");
  if (volume.attachment) fail("VolumeInUse", `${volume.id} is already attached to an instance`);
  if (instance.state !== "running" && instance.state !== "stopped")
    fail("IncorrectState", `Instance '${instance.id}' is not 'running'.`);
  if (volume.availabilityZone !== instance.availabilityZone)
    fail(
      "InvalidVolume.ZoneMismatch",
      `The volume '${volume.id}' is not in the same availability zone as instance '${instance.id}'`,
    );
  if (ctx.by(volumes, "instanceId", instance.id).some((other) => other.attachment?.device === device))
    fail(
      "InvalidParameterValue",
      `Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`,
    );
  const attachTime = ctx.now();
  ctx.put(volumes, {
    ...volume,
    state: "in-use",
    attachment: {
      instanceId: instance.id,
      device,
      deleteOnTermination: false,
      attachTime: attachTime.toISOString(),
    },
  });
  return answer(volume, "attaching", instance.id, device, attachTime);
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVolume.html */
export const detachVolume = ec2("DetachVolume", (input, ctx) => {
  const volume = need(ctx, volumes, input.VolumeId);
  const { attachment } = volume;
  if (!attachment) return fail("IncorrectState", `Volume '${volume.id}' is in the 'available' state.`);
  const instance = need(ctx, instances, input.InstanceId ?? attachment.instanceId);
  if (instance.id !== attachment.instanceId || (input.Device !== undefined && input.Device !== attachment.device))
    fail(
      "InvalidAttachment.NotFound",
      `The volume '${volume.id}' is not attached to instance '${instance.id}' as device '${input.Device ?? attachment.device}'.`,
    );
  if (attachment.device === instance.rootDeviceName && instance.state !== "stopped")
    fail("OperationNotPermitted", `Unable to detach root volume '${attachment.device}' from instance '${instance.id}'`);
  ctx.put(volumes, { ...volume, state: "available", attachment: undefined });
  return answer(volume, "detaching", instance.id, attachment.device, new Date(attachment.attachTime));
});

const answer = (
  volume: Volume,
  State: "attaching" | "detaching",
  InstanceId: string,
  Device: string,
  AttachTime: Date,
) => ({ VolumeId: volume.id, InstanceId, Device, State, AttachTime, DeleteOnTermination: false });
