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
});

const NO_TAGS: Tags = {};

/** The caller's tags on a resource. */
export const tagsOf = (ctx: Context, resourceId: string): Tags =>
  ctx.find(tagSets, ctx.key(resourceId))?.tags ?? NO_TAGS;

/** In the shape of every Describe answer; `undefined` where there are none, since AWS leaves the list out or empty. */
export const tagList = (ctx: Context, resourceId: string): { Key: string; Value: string }[] =>
  Object.entries(tagsOf(ctx, resourceId)).map(([Key, Value]) => ({ Key, Value }));

export interface TagSpecification {
  readonly ResourceType?: string | undefined;
  readonly Tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
}

/** AWS's limits on tags: 50 a resource, keys to 128 characters, values to 256, no `aws:` keys from users. */
export function checkTags(tags: Tags): void {
  if (Object.keys(tags).length > 50)
    fail("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
  for (const [key, value] of Object.entries(tags)) {
    if (key.length === 0) fail("InvalidParameterValue", "Tag key cannot be empty");
    if (key.toLowerCase().startsWith("aws:"))
      fail(
        "InvalidParameterValue",
        `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
      );
    if (key.length > 128)
      fail(
        "InvalidParameterValue",
        `Value ( ${key} ) for parameter key is invalid. Tag keys cannot be longer than 128 characters`,
      );
    if (value.length > 256)
      fail(
        "InvalidParameterValue",
        `Value ( ${value} ) for parameter value is invalid. Tag values cannot be longer than 256 characters`,
      );
  }
}

/** Puts a resource's whole set of tags; an empty set removes the row. */
export function putTags(ctx: Context, resourceType: string, resourceId: string, tags: Tags): void {
  const id = ctx.key(resourceId);
  if (Object.keys(tags).length === 0) ctx.delete(tagSets, id);
  else ctx.put(tagSets, { id, account: ctx.account, region: ctx.region, resourceId, resourceType, tags });
}

/** Tags a new resource from the TagSpecifications of the request that made it: those of its own type. */
export function tagNew(
  ctx: Context,
  resourceType: string,
  resourceId: string,
  specifications: readonly TagSpecification[] | undefined,
): void {
  const tags: Record<string, string> = {};
  for (const { ResourceType, Tags = [] } of specifications ?? []) {
    if (ResourceType !== resourceType) continue;
    for (const { Key = "", Value = "" } of Tags) {
      if (Object.hasOwn(tags, Key)) fail("InvalidParameterValue", `Duplicate tag key '${Key}' specified.`);
      tags[Key] = Value;
    }
  }
  checkTags(tags);
  if (Object.keys(tags).length > 0) putTags(ctx, resourceType, resourceId, tags);
}

/** Forgets a resource's tags: part of deleting it. */
export const untag = (ctx: Context, resourceId: string): void => ctx.delete(tagSets, ctx.key(resourceId));
