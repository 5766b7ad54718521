/** What requests say about a list's entries, checked. */
import { isIpv4 } from "../../../base/address.ts";
import { formatPrefix, parsePrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import type { PrefixList, PrefixListEntry } from "./resources.ts";

/** Entries that one request may add or remove. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html */
const MAX_PER_REQUEST = 100;
/** Entries of a list, and characters of a name or a description. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-prefix-lists */
const MAX_ENTRIES = 1000;
const MAX_TEXT = 255;

interface AskedEntry {
  readonly Cidr?: string | undefined;
  readonly Description?: string | undefined;
}

const invalid = (message: string): never => fail("InvalidParameterValue", message);

export function checkName(name: string): void {
  if (name === "" || name.length > MAX_TEXT) invalid(`The prefix list name must have 1 to ${MAX_TEXT} characters.`);
  if (name.toLowerCase().startsWith("com.amazonaws")) invalid("The prefix list name can't begin with com.amazonaws.");
}

export function checkMaxEntries(maxEntries: number | undefined): number {
  if (maxEntries !== undefined && Number.isInteger(maxEntries) && maxEntries >= 1 && maxEntries <= MAX_ENTRIES)
    return maxEntries;
  return invalid(`The maximum number of entries must be between 1 and ${MAX_ENTRIES}.`);
}

/** A CIDR block of the list's family, in its canonical form. */
function entryCidr(family: PrefixList["addressFamily"], text: string | undefined): string {
  const parsed = parsePrefix(text ?? "");
  if (!parsed) return invalid(`The CIDR block (${text}) is not valid.`);
  if (isIpv4(parsed.prefix.address) !== (family === "IPv4"))
    return invalid(`The CIDR block (${text}) does not match the address family (${family}) of the prefix list.`);
  return formatPrefix(parsed.prefix);
}

/** The entries of a request, each CIDR once. */
export function askedEntries(
  family: PrefixList["addressFamily"],
  asked: readonly AskedEntry[],
): readonly PrefixListEntry[] {
  if (asked.length > MAX_PER_REQUEST)
    invalid(`You cannot add or remove more than ${MAX_PER_REQUEST} entries in one request.`);
  const entries = new Map<string, PrefixListEntry>();
  for (const { Cidr, Description } of asked) {
    const cidr = entryCidr(family, Cidr);
    if (entries.has(cidr)) invalid(`The CIDR block (${Cidr}) is specified more than once.`);
    if (Description !== undefined && Description.length > MAX_TEXT)
      invalid(`The description of an entry must have at most ${MAX_TEXT} characters.`);
    entries.set(cidr, { cidr, description: Description || undefined });
  }
  return [...entries.values()];
}

/** A version's entries with some removed and some added; an added CIDR that is there already gets its new description. */
export function editedEntries(
  before: readonly PrefixListEntry[],
  added: readonly PrefixListEntry[],
  removed: readonly PrefixListEntry[],
): readonly PrefixListEntry[] {
  const entries = new Map(before.map((entry) => [entry.cidr, entry]));
  for (const { cidr } of removed) {
    if (added.some((entry) => entry.cidr === cidr))
      invalid(`The CIDR block (${cidr}) cannot be both added and removed in the same request.`);
    if (!entries.delete(cidr))
      fail("InvalidPrefixListModification", `An entry with the CIDR (${cidr}) does not exist.`);
  }
  for (const entry of added) {
    const present = entries.get(entry.cidr);
    if (present && present.description === entry.description) {
      const description = entry.description === undefined ? "" : ` and description (${entry.description})`;
      fail("InvalidPrefixListModification", `An entry with the CIDR (${entry.cidr})${description} already exists.`);
    }
    entries.set(entry.cidr, entry);
  }
  return [...entries.values()];
}

export function checkCount(entries: readonly PrefixListEntry[], maxEntries: number): void {
  if (entries.length > maxEntries)
    fail(
      "PrefixListMaxEntriesExceeded",
      `You've reached the maximum number of entries for the prefix list. Maximum entries: ${maxEntries}.`,
    );
}
