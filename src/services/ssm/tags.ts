/** Tags of parameters. @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { ssm } from "./operation.ts";
import { type Parameter, parameters } from "./resources.ts";

interface TagInput {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

export function tagged(before: Parameter["tags"], added: readonly TagInput[] = []): Parameter["tags"] {
  for (const { Key: key = "", Value: value = "" } of added)
    if (key.length < 1 || key.length > 128 || value.length > 256 || /^aws:/i.test(key))
      fail("ValidationException", `The tag '${key.slice(0, 128)}' is invalid.`);
  const tags = { ...before, ...Object.fromEntries(added.map(({ Key, Value }) => [Key ?? "", Value ?? ""])) };
  if (Object.keys(tags).length > 50) fail("TooManyTagsError", "The maximum number of tags per resource is 50.");
  return tags;
}

function needTagged(ctx: Context, type: string | undefined, id = ""): Parameter {
  if (type !== "Parameter")
    fail("InvalidResourceType", `${type} is not a valid resource type here: only Parameter is built.`);
  return (
    ctx.get(parameters, ctx.key(id)) ??
    fail("InvalidResourceId", "The resource ID is not valid. Verify that you entered the correct ID and try again.")
  );
}

export const addTagsToResource = ssm("AddTagsToResource", ({ ResourceType, ResourceId, Tags }, ctx) => {
  const parameter = needTagged(ctx, ResourceType, ResourceId);
  ctx.put(parameters, { ...parameter, tags: tagged(parameter.tags, Tags) });
  return {};
});

export const removeTagsFromResource = ssm(
  "RemoveTagsFromResource",
  ({ ResourceType, ResourceId, TagKeys = [] }, ctx) => {
    const parameter = needTagged(ctx, ResourceType, ResourceId);
    const tags = Object.fromEntries(Object.entries(parameter.tags).filter(([key]) => !TagKeys.includes(key)));
    ctx.put(parameters, { ...parameter, tags });
    return {};
  },
);

export const listTagsForResource = ssm("ListTagsForResource", ({ ResourceType, ResourceId }, ctx) => ({
  TagList: Object.entries(needTagged(ctx, ResourceType, ResourceId).tags).map(([Key, Value]) => ({ Key, Value })),
}));
