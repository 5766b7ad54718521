/**
 * The versions of keys, as requests name them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
 */
import type { Context } from "../../cloud/context.ts";
import { AwsError, fail } from "../../cloud/error.ts";
import { type BucketInput, needBucket } from "./operation.ts";
import { type Bucket, type ObjectVersion, objects, versionsKept } from "./resources.ts";

export interface ObjectInput extends BucketInput {
  readonly Key: string | undefined;
  readonly VersionId?: string | undefined;
}

export const noSuchKey = (key: string): never => {
  throw new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key: key });
};

/** The version that is asked for, or the latest. A delete marker says that there is none. */
export function needObject(
  ctx: Context,
  input: ObjectInput,
): { readonly bucket: Bucket; readonly object: ObjectVersion } {
  const bucket = needBucket(ctx, input);
  const { Key: key = "", VersionId: id } = input;
  const versions = ctx.by(objects, "key", `${bucket.id}/${key}`);
  const object = id === undefined ? versions.at(-1) : versions.find(({ versionId }) => versionId === id);
  if (!object && id !== undefined)
    throw new AwsError("NoSuchVersion", "The specified version does not exist.", 404, { Key: key, VersionId: id });
  if (!object || (object.deleteMarker && id === undefined)) return noSuchKey(key);
  if (object.deleteMarker) fail("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);
  return { bucket, object };
}

/** Shown once a bucket has kept versions. */
export const shownVersion = (bucket: Bucket, { versionId }: ObjectVersion): string | undefined =>
  versionsKept(bucket) === undefined && versionId === "null" ? undefined : versionId;
