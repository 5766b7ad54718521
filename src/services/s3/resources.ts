/**
 * S3's rows: buckets with their configurations, and objects, a row for each of their versions. A bucket's name is one among
 * all accounts and regions of a partition.
 */
import type { Context } from "../../cloud/context.ts";
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
