/**
 * Managed policies and their versions: the account's own, and AWS's by name.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
import type { Policy as PolicyAnswer, PolicyVersion as VersionAnswer } from "@aws-sdk/client-iam";
import { partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { awsManagedPolicies, awsManagedPolicy, isAwsManaged } from "./awsManaged.ts";
import { globalArn, newUniqueId } from "./entities.ts";
import { iam } from "./operation.ts";
import { checkDocument, documentSize, encodeDocument } from "./policyDocument.ts";
import { type Entity, groups, type Policy, type PolicyVersion, policies, roles, users } from "./resources.ts";
import { byName, checkLength, checkName, checkPath, pageOf, tagged, tagList } from "./validation.ts";

/** Neither can be raised. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LARGEST = 6144;
const MOST_VERSIONS = 5;

/** The policy with this ARN that the account can use: its own, or AWS's. */
export function needPolicy(ctx: Context, arn = "", message = `Policy ${arn} was not found.`): Policy {
  const policy = isAwsManaged(arn) ? awsManagedPolicy(arn) : ctx.get(policies, arn);
  if (policy) return policy;
  if (!/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/.+/.test(arn)) fail("ValidationError", `ARN ${arn} is not valid.`);
  return fail("NoSuchEntity", message, 404);
}

/** A policy that the account may change. */
export function needOwnPolicy(ctx: Context, arn = ""): Policy {
  if (isAwsManaged(arn))
    fail("AccessDenied", `User is not authorized to perform this operation on AWS managed policy ${arn}`, 403);
  return needPolicy(ctx, arn);
}

const attachedTo = (ctx: Context, arn: string): readonly (readonly Entity[])[] => {
  const key = `${ctx.account} ${arn}`;
  return [ctx.by(groups, "policy", key), ctx.by(users, "policy", key), ctx.by(roles, "policy", key)];
};

const attachments = (ctx: Context, arn: string): number => attachedTo(ctx, arn).flat().length;

const boundaries = (ctx: Context, arn: string): number =>
  [...ctx.all(roles), ...ctx.all(users)].filter(({ permissionsBoundary }) => permissionsBoundary === arn).length;

