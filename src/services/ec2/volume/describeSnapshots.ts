/** DescribeSnapshots, and who may make volumes of a snapshot. */
import type { CreateVolumePermission } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { type Snapshot, snapshots } from "./resources.ts";
import { describeSnapshot, needSnapshot } from "./snapshots.ts";

const filters: Filters<Snapshot, keyof typeof snapshots.indexes & string> = {
  description: (snapshot) => snapshot.description,
  encrypted: (snapshot) => snapshot.encrypted,
  "owner-alias": () => undefined,
  "owner-id": (snapshot) => snapshot.account,
  progress: () => "100%",
  "snapshot-id": (snapshot) => snapshot.id,
  "start-time": (snapshot) => snapshot.startTime,
  status: () => "completed",
  "storage-tier": () => "standard",
  "transfer-type": (snapshot) => (snapshot.copied ? "standard" : undefined),
  "volume-id": (snapshot) => snapshot.volumeId,
  "volume-size": (snapshot) => snapshot.sizeGb,
};

/** The caller's own, those shared with its account, and public ones. */
function usable(ctx: Context): readonly Snapshot[] {
  const shared = [ctx.account, "all"].flatMap((grantee) => ctx.by(snapshots, "sharedWith", `${ctx.region}/${grantee}`));
  return [...new Map([...ctx.all(snapshots), ...shared].map((snapshot) => [snapshot.id, snapshot])).values()];
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html */
export const describeSnapshots = ec2("DescribeSnapshots", (input, ctx) => {
  const owners = input.OwnerIds ?? [];
  for (const owner of owners)
    if (!/^(\d{12}|self|amazon)$/.test(owner)) fail("InvalidUserID.Malformed", `Invalid user id: "${owner}"`);
  const { rows, nextToken } = list(ctx, {
    resource: snapshots,
    filters,
    idsName: "snapshotIds",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    rows: (input.SnapshotIds?.length ? input.SnapshotIds.map((id) => needSnapshot(ctx, id)) : usable(ctx)).filter(
      (snapshot) =>
        (owners.length === 0 ||
          owners.some((owner) => (owner === "self" ? ctx.account : owner) === snapshot.account)) &&
        (input.RestorableByUserIds ?? []).every(
          (user) =>
            snapshot.sharedWith.includes(user === "self" ? ctx.account : user) ||
            (user === "self" && snapshot.account === ctx.account),
        ),
    ),
  });
  return { Snapshots: rows.map((snapshot) => describeSnapshot(ctx, snapshot)), NextToken: nextToken };
});

const PERMISSION = "createVolumePermission";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html */
export const describeSnapshotAttribute = ec2("DescribeSnapshotAttribute", ({ SnapshotId, Attribute }, ctx) => {
  const { id, sharedWith } = need(ctx, snapshots, SnapshotId);
  if (Attribute === "productCodes") return { SnapshotId: id, ProductCodes: [] };
  if (Attribute !== PERMISSION) return unknownAttribute(Attribute);
  return {
    SnapshotId: id,
    CreateVolumePermissions: sharedWith.map((grantee) =>
      grantee === "all" ? { Group: "all" as const } : { UserId: grantee },
    ),
  };
});

const unknownAttribute = (attribute: string | undefined): never =>
  fail("InvalidParameterValue", `Value (${attribute}) for parameter attribute is invalid. Unknown attribute.`);

/** In both ways to say it: a list of additions and removals, or one operation with users and groups. */
export const modifySnapshotAttribute = ec2("ModifySnapshotAttribute", (input, ctx) => {
  const snapshot = need(ctx, snapshots, input.SnapshotId);
  if (input.Attribute !== undefined && input.Attribute !== PERMISSION) unknownAttribute(input.Attribute);
  const pairs: CreateVolumePermission[] = [
    ...(input.UserIds ?? []).map((UserId) => ({ UserId })),
    ...(input.GroupNames ?? []).map((Group) => ({ Group: Group as "all" })),
  ];
  const add = [...(input.CreateVolumePermission?.Add ?? []), ...(input.OperationType === "add" ? pairs : [])];
  const remove = [...(input.CreateVolumePermission?.Remove ?? []), ...(input.OperationType === "remove" ? pairs : [])];
  if (add.length + remove.length === 0) fail("InvalidParameterCombination", "No attributes specified.");
  const added = add.map(granteeOf);
  if (added.includes("all") && snapshot.encrypted)
    fail("InvalidParameterValue", `The encrypted snapshot ${snapshot.id} cannot be shared publicly.`);
  const removed = new Set(remove.map(granteeOf));
  const sharedWith = [...new Set([...snapshot.sharedWith, ...added])].filter((grantee) => !removed.has(grantee));
  ctx.put(snapshots, { ...snapshot, sharedWith });
  return {};
});

function granteeOf({ UserId, Group }: CreateVolumePermission): string {
  if (Group !== undefined)
    return Group === "all" ? "all" : fail("InvalidParameterValue", `Value (${Group}) for parameter group is invalid.`);
  if (UserId === undefined || !/^\d{12}$/.test(UserId))
    return fail("InvalidUserID.Malformed", `Invalid user id: "${UserId ?? ""}"`);
  return UserId;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetSnapshotAttribute.html */
export const resetSnapshotAttribute = ec2("ResetSnapshotAttribute", ({ SnapshotId, Attribute }, ctx) => {
  const snapshot = need(ctx, snapshots, SnapshotId);
  if (Attribute !== PERMISSION) unknownAttribute(Attribute);
  ctx.put(snapshots, { ...snapshot, sharedWith: [] });
  return {};
});
