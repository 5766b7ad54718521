/**
 * Policy documents: checked for their form as IAM checks them, kept as they came, answered percent-encoded (RFC 3986).
 * What they allow is not enforced.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { fail } from "../../cloud/error.ts";

/** A policy of an identity says on which resources; one of trust says who. */
export type DocumentKind = "identity" | "trust";

function malformed(message: string): never {
  fail("MalformedPolicyDocument", message);
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const VERSIONS: readonly unknown[] = ["2012-10-17", "2008-10-17", undefined];
const MEMBERS = new Set(["Version", "Id", "Statement"]);
const STATEMENT = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

export function checkDocument(text: string, kind: DocumentKind): void {
  const value = parse(text);
  if (!isFields(value)) malformed(kind === "trust" ? "This policy contains invalid Json" : "Syntax errors in policy.");
  if (Object.keys(value).some((name) => !MEMBERS.has(name))) malformed("Syntax errors in policy.");
  if (!VERSIONS.includes(value["Version"])) malformed("The policy must contain a valid version string");
  const { Statement: statement } = value;
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (statements.length === 0 || statements.some((one) => !isFields(one))) malformed("Syntax errors in policy.");
  const sids = new Set<unknown>();
  for (const one of statements as readonly Fields[]) {
    checkStatement(one, kind);
    const sid = one["Sid"];
    if (sid === undefined || sid === "") continue;
    if (sids.has(sid)) malformed("Statement IDs (SID) in a single policy must be unique.");
    sids.add(sid);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkStatement(statement: Fields, kind: DocumentKind): void {
  if (Object.keys(statement).some((name) => !STATEMENT.has(name))) malformed("Syntax errors in policy.");
  const { Effect: effect, Sid: sid } = statement;
  if (effect !== "Allow" && effect !== "Deny") malformed(`Syntax errors in policy.`);
  if (sid !== undefined && (typeof sid !== "string" || !/^[A-Za-z0-9 ]*$/.test(sid)))
    malformed(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  const actions = listed(statement, "Action");
  if (!actions) malformed("Policy statement must contain actions.");
  for (const action of actions)
    if (action !== "*" && !/^[\w-]+:[\w*?-]+$/.test(action))
      malformed(
        action.includes(":")
          ? "The policy failed legacy parsing"
          : "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
      );
  if (kind === "trust") checkTrust(statement, actions);
  else checkIdentity(statement);
}

function checkIdentity(statement: Fields): void {
  if ("Principal" in statement || "NotPrincipal" in statement)
    malformed("Policy document should not specify a principal.");
  const resources = listed(statement, "Resource");
  if (!resources) malformed("Policy statement must contain resources.");
  for (const resource of resources)
    if (resource !== "*" && !/^(\$\{|arn:)/.test(resource) && !/^\*/.test(resource))
      malformed(`Resource ${resource.slice(0, 200)} must be in ARN format or "*".`);
}

function checkTrust(statement: Fields, actions: readonly string[]): void {
  if ("Resource" in statement || "NotResource" in statement) malformed("Has prohibited field Resource");
  const principal = statement["Principal"] ?? statement["NotPrincipal"];
  if (principal === undefined) malformed("Missing required field Principal");
  if (principal !== "*" && !isFields(principal)) malformed("Invalid principal in policy");
  if (isFields(principal))
    for (const name of Object.keys(principal))
      if (!["AWS", "Service", "Federated", "CanonicalUser"].includes(name)) malformed("Invalid principal in policy");
  for (const action of actions)
    if (!/^(sts:|\*$)/i.test(action)) malformed("AssumeRole policy may only specify STS AssumeRole actions.");
}

/** The strings of an element or of its negation; `undefined` where neither is there. */
function listed(statement: Fields, name: string): readonly string[] | undefined {
  const value = statement[name] ?? statement[`Not${name}`];
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return undefined;
  if (list.some((one) => typeof one !== "string")) return malformed("Syntax errors in policy.");
  return list as readonly string[];
}

/** What counts of a document towards its limits: all but white space. */
export const documentSize = (text: string): number => text.replace(/\s+/g, "").length;

/** A document as IAM answers it. */
export const encodeDocument = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
