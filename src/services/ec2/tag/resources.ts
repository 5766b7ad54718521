/** Tags: one row per tagged resource, in the account and region that tagged it (a peering has tags on each side). */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { defineTable, type Row } from "../../../cloud/table.ts";

export type Tags = Readonly<Record<string, string>>;

export interface TagSet extends Row {
  /** `account/region/resource id`. */
  readonly id: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly tags: Tags;
}

/** Indexed by `account/region/KEY=value`, so that a Name finds its resource at once. */
export const tagSets = defineTable<TagSet>()("ec2.tags", {
  tag: ({ account, region, tags }) =>
    Object.entries(tags).map(([key, value]) => `${account}/${region}/${key}=${value}`),
  /** A peering connection's tags are found on both of its sides. */
  resourceId: (set) => set.resourceId,
});

const NO_TAGS: Tags = {};

/** The caller's tags on a resource. A key may be any text (`constructor` too): look one up with `tagValue`. */
export function tagsOf(ctx: Context, resourceId: string): Tags {
  // By the index rather than by the row's own id, which would have to be put together and hashed for each resource shown.
  for (const { account, region, tags } of ctx.by(tagSets, "resourceId", resourceId))
    if (account === ctx.account && region === ctx.region) return tags;
  return NO_TAGS;
}

/** The value of one tag, or nothing where the resource has no tag of that key. */
export function tagValue(ctx: Context, resourceId: string, key: string): string | undefined {
  const tags = tagsOf(ctx, resourceId);
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

/** In the shape of every Describe answer; empty where there are none. */
export function tagList(ctx: Context, resourceId: string): { Key: string; Value: string }[] {
  const tags = tagsOf(ctx, resourceId);
  return tags === NO_TAGS ? [] : Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * AWS describes an untagged VPC, subnet or group without a word of tags, though it answers the creation of one with an
 * empty list of them. @see https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-subnets.html (Example 1)
 */
export const withTagsIfAny = <S extends { readonly Tags?: readonly unknown[] | undefined }>(described: S): S =>
  described.Tags?.length ? described : { ...described, Tags: undefined };

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface TagSpecification {
  readonly ResourceType?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

/** AWS's limits on tags, in characters. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;

/** Tags that AWS's own services put on a resource: users can neither set nor remove them, and they do not count. */
export const isReservedKey = (key: string): boolean => key.toLowerCase().startsWith("aws:");

/** Refuses a key that no user may write. */
export function checkTagKey(key: string): void {
  if (key === "")
    fail("InvalidParameterValue", "Value ( '' ) for parameter Tag key is invalid. Tag key cannot be null or empty.");
  if (isReservedKey(key))
    fail(
      "InvalidParameterValue",
      `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
    );
  if (characters(key) > MAX_KEY)
    fail(
      "InvalidParameterValue",
      `Value ( ${key} ) for parameter key is invalid. Tag keys cannot be longer than ${MAX_KEY} characters`,
    );
}

/** Refuses tags that a user may not write: 50 a resource, keys to 128 characters, values to 256, no `aws:` keys. */
export function checkTags(tags: Tags): void {
  for (const [key, value] of Object.entries(tags)) {
    checkTagKey(key);
    if (characters(value) > MAX_VALUE)
      fail(
        "InvalidParameterValue",
        `Value ( ${value} ) for parameter value is invalid. Tag values cannot be longer than ${MAX_VALUE} characters`,
      );
  }
  checkTagCount(tags);
}

/** Refuses more than fifty tags, AWS's own not counted. */
export function checkTagCount(tags: Tags): void {
  if (Object.keys(tags).filter((key) => !isReservedKey(key)).length > MAX_TAGS)
    fail("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
}

/** A text's length as AWS counts it: in Unicode characters. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** A request's tags by key; a key given twice is refused. */
export function tagsFrom(given: readonly Tag[]): Tags {
  // A Map and `fromEntries` keep a key such as `__proto__`, which an assignment to an object would lose.
  const tags = new Map<string, string>();
  for (const { Key = "", Value = "" } of given) {
    if (tags.has(Key)) fail("InvalidParameterValue", `Duplicate tag key '${Key}' specified.`);
    tags.set(Key, Value);
  }
  return Object.fromEntries(tags);
}

/** Puts a resource's whole set of tags; an empty set removes the row. */
export function putTags(ctx: Context, resourceType: string, resourceId: string, tags: Tags): void {
  const id = ctx.key(resourceId);
  if (Object.keys(tags).length === 0) ctx.delete(tagSets, id);
  else ctx.put(tagSets, { id, account: ctx.account, region: ctx.region, resourceId, resourceType, tags });
}

/** What a RunInstances request may tag at once. */
export const RUN_INSTANCES_TYPES: readonly string[] = [
  "instance",
  "volume",
  "network-interface",
  "spot-instances-request",
  "elastic-gpu",
];

/** What may be tagged together with a resource of a type; other types are made one at a time. */
const COMPANIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["instance", RUN_INSTANCES_TYPES],
  ["volume", RUN_INSTANCES_TYPES],
  ["network-interface", RUN_INSTANCES_TYPES],
]);

/**
 * The tags that a request has for the new resources of one type. Refuses a type that the operation does not make:
 * `companions` are the types it makes besides.
 */
export function tagsFor(
  resourceType: string,
  specifications: readonly TagSpecification[] | undefined,
  companions: readonly string[] = COMPANIONS.get(resourceType) ?? [],
): Tags {
  const given: Tag[] = [];
  for (const { ResourceType, Tags } of specifications ?? []) {
    if (!ResourceType) fail("InvalidParameterValue", "Tag specification resource type must have a value");
    if (ResourceType !== resourceType && !companions.includes(ResourceType))
      fail("InvalidParameterValue", `'${ResourceType}' is not a valid taggable resource type for this operation.`);
    if (!Tags?.length) fail("InvalidParameterValue", "Tag specification must have at least one tag");
    if (ResourceType === resourceType) given.push(...Tags);
  }
  const tags = tagsFrom(given);
  checkTags(tags);
  return tags;
}

/** Tags a new resource from the TagSpecifications of the request that made it: those of its own type. */
export function tagNew(
  ctx: Context,
  resourceType: string,
  resourceId: string,
  specifications: readonly TagSpecification[] | undefined,
  companions?: readonly string[],
): void {
  if (specifications === undefined) return;
  const tags = tagsFor(resourceType, specifications, companions);
  if (Object.keys(tags).length > 0) putTags(ctx, resourceType, resourceId, tags);
}

/** Forgets a resource's tags, on every side that tagged it: part of deleting it. */
export function untag(ctx: Context, resourceId: string): void {
  for (const set of ctx.by(tagSets, "resourceId", resourceId)) ctx.delete(tagSets, set.id);
}
