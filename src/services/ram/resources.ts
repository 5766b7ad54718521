/**
 * RAM's rows: shares, what and who is associated with them, invitations. `sharedWith` and `sharedResources` are what
 * services ask that show one account what another owns.
 * @see https://docs.aws.amazon.com/ram/latest/userguide/what-is.html
 */
import type { Context } from "../../cloud/context.ts";
import { defineTable, type Row } from "../../cloud/table.ts";

/** Its id is its ARN. */
export interface ResourceShare extends Row {
  readonly name: string;
  readonly allowExternalPrincipals: boolean;
  /** A deleted one is still told of for a while. */
  readonly status: "ACTIVE" | "DELETED";
  readonly tags: Readonly<Record<string, string>>;
  /** Permissions by type of resource, where they are not the type's default one. */
  readonly permissions: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ShareAssociation extends Row {
  /** The share's ARN. */
  readonly share: string;
  readonly type: "PRINCIPAL" | "RESOURCE";
  /** An account, an ARN of an organization, a role or a user, a service; or a resource's ARN. */
  readonly entity: string;
  /** A principal of another account that has not accepted is still associating. */
  readonly status: "ASSOCIATING" | "ASSOCIATED" | "FAILED";
  readonly external: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Its id is its ARN; it belongs to the share's account. */
export interface Invitation extends Row {
  readonly share: string;
  readonly shareName: string;
  readonly receiver: string;
  readonly status: "PENDING" | "ACCEPTED" | "REJECTED";
  readonly invitedAt: number;
}

/** The account shares with its organization without invitations. */
export interface OrganizationSharing extends Row {
  readonly enabledAt: number;
}

export const resourceShares = defineTable<ResourceShare>()("ram.share");
export const shareAssociations = defineTable<ShareAssociation>()("ram.association", {
  share: ({ share }) => share,
  resource: ({ type, entity }) => (type === "RESOURCE" ? entity : undefined),
  /** By the account that it lets see the share, `*` for all of them. */
  receiver: (association) => receiverOf(association),
});
export const invitations = defineTable<Invitation>()("ram.invitation", {
  receiver: ({ receiver, region }) => `${region}/${receiver}`,
  share: ({ share }) => share,
});
export const organizationSharing = defineTable<OrganizationSharing>()("ram.organizationSharing");

/** The account behind a principal: itself, a role's or a user's, or every one of an organization. */
export function accountOfPrincipal(principal: string): string | undefined {
  if (/^\d{12}$/.test(principal)) return principal;
  if (/^arn:aws[a-z-]*:organizations::/.test(principal)) return "*";
  return /^arn:aws[a-z-]*:iam::(\d{12}):/.exec(principal)?.[1];
}

function receiverOf({ type, entity, status, region }: ShareAssociation): string | undefined {
  if (type !== "PRINCIPAL" || status !== "ASSOCIATED") return undefined;
  const account = accountOfPrincipal(entity);
  return account && `${region}/${account}`;
}

/** The shares of other accounts that the caller's account sees in its region. */
export function sharesReceived(ctx: Context): ResourceShare[] {
  if (!ctx.has(shareAssociations)) return []; // nobody shares anything
  const { account, region } = ctx;
  const found = [account, "*"].flatMap((receiver) => ctx.by(shareAssociations, "receiver", `${region}/${receiver}`));
  const arns = new Set(found.filter((one) => one.account !== account).map(({ share }) => share));
  return [...arns].flatMap((arn) => ctx.find(resourceShares, arn) ?? []);
}

/** What other accounts share with the caller's account in its region, by ARN. */
export const sharedResources = (ctx: Context): readonly { readonly arn: string; readonly owner: string }[] =>
  sharesReceived(ctx).flatMap(({ id }) =>
    ctx
      .by(shareAssociations, "share", id)
      .filter(({ type }) => type === "RESOURCE")
      .map(({ entity, account }) => ({ arn: entity, owner: account })),
  );

/** Whether the resource with this ARN is shared with the account, by whoever owns it. */
export function sharedWith(ctx: Context, arn: string, account: string): boolean {
  return ctx
    .by(shareAssociations, "resource", arn)
    .some(({ share, account: owner }) =>
      ctx
        .by(shareAssociations, "share", share)
        .some(
          ({ type, status, entity }) =>
            type === "PRINCIPAL" &&
            status === "ASSOCIATED" &&
            owner !== account &&
            ["*", account].includes(accountOfPrincipal(entity) ?? ""),
        ),
    );
}
