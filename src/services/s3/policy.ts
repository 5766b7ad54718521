/**
 * Bucket policies: checked for their form and for being public where that is blocked, recorded, not enforced.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
import { partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { configured, notConfigured, putConfiguration } from "./configuration.ts";
import { needBucket, s3 } from "./operation.ts";
import type { Bucket } from "./resources.ts";

const LONGEST = 20 * 1024;

const malformed = (message: string): never => fail("MalformedPolicy", message);

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

function parse(text: string): readonly Fields[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  if (!isFields(value)) return malformed("Policies must be valid JSON and the first byte must be '{'");
  const statements = listed(value["Statement"]);
  if (statements.length === 0 || !statements.every(isFields)) return malformed("Missing required field Statement");
  return statements;
}

function check(bucket: Bucket, statements: readonly Fields[]): void {
  for (const statement of statements) {
    const { Effect: effect, Action: action, NotAction: notAction } = statement;
    if (effect !== "Allow" && effect !== "Deny") malformed(`Invalid effect: ${effect}`);
    if (action === undefined && notAction === undefined) malformed("Missing required field Action");
    if (statement["Principal"] === undefined && statement["NotPrincipal"] === undefined)
      malformed("Missing required field Principal");
    const resources = listed(statement["Resource"] ?? statement["NotResource"]);
    if (resources.length === 0) malformed("Missing required field Resource");
    const arn = `arn:${partitionOf(bucket.region)}:s3:::${bucket.id}`;
    if (!resources.every((one) => one === arn || one === "*" || (typeof one === "string" && one.startsWith(`${arn}/`))))
      malformed("Policy has invalid resource");
  }
}

/** Whether anybody at all is allowed something, without a condition. */
const isPublic = (statements: readonly Fields[]): boolean =>
  statements.some(({ Effect: effect, Principal: principal, Condition: condition }) => {
    const who = isFields(principal) ? principal["AWS"] : principal;
    return effect === "Allow" && condition === undefined && listed(who).includes("*");
  });

const policyOf = (bucket: Bucket): string | undefined => bucket.configuration["policy"] as string | undefined;

const needPolicy = (bucket: Bucket): string =>
  policyOf(bucket) ?? notConfigured(bucket, "NoSuchBucketPolicy", "The bucket policy does not exist");

export const getBucketPolicy = s3("GetBucketPolicy", (input, ctx: Context) => ({
  Policy: needPolicy(needBucket(ctx, input)),
}));

export const putBucketPolicy = s3("PutBucketPolicy", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  const { Policy: policy = "" } = input;
  if (policy.length > LONGEST) malformed("Policy exceeds the maximum allowed document size.");
  const statements = parse(policy);
  check(bucket, statements);
  if (isPublic(statements) && configured(bucket, "publicAccessBlock")?.["BlockPublicPolicy"] === true)
    fail(
      "AccessDenied",
      `User is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket.id}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      403,
    );
  putConfiguration(ctx, bucket, "policy", policy);
  return {};
});

export const deleteBucketPolicy = s3("DeleteBucketPolicy", (input, ctx) => {
  putConfiguration(ctx, needBucket(ctx, input), "policy", undefined);
  return {};
});

export const getBucketPolicyStatus = s3("GetBucketPolicyStatus", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  return { PolicyStatus: { IsPublic: isPublic(parse(needPolicy(bucket))) } };
});
