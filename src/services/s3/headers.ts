/** What is kept with an object besides its bytes: headers that come back, how it is encrypted, tags given in a header. */
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { AwsError } from "../../cloud/error.ts";
import { configured } from "./configuration.ts";
import { tagSetOf } from "./operation.ts";
import type { Bucket, ObjectVersion } from "./resources.ts";

const LONGEST_KEY = 1024;

export function checkKey(key: string): void {
  const length = Buffer.byteLength(key);
  if (length > LONGEST_KEY)
    throw new AwsError("KeyTooLongError", "Your key is too long", 400, { Size: length, MaxSizeAllowed: LONGEST_KEY });
}

/** Headers that are kept with an object and come back with it. */
const KEPT = [
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "WebsiteRedirectLocation",
  "SSEKMSKeyId",
  "ServerSideEncryption",
  "BucketKeyEnabled",
] as const;

export function keptHeaders(given: object): Record<string, unknown> {
  const input = given as Readonly<Record<string, unknown>>;
  const kept = Object.fromEntries(KEPT.map((name) => [name, input[name]]).filter(([, value]) => value !== undefined));
  const { Expires: expires } = input;
  if (expires instanceof Date) kept["ExpiresString"] = expires.toUTCString();
  const encoding = String(kept["ContentEncoding"] ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "aws-chunked" && one !== ""); // of the transfer, not of the object
  delete kept["ContentEncoding"];
  return {
    ContentType: "binary/octet-stream",
    ...kept,
    ...(encoding.length > 0 ? { ContentEncoding: encoding.join(",") } : {}),
  };
}

/** What a bucket encrypts with where the request does not say. */
export function encryptionOf(bucket: Bucket, given: object): Record<string, unknown> {
  if ("ServerSideEncryption" in given && given.ServerSideEncryption !== undefined) return {};
  const rules = configured(bucket, "encryption")?.["Rules"] as
    | readonly {
        ApplyServerSideEncryptionByDefault?: { SSEAlgorithm?: string; KMSMasterKeyID?: string };
        BucketKeyEnabled?: boolean;
      }[]
    | undefined;
  const { SSEAlgorithm = "AES256", KMSMasterKeyID } = rules?.[0]?.ApplyServerSideEncryptionByDefault ?? {};
  return {
    ServerSideEncryption: SSEAlgorithm,
    ...(KMSMasterKeyID === undefined ? {} : { SSEKMSKeyId: KMSMasterKeyID }),
    ...(SSEAlgorithm === "aws:kms" && rules?.[0]?.BucketKeyEnabled ? { BucketKeyEnabled: true } : {}),
  };
}

/** `a=1&b=2`, as a form. */
export const tagsOfHeader = (header = ""): Readonly<Record<string, string>> =>
  tagSetOf(
    [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value })),
    10,
  );

export const encryptedWith = ({ headers }: ObjectVersion) => ({
  ServerSideEncryption: headers["ServerSideEncryption"] as GetObjectCommandOutput["ServerSideEncryption"],
  SSEKMSKeyId: headers["SSEKMSKeyId"] as string | undefined,
  BucketKeyEnabled: headers["BucketKeyEnabled"] as boolean | undefined,
});
