/**
 * Deleting objects: where a bucket keeps versions, a marker takes the latest one's place.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
import type { Context } from "../../cloud/context.ts";
import { malformedXml, needBucket, s3 } from "./operation.ts";
import { type Bucket, objects, putVersion, removeVersion, versionsKept } from "./resources.ts";

interface Gone {
  readonly DeleteMarker: true | undefined;
  readonly VersionId: string | undefined;
}

/** What was not there is no fault. */
function remove(ctx: Context, bucket: Bucket, key: string, wanted: string | undefined): Gone {
  const versions = ctx.by(objects, "key", `${bucket.id}/${key}`);
  if (wanted !== undefined) {
    const version = versions.find(({ versionId }) => versionId === wanted);
    if (version) removeVersion(ctx, version);
    return { DeleteMarker: version?.deleteMarker ? true : undefined, VersionId: wanted };
  }
  if (versionsKept(bucket) === undefined) {
    for (const version of versions) removeVersion(ctx, version);
    return { DeleteMarker: undefined, VersionId: undefined };
  }
  const marker = putVersion(ctx, bucket, { key, deleteMarker: true, body: new Uint8Array() });
  return { DeleteMarker: true, VersionId: marker.versionId };
}

export const deleteObject = s3("DeleteObject", (input, ctx) =>
  remove(ctx, needBucket(ctx, input), input.Key ?? "", input.VersionId),
);

const MOST = 1000;

export const deleteObjects = s3("DeleteObjects", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  const { Objects: wanted = [], Quiet: quiet = false } = input.Delete ?? {};
  if (wanted.length < 1 || wanted.length > MOST) return malformedXml();
  const deleted = wanted.map(({ Key = "", VersionId }) => {
    const gone = remove(ctx, bucket, Key, VersionId);
    return {
      Key,
      VersionId,
      DeleteMarker: gone.DeleteMarker,
      DeleteMarkerVersionId: gone.DeleteMarker ? gone.VersionId : undefined,
    };
  });
  return { Deleted: quiet ? [] : deleted };
});
