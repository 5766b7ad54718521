import { fail } from "../../cloud/error.ts";
import { operationsOf } from "../../cloud/operation.ts";
import { cutPage } from "../../cloud/page.ts";

/** Declares a Systems Manager operation, typed by the SDK's client. */
export const ssm = operationsOf<typeof import("@aws-sdk/client-ssm")>();

interface Paging {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/** `most` is what a page holds unless the caller asks for less, and no caller may ask for more. */
export function pageOf<T>(
  items: readonly T[],
  kind: string,
  { NextToken: token, MaxResults: asked }: Paging,
  most: number,
) {
  if (asked !== undefined && (asked < 1 || asked > most))
    fail(
      "ValidationException",
      `1 validation error detected: Value '${asked}' at 'maxResults' failed to satisfy constraint: Member must have value ${asked < 1 ? "greater than or equal to 1" : `less than or equal to ${most}`}`,
    );
  const { items: shown, next } = cutPage(items, kind, asked ?? most, token, () =>
    fail("InvalidNextToken", "The specified token is not valid."),
  );
  return { items: shown, NextToken: next };
}
