/**
 * Making and deleting a managed prefix list. Both take a moment, in which the list can be seen but not changed.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { ec2 } from "../operation.ts";
import { tagNew, untag } from "../tag/resources.ts";
import { describePrefixList } from "./describe.ts";
import { askedEntries, checkCount, checkMaxEntries, checkName } from "./entries.ts";
import { needOwnPrefixList } from "./lists.ts";
import { type PrefixList, prefixLists } from "./resources.ts";
import { usersOf } from "./users.ts";

/** How long a change of a list takes; AWS takes some seconds. */
export const CHANGE_DELAY = AT_ONCE;
/** The quota of prefix lists in a region. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-prefix-lists */
const MAX_LISTS = 100;

export const createManagedPrefixList = ec2("CreateManagedPrefixList", (input, ctx) => {
  const { PrefixListName: name = "", AddressFamily: family } = input;
  checkName(name);
  if (family !== "IPv4" && family !== "IPv6")
    return fail("InvalidParameterValue", `Value (${family}) for parameter AddressFamily is invalid.`);
  const maxEntries = checkMaxEntries(input.MaxEntries);
  const entries = askedEntries(family, input.Entries ?? []);
  checkCount(entries, maxEntries);
  if (ctx.settings.quotas && ctx.count(prefixLists) >= MAX_LISTS)
    fail("PrefixListLimitExceeded", "You've reached the limit on the number of prefix lists you can create.");
  const list = ctx.put(prefixLists, {
    id: ctx.newId("pl"),
    account: ctx.account,
    region: ctx.region,
    name,
    ownerId: ctx.account,
    addressFamily: family,
    state: "create-in-progress",
    maxEntries,
    versions: [entries],
  });
  tagNew(ctx, prefixLists.type, list.id, input.TagSpecifications);
  ctx.later(CHANGE_DELAY, "ec2.prefixList.created", list.id);
  return { PrefixList: describePrefixList(ctx, list) };
});

/** Refuses to change a list that is being changed. */
export function refuseInProgress(list: PrefixList): void {
  if (list.state.endsWith("-in-progress") || list.state === "delete-complete")
    fail(
      "IncorrectState",
      `The request cannot be completed while the prefix list (${list.id}) is in the current state (${list.state}).`,
    );
}

/** AWS takes the request and finds out in its course whether the list is still in use: then it is `delete-failed`. */
export const deleteManagedPrefixList = ec2("DeleteManagedPrefixList", ({ PrefixListId }, ctx) => {
  const list = needOwnPrefixList(ctx, PrefixListId);
  refuseInProgress(list);
  const deleting = ctx.put(prefixLists, { ...list, state: "delete-in-progress", stateMessage: undefined });
  ctx.later(CHANGE_DELAY, "ec2.prefixList.deleted", list.id);
  return { PrefixList: describePrefixList(ctx, deleting) };
});

const finishDeletion = (ctx: Context, id: string): void => {
  const list = ctx.get(prefixLists, id);
  if (list?.state !== "delete-in-progress") return;
  const users = usersOf(ctx, id);
  if (users.length > 0) {
    const stateMessage = `The prefix list is in use by: ${firstIds(users)}`;
    ctx.put(prefixLists, { ...list, state: "delete-failed", stateMessage });
    return;
  }
  ctx.delete(prefixLists, id);
  untag(ctx, id);
};

/** The first ten, as AWS lists them. */
export const firstIds = (users: readonly { readonly id: string }[]): string =>
  users
    .slice(0, 10)
    .map(({ id }) => id)
    .join(", ");

export const creationTransitions: Readonly<Record<string, Transition>> = {
  "ec2.prefixList.created": (ctx, id) => {
    const list = ctx.get(prefixLists, id);
    if (list?.state === "create-in-progress") ctx.put(prefixLists, { ...list, state: "create-complete" });
  },
  "ec2.prefixList.deleted": finishDeletion,
};
