import { describe, expect, test } from "vitest";
import { ACCOUNT, testService } from "../service.fixture.ts";
import { bucketOf, usage } from "./resources.ts";
import { s3Service } from "./service.ts";

type S3 = typeof import("@aws-sdk/client-s3");
const s3 = () => testService<S3>(s3Service);
const OTHER = "222222222222";
const B = { Bucket: "my-bucket" };

const bytes = (text: string) => new Uint8Array(Buffer.from(text)) as never;
const textOf = (body: unknown) => Buffer.from(body as Uint8Array).toString();

const withBucket = () => {
  const service = s3();
  service.call("CreateBucket", B);
  const put = (Key: string, body = Key, more: object = {}) =>
    service.call("PutObject", { ...B, Key, Body: bytes(body), ...more });
  const get = (Key: string, more: object = {}) => service.call("GetObject", { ...B, Key, ...more });
  return { ...service, put, get };
};

describe("buckets", () => {
  test("have one owner among all accounts", () => {
    const { call, codeOf, as } = withBucket();
    call("CreateBucket", B); // in us-east-1 once more is no fault
    expect(as(OTHER).codeOf("CreateBucket", B)).toBe("BucketAlreadyExists");
    expect(as(OTHER).codeOf("GetBucketAcl", B)).toBe("AccessDenied");
    expect(as(OTHER).call("ListBuckets").Buckets).toEqual([]);
    expect(call("ListBuckets").Buckets?.map(({ Name }) => Name)).toEqual(["my-bucket"]);
    expect(codeOf("HeadBucket", { ...B, ExpectedBucketOwner: OTHER })).toBe("AccessDenied");
    expect(codeOf("HeadBucket", { Bucket: "none" })).toBe("NotFound");
    expect(codeOf("GetBucketAcl", { Bucket: "none" })).toBe("NoSuchBucket");
  });

  test("are found by those who deliver into them", () => {
    const { cloud } = withBucket();
    const seenBy = (account: string) => cloud.context({ account, region: "us-east-1", requestId: "t" });
    expect(bucketOf(seenBy(ACCOUNT), "arn:aws:s3:::my-bucket/prefix/")?.id).toBe("my-bucket");
    expect(bucketOf(seenBy(ACCOUNT), "my-bucket")?.id).toBe("my-bucket");
    expect(bucketOf(seenBy(OTHER), "my-bucket")).toBeUndefined();
  });

  test("lie where they were made", () => {
    const { as, call } = s3();
    const ireland = as(ACCOUNT, "eu-west-1");
    const there = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" as const } };
    expect(ireland.codeOf("CreateBucket", B)).toBe("IllegalLocationConstraintException");
    expect(as(ACCOUNT, "eu-west-2").codeOf("CreateBucket", { ...B, ...there })).toBe(
      "IllegalLocationConstraintException",
    );
    ireland.call("CreateBucket", { ...B, ...there });
    expect(ireland.codeOf("CreateBucket", { ...B, ...there })).toBe("BucketAlreadyOwnedByYou");
    expect(call("GetBucketLocation", B).LocationConstraint).toBe("eu-west-1");
    expect(call("HeadBucket", B).BucketRegion).toBe("eu-west-1");
    call("CreateBucket", { Bucket: "classic" });
    expect(call("GetBucketLocation", { Bucket: "classic" }).LocationConstraint).toBeUndefined();
  });

  test.each(["ab", "Upper", "a..b", "192.168.0.1", "-a-", "a_b", "xn--a", "a".repeat(64)])(
    "refused name %s",
    (Bucket) => {
      expect(s3().codeOf("CreateBucket", { Bucket })).toBe("InvalidBucketName");
    },
  );

  test("go when they are empty", () => {
    const { call, codeOf, put } = withBucket();
    put("a");
    expect(codeOf("DeleteBucket", B)).toBe("BucketNotEmpty");
    call("DeleteObject", { ...B, Key: "a" });
    call("DeleteBucket", B);
    expect(codeOf("DeleteBucket", B)).toBe("NoSuchBucket");
  });
});

