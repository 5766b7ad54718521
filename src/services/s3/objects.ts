/**
 * Objects: put and read.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
import { createHash } from "node:crypto";
import type { GetObjectCommandInput, GetObjectCommandOutput, StorageClass } from "@aws-sdk/client-s3";
import type { Context } from "../../cloud/context.ts";
import { AwsError, fail } from "../../cloud/error.ts";
import { checkConditions, rangeOf } from "./conditions.ts";
import { checkKey, encryptedWith, encryptionOf, keptHeaders, tagsOfHeader } from "./headers.ts";
import { needBucket, s3 } from "./operation.ts";
import { objects, putVersion, versionsKept } from "./resources.ts";
import { needObject, shownVersion } from "./versions.ts";

const MAGIC = /^[A-Za-z0-9+/]{22}==$/;

function checkDigest(body: Uint8Array, given: string | undefined): void {
  if (given === undefined) return;
  if (!MAGIC.test(given)) fail("InvalidDigest", "The Content-MD5 you specified was invalid.");
  if (createHash("md5").update(body).digest("base64") !== given)
    fail("BadDigest", "The Content-MD5 you specified did not match what we received.");
}

export const putObject = s3("PutObject", (input, ctx) => {
  const bucket = needBucket(ctx, input);
  const { Key: key = "", Metadata: metadata = {} } = input;
  checkKey(key);
  const body = input.Body as Uint8Array | undefined;
  const bytes = body ? new Uint8Array(body) : new Uint8Array();
  checkDigest(bytes, input.ContentMD5);
  const latest = ctx.by(objects, "key", `${bucket.id}/${key}`).at(-1);
  checkConditions(input, latest?.deleteMarker ? undefined : latest, "write");
  const kept = keptHeaders(input);
  const object = putVersion(ctx, bucket, {
    key,
    deleteMarker: false,
    body: bytes,
    headers: { ...kept, ...encryptionOf(bucket, kept) },
    metadata,
    tags: tagsOfHeader(input.Tagging),
    storageClass: input.StorageClass === "STANDARD" ? undefined : input.StorageClass,
  });
  return {
    ETag: `"${object.etag}"`,
    VersionId: versionsKept(bucket) === undefined ? undefined : object.versionId,
    ...encryptedWith(object),
  };
});

type ReadInput = Omit<GetObjectCommandInput, "ResponseExpires"> & { readonly ResponseExpires?: Date | undefined };

const OVERRIDES = ["CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType"] as const;

/** What GetObject and HeadObject say of an object, and the bytes that are asked for. */
function read(ctx: Context, input: ReadInput) {
  const { bucket, object } = needObject(ctx, input);
  checkConditions(input, object, "read");
  if (input.PartNumber !== undefined && input.PartNumber !== 1)
    fail("InvalidPartNumber", "The requested partnumber is not satisfiable", 416);
  const range = rangeOf(input.Range, object.body.length);
  const overrides = Object.fromEntries(
    OVERRIDES.map((name) => [name, input[`Response${name}`]]).filter(([, value]) => value !== undefined),
  );
  const tagCount = Object.keys(object.tags).length;
  const body = range ? object.body.subarray(range.first, range.last + 1) : object.body;
  return {
    body,
    answer: {
      AcceptRanges: "bytes",
      LastModified: new Date(Math.floor(object.modifiedAt / 1000) * 1000),
      ContentLength: body.length,
      ContentRange: range ? `bytes ${range.first}-${range.last}/${object.body.length}` : undefined,
      ETag: `"${object.etag}"`,
      VersionId: shownVersion(bucket, object),
      Metadata: { ...object.metadata },
      TagCount: tagCount > 0 ? tagCount : undefined,
      StorageClass: object.storageClass as StorageClass | undefined,
      ...object.headers,
      ...overrides,
      ...(input.ResponseExpires ? { ExpiresString: input.ResponseExpires.toUTCString() } : {}),
    },
  };
}

export const getObject = s3("GetObject", (input, ctx) => {
  const { body, answer } = read(ctx, input);
  return { ...answer, Body: body as unknown as GetObjectCommandOutput["Body"] };
});

/** A HEAD has no body to tell what is wrong: the status alone does. */
export const headObject = s3("HeadObject", (input, ctx) => {
  try {
    return read(ctx, input).answer;
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) fail("NotFound", "Not Found", 404);
    throw error;
  }
});
