/**
 * DescribeTags: a line for every tag, where the other Describe operations have one for every resource.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html
 */
import type { ResourceType, TagDescription } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { checkPageSize, type Filter, matcher, page } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { type TagSet, tagSets } from "./resources.ts";

interface TagLine {
  readonly set: TagSet;
  readonly key: string;
  readonly value: string;
}

const FILTERS: ReadonlyMap<string, (line: TagLine) => string> = new Map([
  ["key", ({ key }) => key],
  ["value", ({ value }) => value],
  ["resource-id", ({ set }) => set.resourceId],
  ["resource-type", ({ set }) => set.resourceType],
]);

function test({ Name = "", Values = [] }: Filter): (line: TagLine) => boolean {
  const matches = matcher(Values);
  if (Name.startsWith("tag:")) {
    const wanted = Name.slice("tag:".length);
    return ({ key, value }) => key === wanted && matches(value);
  }
  const read = FILTERS.get(Name);
  if (!read) return fail("InvalidParameterValue", `The filter '${Name}' is invalid`);
  return (line) => matches(read(line));
}

/** The tag sets that the filters can match: those of the named resources where ids are given, else all. */
function candidates(ctx: Context, filters: readonly Filter[]): readonly TagSet[] {
  const ids = filters.find(({ Name }) => Name === "resource-id")?.Values;
  if (!ids || ids.some((id) => /[*?\\]/.test(id))) return ctx.all(tagSets);
  return [...new Set(ids)].flatMap((id) => ctx.get(tagSets, ctx.key(id)) ?? []);
}

export const describeTags = ec2("DescribeTags", ({ Filters = [], MaxResults, NextToken }, ctx) => {
  checkPageSize(MaxResults, [5, 1000]);
  const tests = Filters.map(test);
  const lines = candidates(ctx, Filters)
    .flatMap((set) => Object.entries(set.tags).map(([key, value]) => ({ set, key, value })))
    .filter((line) => tests.every((matches) => matches(line)));
  const { rows, nextToken } = page(lines, "tags", MaxResults, NextToken);
  return {
    Tags: rows.map(
      ({ set, key, value }): TagDescription => ({
        Key: key,
        ResourceId: set.resourceId,
        ResourceType: set.resourceType as ResourceType,
        Value: value,
      }),
    ),
    NextToken: nextToken,
  };
});
