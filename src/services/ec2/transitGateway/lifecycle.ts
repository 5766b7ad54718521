/**
 * How long the states of transit gateways and their parts last, and what follows them. AWS takes minutes for a gateway
 * or an attachment; here only the answer that begins a state shows it.
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { TableDefinition } from "../../../cloud/table.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import type { Resource } from "../resource.ts";
import { untag } from "../tag/resources.ts";
import {
  type Settling,
  transitGatewayConnectPeers,
  transitGatewayMulticastDomains,
  transitGatewayPolicyTables,
  transitGatewayRouteTableAnnouncements,
  transitGatewayRouteTables,
  transitGateways,
} from "./resources.ts";

/** From `pending`, `modifying` or `deleting` to what follows. */
export const SETTLING_MS = AT_ONCE;
/** From `associating`, `disassociating` and the like; AWS takes seconds to a minute. */
export const JOINING_MS = AT_ONCE;
/** How long what was deleted or rejected can still be described; about an hour in AWS. */
export const AFTERLIFE_MS = 60 * 60 * 1000;

const FOLLOWING: Readonly<Record<string, string>> = {
  pending: "available",
  modifying: "available",
  deleting: "deleted",
};

const kindOf = (resource: { readonly type: string }, what: "settle" | "forget"): string =>
  `ec2.transitGateway.${what}.${resource.type}`;

/** Arranges that a resource which `settling` covers moves on from its present state. */
export const settleLater = (ctx: Context, resource: { readonly type: string }, id: string): void =>
  ctx.later(SETTLING_MS, kindOf(resource, "settle"), id);

/** Arranges that a row which has ended is forgotten, with its tags, if it is still in one of its last states. */
export const forgetLater = (ctx: Context, resource: { readonly type: string }, id: string): void =>
  ctx.later(AFTERLIFE_MS, kindOf(resource, "forget"), id);

/** Policy tables alone are gone as soon as they are deleted: Terraform waits for AWS to know nothing of them. */
const settle =
  (resource: Settling): Transition =>
  (ctx, id) => {
    const row = ctx.find(resource, id);
    const next = row && FOLLOWING[row.state];
    if (!row || !next) return;
    ctx.put(resource, { ...row, state: next });
    if (next === "deleted") {
      if (resource.type === transitGatewayPolicyTables.type) forgetting(resource)(ctx, id);
      else forgetLater(ctx, resource, id);
    }
  };

const ENDED: readonly string[] = ["deleted", "rejected", "failed"];

/** The transition that forgets a resource's ended rows. */
export const forgetting =
  (resource: Settling): Transition =>
  (ctx, id) => {
    const row = ctx.find(resource, id);
    if (!row || !ENDED.includes(row.state)) return;
    untag(ctx, id);
    ctx.delete(resource, id);
  };

/** Forgetting as a transition by its name. */
export const forgettingOf = (resource: Settling): Readonly<Record<string, Transition>> => ({
  [kindOf(resource, "forget")]: forgetting(resource),
});

const SETTLING = [
  transitGateways,
  transitGatewayRouteTables,
  transitGatewayConnectPeers,
  transitGatewayMulticastDomains,
  transitGatewayPolicyTables,
  transitGatewayRouteTableAnnouncements,
] as unknown as readonly Settling[];

export const settlingTransitions: Readonly<Record<string, Transition>> = Object.fromEntries(
  SETTLING.flatMap((resource) => [
    [kindOf(resource, "settle"), settle(resource)] as const,
    [kindOf(resource, "forget"), forgetting(resource)] as const,
  ]),
);

/** What joins two resources settles likewise, and is gone once it has been dissolved. */
export const joining =
  <R extends { readonly id: string; readonly account: string; readonly region: string; readonly state: string }>(
    table: TableDefinition<R, never>,
    states: Readonly<Record<string, string | undefined>>,
  ): Transition =>
  (ctx, id) => {
    const row = ctx.find(table, id);
    if (!row || !Object.hasOwn(states, row.state)) return;
    const next = states[row.state];
    if (next === undefined) ctx.delete(table, id);
    else ctx.put(table, { ...row, state: next });
  };

const isLive = ({ state }: { readonly state: string }): boolean => !ENDED.includes(state);

/** What has not been deleted, nor refused: all that quotas and duplicates look at. */
export const live = <R extends { readonly state: string }>(rows: readonly R[]): R[] => rows.filter(isLive);

/** Refuses what is not in one of the states that the operation needs. */
export function needState(row: { readonly id: string; readonly state: string }, ...states: readonly string[]): void {
  if (!states.includes(row.state)) fail("IncorrectState", `${row.id} is in invalid state`);
}

/** A row that is there, if it has not been deleted: what operations on it ask, unlike the Describe ones. */
export function needLive<R extends { readonly id: string; readonly state: string }>(
  resource: Pick<Resource, "errors">,
  row: R,
): R {
  if (row.state === "deleted") fail(resource.errors.notFound, resource.errors.missing(row.id));
  return row;
}
