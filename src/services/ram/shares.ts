/**
 * Resource shares.
 * @see https://docs.aws.amazon.com/ram/latest/APIReference/API_CreateResourceShare.html
 * @see https://docs.aws.amazon.com/ram/latest/APIReference/API_GetResourceShares.html
 */
import type { ResourceShare as ShareAnswer } from "@aws-sdk/client-ram";
import { arnOf } from "../../cloud/arn.ts";
import { fail } from "../../cloud/error.ts";
import { uuidOf } from "../../cloud/keys.ts";
import type { Transition } from "../../cloud/timers.ts";
import { associate, dissociateAll } from "./associations.ts";
import { needShare, pageOf, ram, sharesOf } from "./operation.ts";
import { permissionNamed } from "./permissions.ts";
import { type ResourceShare, resourceShares } from "./resources.ts";

const FORGET = "ram.share.forget";
/** For how long a deleted share is still told of: AWS takes two hours, in which the name looks taken to those who go by names. */
const REMEMBERED = 10_000;

const tagList = (tags: ResourceShare["tags"]) => Object.entries(tags).map(([key, value]) => ({ key, value }));

const describe = (share: ResourceShare): ShareAnswer => ({
  resourceShareArn: share.id,
  name: share.name,
  owningAccountId: share.account,
  allowExternalPrincipals: share.allowExternalPrincipals,
  status: share.status,
  tags: tagList(share.tags),
  creationTime: new Date(share.createdAt),
  lastUpdatedTime: new Date(share.updatedAt),
  featureSet: "STANDARD",
});

interface TagInput {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}

function tagged(before: ResourceShare["tags"], added: readonly TagInput[] = []): ResourceShare["tags"] {
  for (const { key = "", value = "" } of added)
    if (key.length < 1 || key.length > 128 || value.length > 256 || /^aws:/i.test(key))
      fail("InvalidParameterException", `The tag '${key.slice(0, 128)}' is not valid.`);
  const tags = { ...before, ...Object.fromEntries(added.map(({ key, value }) => [key ?? "", value ?? ""])) };
  if (Object.keys(tags).length > 50)
    fail("TagLimitExceededException", "This request would exceed the limit for tags for your account.");
  return tags;
}

function checkName(name: string): void {
  if (name.length < 1 || name.length > 128)
    fail("InvalidParameterException", "The name of a resource share has 1 to 128 characters.");
}

export const createResourceShare = ram("CreateResourceShare", (input, ctx) => {
  const { name = "", resourceArns, principals, allowExternalPrincipals = true, permissionArns = [] } = input;
  checkName(name);
  for (const arn of permissionArns) permissionNamed(arn);
  const now = ctx.now().getTime();
  const share = ctx.put(resourceShares, {
    id: arnOf(ctx, "ram", `resource-share/${uuidOf(ctx.random)}`),
    account: ctx.account,
    region: ctx.region,
    name,
    allowExternalPrincipals,
    status: "ACTIVE",
    tags: tagged({}, input.tags),
    permissions: [...permissionArns],
    createdAt: now,
    updatedAt: now,
  });
  associate(ctx, share, resourceArns, principals);
  return { resourceShare: describe(share), clientToken: input.clientToken };
});

export const getResourceShares = ram("GetResourceShares", (input, ctx) => {
  const { name, resourceShareStatus: status, tagFilters = [] } = input;
  const found = sharesOf(ctx, input.resourceOwner, input.resourceShareArns).filter(
    (share) =>
      (name ?? share.name) === share.name &&
      (status ?? share.status) === share.status &&
      tagFilters.every(({ tagKey = "", tagValues = [] }) => {
        const value = Object.hasOwn(share.tags, tagKey) ? share.tags[tagKey] : undefined;
        return value !== undefined && (tagValues.length === 0 || tagValues.includes(value));
      }),
  );
  const { items, nextToken } = pageOf(found, "shares", input);
  return { resourceShares: items.map(describe), nextToken };
});

export const updateResourceShare = ram("UpdateResourceShare", (input, ctx) => {
  const share = needShare(ctx, input.resourceShareArn);
  const { name = share.name, allowExternalPrincipals = share.allowExternalPrincipals } = input;
  checkName(name);
  const changed = ctx.put(resourceShares, { ...share, name, allowExternalPrincipals, updatedAt: ctx.now().getTime() });
  return { resourceShare: describe(changed), clientToken: input.clientToken };
});

export const deleteResourceShare = ram("DeleteResourceShare", (input, ctx) => {
  const share = needShare(ctx, input.resourceShareArn);
  dissociateAll(ctx, share);
  ctx.put(resourceShares, { ...share, status: "DELETED", updatedAt: ctx.now().getTime() });
  ctx.later(REMEMBERED, FORGET, share.id);
  return { returnValue: true, clientToken: input.clientToken };
});

export const shareTransitions: Readonly<Record<string, Transition>> = {
  [FORGET]: (ctx, id) => ctx.delete(resourceShares, id),
};

export const tagResource = ram("TagResource", ({ resourceShareArn, tags }, ctx) => {
  const share = needShare(ctx, resourceShareArn);
  ctx.put(resourceShares, { ...share, tags: tagged(share.tags, tags) });
  return {};
});

export const untagResource = ram("UntagResource", ({ resourceShareArn, tagKeys = [] }, ctx) => {
  const share = needShare(ctx, resourceShareArn);
  const tags = Object.fromEntries(Object.entries(share.tags).filter(([key]) => !tagKeys.includes(key)));
  ctx.put(resourceShares, { ...share, tags });
  return {};
});
