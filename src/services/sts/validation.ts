/** What STS says of a parameter out of its bounds; the words are those of AWS's own validation. */
import { fail } from "../../cloud/error.ts";

const refuse = (value: unknown, name: string, constraint: string): never =>
  fail(
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  );

export function checkText(
  value: string,
  name: string,
  [least, most]: readonly [number, number],
  pattern?: { readonly regex: RegExp; readonly text: string },
): void {
  if (value.length < least) refuse(value, name, `have length greater than or equal to ${least}`);
  if (value.length > most) refuse(value, name, `have length less than or equal to ${most}`);
  if (pattern && !pattern.regex.test(value)) refuse(value, name, `satisfy regular expression pattern: ${pattern.text}`);
}

/** Names of sessions and federated users. */
export const NAME = { regex: /^[\w+=,.@-]*$/, text: "[\\w+=,.@-]*" };

export function checkDuration(seconds: number, least: number, most: number): void {
  if (seconds < least) refuse(seconds, "durationSeconds", `have value greater than or equal to ${least}`);
  if (seconds > most) refuse(seconds, "durationSeconds", `have value less than or equal to ${most}`);
}

export interface RoleArn {
  readonly partition: string;
  readonly account: string;
  /** Without its path. */
  readonly name: string;
}

export function checkRoleArn(arn: string): RoleArn {
  checkText(arn, "roleArn", [20, 2048]);
  const match = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[!-~]*\/)?([\w+=,.@-]{1,64})$/.exec(arn);
  if (!match) return fail("ValidationError", `${arn} is invalid`);
  const [, partition = "", account = "", name = ""] = match;
  return { partition, account, name };
}

/** A policy passed for the session only. It is checked for its form, not enforced. */
export function checkPolicy(policy: string | undefined): void {
  if (policy === undefined) return;
  checkText(policy, "policy", [1, 2048]);
  let value: unknown;
  try {
    value = JSON.parse(policy);
  } catch {
    fail("MalformedPolicyDocument", "This policy contains invalid Json");
  }
  if (typeof value !== "object" || value === null || !("Statement" in value))
    fail("MalformedPolicyDocument", "Syntax errors in policy.");
}

/** What share of the space for session policies and tags is used, in percent; nothing where there are none. */
export function packedSize(policy: string | undefined, others: readonly object[] = []): number | undefined {
  if (policy === undefined && others.length === 0) return undefined;
  const length = (policy?.length ?? 0) + others.reduce((sum, one) => sum + JSON.stringify(one).length, 0);
  return Math.min(100, Math.ceil((length * 100) / 4096));
}
