/** CreateSnapshot, CreateSnapshots, CopySnapshot, DeleteSnapshot. */
import type { Snapshot as Answer, SnapshotInfo } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { images } from "../image/resources.ts";
import { instances } from "../instance/resources.ts";
import { ec2 } from "../operation.ts";
import { checkId, need, refuseId } from "../resource.ts";
import { putTags, type TagSpecification, tagList, tagNew, tagsFor, tagsOf, untag } from "../tag/resources.ts";
import { encryptionOf } from "./encryption.ts";
import { type Snapshot, snapshots, type Volume, volumes } from "./resources.ts";

/** What AWS says a copied snapshot's volume is: "an arbitrary volume ID that you should not use for any purpose". */
const NO_VOLUME = "vol-ffffffff";

/** Whether the caller may make volumes and copies of it. */
export const mayUse = ({ account, region }: Context, snapshot: Snapshot): boolean =>
  snapshot.region === region &&
  (snapshot.account === account || snapshot.sharedWith.includes("all") || snapshot.sharedWith.includes(account));

/** A snapshot that the caller may use, or AWS's error. */
export function needSnapshot(ctx: Context, id: string): Snapshot {
  const snapshot = ctx.find(snapshots, id);
  return snapshot && mayUse(ctx, snapshot) ? snapshot : refuseId(snapshots, id);
}

interface NewSnapshot {
  readonly description: string | undefined;
  readonly tags: readonly TagSpecification[] | undefined;
}

