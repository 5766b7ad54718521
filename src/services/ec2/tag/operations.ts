/**
 * Tags of any resource, by its id.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Operation } from "../../../cloud/operation.ts";
import { ec2 } from "../operation.ts";
import { vpcPeeringConnections } from "../peering/resources.ts";
import { resourceOfId, wellFormed } from "../resource.ts";
import { findEnd } from "../transitGateway/attachments.ts";
import { describeTags } from "./describe.ts";
import { checkTagCount, checkTagKey, checkTags, isReservedKey, putTags, tagsFrom, tagsOf } from "./resources.ts";

/** AWS takes so many ids in one request. */
const MAX_RESOURCES = 1000;

/** The type of a resource that the caller may tag: its own, or a connection or attachment that it is a side of. */
function taggable(ctx: Context, id: string): string {
  const resource = resourceOfId(id);
  if (!resource || !wellFormed(resource as never, id)) return fail("InvalidID", `The ID '${id}' is not valid`);
  const peering = ctx.find(vpcPeeringConnections, id);
  const sides = peering ? [peering.requester, peering.accepter] : [];
  const visible =
    ctx.get(resource, id) ??
    sides.find(({ account, region }) => account === ctx.account && region === ctx.region) ??
    findEnd(ctx, id);
  return visible ? resource.type : fail(resource.errors.notFound, resource.errors.missing(id));
}

function resourcesOf(ctx: Context, ids: readonly string[] = []): readonly (readonly [id: string, type: string])[] {
  if (ids.length === 0) fail("MissingParameter", "The request must contain the parameter resourceIdSet");
  if (ids.length > MAX_RESOURCES)
    fail("InvalidParameterValue", `The number of resource IDs must not exceed ${MAX_RESOURCES}.`);
  return [...new Set(ids)].map((id) => [id, taggable(ctx, id)]);
}

const createTags = ec2("CreateTags", ({ Resources, Tags = [] }, ctx) => {
  const targets = resourcesOf(ctx, Resources);
  if (Tags.length === 0) fail("MissingParameter", "The request must contain the parameter tagSet");
  if (Tags.some(({ Value }) => Value === undefined))
    fail("InvalidParameterValue", "Tag value cannot be null. Use empty string instead.");
  const added = tagsFrom(Tags);
  checkTags(added);
  for (const [id, type] of targets) {
    const tags = { ...tagsOf(ctx, id), ...added };
    checkTagCount(tags);
    putTags(ctx, type, id, tags);
  }
  return {};
});

/** Without tags, all of a user's own are deleted; a tag without a value whatever its value, with one only that value. */
const deleteTags = ec2("DeleteTags", ({ Resources, Tags }, ctx) => {
  const targets = resourcesOf(ctx, Resources);
  for (const { Key = "" } of Tags ?? []) checkTagKey(Key);
  for (const [id, type] of targets) {
    const kept = Object.entries(tagsOf(ctx, id)).filter(([key, value]) =>
      Tags?.length
        ? !Tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value))
        : isReservedKey(key),
    );
    putTags(ctx, type, id, Object.fromEntries(kept));
  }
  return {};
});

export const tagOperations: readonly Operation[] = [createTags, deleteTags, describeTags];
