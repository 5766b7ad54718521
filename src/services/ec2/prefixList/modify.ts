/**
 * New versions of a prefix list, its name and its size.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { ec2 } from "../operation.ts";
import { limitOf } from "../quotas.ts";
import { ruleWeight } from "../securityGroup/authorize.ts";
import { rulesOf } from "../securityGroup/describe.ts";
import { securityGroupRules } from "../securityGroup/resources.ts";
import { CHANGE_DELAY, firstIds, refuseInProgress } from "./create.ts";
import { describePrefixList } from "./describe.ts";
import { askedEntries, checkCount, checkMaxEntries, checkName, editedEntries } from "./entries.ts";
import { needOwnPrefixList } from "./lists.ts";
import { currentEntries, type PrefixList, prefixLists } from "./resources.ts";

/** Refuses a request that was made of an older version than the list has now. */
function checkVersion(list: PrefixList, version: number | undefined): void {
  if (version === undefined) fail("MissingParameter", "The request must contain the parameter CurrentVersion");
  if (version < 1)
    fail("InvalidParameterValue", "The specified value for version is not valid. The value must be greater than (1).");
  if (version !== list.versions.length)
    fail("PrefixListVersionMismatch", "The prefix list has the incorrect version number.");
}

export const modifyManagedPrefixList = ec2("ModifyManagedPrefixList", (input, ctx) => {
  const list = needOwnPrefixList(ctx, input.PrefixListId);
  const { AddEntries = [], RemoveEntries = [], PrefixListName: name = list.name } = input;
  const editing = AddEntries.length + RemoveEntries.length > 0;
  if (editing && input.MaxEntries !== undefined)
    fail(
      "InvalidParameterCombination",
      "You cannot modify the entries and the maximum entries for the prefix list in the same request.",
    );
  if (input.PrefixListName !== undefined) checkName(name);
  refuseInProgress(list);
  if (editing || input.CurrentVersion !== undefined) checkVersion(list, input.CurrentVersion);

  let { versions } = list;
  if (editing) {
    const added = askedEntries(list.addressFamily, AddEntries);
    const removed = askedEntries(list.addressFamily, RemoveEntries);
    const entries = editedEntries(currentEntries(list), added, removed);
    checkCount(entries, list.maxEntries ?? entries.length);
    versions = [...versions, entries];
  }
  let nextMaxEntries: number | undefined;
  if (input.MaxEntries !== undefined) {
    nextMaxEntries = checkMaxEntries(input.MaxEntries);
    checkCount(currentEntries(list), nextMaxEntries);
  }
  const state = "modify-in-progress";
  const changed = ctx.put(prefixLists, { ...list, name, versions, nextMaxEntries, state, stateMessage: undefined });
  ctx.later(CHANGE_DELAY, "ec2.prefixList.modified", list.id);
  return { PrefixList: describePrefixList(ctx, changed) };
});

export const restoreManagedPrefixListVersion = ec2("RestoreManagedPrefixListVersion", (input, ctx) => {
  const list = needOwnPrefixList(ctx, input.PrefixListId);
  refuseInProgress(list);
  checkVersion(list, input.CurrentVersion);
  const entries = list.versions[(input.PreviousVersion ?? 0) - 1];
  if (!entries || input.PreviousVersion === list.versions.length)
    return fail("InvalidParameterValue", "The specified value for the previous version is not valid.");
  checkCount(entries, list.maxEntries ?? entries.length);
  const versions = [...list.versions, entries];
  const changed = ctx.put(prefixLists, { ...list, versions, state: "restore-in-progress", stateMessage: undefined });
  ctx.later(CHANGE_DELAY, "ec2.prefixList.modified", list.id);
  return { PrefixList: describePrefixList(ctx, changed) };
});

/** The groups whose rules would be too many with the list's next size. */
function overfullGroups(ctx: Context, list: PrefixList): readonly { readonly id: string }[] {
  const groupIds = new Set(ctx.by(securityGroupRules, "prefixListId", list.id).map(({ groupId }) => groupId));
  return [...groupIds]
    .filter((id) =>
      [false, true].some((egress) => ruleWeight(ctx, rulesOf(ctx, id, egress)) > limitOf(ctx, "L-0EA8095F")),
    )
    .map((id) => ({ id }));
}

function finish(ctx: Context, id: string): void {
  const list = ctx.get(prefixLists, id);
  if (list?.state === "restore-in-progress") ctx.put(prefixLists, { ...list, state: "restore-complete" });
  if (list?.state !== "modify-in-progress") return;
  const { nextMaxEntries, ...rest } = list;
  const overfull = nextMaxEntries === undefined ? [] : overfullGroups(ctx, list);
  if (overfull.length > 0) {
    const stateMessage = `The following resources do not support the new maximum size: ${firstIds(overfull)}`;
    ctx.put(prefixLists, { ...rest, state: "modify-failed", stateMessage });
  } else {
    ctx.put(prefixLists, { ...rest, maxEntries: nextMaxEntries ?? list.maxEntries, state: "modify-complete" });
  }
}

export const modificationTransitions: Readonly<Record<string, Transition>> = { "ec2.prefixList.modified": finish };