/** Takes a snapshot of a volume. */
export function snapshotOf(ctx: Context, volume: Volume, { description, tags }: NewSnapshot): Snapshot {
  const { id: volumeId, sizeGb, encrypted, kmsKeyId } = volume;
  const snapshot = ctx.put(snapshots, {
    id: ctx.newId("snap"),
    account: ctx.account,
    region: ctx.region,
    volumeId,
    sizeGb,
    encrypted,
    kmsKeyId,
    description: description ?? "",
    startTime: ctx.now().toISOString(),
    copied: false,
    sharedWith: [],
  });
  tagNew(ctx, snapshots.type, snapshot.id, tags);
  return snapshot;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html */
const createSnapshot = ec2("CreateSnapshot", (input, ctx) => {
  if (input.OutpostArn !== undefined) fail("UnsupportedOperation", "Underlay does not build Outposts.");
  const volume = need(ctx, volumes, input.VolumeId);
  const snapshot = snapshotOf(ctx, volume, { description: input.Description, tags: input.TagSpecifications });
  return { ...describeSnapshot(ctx, snapshot), ...PENDING };
});

/** How the answer that brings a snapshot about shows it: later ones are complete. */
const PENDING = { State: "pending", Progress: "", CompletionTime: undefined } as const;

/**
 * Of all of an instance's volumes, but those left out.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html
 */
const createSnapshots = ec2("CreateSnapshots", (input, ctx) => {
  if (input.OutpostArn !== undefined) fail("UnsupportedOperation", "Underlay does not build Outposts.");
  const { InstanceId, ExcludeBootVolume = false, ExcludeDataVolumeIds = [] } = input.InstanceSpecification ?? {};
  const instance = need(ctx, instances, InstanceId);
  const attached = ctx.by(volumes, "instanceId", instance.id);
  for (const id of ExcludeDataVolumeIds) {
    if (id === instance.rootVolumeId)
      fail(
        "InvalidParameterValue",
        `The volume '${id}' is the root volume of ${instance.id}. Use ExcludeBootVolume to leave it out.`,
      );
    if (!attached.some((volume) => volume.id === id))
      fail("InvalidParameterValue", `The volume '${id}' is not attached to instance '${instance.id}'.`);
  }
  const wanted = attached.filter(
    ({ id }) => !ExcludeDataVolumeIds.includes(id) && !(ExcludeBootVolume && id === instance.rootVolumeId),
  );
  if (wanted.length === 0) fail("InvalidParameterValue", `The instance '${instance.id}' has no volumes to snapshot.`);
  return {
    Snapshots: wanted.map((volume): SnapshotInfo => {
      const snapshot = snapshotOf(ctx, volume, { description: input.Description, tags: undefined });
      const copied = input.CopyTagsFromSource === "volume" ? tagsOf(ctx, volume.id) : {};
      const tags = { ...copied, ...tagsFor(snapshots.type, input.TagSpecifications) };
      putTags(ctx, snapshots.type, snapshot.id, tags);
      const { StorageTier, CompletionTime, KmsKeyId, ...shown } = describeSnapshot(ctx, snapshot);
      return { ...shown, State: "pending", Progress: "" };
    }),
  };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html */
const copySnapshot = ec2("CopySnapshot", (input, ctx) => {
  if (input.DestinationOutpostArn !== undefined) fail("UnsupportedOperation", "Underlay does not build Outposts.");
  if (!input.SourceRegion) return fail("MissingParameter", "The request must contain the parameter sourceRegion");
  const source = needSnapshot(ctx.within(ctx.account, input.SourceRegion), input.SourceSnapshotId ?? "");
  const { id } = copyOf(ctx, source, { ...input, description: input.Description, tags: input.TagSpecifications });
  return { SnapshotId: id, Tags: tagList(ctx, id) };
});

/** Copies a snapshot into the caller's account and region. A key of another region does not come along. */
export function copyOf(
  ctx: Context,
  source: Pick<Snapshot, "account" | "region" | "sizeGb" | "encrypted" | "kmsKeyId">,
  {
    description,
    tags,
    ...encryption
  }: NewSnapshot & { readonly Encrypted?: boolean | undefined; readonly KmsKeyId?: string | undefined },
): Snapshot {
  const kept = source.region === ctx.region && source.account === ctx.account ? source.kmsKeyId : undefined;
  const snapshot = ctx.put(snapshots, {
    id: ctx.newId("snap"),
    account: ctx.account,
    region: ctx.region,
    volumeId: NO_VOLUME,
    sizeGb: source.sizeGb,
    ...encryptionOf(ctx, encryption, { encrypted: source.encrypted, kmsKeyId: kept }),
    description: description ?? "",
    startTime: ctx.now().toISOString(),
    copied: true,
    sharedWith: [],
  });
  tagNew(ctx, snapshots.type, snapshot.id, tags);
  return snapshot;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html */
const deleteSnapshot = ec2("DeleteSnapshot", ({ SnapshotId }, ctx) => {
  const { id } = need(ctx, snapshots, SnapshotId);
  const [image] = ctx.by(images, "snapshotId", id);
  if (image) fail("InvalidSnapshot.InUse", `The snapshot ${id} is currently in use by ${image.id}`);
  removeSnapshot(ctx, id);
  return {};
});

export function removeSnapshot(ctx: Context, id: string): void {
  ctx.delete(snapshots, id);
  untag(ctx, id);
}

/**
 * What a launch or an image's device says of a snapshot: its facts where somebody here made it, nothing where nobody did;
 * such an id is taken at its word, as image ids are, unless images are strict.
 */
export function knownSnapshot(ctx: Context, id: string): Snapshot | undefined {
  const snapshot = ctx.find(snapshots, id);
  if (snapshot && mayUse(ctx, snapshot)) return snapshot;
  if (snapshot || ctx.settings.strictImages) return refuseId(snapshots, id);
  checkId(snapshots, id);
  return undefined;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html */
export const describeSnapshot = (ctx: Context, snapshot: Snapshot): Answer => ({
  SnapshotId: snapshot.id,
  VolumeId: snapshot.volumeId,
  OwnerId: snapshot.account,
  Description: snapshot.description,
  State: "completed",
  Progress: "100%",
  VolumeSize: snapshot.sizeGb,
  Encrypted: snapshot.encrypted,
  KmsKeyId: snapshot.kmsKeyId,
  StartTime: new Date(snapshot.startTime),
  CompletionTime: new Date(snapshot.startTime),
  StorageTier: "standard",
  TransferType: snapshot.copied ? "standard" : undefined,
  Tags: tagList(ctx, snapshot.id),
});

export const snapshotOperations = [createSnapshot, createSnapshots, copySnapshot, deleteSnapshot];