describe("configuration", () => {
  test("of a new bucket is AWS's default", () => {
    const { call } = withBucket();
    expect(call("GetBucketVersioning", B)).toEqual({});
    expect(call("GetBucketRequestPayment", B)).toEqual({ Payer: "BucketOwner" });
    expect(call("GetBucketLogging", B)).toEqual({});
    expect(call("GetBucketNotificationConfiguration", B)).toEqual({});
    expect(call("GetBucketAccelerateConfiguration", B)).toEqual({});
    expect(call("GetBucketEncryption", B).ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } },
    ]);
    expect(call("GetPublicAccessBlock", B).PublicAccessBlockConfiguration?.BlockPublicPolicy).toBe(true);
    expect(call("GetBucketOwnershipControls", B).OwnershipControls?.Rules).toEqual([
      { ObjectOwnership: "BucketOwnerEnforced" },
    ]);
    expect(call("GetBucketAcl", B).Grants).toMatchObject([{ Permission: "FULL_CONTROL" }]);
  });

  test.each([
    ["GetBucketCors", "NoSuchCORSConfiguration"],
    ["GetBucketWebsite", "NoSuchWebsiteConfiguration"],
    ["GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration"],
    ["GetBucketReplication", "ReplicationConfigurationNotFoundError"],
    ["GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError"],
    ["GetBucketTagging", "NoSuchTagSet"],
    ["GetBucketPolicy", "NoSuchBucketPolicy"],
  ] as const)("%s of a new bucket is %s", (operation, code) => {
    expect(withBucket().errorOf(operation, B)).toMatchObject({ code, status: 404 });
  });

  test("is put whole and read back", () => {
    const { call, codeOf } = withBucket();
    call("PutBucketVersioning", { ...B, VersioningConfiguration: { Status: "Enabled" } });
    expect(call("GetBucketVersioning", B)).toEqual({ Status: "Enabled" });
    expect(codeOf("PutBucketVersioning", { ...B, VersioningConfiguration: {} })).toBe("MalformedXML");
    call("PutBucketLifecycleConfiguration", {
      ...B,
      LifecycleConfiguration: { Rules: [{ Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }] },
    });
    expect(call("GetBucketLifecycleConfiguration", B)).toMatchObject({
      TransitionDefaultMinimumObjectSize: "all_storage_classes_128K",
      Rules: [{ ID: expect.any(String), Status: "Enabled" }],
    });
    call("DeleteBucketLifecycle", B);
    expect(codeOf("GetBucketLifecycleConfiguration", B)).toBe("NoSuchLifecycleConfiguration");
    call("DeletePublicAccessBlock", B);
    expect(codeOf("GetPublicAccessBlock", B)).toBe("NoSuchPublicAccessBlockConfiguration");
    call("DeleteBucketEncryption", B);
    expect(call("GetBucketEncryption", B).ServerSideEncryptionConfiguration?.Rules).toHaveLength(1);
    call("PutBucketTagging", { ...B, Tagging: { TagSet: [{ Key: "a", Value: "1" }] } });
    expect(call("GetBucketTagging", B).TagSet).toEqual([{ Key: "a", Value: "1" }]);
    expect(codeOf("PutBucketTagging", { ...B, Tagging: { TagSet: [{ Key: "aws:x", Value: "" }] } })).toBe("InvalidTag");
    call("DeleteBucketTagging", B);
    expect(codeOf("GetBucketTagging", B)).toBe("NoSuchTagSet");
  });

  test("policies that are public are blocked until that is lifted", () => {
    const { call, codeOf } = withBucket();
    const policy = (Principal: unknown, Resource = "arn:aws:s3:::my-bucket/*") =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal, Action: "s3:GetObject", Resource }],
      });
    call("PutBucketPolicy", { ...B, Policy: policy({ Service: "delivery.logs.amazonaws.com" }) });
    expect(call("GetBucketPolicyStatus", B).PolicyStatus?.IsPublic).toBe(false);
    expect(codeOf("PutBucketPolicy", { ...B, Policy: policy("*") })).toBe("AccessDenied");
    expect(codeOf("PutBucketPolicy", { ...B, Policy: policy("*", "arn:aws:s3:::other/*") })).toBe("MalformedPolicy");
    expect(codeOf("PutBucketPolicy", { ...B, Policy: "{" })).toBe("MalformedPolicy");
    call("DeletePublicAccessBlock", B);
    call("PutBucketPolicy", { ...B, Policy: policy("*") });
    expect(call("GetBucketPolicyStatus", B).PolicyStatus?.IsPublic).toBe(true);
    call("DeleteBucketPolicy", B);
    expect(codeOf("GetBucketPolicy", B)).toBe("NoSuchBucketPolicy");
  });

  test("access control lists need a bucket that takes them", () => {
    const { call, codeOf } = withBucket();
    expect(codeOf("PutBucketAcl", { ...B, ACL: "log-delivery-write" as "private" })).toBe(
      "AccessControlListNotSupported",
    );
    call("PutBucketAcl", { ...B, ACL: "private" });
    call("PutBucketOwnershipControls", { ...B, OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } });
    call("PutBucketAcl", { ...B, ACL: "log-delivery-write" as "private" });
    expect(call("GetBucketAcl", B).Grants).toHaveLength(3);
    expect(codeOf("PutBucketAcl", { ...B, ACL: "public-read" })).toBe("AccessDenied");
    expect(codeOf("PutBucketAcl", { ...B, ACL: "odd" as "private" })).toBe("InvalidArgument");
    expect(codeOf("PutBucketAcl", B)).toBe("MissingSecurityHeader");
  });
});

