/** The services around the network, by the SDK's own clients over HTTP: what the protocol, the keys and S3's addressing need. */
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetRoleCommand,
  IAMClient,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetResourceSharesCommand, RAMClient } from "@aws-sdk/client-ram";
import {
  CreateBucketCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetServiceQuotaCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, describe, expect, test } from "vitest";
import { clientFor, raw, signedFor, testServer } from "./server.fixture.ts";
import type { RunningServer } from "./start.ts";

const ACCOUNT = "111122223333";
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

let server: RunningServer;
beforeAll(async () => {
  server = await testServer();
});

describe("keys of users", () => {
  test("call in their account, under their name", async () => {
    const iam = new IAMClient(clientFor(server, ACCOUNT));
    await iam.send(new CreateUserCommand({ UserName: "ann" }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
    const asAnn = new STSClient(clientFor(server, key?.AccessKeyId));
    expect(await asAnn.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/ann`,
      UserId: expect.stringMatching(/^AIDA/),
    });
  });

  test("are signed with their own secrets, while they are active", async () => {
    const strict = await testServer({ verifySignatures: true });
    const iam = new IAMClient(clientFor(strict, ACCOUNT));
    await iam.send(new CreateUserCommand({ UserName: "ann" }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = key ?? {};
    const identity = (secret: string) =>
      new STSClient({ ...clientFor(strict), credentials: { accessKeyId, secretAccessKey: secret } }).send(
        new GetCallerIdentityCommand({}),
      );
    expect((await identity(secretAccessKey)).Account).toBe(ACCOUNT);
    await expect(identity("test")).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    await iam.send(new UpdateAccessKeyCommand({ UserName: "ann", AccessKeyId: accessKeyId, Status: "Inactive" }));
    await expect(identity(secretAccessKey)).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  });
});

test("IAM is the same from every region, and its errors are the SDK's", async () => {
  const client = (region: string) => new IAMClient(clientFor(server, ACCOUNT, region));
  await client("us-east-1").send(new CreateRoleCommand({ RoleName: "app", AssumeRolePolicyDocument: TRUST }));
  const { Role: role } = await client("eu-west-1").send(new GetRoleCommand({ RoleName: "app" }));
  expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? "")).toBe(TRUST);
  await expect(client("eu-west-1").send(new GetRoleCommand({ RoleName: "none" }))).rejects.toMatchObject({
    name: "NoSuchEntityException",
    $metadata: { httpStatusCode: 404 },
  });
});

test("a public parameter holds an image that EC2 describes", async () => {
  const at = clientFor(server, ACCOUNT, "eu-central-1");
  const { Parameter: parameter } = await new SSMClient(at).send(
    new GetParameterCommand({ Name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64" }),
  );
  const { Images: images } = await new EC2Client(at).send(
    new DescribeImagesCommand({ ImageIds: [parameter?.Value ?? ""], Owners: ["amazon"] }),
  );
  expect(images).toMatchObject([{ Name: expect.stringMatching(/^al2023-ami-2023.*arm64$/), Architecture: "arm64" }]);
});

test("KMS, logs, quotas and RAM answer their clients", async () => {
  const at = clientFor(server, ACCOUNT);
  const kms = new KMSClient(at);
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: "alias/aws/ebs", Plaintext: Buffer.from("x") }),
  );
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
  expect(Buffer.from(Plaintext ?? []).toString()).toBe("x");
  expect((await new CloudWatchLogsClient(at).send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
  const quota = await new ServiceQuotasClient(at).send(
    new GetServiceQuotaCommand({ ServiceCode: "ec2", QuotaCode: "L-0263D0A3" }),
  );
  expect(quota.Quota?.Value).toBe(5);
  const shares = await new RAMClient(at).send(new GetResourceSharesCommand({ resourceOwner: "SELF" }));
  expect(shares.resourceShares).toEqual([]);
});

describe("S3", () => {
  const s3 = (region = "us-east-1") => new S3Client({ ...clientFor(server, ACCOUNT, region), forcePathStyle: true });

  test("keeps what is put, whatever the key is", async () => {
    await s3().send(new CreateBucketCommand({ Bucket: "things" }));
    const Key = "/a b//ü%2F+?.txt/";
    await s3().send(new PutObjectCommand({ Bucket: "things", Key, Body: "hello", Metadata: { x: "1" } }));
    const got = await s3().send(new GetObjectCommand({ Bucket: "things", Key, Range: "bytes=1-3" }));
    expect([await got.Body?.transformToString(), got.ContentRange, got.Metadata]).toEqual([
      "ell",
      "bytes 1-3/5",
      { x: "1" },
    ]);
    expect(got.$metadata.httpStatusCode).toBe(206);
    const head = await s3().send(new HeadObjectCommand({ Bucket: "things", Key }));
    expect(head.ContentLength).toBe(5);
    const { Contents } = await s3().send(new ListObjectsV2Command({ Bucket: "things" }));
    expect(Contents).toMatchObject([{ Key, Size: 5 }]);
    expect((await s3().send(new GetBucketAclCommand({ Bucket: "things" }))).Grants).toMatchObject([
      { Grantee: { Type: "CanonicalUser" } },
    ]);
  });

  test("says where a bucket lies, and what it has not", async () => {
    const client = s3("eu-west-1");
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
    await client.send(new CreateBucketCommand({ Bucket: "irish", CreateBucketConfiguration }));
    expect((await client.send(new GetBucketLocationCommand({ Bucket: "irish" }))).LocationConstraint).toBe("eu-west-1");
    await expect(client.send(new GetBucketCorsCommand({ Bucket: "irish" }))).rejects.toMatchObject({
      name: "NoSuchCORSConfiguration",
      $metadata: { httpStatusCode: 404 },
      BucketName: "irish",
    });
    const { Buckets } = await client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toContain("irish");
  });

  test.each(["hosted.s3.us-east-1.amazonaws.com", "hosted.s3.localhost", "hosted.localhost:4566"])(
    "finds the bucket in the host %s",
    async (host) => {
      const ask = (method: string, path: string, body = "") =>
        raw(
          server,
          `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${signedFor("s3", ACCOUNT).authorization}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
        );
      expect(await ask("PUT", "/")).toMatch(/^HTTP\/1.1 200/);
      expect(await ask("PUT", "/dir/key", "body")).toMatch(/^HTTP\/1.1 200/);
      expect(await ask("GET", "/dir/key")).toMatch(/\r\n\r\nbody$/);
      expect(await ask("GET", "/?list-type=2")).toContain("<Key>dir/key</Key>");
      expect(await ask("HEAD", "/dir/key")).toMatch(/content-length: 4\r\n[\s\S]*\r\n\r\n$/i);
    },
  );
});
