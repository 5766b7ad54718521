import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { createManagedPrefixList, creationTransitions, deleteManagedPrefixList } from "./create.ts";
import {
  describeManagedPrefixLists,
  describePrefixLists,
  getManagedPrefixListAssociations,
  getManagedPrefixListEntries,
} from "./describe.ts";
import { modificationTransitions, modifyManagedPrefixList, restoreManagedPrefixListVersion } from "./modify.ts";

export const prefixListOperations: readonly Operation[] = [
  createManagedPrefixList,
  deleteManagedPrefixList,
  modifyManagedPrefixList,
  restoreManagedPrefixListVersion,
  describeManagedPrefixLists,
  describePrefixLists,
  getManagedPrefixListEntries,
  getManagedPrefixListAssociations,
];

export const prefixListTransitions: Readonly<Record<string, Transition>> = {
  ...creationTransitions,
  ...modificationTransitions,
};
