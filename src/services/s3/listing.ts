/**
 * Lists of keys, in the order of their UTF-8 bytes; what stands between a prefix and a delimiter is listed once.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
import type { ObjectStorageClass, ObjectVersionStorageClass } from "@aws-sdk/client-s3";
import type { Context } from "../../cloud/context.ts";
import { canonicalUser, invalidArgument, needBucket, s3 } from "./operation.ts";
import { type Bucket, type ObjectVersion, objects } from "./resources.ts";

const MOST = 1000;

const before = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

interface Wanted {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** Keys and common prefixes up to here were listed before. */
  readonly after: string | undefined;
  readonly most: number;
}

interface Listed {
  readonly versions: readonly (readonly ObjectVersion[])[];
  readonly prefixes: readonly string[];
  readonly truncated: boolean;
  /** The last key or common prefix. */
  readonly last: string | undefined;
}

/** The keys of a bucket with their versions, cut and folded. */
function listed(
  ctx: Context,
  bucket: Bucket,
  { prefix, delimiter, after, most }: Wanted,
  hidden: (versions: readonly ObjectVersion[]) => boolean,
): Listed {
  const byKey = new Map<string, ObjectVersion[]>();
  for (const version of ctx.by(objects, "bucket", bucket.id)) {
    if (!version.key.startsWith(prefix)) continue;
    const versions = byKey.get(version.key);
    if (versions) versions.push(version);
    else byKey.set(version.key, [version]);
  }
  const keys = [...byKey.keys()].sort(before);
  const versions: ObjectVersion[][] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  for (const key of keys) {
    const own = byKey.get(key) ?? [];
    if (hidden(own)) continue;
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const name = end < 0 || !delimiter ? key : key.slice(0, end + delimiter.length);
    if (name === last || (after !== undefined && before(name, after) <= 0)) continue;
    if (versions.length + prefixes.length >= most) return { versions, prefixes, truncated: most > 0, last };
    if (name === key) versions.push(own);
    else prefixes.push(name);
    last = name;
  }
  return { versions, prefixes, truncated: false, last };
}

const isHidden = (versions: readonly ObjectVersion[]): boolean => versions.at(-1)?.deleteMarker ?? true;

function checkMost(most: number | undefined): number {
  if (most !== undefined && most < 0)
    invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys", most);
  return Math.min(most ?? MOST, MOST);
}

type Encoding = (text: string) => string;

/** Keys may hold what XML cannot say: clients ask for them percent-encoded, slashes left as they are. */
const encodingOf = (type: string | undefined): Encoding =>
  type === "url" ? (text) => encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+") : (text) => text;

const encoded = (encode: Encoding, text: string | undefined): string | undefined =>
  text === undefined ? undefined : encode(text);

const describe = (object: ObjectVersion, encode: Encoding) => ({
  Key: encode(object.key),
  LastModified: new Date(object.modifiedAt),
  ETag: `"${object.etag}"`,
  Size: object.body.length,
  StorageClass: (object.storageClass ?? "STANDARD") as ObjectStorageClass,
});

const latestOf = (versions: readonly (readonly ObjectVersion[])[]): readonly ObjectVersion[] =>
  versions.flatMap((one) => one.at(-1) ?? []);

export const listObjects = s3("ListObjects", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  const { Prefix: prefix = "", Delimiter: delimiter, Marker: marker, EncodingType } = input;
  const most = checkMost(input.MaxKeys);
  const encode = encodingOf(EncodingType);
  const found = listed(ctx, bucket, { prefix, delimiter, after: marker, most }, isHidden);
  return {
    IsTruncated: found.truncated,
    Marker: encode(marker ?? ""),
    NextMarker: found.truncated && delimiter ? encoded(encode, found.last) : undefined,
    Contents: latestOf(found.versions).map((object) => ({
      ...describe(object, encode),
      Owner: { ID: canonicalUser(bucket.account) },
    })),
    Name: bucket.id,
    Prefix: encode(prefix),
    Delimiter: encoded(encode, delimiter),
    MaxKeys: most,
    CommonPrefixes: found.prefixes.map((one) => ({ Prefix: encode(one) })),
    EncodingType,
  };
});

const tokenOf = (name: string): string => Buffer.from(name).toString("base64url");

export const listObjectsV2 = s3("ListObjectsV2", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  const {
    Prefix: prefix = "",
    Delimiter: delimiter,
    StartAfter: startAfter,
    EncodingType,
    ContinuationToken: token,
  } = input;
  if (token === "") invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
  const most = checkMost(input.MaxKeys);
  const encode = encodingOf(EncodingType);
  const after = token === undefined ? startAfter : Buffer.from(token, "base64url").toString("utf8");
  const found = listed(ctx, bucket, { prefix, delimiter, after, most }, isHidden);
  return {
    IsTruncated: found.truncated,
    Contents: latestOf(found.versions).map((object) => ({
      ...describe(object, encode),
      Owner: input.FetchOwner ? { ID: canonicalUser(bucket.account) } : undefined,
    })),
    Name: bucket.id,
    Prefix: encode(prefix),
    Delimiter: encoded(encode, delimiter),
    MaxKeys: most,
    CommonPrefixes: found.prefixes.map((one) => ({ Prefix: encode(one) })),
    EncodingType,
    KeyCount: found.versions.length + found.prefixes.length,
    ContinuationToken: token,
    NextContinuationToken: found.truncated && found.last !== undefined ? tokenOf(found.last) : undefined,
    StartAfter: encoded(encode, startAfter),
  };
});

/** Pages end between keys: all versions of a key stand on one page. */
export const listObjectVersions = s3("ListObjectVersions", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  const { Prefix: prefix = "", Delimiter: delimiter, KeyMarker: marker, EncodingType } = input;
  const most = checkMost(input.MaxKeys);
  const encode = encodingOf(EncodingType);
  const found = listed(ctx, bucket, { prefix, delimiter, after: marker, most }, () => false);
  const all = found.versions.flatMap((versions) =>
    [...versions].reverse().map((version, i) => ({ version, IsLatest: i === 0 })),
  );
  const owner = { ID: canonicalUser(bucket.account) };
  return {
    IsTruncated: found.truncated,
    KeyMarker: encode(marker ?? ""),
    VersionIdMarker: input.VersionIdMarker ?? "",
    NextKeyMarker: found.truncated ? encoded(encode, found.last) : undefined,
    Versions: all
      .filter(({ version }) => !version.deleteMarker)
      .map(({ version, IsLatest }) => ({
        ...describe(version, encode),
        StorageClass: (version.storageClass ?? "STANDARD") as ObjectVersionStorageClass,
        VersionId: version.versionId,
        IsLatest,
        Owner: owner,
      })),
    DeleteMarkers: all
      .filter(({ version }) => version.deleteMarker)
      .map(({ version, IsLatest }) => ({
        Key: encode(version.key),
        VersionId: version.versionId,
        IsLatest,
        LastModified: new Date(version.modifiedAt),
        Owner: owner,
      })),
    Name: bucket.id,
    Prefix: encode(prefix),
    Delimiter: encoded(encode, delimiter),
    MaxKeys: most,
    CommonPrefixes: found.prefixes.map((one) => ({ Prefix: encode(one) })),
    EncodingType,
  };
});
