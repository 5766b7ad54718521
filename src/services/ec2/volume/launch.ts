/** The volumes that come with instances: made at launch, gone at termination unless kept. */
import type { EbsBlockDevice, RunInstancesRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Image, ImageDevice } from "../image/resources.ts";
import { type TagSpecification, tagNew } from "../tag/resources.ts";
import { removeVolume } from "./create.ts";
import { encryptionOf } from "./encryption.ts";
import { snapshots, type Volume, volumes } from "./resources.ts";
import { retaining, shapeOf } from "./shape.ts";
import { knownSnapshot } from "./snapshots.ts";

/** The volumes that an instance type brings along, by number. */
const INSTANCE_STORE = /^ephemeral\d+$/;
/** GiB of a volume whose snapshot nobody here made. */
const UNKNOWN_SIZE = 8;

/**
 * Makes an instance's volumes, the image's and the launch's own; the answer is the root volume's id. A mapping says what
 * a device is: a volume, one of the instance's own, or nothing.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_BlockDeviceMapping.html
 */
export function createVolumes(
  ctx: Context,
  instanceId: string,
  image: Image,
  availabilityZone: string,
  input: RunInstancesRequest,
): string {
  const devices = new Map<string, { template?: ImageDevice; ebs?: EbsBlockDevice | undefined }>(
    image.devices.map((template) => [template.device, { template }]),
  );
  for (const { DeviceName: device, NoDevice, Ebs: ebs, VirtualName = "" } of input.BlockDeviceMappings ?? []) {
    if (!device) return fail("InvalidBlockDeviceMapping", "Missing device name");
    if (NoDevice === undefined && !ebs && !INSTANCE_STORE.test(VirtualName))
      fail("MissingParameter", "The request must contain the parameter ebs");
    if (NoDevice === undefined && ebs) devices.set(device, { ...devices.get(device), ebs });
    else if (device !== image.rootDevice) devices.delete(device);
  }
  let rootVolumeId = "";
  for (const [device, { template, ebs }] of devices) {
    const volume = launchVolume(ctx, { instanceId, availabilityZone, device, template, ebs }, input.TagSpecifications);
    if (device === image.rootDevice) rootVolumeId = volume.id;
  }
  return rootVolumeId;
}

interface Launched {
  readonly instanceId: string;
  readonly availabilityZone: string;
  readonly device: string;
  /** What the image says of the device. */
  readonly template: ImageDevice | undefined;
  /** What the launch says of it. */
  readonly ebs: EbsBlockDevice | undefined;
}

function launchVolume(ctx: Context, launched: Launched, tags: readonly TagSpecification[] | undefined): Volume {
  const { instanceId, availabilityZone, device, template, ebs } = launched;
  const snapshotId = ebs?.SnapshotId ?? template?.snapshotId;
  const known =
    snapshotId !== undefined && snapshotId !== template?.snapshotId ? knownSnapshot(ctx, snapshotId) : undefined;
  const leastGb = known?.sizeGb ?? template?.sizeGb;
  const sizeGb = ebs?.VolumeSize;
  if (leastGb === undefined && snapshotId === undefined && sizeGb === undefined)
    fail("MissingParameter", "The request must contain the parameter size or snapshotId");
  if (snapshotId !== undefined && leastGb !== undefined && sizeGb !== undefined && sizeGb < leastGb)
    fail(
      "InvalidBlockDeviceMapping",
      `Volume of size ${sizeGb}GB is smaller than snapshot '${snapshotId}', expect size>= ${leastGb}GB`,
    );
  const wanted = { Size: sizeGb, VolumeType: ebs?.VolumeType, Iops: ebs?.Iops, Throughput: ebs?.Throughput };
  const shape = shapeOf(template ? retaining(template, wanted) : wanted, {
    sizeGb: leastGb ?? UNKNOWN_SIZE,
    volumeType: template?.volumeType ?? "gp2",
  });
  const encryption = { Encrypted: ebs?.Encrypted ?? template?.encrypted, KmsKeyId: ebs?.KmsKeyId };
  const now = ctx.now().toISOString();
  const volume = ctx.put(volumes, {
    id: ctx.newId("vol"),
    account: ctx.account,
    region: ctx.region,
    state: "in-use",
    availabilityZone,
    ...shape,
    ...encryptionOf(ctx, encryption, snapshotId === undefined ? undefined : ctx.find(snapshots, snapshotId)),
    snapshotId,
    createTime: now,
    attachment: {
      instanceId,
      device,
      deleteOnTermination: ebs?.DeleteOnTermination ?? template?.deleteOnTermination ?? true,
      attachTime: now,
    },
  });
  tagNew(ctx, volumes.type, volume.id, tags);
  return volume;
}

/** At termination: deletes the volumes that say so, and frees the others. */
export function removeVolumes(ctx: Context, instanceId: string): void {
  for (const volume of ctx.by(volumes, "instanceId", instanceId)) {
    if (volume.attachment?.deleteOnTermination) removeVolume(ctx, volume.id);
    else ctx.put(volumes, { ...volume, state: "available", attachment: undefined });
  }
}