describe("objects", () => {
  test("come back as they were put", () => {
    const { put, get, codeOf, call } = withBucket();
    const { ETag } = put("a/b", "hello", { ContentType: "text/plain", Metadata: { x: "1" }, CacheControl: "no-store" });
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const { Body, ...rest } = get("a/b");
    expect(textOf(Body)).toBe("hello");
    expect(rest).toMatchObject({
      ContentLength: 5,
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { x: "1" },
      ServerSideEncryption: "AES256",
      ETag,
    });
    expect(call("HeadObject", { ...B, Key: "a/b" })).toEqual(rest);
    expect(codeOf("GetObject", { ...B, Key: "a" })).toBe("NoSuchKey");
    expect(codeOf("HeadObject", { ...B, Key: "a" })).toBe("NotFound");
    expect(get("a/b", { ResponseContentType: "x/y" }).ContentType).toBe("x/y");
    put("a/b", "new");
    expect(textOf(get("a/b").Body)).toBe("new");
  });

  test.each([
    ["bytes=0-1", "he", "bytes 0-1/5"],
    ["bytes=3-", "lo", "bytes 3-4/5"],
    ["bytes=-2", "lo", "bytes 3-4/5"],
    ["bytes=0-99", "hello", "bytes 0-4/5"],
    ["lines=1-2", "hello", undefined],
  ])("in parts: %s", (Range, expected, range) => {
    const { put, get } = withBucket();
    put("k", "hello");
    const { Body, ContentRange } = get("k", { Range });
    expect([textOf(Body), ContentRange]).toEqual([expected, range]);
  });

  test("under conditions", () => {
    const { put, codeOf, clock } = withBucket();
    const { ETag } = put("k", "v");
    const key = { ...B, Key: "k" };
    const now = new Date(clock.now());
    expect(codeOf("GetObject", { ...key, IfNoneMatch: ETag })).toBe("NotModified");
    expect(codeOf("GetObject", { ...key, IfMatch: '"x"' })).toBe("PreconditionFailed");
    expect(codeOf("GetObject", { ...key, IfModifiedSince: now })).toBe("NotModified");
    expect(codeOf("GetObject", { ...key, IfUnmodifiedSince: new Date(now.getTime() - 1000) })).toBe(
      "PreconditionFailed",
    );
    expect(codeOf("PutObject", { ...key, IfNoneMatch: "*" })).toBe("PreconditionFailed");
    expect(codeOf("PutObject", { ...B, Key: "new", IfMatch: ETag })).toBe("NoSuchKey");
    expect(codeOf("PutObject", { ...key, ContentMD5: "AAAAAAAAAAAAAAAAAAAAAA==" })).toBe("BadDigest");
    expect(codeOf("PutObject", { ...key, ContentMD5: "x" })).toBe("InvalidDigest");
    expect(codeOf("PutObject", { ...B, Key: "k".repeat(1025) })).toBe("KeyTooLongError");
    expect(codeOf("GetObject", { ...key, Range: "bytes=5-" })).toBe("InvalidRange");
  });

  test("are copied", () => {
    const { put, get, call, codeOf } = withBucket();
    put("a b", "v", { Metadata: { x: "1" }, Tagging: "t=1" });
    call("CopyObject", { ...B, Key: "c", CopySource: "/my-bucket/a%20b" });
    expect(get("c")).toMatchObject({ Metadata: { x: "1" }, TagCount: 1 });
    expect(codeOf("CopyObject", { ...B, Key: "c", CopySource: "my-bucket/c" })).toBe("InvalidRequest");
    call("CopyObject", {
      ...B,
      Key: "c",
      CopySource: "my-bucket/c",
      MetadataDirective: "REPLACE",
      Metadata: { y: "2" },
    });
    expect(get("c").Metadata).toEqual({ y: "2" });
    expect(codeOf("CopyObject", { ...B, Key: "d", CopySource: "my-bucket/none" })).toBe("NoSuchKey");
    expect(codeOf("CopyObject", { ...B, Key: "d", CopySource: "my-bucket" })).toBe("InvalidArgument");
  });

  test("are tagged", () => {
    const { put, call, codeOf } = withBucket();
    put("k", "v", { Tagging: "a=1&b=2" });
    const key = { ...B, Key: "k" };
    expect(call("GetObjectTagging", key).TagSet).toHaveLength(2);
    call("PutObjectTagging", { ...key, Tagging: { TagSet: [{ Key: "c", Value: "3" }] } });
    expect(call("GetObjectTagging", key).TagSet).toEqual([{ Key: "c", Value: "3" }]);
    call("DeleteObjectTagging", key);
    expect(call("GetObjectTagging", key).TagSet).toEqual([]);
    const TagSet = Array.from({ length: 11 }, (_, i) => ({ Key: `k${i}`, Value: "" }));
    expect(codeOf("PutObjectTagging", { ...key, Tagging: { TagSet } })).toBe("BadRequest");
  });

  test("take their space with them", () => {
    const { put, call, cloud } = withBucket();
    const held = () => cloud.store.table(usage).get("s3")?.bytes;
    put("a", "12345");
    put("a", "123");
    put("b", "1");
    expect(held()).toBe(4);
    call("DeleteObjects", { ...B, Delete: { Objects: [{ Key: "a" }, { Key: "b" }, { Key: "none" }] } });
    expect(held()).toBe(0);
  });
});