export function describePolicy(ctx: Context, policy: Policy): PolicyAnswer {
  return {
    PolicyName: policy.name,
    PolicyId: policy.uniqueId,
    Arn: policy.id,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachments(ctx, policy.id),
    PermissionsBoundaryUsageCount: boundaries(ctx, policy.id),
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

const withDetails = (ctx: Context, policy: Policy): PolicyAnswer => ({
  ...describePolicy(ctx, policy),
  Description: policy.description,
  Tags: tagList(policy.tags),
});

function checkPolicy(document: string): void {
  checkDocument(document, "identity");
  if (documentSize(document) > LARGEST) fail("LimitExceeded", `Cannot exceed quota for PolicySize: ${LARGEST}`, 409);
}

export const createPolicy = iam("CreatePolicy", (input, ctx) => {
  const { PolicyName: name = "", Path: path = "/", PolicyDocument: document = "", Description: description } = input;
  checkName(name, "policyName", 128);
  checkPath(path);
  checkLength(description, "description", 1000);
  checkPolicy(document);
  // The name is unique in the account, whatever the paths.
  if (ctx.all(policies).some((other) => other.name.toLowerCase() === name.toLowerCase()))
    fail("EntityAlreadyExists", `A policy called ${name} already exists. Duplicate names are not allowed.`, 409);
  const now = ctx.now().getTime();
  const policy = ctx.put(policies, {
    id: globalArn(ctx, `policy${path}${name}`),
    account: ctx.account,
    region: ctx.region,
    name,
    uniqueId: newUniqueId(ctx, "ANPA"),
    path,
    description,
    createdAt: now,
    updatedAt: now,
    versions: [{ id: "v1", document, createdAt: now }],
    defaultVersion: "v1",
    nextVersion: 2,
    tags: tagged({}, input.Tags),
  });
  return { Policy: { ...describePolicy(ctx, policy), Tags: input.Tags && tagList(policy.tags) } };
});

export const getPolicy = iam("GetPolicy", ({ PolicyArn }, ctx) => ({
  Policy: withDetails(ctx, needPolicy(ctx, PolicyArn)),
}));

export const listPolicies = iam("ListPolicies", (input, ctx) => {
  const { Scope: scope = "All", OnlyAttached: onlyAttached = false, PathPrefix: prefix = "/" } = input;
  const found = [
    ...(scope === "AWS" ? [] : ctx.all(policies)),
    ...(scope === "Local" ? [] : awsManagedPolicies(partitionOf(ctx.region))),
  ].filter(({ path, id }) => path.startsWith(prefix) && (!onlyAttached || attachments(ctx, id) > 0));
  const used =
    input.PolicyUsageFilter === "PermissionsBoundary" ? found.filter(({ id }) => boundaries(ctx, id) > 0) : found;
  const { items, ...page } = pageOf(byName(used), "policies", input);
  return { Policies: items.map((policy) => describePolicy(ctx, policy)), ...page };
});

export const deletePolicy = iam("DeletePolicy", ({ PolicyArn }, ctx) => {
  const policy = needOwnPolicy(ctx, PolicyArn);
  if (attachments(ctx, policy.id) > 0) fail("DeleteConflict", "Cannot delete a policy attached to entities.", 409);
  if (boundaries(ctx, policy.id) > 0)
    fail("DeleteConflict", "Cannot delete a policy that is used as a permissions boundary.", 409);
  if (policy.versions.length > 1)
    fail(
      "DeleteConflict",
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      409,
    );
  ctx.delete(policies, policy.id);
  return {};
});

function needVersion(policy: Policy, id = ""): PolicyVersion {
  if (!/^v[1-9]\d*(\.[A-Za-z0-9-]*)?$/.test(id))
    fail(
      "ValidationError",
      `Value '${id}' at 'versionId' failed to satisfy constraint: Member must satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?`,
    );
  return (
    policy.versions.find((version) => version.id === id) ??
    fail("NoSuchEntity", `Policy ${policy.id} version ${id} does not exist or is not attachable.`, 404)
  );
}

const describeVersion = ({ id, createdAt }: PolicyVersion, policy: Policy): VersionAnswer => ({
  VersionId: id,
  IsDefaultVersion: id === policy.defaultVersion,
  CreateDate: new Date(createdAt),
});

export const createPolicyVersion = iam(
  "CreatePolicyVersion",
  ({ PolicyArn, PolicyDocument = "", SetAsDefault }, ctx) => {
    const policy = needOwnPolicy(ctx, PolicyArn);
    checkPolicy(PolicyDocument);
    if (policy.versions.length >= MOST_VERSIONS)
      fail(
        "LimitExceeded",
        `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
        409,
      );
    const now = ctx.now().getTime();
    const version = { id: `v${policy.nextVersion}`, document: PolicyDocument, createdAt: now };
    const changed = ctx.put(policies, {
      ...policy,
      versions: [...policy.versions, version],
      nextVersion: policy.nextVersion + 1,
      defaultVersion: SetAsDefault ? version.id : policy.defaultVersion,
      updatedAt: now,
    });
    return { PolicyVersion: describeVersion(version, changed) };
  },
);

export const getPolicyVersion = iam("GetPolicyVersion", ({ PolicyArn, VersionId }, ctx) => {
  const policy = needPolicy(ctx, PolicyArn);
  const version = needVersion(policy, VersionId);
  return { PolicyVersion: { ...describeVersion(version, policy), Document: encodeDocument(version.document) } };
});

export const listPolicyVersions = iam("ListPolicyVersions", (input, ctx) => {
  const policy = needPolicy(ctx, input.PolicyArn);
  const { items, ...page } = pageOf([...policy.versions].reverse(), "policy-versions", input);
  return { Versions: items.map((version) => describeVersion(version, policy)), ...page };
});

export const setDefaultPolicyVersion = iam("SetDefaultPolicyVersion", ({ PolicyArn, VersionId }, ctx) => {
  const policy = needOwnPolicy(ctx, PolicyArn);
  const { id } = needVersion(policy, VersionId);
  ctx.put(policies, { ...policy, defaultVersion: id, updatedAt: ctx.now().getTime() });
  return {};
});

export const deletePolicyVersion = iam("DeletePolicyVersion", ({ PolicyArn, VersionId }, ctx) => {
  const policy = needOwnPolicy(ctx, PolicyArn);
  const { id } = needVersion(policy, VersionId);
  if (id === policy.defaultVersion) fail("DeleteConflict", "Cannot delete the default version of a policy.", 409);
  ctx.put(policies, { ...policy, versions: policy.versions.filter((version) => version.id !== id) });
  return {};
});

export const listEntitiesForPolicy = iam("ListEntitiesForPolicy", (input, ctx) => {
  const { id } = needPolicy(ctx, input.PolicyArn);
  const { EntityFilter: kind, PathPrefix: prefix = "/" } = input;
  const kinds = ["Group", "User", "Role"] as const;
  const found = attachedTo(ctx, id).flatMap((entities, i) =>
    kind === undefined || kind === kinds[i]
      ? byName(entities)
          .filter(({ path }) => path.startsWith(prefix))
          .map((entity) => ({ kind: kinds[i], entity }))
      : [],
  );
  const { items, ...page } = pageOf(found, "policy-entities", input);
  const of = (wanted: (typeof kinds)[number]) =>
    items.filter((item) => item.kind === wanted).map(({ entity }) => entity);
  return {
    PolicyGroups: of("Group").map(({ name, uniqueId }) => ({ GroupName: name, GroupId: uniqueId })),
    PolicyUsers: of("User").map(({ name, uniqueId }) => ({ UserName: name, UserId: uniqueId })),
    PolicyRoles: of("Role").map(({ name, uniqueId }) => ({ RoleName: name, RoleId: uniqueId })),
    ...page,
  };
});
