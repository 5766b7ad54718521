/** Copying an object. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */

import { fail } from "../../cloud/error.ts";
import { checkConditions } from "./conditions.ts";
import { checkKey, encryptedWith, encryptionOf, keptHeaders, tagsOfHeader } from "./headers.ts";
import { invalidArgument, needBucket, s3 } from "./operation.ts";
import { putVersion, versionsKept } from "./resources.ts";
import { needObject, type ObjectInput, shownVersion } from "./versions.ts";

interface Source extends ObjectInput {
  readonly Bucket: string;
}

/** `bucket/key?versionId=…`, percent-encoded, with or without a slash before it. */
function sourceOf(text: string): Source {
  const [, path = "", version] = /^\/?([^?]*)(?:\?versionId=(.+))?$/.exec(text) ?? [];
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      text,
    );
  }
  const slash = decoded.indexOf("/");
  if (slash < 1 || slash === decoded.length - 1)
    invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      text,
    );
  return { Bucket: decoded.slice(0, slash), Key: decoded.slice(slash + 1), VersionId: version };
}

export const copyObject = s3("CopyObject", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  const { Key: key = "", CopySource = "", MetadataDirective: directive = "COPY" } = input;
  checkKey(key);
  const from = sourceOf(CopySource);
  const source = needObject(ctx, from);
  checkConditions(
    {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    },
    source.object,
    "copy",
  );
  const same = from.Bucket === bucket.id && from.Key === key && from.VersionId === undefined;
  const changes =
    directive === "REPLACE" || input.StorageClass || input.ServerSideEncryption || input.WebsiteRedirectLocation;
  if (same && !changes)
    fail(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  const kept = directive === "REPLACE" ? keptHeaders(input) : source.object.headers;
  const object = putVersion(ctx, bucket, {
    key,
    deleteMarker: false,
    body: source.object.body,
    headers: {
      ...kept,
      ...encryptionOf(bucket, input),
      ...(input.ServerSideEncryption ? { ServerSideEncryption: input.ServerSideEncryption } : {}),
    },
    metadata: directive === "REPLACE" ? (input.Metadata ?? {}) : source.object.metadata,
    tags: input.TaggingDirective === "REPLACE" ? tagsOfHeader(input.Tagging) : source.object.tags,
    storageClass: input.StorageClass === "STANDARD" ? undefined : input.StorageClass,
  });
  return {
    CopyObjectResult: { ETag: `"${object.etag}"`, LastModified: new Date(object.modifiedAt) },
    CopySourceVersionId: shownVersion(source.bucket, source.object),
    VersionId: versionsKept(bucket) === undefined ? undefined : object.versionId,
    ...encryptedWith(object),
  };
});