describe("versions", () => {
  const versioned = () => {
    const service = withBucket();
    service.call("PutBucketVersioning", { ...B, VersioningConfiguration: { Status: "Enabled" } });
    return service;
  };

  test("stay, and a deletion marks", () => {
    const { put, get, call, codeOf } = versioned();
    const first = put("k", "1").VersionId;
    const second = put("k", "2").VersionId;
    expect(first).not.toBe(second);
    expect(textOf(get("k").Body)).toBe("2");
    expect(textOf(get("k", { VersionId: first }).Body)).toBe("1");
    const marker = call("DeleteObject", { ...B, Key: "k" });
    expect(marker.DeleteMarker).toBe(true);
    expect(codeOf("GetObject", { ...B, Key: "k" })).toBe("NoSuchKey");
    expect(codeOf("GetObject", { ...B, Key: "k", VersionId: marker.VersionId })).toBe("MethodNotAllowed");
    expect(codeOf("GetObject", { ...B, Key: "k", VersionId: "x" })).toBe("NoSuchVersion");
    const all = call("ListObjectVersions", B);
    expect(all.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [second, false],
      [first, false],
    ]);
    expect(all.DeleteMarkers).toMatchObject([{ Key: "k", IsLatest: true }]);
    expect(call("ListObjectsV2", B).KeyCount).toBe(0);
    expect(codeOf("DeleteBucket", B)).toBe("BucketNotEmpty");
    call("DeleteObject", { ...B, Key: "k", VersionId: marker.VersionId });
    expect(textOf(get("k").Body)).toBe("2");
    call("DeleteObjects", { ...B, Delete: { Objects: [first, second].map((VersionId) => ({ Key: "k", VersionId })) } });
    call("DeleteBucket", B);
  });

  test("of before, and while they are suspended, are one without a name", () => {
    const { put, call, get } = withBucket();
    put("k", "old");
    call("PutBucketVersioning", { ...B, VersioningConfiguration: { Status: "Enabled" } });
    put("k", "kept");
    call("PutBucketVersioning", { ...B, VersioningConfiguration: { Status: "Suspended" } });
    put("k", "new");
    expect(call("ListObjectVersions", B).Versions?.map(({ VersionId }) => VersionId)).toEqual([
      "null",
      expect.stringMatching(/^\w{32}$/),
    ]);
    expect(textOf(get("k").Body)).toBe("new");
  });
});

