/** Tags of keys. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
import { fail } from "../../cloud/error.ts";
import { kms, needKeyById, needOwnKey, pageOf } from "./operation.ts";
import { type Key, keys } from "./resources.ts";

interface TagInput {
  readonly TagKey: string | undefined;
  readonly TagValue: string | undefined;
}

export function tagged(before: Key["tags"], added: readonly TagInput[] = []): Key["tags"] {
  for (const { TagKey: key = "", TagValue: value = "" } of added)
    if (key.length < 1 || key.length > 128 || value.length > 256 || /^aws:/i.test(key))
      fail("TagException", "The tag key or tag value is not valid.");
  const tags = {
    ...before,
    ...Object.fromEntries(added.map(({ TagKey, TagValue }) => [TagKey ?? "", TagValue ?? ""])),
  };
  if (Object.keys(tags).length > 50) fail("LimitExceededException", "Too many tags");
  return tags;
}

export const tagResource = kms("TagResource", ({ KeyId, Tags }, ctx) => {
  const key = needOwnKey(ctx, KeyId);
  ctx.put(keys, { ...key, tags: tagged(key.tags, Tags) });
  return {};
});

export const untagResource = kms("UntagResource", ({ KeyId, TagKeys = [] }, ctx) => {
  const key = needOwnKey(ctx, KeyId);
  ctx.put(keys, {
    ...key,
    tags: Object.fromEntries(Object.entries(key.tags).filter(([name]) => !TagKeys.includes(name))),
  });
  return {};
});

export const listResourceTags = kms("ListResourceTags", (input, ctx) => {
  const tags = Object.entries(needKeyById(ctx, input.KeyId).tags);
  const { items, page } = pageOf(tags, "tags", { ...input, Limit: input.Limit ?? 50 });
  return { Tags: items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...page };
});
