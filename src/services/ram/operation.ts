import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { operationsOf } from "../../cloud/operation.ts";
import { cutPage } from "../../cloud/page.ts";
import { type ResourceShare, resourceShares, sharesReceived } from "./resources.ts";

/** Declares a RAM operation, typed by the SDK's client. */
export const ram = operationsOf<typeof import("@aws-sdk/client-ram")>();

interface Paging {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

export function pageOf<T>(items: readonly T[], kind: string, { nextToken: token, maxResults: most = 100 }: Paging) {
  if (most < 1 || most > 500) fail("InvalidMaxResultsException", "The specified value for maxResults is not valid.");
  const { items: shown, next } = cutPage(items, kind, most, token, () =>
    fail("InvalidNextTokenException", "The specified value for nextToken is not valid."),
  );
  return { items: shown, nextToken: next };
}

const unknown = (arn: string): never => fail("UnknownResourceException", `ResourceShare ${arn} could not be found.`);

export function checkShareArn(arn: string): void {
  if (!/^arn:aws[a-z-]*:ram:[a-z0-9-]+:\d{12}:resource-share\/[0-9a-f-]+$/.test(arn))
    fail("MalformedArnException", `The specified resource share ARN ${arn.slice(0, 300)} is not valid.`);
}

/** A share of the caller's own; a deleted one can no longer be changed. */
export function needShare(ctx: Context, arn = ""): ResourceShare {
  checkShareArn(arn);
  const share = ctx.get(resourceShares, arn) ?? unknown(arn);
  return share.status === "ACTIVE" ? share : unknown(arn);
}

/** The shares that the caller owns, or that others own and it sees; of these ARNs, where there are any. */
export function sharesOf(
  ctx: Context,
  owner: string | undefined,
  arns: readonly string[] | undefined,
): readonly ResourceShare[] {
  if (owner !== "SELF" && owner !== "OTHER-ACCOUNTS")
    fail("InvalidParameterException", `The value '${owner}' for resourceOwner is not valid: SELF or OTHER-ACCOUNTS.`);
  const all = owner === "SELF" ? ctx.all(resourceShares) : sharesReceived(ctx);
  if (!arns?.length) return all;
  const byArn = new Map(all.map((share) => [share.id, share]));
  return arns.map((arn) => {
    checkShareArn(arn);
    return byArn.get(arn) ?? unknown(arn);
  });
}
