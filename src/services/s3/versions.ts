/**
 * The versions of keys: found, added, taken away. Bodies are kept in memory, up to a limit for all of them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
 */
import { createHash } from "node:crypto";
import type { Context } from "../../cloud/context.ts";
import { AwsError, fail } from "../../cloud/error.ts";
import { configured } from "./configuration.ts";
import { type BucketInput, needBucket } from "./operation.ts";
import { type Bucket, type ObjectVersion, objects, usage } from "./resources.ts";

/** Bytes of all objects together. */
const SPACE = 512 * 1024 * 1024;

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

export const versionsKept = (bucket: Bucket): "Enabled" | "Suspended" | undefined =>
  configured(bucket, "versioning")?.["Status"] as "Enabled" | "Suspended" | undefined;

/** Shown once a bucket has kept versions. */
export const shownVersion = (bucket: Bucket, { versionId }: ObjectVersion): string | undefined =>
  versionsKept(bucket) === undefined && versionId === "null" ? undefined : versionId;

type NewVersion = Pick<ObjectVersion, "key" | "deleteMarker" | "body"> & Partial<ObjectVersion>;

/** A new version of a key, in place of the one before it where the bucket does not keep versions. */
export function putVersion(ctx: Context, bucket: Bucket, given: NewVersion): ObjectVersion {
  const versionId = versionsKept(bucket) === "Enabled" ? ctx.random.hex(32) : "null";
  const id = `${bucket.id}/${given.key}#${versionId}`;
  const before = ctx.find(objects, id);
  if (before) removeVersion(ctx, before); // so that the new one is the latest
  use(ctx, given.body.length);
  return ctx.put(objects, {
    account: bucket.account,
    region: bucket.region,
    bucket: bucket.id,
    etag: createHash("md5").update(given.body).digest("hex"),
    modifiedAt: ctx.now().getTime(),
    headers: {},
    metadata: {},
    tags: {},
    storageClass: undefined,
    ...given,
    id,
    versionId,
  });
}

export function removeVersion(ctx: Context, version: ObjectVersion): void {
  use(ctx, -version.body.length);
  ctx.delete(objects, version.id);
}

function use(ctx: Context, bytes: number): void {
  const held = (ctx.find(usage, "s3")?.bytes ?? 0) + bytes;
  if (bytes > 0 && held > SPACE)
    fail("EntityTooLarge", `Underlay keeps objects in memory, ${SPACE} bytes of them at most; this one goes beyond.`);
  ctx.put(usage, { id: "s3", account: "aws", region: "aws-global", bytes: held });
}
