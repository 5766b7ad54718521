/** Tags of buckets, put whole. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
import { notConfigured, putConfiguration } from "./configuration.ts";
import { needBucket, s3, tagSet, tagSetOf } from "./operation.ts";

const MOST = 50;

export const getBucketTagging = s3("GetBucketTagging", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  const tags = bucket.configuration["tagging"] as Readonly<Record<string, string>> | undefined;
  if (!tags) return notConfigured(bucket, "NoSuchTagSet", "The TagSet does not exist");
  return { TagSet: tagSet(tags) };
});

export const putBucketTagging = s3("PutBucketTagging", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  putConfiguration(ctx, bucket, "tagging", tagSetOf(input.Tagging?.TagSet ?? [], MOST));
  return {};
});

export const deleteBucketTagging = s3("DeleteBucketTagging", (input, ctx) => {
  putConfiguration(ctx, needBucket(ctx, input), "tagging", undefined);
  return {};
});
