/** Listings of what joins an attachment to a table: rows that have no id of their own in AWS. */
import type { Context } from "../../../cloud/context.ts";
import type { Row } from "../../../cloud/table.ts";
import { type Filter, type Filters, list } from "../listing.ts";
import type { Resource } from "../resource.ts";

interface PageInput {
  readonly Filters?: readonly Filter[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page of rows that a request lists; `of` names the list, so that a token is of no use for another. */
export const listed = <R extends Row>(
  ctx: Context,
  of: string,
  rows: Iterable<R>,
  filters: Filters<R, never>,
  { Filters: where, MaxResults: maxResults, NextToken: nextToken }: PageInput,
) =>
  list(ctx, {
    resource: { type: of } as unknown as Resource<R, never>,
    filters,
    where,
    maxResults,
    nextToken,
    rows,
  });
