/** How long the states of a VPN's parts last. AWS takes minutes where here only the answer that begins a state shows it. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Row } from "../../../cloud/table.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { need, type Resource } from "../resource.ts";
import { untag } from "../tag/resources.ts";

/** From `pending`, `modifying` or `deleting` to what follows. */
export const SETTLING_MS = AT_ONCE;
/** From `attaching` to `attached`, from `detaching` to `detached`. */
export const ATTACHING_MS = AT_ONCE;
/** A static route's `pending` and `deleting`. */
export const ROUTE_MS = AT_ONCE;
/** How long what was deleted can still be described; about an hour in AWS. */
export const AFTERLIFE_MS = 60 * 60 * 1000;

type Mortal = Row & { readonly state: string };

const kindOf = ({ type }: { readonly type: string }): string => `ec2.vpn.forget.${type}`;

export const forgetLater = (ctx: Context, resource: { readonly type: string }, id: string): void =>
  ctx.later(AFTERLIFE_MS, kindOf(resource), id);

/** The transition that forgets a resource's deleted rows. */
export const forgettingOf = <R extends Mortal, I extends string>(
  resource: Resource<R, I>,
): Readonly<Record<string, Transition>> => ({
  [kindOf(resource)]: (ctx, id) => {
    if (ctx.find(resource, id)?.state !== "deleted") return;
    untag(ctx, id);
    ctx.delete(resource, id);
  },
});

/** The caller's resource, which must not have been deleted. */
export function needLive<R extends Mortal, I extends string>(
  ctx: Context,
  resource: Resource<R, I>,
  id: string | undefined,
): R {
  const row = need(ctx, resource, id);
  if (row.state === "deleted") fail(resource.errors.notFound, resource.errors.missing(row.id));
  return row;
}