describe("lists", () => {
  const filled = () => {
    const service = withBucket();
    for (const key of ["b/2", "a", "b/1", "é", "c/x/1", "b"]) service.put(key);
    return service;
  };

  test("are in the order of bytes, folded at a delimiter", () => {
    const { call } = filled();
    expect(call("ListObjectsV2", B).Contents?.map(({ Key }) => Key)).toEqual(["a", "b", "b/1", "b/2", "c/x/1", "é"]);
    const folded = call("ListObjectsV2", { ...B, Delimiter: "/" });
    expect(folded.Contents?.map(({ Key }) => Key)).toEqual(["a", "b", "é"]);
    expect(folded.CommonPrefixes).toEqual([{ Prefix: "b/" }, { Prefix: "c/" }]);
    expect(folded.KeyCount).toBe(5);
    expect(call("ListObjects", { ...B, Prefix: "c/", Delimiter: "/" }).CommonPrefixes).toEqual([{ Prefix: "c/x/" }]);
    expect(call("ListObjectsV2", { ...B, Prefix: "é", EncodingType: "url" }).Contents?.[0]?.Key).toBe("%C3%A9");
  });

  test.each([1, 2, 3, 5])("are cut into pages of %d that add up", (MaxKeys) => {
    const { call } = filled();
    const seen: unknown[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = call("ListObjectsV2", { ...B, Delimiter: "/", MaxKeys, ContinuationToken });
      seen.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen.sort()).toEqual(["a", "b", "b/", "c/", "é"]);
    const v1: unknown[] = [];
    let Marker: string | undefined;
    do {
      const page = call("ListObjects", { ...B, MaxKeys, Marker });
      v1.push(...(page.Contents ?? []).map(({ Key }) => Key));
      Marker = page.IsTruncated ? page.Contents?.at(-1)?.Key : undefined;
    } while (Marker);
    expect(v1).toHaveLength(6);
  });

  test("begin behind a key", () => {
    const { call } = filled();
    expect(call("ListObjectsV2", { ...B, StartAfter: "b/1" }).Contents?.map(({ Key }) => Key)).toEqual([
      "b/2",
      "c/x/1",
      "é",
    ]);
    expect(call("ListObjectsV2", { ...B, MaxKeys: 0 })).toMatchObject({ KeyCount: 0, Contents: [] });
  });
});
