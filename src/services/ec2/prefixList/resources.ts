/** Managed prefix lists: versioned sets of CIDRs that routes and group rules name. AWS's own are generated per region. */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface PrefixListEntry {
  readonly cidr: string;
  readonly description: string | undefined;
}

export interface PrefixList extends Row {
  readonly name: string;
  /** `AWS` for AWS's own (`com.amazonaws.us-east-1.s3`, …), else the account. */
  readonly ownerId: string;
  readonly addressFamily: "IPv4" | "IPv6";
  readonly state:
    | "create-in-progress"
    | "create-complete"
    | "modify-in-progress"
    | "modify-complete"
    | "modify-failed"
    | "restore-in-progress"
    | "restore-complete"
    | "delete-in-progress"
    | "delete-failed"
    | "delete-complete";
  /** Why the last change failed. */
  readonly stateMessage?: string | undefined;
  readonly maxEntries: number | undefined;
  /** The maximum that a resize in progress will bring, if those who use the list can bear it. */
  readonly nextMaxEntries?: number | undefined;
  /** The entries of each version, version 1 first; the last is the current one. */
  readonly versions: readonly (readonly PrefixListEntry[])[];
}

export const prefixLists = resource<PrefixList>()(
  {
    type: "prefix-list",
    prefix: "pl",
    code: "InvalidPrefixListID",
    noun: "prefix list ID",
    errors: { malformed: "InvalidPrefixListId.Malformed" },
  },
  { name: (list) => `${list.account}/${list.region}/${list.name}` },
);

export const currentEntries = (list: PrefixList): readonly PrefixListEntry[] => list.versions.at(-1) ?? [];
