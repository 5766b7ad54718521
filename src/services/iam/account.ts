/** The account as a whole: what it holds, and what it is called. */
import { fail } from "../../cloud/error.ts";
import { iam } from "./operation.ts";
import { accountAliases, groups, instanceProfiles, policies, roles, users } from "./resources.ts";
import { pageOf } from "./validation.ts";

/** Counts, and the quotas beside them. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const getAccountSummary = iam("GetAccountSummary", (_, ctx) => ({
  SummaryMap: {
    AccessKeysPerUserQuota: 2,
    AccountAccessKeysPresent: 0,
    AccountMFAEnabled: 0,
    AccountPasswordPresent: 1,
    AccountSigningCertificatesPresent: 0,
    AssumeRolePolicySizeQuota: 4096,
    AttachedPoliciesPerGroupQuota: 10,
    AttachedPoliciesPerRoleQuota: 10,
    AttachedPoliciesPerUserQuota: 10,
    GlobalEndpointTokenVersion: 1,
    GroupPolicySizeQuota: 5120,
    Groups: ctx.count(groups),
    GroupsPerUserQuota: 10,
    GroupsQuota: 300,
    InstanceProfiles: ctx.count(instanceProfiles),
    InstanceProfilesQuota: 1000,
    MFADevices: 0,
    MFADevicesInUse: 0,
    Policies: ctx.count(policies),
    PoliciesQuota: 1500,
    PolicySizeQuota: 6144,
    PolicyVersionsInUse: ctx.all(policies).reduce((sum, { versions }) => sum + versions.length, 0),
    PolicyVersionsInUseQuota: 10_000,
    Providers: 0,
    RolePolicySizeQuota: 10_240,
    Roles: ctx.count(roles),
    RolesQuota: 1000,
    ServerCertificates: 0,
    ServerCertificatesQuota: 20,
    SigningCertificatesPerUserQuota: 2,
    UserPolicySizeQuota: 2048,
    Users: ctx.count(users),
    UsersQuota: 5000,
    VersionsPerPolicyQuota: 5,
  },
}));

const checkAlias = (alias: string): void => {
  if (!/^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$/.test(alias) || /^\d{12}$/.test(alias))
    fail(
      "ValidationError",
      `1 validation error detected: Value '${alias.slice(0, 100)}' at 'accountAlias' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$`,
    );
};

/** The alias is one among all accounts; an account has one. */
export const createAccountAlias = iam("CreateAccountAlias", ({ AccountAlias: alias = "" }, ctx) => {
  checkAlias(alias);
  if (ctx.find(accountAliases, alias)) fail("EntityAlreadyExists", `The account alias ${alias} already exists.`, 409);
  for (const { id } of ctx.all(accountAliases)) ctx.delete(accountAliases, id);
  ctx.put(accountAliases, { id: alias, account: ctx.account, region: ctx.region, alias });
  return {};
});

export const listAccountAliases = iam("ListAccountAliases", (input, ctx) => {
  const { items, ...page } = pageOf(ctx.all(accountAliases), "account-aliases", input);
  return { AccountAliases: items.map(({ alias }) => alias), ...page };
});

export const deleteAccountAlias = iam("DeleteAccountAlias", ({ AccountAlias: alias = "" }, ctx) => {
  checkAlias(alias);
  if (!ctx.get(accountAliases, alias)) fail("NoSuchEntity", `The account alias ${alias} cannot be found.`, 404);
  ctx.delete(accountAliases, alias);
  return {};
});
