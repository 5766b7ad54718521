/**
 * Tags and access control lists of objects.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
 */
import { describeAcl } from "./acl.ts";
import { s3, tagSet, tagSetOf } from "./operation.ts";
import { objects } from "./resources.ts";
import { needObject, shownVersion } from "./versions.ts";

export const getObjectTagging = s3("GetObjectTagging", (input, ctx) => {
  const { bucket, object } = needObject(ctx, input);
  return { VersionId: shownVersion(bucket, object), TagSet: tagSet(object.tags) };
});

export const putObjectTagging = s3("PutObjectTagging", (input, ctx) => {
  const { bucket, object } = needObject(ctx, input);
  ctx.put(objects, { ...object, tags: tagSetOf(input.Tagging?.TagSet ?? [], 10) });
  return { VersionId: shownVersion(bucket, object) };
});

export const deleteObjectTagging = s3("DeleteObjectTagging", (input, ctx) => {
  const { bucket, object } = needObject(ctx, input);
  ctx.put(objects, { ...object, tags: {} });
  return { VersionId: shownVersion(bucket, object) };
});

/** Buckets own their objects here: an object's list is its owner's full control. */
export const getObjectAcl = s3("GetObjectAcl", (input, ctx) => {
  needObject(ctx, input);
  return describeAcl(ctx, undefined);
});
