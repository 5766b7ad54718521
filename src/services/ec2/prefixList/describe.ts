/**
 * Prefix lists, their entries and who uses them, as AWS shows them.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html
 */
import type { ManagedPrefixList } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { checkPageSize, type Filters, list, page } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { AWS_OWNER, awsPrefixLists } from "./awsLists.ts";
import { needPrefixList, prefixListArn, visiblePrefixLists } from "./lists.ts";
import { currentEntries, type PrefixList, prefixLists } from "./resources.ts";
import { usersOf } from "./users.ts";

/** AWS's own lists show neither a version nor a size. */
export function describePrefixList(ctx: Context, row: PrefixList): ManagedPrefixList {
  const aws = row.ownerId === AWS_OWNER;
  return {
    PrefixListId: row.id,
    PrefixListName: row.name,
    PrefixListArn: prefixListArn(row),
    AddressFamily: row.addressFamily,
    State: row.state,
    StateMessage: row.stateMessage,
    OwnerId: row.ownerId,
    MaxEntries: row.maxEntries,
    Version: aws ? undefined : row.versions.length,
    Tags: aws ? [] : tagList(ctx, row.id),
  };
}

const FILTERS: Filters<PrefixList, never> = {
  "owner-id": ({ ownerId }) => ownerId,
  "prefix-list-id": ({ id }) => id,
  "prefix-list-name": ({ name }) => name,
};

export const describeManagedPrefixLists = ec2("DescribeManagedPrefixLists", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: prefixLists,
    filters: FILTERS,
    rows: visiblePrefixLists(ctx),
    ids: input.PrefixListIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [1, 100],
    idsName: "prefixListIds",
  });
  return { PrefixLists: rows.map((row) => describePrefixList(ctx, row)), NextToken: nextToken };
});

const SERVICE_FILTERS: Filters<PrefixList, never> = {
  "prefix-list-id": ({ id }) => id,
  "prefix-list-name": ({ name }) => name,
};

/** The older operation: AWS's services only, with their ranges. */
export const describePrefixLists = ec2("DescribePrefixLists", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: prefixLists,
    filters: SERVICE_FILTERS,
    rows: awsPrefixLists(ctx.region),
    ids: input.PrefixListIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "prefixListIds",
  });
  return {
    PrefixLists: rows.map((row) => ({
      PrefixListId: row.id,
      PrefixListName: row.name,
      Cidrs: currentEntries(row).map(({ cidr }) => cidr),
    })),
    NextToken: nextToken,
  };
});

export const getManagedPrefixListEntries = ec2("GetManagedPrefixListEntries", (input, ctx) => {
  const row = needPrefixList(ctx, input.PrefixListId);
  checkPageSize(input.MaxResults, [1, 100]);
  const version = input.TargetVersion ?? row.versions.length;
  const entries =
    row.versions[version - 1] ??
    fail("InvalidParameterValue", `The specified value (${version}) for the target version is not valid.`);
  const { rows, nextToken } = page(entries, `${row.id}.${version}`, input.MaxResults, input.NextToken);
  return {
    Entries: rows.map(({ cidr, description }) => ({ Cidr: cidr, Description: description })),
    NextToken: nextToken,
  };
});

export const getManagedPrefixListAssociations = ec2("GetManagedPrefixListAssociations", (input, ctx) => {
  const row = needPrefixList(ctx, input.PrefixListId);
  checkPageSize(input.MaxResults, [5, 255]);
  // Everybody uses AWS's lists; each sees their own use.
  const users = usersOf(ctx, row.id).filter(({ account }) => row.ownerId !== AWS_OWNER || account === ctx.account);
  const { rows, nextToken } = page(users, `${row.id}.associations`, input.MaxResults, input.NextToken);
  return {
    PrefixListAssociations: rows.map(({ id, account }) => ({ ResourceId: id, ResourceOwner: account })),
    NextToken: nextToken,
  };
});
