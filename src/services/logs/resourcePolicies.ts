/** Who may write into the account's logs, recorded. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
import { fail } from "../../cloud/error.ts";
import { logs, pageOf } from "./operation.ts";
import { type ResourcePolicy, resourcePolicies } from "./resources.ts";

/** Cannot be raised. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MOST = 10;
const LONGEST = 5120;

const describe = ({ name, document, updatedAt }: ResourcePolicy) => ({
  policyName: name,
  policyDocument: document,
  lastUpdatedTime: updatedAt,
});

export const putResourcePolicy = logs("PutResourcePolicy", ({ policyName: name = "", policyDocument = "" }, ctx) => {
  if (name === "") fail("InvalidParameterException", "Policy name is required.");
  checkDocument(policyDocument);
  const id = ctx.key(name);
  if (!ctx.find(resourcePolicies, id) && ctx.count(resourcePolicies) >= MOST)
    fail("LimitExceededException", "Resource limit exceeded.");
  const { account, region } = ctx;
  const policy = { id, account, region, name, document: policyDocument, updatedAt: ctx.now().getTime() };
  return { resourcePolicy: describe(ctx.put(resourcePolicies, policy)) };
});

function checkDocument(document: string): void {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    // refused below
  }
  if (typeof value !== "object" || value === null || !("Statement" in value) || document.length > LONGEST)
    fail("InvalidParameterException", "Unsupported or malformed policy document.");
}

export const describeResourcePolicies = logs("DescribeResourcePolicies", (input, ctx) => {
  const { items, nextToken } = pageOf(ctx.all(resourcePolicies), "resource-policies", input.nextToken, input.limit);
  return { resourcePolicies: items.map(describe), nextToken };
});

export const deleteResourcePolicy = logs("DeleteResourcePolicy", ({ policyName: name = "" }, ctx) => {
  const policy = ctx.get(resourcePolicies, ctx.key(name));
  if (!policy) return fail("ResourceNotFoundException", `Policy with name [${name}] does not exist.`);
  ctx.delete(resourcePolicies, policy.id);
  return {};
});
