/** What IAM says of a parameter out of its bounds; the words are those of AWS's own validation. */
import { fail } from "../../cloud/error.ts";
import { cutPage } from "../../cloud/page.ts";
import type { Tags } from "./resources.ts";

const refuse = (value: unknown, name: string, constraint: string): never =>
  fail(
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  );

/** A name of a role, user, group, policy or profile: up to 64 or 128 of the characters that IAM takes. */
export function checkName(value: string, name: string, most: number): void {
  if (value.length < 1) refuse(value, name, "have length greater than or equal to 1");
  if (value.length > most) refuse(value, name, `have length less than or equal to ${most}`);
  if (!/^[\w+=,.@-]+$/.test(value))
    fail(
      "ValidationError",
      `The specified value for ${name} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (Path) */
export function checkPath(path: string): void {
  if (path.length > 512) refuse(path, "path", "have length less than or equal to 512");
  if (!/^(\/|\/[!-~]+\/)$/.test(path))
    fail(
      "ValidationError",
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
}

export function checkRange(value: number, name: string, least: number, most: number): void {
  if (value < least) refuse(value, name, `have value greater than or equal to ${least}`);
  if (value > most) refuse(value, name, `have value less than or equal to ${most}`);
}

export function checkLength(value: string | undefined, name: string, most: number): void {
  if (value !== undefined && value.length > most) refuse(value, name, `have length less than or equal to ${most}`);
}

export interface TagInput {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

/** At most 50 tags; keys up to 128 characters and told apart without case, values up to 256; `aws:` is AWS's own. */
export function tagged(before: Tags, added: readonly TagInput[] = []): Tags {
  const tags = new Map(Object.entries(before).map(([key, value]) => [key.toLowerCase(), [key, value] as const]));
  const given = new Set<string>();
  for (const { Key: key = "", Value: value = "" } of added) {
    if (key.length < 1) refuse(key, "tags.1.member.key", "have length greater than or equal to 1");
    if (key.length > 128) refuse(key, "tags.1.member.key", "have length less than or equal to 128");
    if (value.length > 256) refuse(value, "tags.1.member.value", "have length less than or equal to 256");
    if (/^aws:/i.test(key))
      fail("InvalidInput", "Tag keys prefixed with 'aws:' are reserved for use by AWS and cannot be used.");
    const lower = key.toLowerCase();
    if (given.has(lower))
      fail("InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    given.add(lower);
    tags.set(lower, [key, value]);
  }
  if (tags.size > 50) fail("LimitExceeded", "The number of tags has reached the maximum limit.", 409);
  return Object.fromEntries(tags.values());
}

export const untagged = (before: Tags, keys: readonly string[] = []): Tags => {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(before).filter(([key]) => !gone.has(key.toLowerCase())));
};

export const tagList = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

interface Paging {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html (Marker, MaxItems) */
export function pageOf<T>(items: readonly T[], kind: string, { Marker: marker, MaxItems: most = 100 }: Paging) {
  checkRange(most, "maxItems", 1, 1000);
  const cut = cutPage(items, kind, most, marker, (token) =>
    fail("ValidationError", `Invalid Marker: ${token.slice(0, 100)}`),
  );
  return { items: cut.items, IsTruncated: cut.next !== undefined, Marker: cut.next };
}

/** In the order in which IAM lists what has names. */
export const byName = <T extends { readonly name: string }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
