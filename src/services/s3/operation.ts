import { createHash } from "node:crypto";
import type { Context } from "../../cloud/context.ts";
import { AwsError, fail } from "../../cloud/error.ts";
import { operationsOf } from "../../cloud/operation.ts";
import { type Bucket, buckets } from "./resources.ts";

/** Declares an S3 operation, typed by the SDK's client. */
export const s3 = operationsOf<typeof import("@aws-sdk/client-s3")>();

/** What names a bucket, and the account that the caller thinks it belongs to. */
export interface BucketInput {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

export const noSuchBucket = (name: string): never => {
  throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: name });
};

/** A bucket of the caller's account, wherever it lies. */
export function needBucket(ctx: Context, { Bucket: name = "", ExpectedBucketOwner: owner }: BucketInput): Bucket {
  const bucket = ctx.find(buckets, name) ?? noSuchBucket(name);
  if (bucket.account !== ctx.account || (owner !== undefined && owner !== bucket.account))
    fail("AccessDenied", "Access Denied", 403);
  return bucket;
}

/** The account as S3 names it: 64 hexadecimal digits. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html */
export const canonicalUser = (account: string): string =>
  createHash("sha256").update(`canonical ${account}`).digest("hex");

export const malformedXml = (): never =>
  fail("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

export const invalidArgument = (message: string, name: string, value: unknown): never => {
  throw new AwsError("InvalidArgument", message, 400, { ArgumentName: name, ArgumentValue: value });
};

/** Tags of a bucket or an object: 50 and 10 at most. */
export function tagSetOf(
  set: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[],
  most: number,
): Readonly<Record<string, string>> {
  if (set.length > most) fail("BadRequest", `Object tags cannot be greater than ${most}`);
  const tags = new Map<string, string>();
  for (const { Key: key = "", Value: value = "" } of set) {
    if (key.length < 1 || key.length > 128)
      throw new AwsError("InvalidTag", "The TagKey you have provided is invalid", 400, { TagKey: key });
    if (value.length > 256)
      throw new AwsError("InvalidTag", "The TagValue you have provided is invalid", 400, { TagKey: key });
    if (/^aws:/i.test(key)) fail("InvalidTag", "System tags cannot be added/updated by requester");
    if (tags.has(key))
      throw new AwsError("InvalidTag", "Cannot provide multiple Tags with the same key", 400, { TagKey: key });
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

export const tagSet = (tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
