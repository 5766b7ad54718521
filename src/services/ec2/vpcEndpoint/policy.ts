/**
 * Endpoint policies. Their text is kept as it was given; nothing enforces them yet.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
import { fail } from "../../../cloud/error.ts";

/** What AWS attaches where the request has none: everything is allowed. */
export const DEFAULT_POLICY = JSON.stringify({
  Version: "2008-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});

/** Characters of a policy. @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html */
const MAX_LENGTH = 20_480;

/** The policy that a request gives, or the default one; anything but a JSON object with statements is refused. */
export function policyFrom(text: string | undefined): string {
  if (text === undefined || text.trim() === "") return DEFAULT_POLICY;
  if (text.length > MAX_LENGTH)
    fail("InvalidPolicyDocument", `The policy document exceeds the limit of ${MAX_LENGTH} characters.`);
  if (!hasStatements(text))
    fail("InvalidPolicyDocument", "The specified policy document is not a valid JSON policy document.");
  return text;
}

function hasStatements(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === "object" && policy !== null && !Array.isArray(policy) && "Statement" in policy;
  } catch {
    return false;
  }
}
