/**
 * S3's rows: buckets with their configurations, and objects, a row for each of their versions. A bucket's name is one among
 * all accounts and regions of a partition.
 */
import { createHash } from "node:crypto";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { defineTable, type Row } from "../../cloud/table.ts";

/** Its id is its name, its region the one that it lies in. */
export interface Bucket extends Row {
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** What was put of each kind of configuration, as it was put; a default that was deleted is `null`. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

export interface ObjectVersion extends Row {
  readonly bucket: string;
  readonly key: string;
  /** `null` where the bucket kept no versions at the time. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly body: Uint8Array;
  /** Without its quotes. */
  readonly etag: string;
  readonly modifiedAt: number;
  /** The headers that come back with it, by the members' names: `ContentType`, `CacheControl`. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly storageClass: string | undefined;
}

/** How many bytes all objects hold. */
export interface Usage extends Row {
  readonly bytes: number;
}

export const buckets = defineTable<Bucket>()("s3.bucket", { account: ({ account }) => account });
export const objects = defineTable<ObjectVersion>()("s3.object", {
  bucket: ({ bucket }) => bucket,
  /** The versions of a key, the latest last. */
  key: ({ bucket, key }) => `${bucket}/${key}`,
});
export const usage = defineTable<Usage>()("s3.usage");

/** The account's bucket with this name or ARN, for those who deliver into it. */
export function bucketOf(ctx: Context, nameOrArn: string): Bucket | undefined {
  const name = /^arn:aws[a-z-]*:s3:::([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
  const bucket = ctx.find(buckets, name);
  return bucket?.account === ctx.account ? bucket : undefined;
}

type NewVersion = Pick<ObjectVersion, "key" | "deleteMarker" | "body"> & Partial<ObjectVersion>;

/** Bytes of all objects together: bodies are kept in memory. */
const SPACE = 512 * 1024 * 1024;

export const versionsKept = ({ configuration }: Bucket): "Enabled" | "Suspended" | undefined =>
  (configuration["versioning"] as { readonly Status?: "Enabled" | "Suspended" } | undefined)?.Status;

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
