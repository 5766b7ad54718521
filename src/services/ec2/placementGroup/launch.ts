/**
 * What a placement group asks of the instances that are launched or started in it: a cluster stays in one zone, a
 * spread group runs seven instances in a zone, a partition group counts its instances out over its partitions.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-strategies.html
 */
import type { Placement } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Instance, instances } from "../instance/resources.ts";
import type { InstanceTypeFacts } from "../instance/types.ts";
import { need } from "../resource.ts";
import { type PlacementGroup, placementGroups } from "./resources.ts";

/** Running instances of a spread group in one zone: AWS never lifts it. */
const MAX_SPREAD = 7;

export interface PlaceInGroup {
  readonly groupName: string | undefined;
  /** How many instances can be launched there. */
  readonly count: number;
  readonly partitionOf: (index: number) => number | undefined;
}

/** The caller's group of this name, or AWS's error. */
export function needGroupNamed(ctx: Context, name: string): PlacementGroup {
  const [group] = ctx.by(placementGroups, "name", ctx.key(name));
  return group ?? fail(placementGroups.errors.notFound, placementGroups.errors.missing(name));
}

/** The instances of a group that are not on their way out. */
export const instancesOf = (ctx: Context, group: PlacementGroup): readonly Instance[] =>
  ctx
    .by(instances, "placementGroup", ctx.key(group.name))
    .filter(({ state }) => state !== "terminated" && state !== "shutting-down");

const runs = ({ state }: Instance): boolean => state === "pending" || state === "running";

/** The group that a placement names, if it names one. */
function groupOf(ctx: Context, placement: Placement | undefined): PlacementGroup | undefined {
  const { GroupName, GroupId } = placement ?? {};
  if (GroupName && GroupId)
    fail("InvalidParameterCombination", "The parameter GroupName cannot be used with the parameter GroupId");
  if (GroupId) return need(ctx, placementGroups, GroupId);
  return GroupName ? needGroupNamed(ctx, GroupName) : undefined;
}

/** Where in a group a launch's instances come to lie; between the least and the most that were asked for. */
export function placeInGroup(
  ctx: Context,
  placement: Placement | undefined,
  type: InstanceTypeFacts,
  zone: string,
  { least, count }: { readonly least: number; readonly count: number },
): PlaceInGroup {
  const group = groupOf(ctx, placement);
  const wanted = placement?.PartitionNumber;
  if (wanted !== undefined && group?.strategy !== "partition")
    fail("InvalidParameterCombination", "A partition number is valid only with a placement group of partitions.");
  if (!group) return { groupName: undefined, count, partitionOf: () => undefined };
  const there = instancesOf(ctx, group);
  if (group.strategy === "cluster") checkCluster(group, type, zone, there);
  if (group.strategy === "spread" && placement?.Tenancy === "host")
    fail("InvalidParameterCombination", "Spread placement groups do not support Dedicated Hosts.");
  const room = group.strategy === "spread" ? roomOf(there, zone) : count;
  if (room < least) refuseSpread(group, zone);
  return {
    groupName: group.name,
    count: Math.min(count, room),
    partitionOf: group.strategy === "partition" ? partitions(group, there, wanted) : () => undefined,
  };
}

function checkCluster(group: PlacementGroup, type: InstanceTypeFacts, zone: string, there: readonly Instance[]): void {
  if (type.burstable)
    fail(
      "InvalidParameterCombination",
      `Cluster placement groups are not supported by the '${type.name}' instance type. Specify a supported instance type or change the placement group strategy, and try again.`,
    );
  const elsewhere = there.find(({ availabilityZone }) => availabilityZone !== zone);
  if (elsewhere)
    fail(
      "InvalidPlacementGroup.InUse",
      `The placement group '${group.name}' is in use in another availability zone: ${elsewhere.availabilityZone}`,
    );
}

const roomOf = (there: readonly Instance[], zone: string): number =>
  MAX_SPREAD - there.filter((instance) => runs(instance) && instance.availabilityZone === zone).length;

const refuseSpread = (group: PlacementGroup, zone: string): never =>
  fail(
    "InstanceLimitExceeded",
    `The spread placement group '${group.name}' runs at most ${MAX_SPREAD} instances in the Availability Zone ${zone}.`,
  );

/** The partition asked for, or the emptiest one for each instance in turn. */
function partitions(
  group: PlacementGroup,
  there: readonly Instance[],
  wanted: number | undefined,
): PlaceInGroup["partitionOf"] {
  const count = group.partitionCount ?? 1;
  if (wanted !== undefined && (wanted < 1 || wanted > count))
    fail(
      "InvalidParameterValue",
      `Value (${wanted}) for parameter PartitionNumber is invalid. The placement group '${group.name}' has ${count} partitions.`,
    );
  if (wanted !== undefined) return () => wanted;
  const held = Array.from({ length: count }, () => 0);
  for (const { placementPartitionNumber } of there)
    if (placementPartitionNumber !== undefined)
      held[placementPartitionNumber - 1] = (held[placementPartitionNumber - 1] ?? 0) + 1;
  return () => {
    const emptiest = held.indexOf(Math.min(...held));
    held[emptiest] = (held[emptiest] ?? 0) + 1;
    return emptiest + 1;
  };
}

/** Refuses to start an instance where its spread group has no room left. */
export function checkStart(ctx: Context, instance: Instance): void {
  if (instance.placementGroupName === undefined) return;
  const group = needGroupNamed(ctx, instance.placementGroupName);
  if (group.strategy === "spread" && roomOf(instancesOf(ctx, group), instance.availabilityZone) < 1)
    refuseSpread(group, instance.availabilityZone);
}
