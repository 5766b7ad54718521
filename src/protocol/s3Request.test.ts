import { beforeAll, describe, expect, test } from "vitest";
import { request } from "./judge/toyModel.ts";
import { loadModel, type ServiceModel } from "./model.ts";
import { restXml } from "./restXml.ts";
import { bucketOfHost } from "./s3Request.ts";

let model: ServiceModel;
beforeAll(async () => {
  model = await loadModel("s3");
});

/** `Operation bucket key`, or the error's code. */
function routed(line: string, headers: Record<string, string> = {}): string {
  const [method = "", target = ""] = line.split(" ");
  const [path = "", query = ""] = target.split("?");
  const asked = request({ method, path, query, headers });
  const operation = restXml.operationOf(model, asked);
  if (!operation.ok) return operation.reason.code;
  const input = restXml.parseInput(model, operation.value, asked);
  if (!input.ok) return input.reason.code;
  const { Bucket, Key } = input.value;
  return [operation.value, Bucket, Key].filter((part) => part !== undefined).join(" ");
}

describe("requests as clients without x-id send them", () => {
  test.each([
    ["GET /", "ListBuckets"],
    ["PUT /b", "CreateBucket b"],
    ["PUT /b/", "CreateBucket b"],
    ["HEAD /b", "HeadBucket b"],
    ["GET /b", "ListObjects b"],
    ["GET /b/?list-type=2&prefix=a", "ListObjectsV2 b"],
    ["GET /b?versions", "ListObjectVersions b"],
    ["GET /b?acl=", "GetBucketAcl b"],
    ["GET /b?location", "GetBucketLocation b"],
    ["PUT /b?versioning", "PutBucketVersioning b"],
    ["POST /b?delete", "DeleteObjects b"],
    ["GET /b?analytics", "ListBucketAnalyticsConfigurations b"],
    ["GET /b?analytics&id=x", "GetBucketAnalyticsConfiguration b"],
    ["PUT /b?analytics", "PutBucketAnalyticsConfiguration b"],
    ["GET /b/a/b.txt", "GetObject b a/b.txt"],
    ["GET /b//a//b/", "GetObject b /a//b/"],
    ["GET /b/a%20b%2Fc%25", "GetObject b a b/c%"],
    [`GET /b/${"a/".repeat(300)}x`, `GetObject b ${"a/".repeat(300)}x`],
    ["PUT /b/k", "PutObject b k"],
    ["PUT /b/k?partNumber=1&uploadId=u", "UploadPart b k"],
    ["GET /b/k?uploadId=u", "ListParts b k"],
    ["DELETE /b/k?uploadId=u", "AbortMultipartUpload b k"],
    ["POST /b/k?uploadId=u", "CompleteMultipartUpload b k"],
    ["POST /b/k?uploads", "CreateMultipartUpload b k"],
    ["GET /b/k?tagging", "GetObjectTagging b k"],
    ["GET /b/k?versionId=v", "GetObject b k"],
    ["DELETE /b/k", "DeleteObject b k"],
    ["POST /b/k", "MethodNotAllowed"],
    ["PATCH /b", "MethodNotAllowed"],
    ["GET /b/%zz", "MethodNotAllowed"],
  ])("%s", (line, expected) => {
    expect(routed(line)).toBe(expected);
  });

  test("a header makes a copy", () => {
    const headers = { "x-amz-copy-source": "/b/a" };
    expect(routed("PUT /b/k", headers)).toBe("CopyObject b k");
    expect(routed("PUT /b/k?partNumber=1&uploadId=u", headers)).toBe("UploadPartCopy b k");
  });
});

describe("the bucket in the host", () => {
  test.each([
    ["b.s3.amazonaws.com", "b"],
    ["b.s3.eu-west-1.amazonaws.com:443", "b"],
    ["b.s3-eu-west-1.amazonaws.com", "b"],
    ["b.s3.dualstack.us-east-1.amazonaws.com", "b"],
    ["my.dotted.bucket.s3.us-east-1.amazonaws.com", "my.dotted.bucket"],
    ["b.s3.cn-north-1.amazonaws.com.cn", "b"],
    ["b.localhost:4566", "b"],
    ["b.s3.localhost:4566", "b"],
    ["b.127.0.0.1:4566", "b"],
    ["s3.amazonaws.com", undefined],
    ["s3.eu-west-1.amazonaws.com", undefined],
    ["s3.localhost:4566", undefined],
    ["localhost:4566", undefined],
    ["127.0.0.1:4566", undefined],
    ["ec2.us-east-1.amazonaws.com", undefined],
  ])("%s", (host, bucket) => {
    expect(bucketOfHost(host)).toBe(bucket);
  });

  test("leaves all of the path to the key", () => {
    const headers = { host: "b.s3.eu-west-1.amazonaws.com" };
    expect(routed("GET /a/b", headers)).toBe("GetObject b a/b");
    expect(routed("GET /", headers)).toBe("ListObjects b");
    expect(routed("PUT /", headers)).toBe("CreateBucket b");
  });
});

test("an access control list keeps its grantees' types, which are attributes", () => {
  const body =
    '<AccessControlPolicy xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><AccessControlList><Grant><Grantee xsi:type="Group"><URI>u</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>';
  const parsed = restXml.parseInput(model, "PutBucketAcl", request({ method: "PUT", path: "/b", query: "acl", body }));
  const Grants = [{ Grantee: { Type: "Group", URI: "u" }, Permission: "READ" }];
  expect(parsed).toMatchObject({ ok: true, value: { AccessControlPolicy: { Grants } } });
  const emitted = String(restXml.emitOutput(model, "GetBucketAcl", { Grants }, "r").body);
  expect(emitted).toContain(
    '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>u</URI></Grantee>',
  );
});
