/**
 * CreatePlacementGroup, DeletePlacementGroup and DescribePlacementGroups.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreatePlacementGroup.html
 */
import type { CreatePlacementGroupRequest, PlacementGroup as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Operation } from "../../../cloud/operation.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { instancesOf, needGroupNamed } from "./launch.ts";
import { type PlacementGroup, placementGroups } from "./resources.ts";

const MAX_NAME = 255;
const MAX_PARTITIONS = 7;
/** What AWS makes where nothing is said. */
const DEFAULT_PARTITIONS = 2;

const createPlacementGroup = ec2("CreatePlacementGroup", (input, ctx) => {
  const { GroupName: name = "", Strategy: strategy = "cluster" } = input;
  if (name === "") fail("MissingParameter", "The request must contain the parameter groupName");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  if (name.length > MAX_NAME || !/^[\x00-\x7f]*$/.test(name))
    fail(
      "InvalidParameterValue",
      `Value (${name}) for parameter groupName is invalid. Names have up to ${MAX_NAME} ASCII characters.`,
    );
  if (strategy !== "cluster" && strategy !== "spread" && strategy !== "partition")
    return fail("InvalidParameterValue", `Value (${strategy}) for parameter strategy is invalid.`);
  if (ctx.by(placementGroups, "name", ctx.key(name)).length > 0)
    fail("InvalidPlacementGroup.Duplicate", `The placement group '${name}' already exists.`);
  const { account, region } = ctx;
  const group = ctx.put(placementGroups, {
    id: ctx.newId("pg"),
    account,
    region,
    name,
    strategy,
    partitionCount: partitionCount(input, strategy),
    spreadLevel: spreadLevel(input, strategy),
  });
  tagNew(ctx, placementGroups.type, group.id, input.TagSpecifications);
  return { PlacementGroup: describe(ctx, group) };
});

function partitionCount({ PartitionCount: count }: CreatePlacementGroupRequest, strategy: string): number | undefined {
  if (strategy !== "partition") {
    if (count) fail("InvalidParameterCombination", "PartitionCount is valid only with the strategy 'partition'.");
    return undefined;
  }
  const partitions = count ?? DEFAULT_PARTITIONS;
  if (partitions < 1 || partitions > MAX_PARTITIONS)
    fail(
      "InvalidParameterValue",
      `Value (${partitions}) for parameter partitionCount is invalid. Expecting 1 to ${MAX_PARTITIONS} partitions.`,
    );
  return partitions;
}

function spreadLevel({ SpreadLevel: level }: CreatePlacementGroupRequest, strategy: string): "rack" | undefined {
  if (strategy !== "spread") {
    if (level !== undefined)
      fail("InvalidParameterCombination", "SpreadLevel is valid only with the strategy 'spread'.");
    return undefined;
  }
  if (level === "host") fail("InvalidParameterValue", "The spread level 'host' is for AWS Outposts only.");
  if (level !== undefined && level !== "rack")
    fail("InvalidParameterValue", `Value (${level}) for parameter spreadLevel is invalid.`);
  return "rack";
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeletePlacementGroup.html */
const deletePlacementGroup = ec2("DeletePlacementGroup", (input, ctx) => {
  const group = needGroupNamed(ctx, input.GroupName ?? "");
  if (instancesOf(ctx, group).length > 0)
    fail("InvalidPlacementGroup.InUse", `The placement group '${group.name}' is in use and may not be deleted.`);
  ctx.delete(placementGroups, group.id);
  untag(ctx, group.id);
  return {};
});

const arnOf = ({ account, region, name }: PlacementGroup): string =>
  `arn:aws:ec2:${region}:${account}:placement-group/${name}`;

const describe = (ctx: Context, group: PlacementGroup): Shape => ({
  GroupName: group.name,
  GroupId: group.id,
  GroupArn: arnOf(group),
  State: "available",
  Strategy: group.strategy,
  ...(group.partitionCount === undefined ? {} : { PartitionCount: group.partitionCount }),
  ...(group.spreadLevel === undefined ? {} : { SpreadLevel: group.spreadLevel }),
  Tags: tagList(ctx, group.id),
});

const filters: Filters<PlacementGroup, never> = {
  "group-name": ({ name }) => name,
  "group-arn": arnOf,
  "spread-level": ({ spreadLevel: level }) => level,
  state: () => "available",
  strategy: ({ strategy }) => strategy,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePlacementGroups.html */
const describePlacementGroups = ec2("DescribePlacementGroups", (input, ctx) => {
  const named = (input.GroupNames ?? []).map((name) => needGroupNamed(ctx, name).id);
  const { rows } = list(ctx, {
    resource: placementGroups,
    filters,
    ids: [...(input.GroupIds ?? []), ...named],
    where: input.Filters,
  });
  return { PlacementGroups: rows.map((group) => describe(ctx, group)) };
});

export const placementGroupOperations: readonly Operation[] = [
  createPlacementGroup,
  deletePlacementGroup,
  describePlacementGroups,
];
