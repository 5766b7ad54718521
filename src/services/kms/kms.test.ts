import { describe, expect, test } from "vitest";
import { ACCOUNT, testService } from "../service.fixture.ts";
import { kmsService } from "./service.ts";

const kms = () => testService<typeof import("@aws-sdk/client-kms")>(kmsService);
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const textOf = (blob: Uint8Array | undefined) => Buffer.from(blob ?? []).toString();
const DAY = 24 * 3_600_000;

const withKey = () => {
  const service = kms();
  const { KeyMetadata: key } = service.call("CreateKey", { Description: "d", Tags: [{ TagKey: "a", TagValue: "1" }] });
  return { service, id: key?.KeyId ?? "", arn: key?.Arn ?? "" };
};

describe("keys", () => {
  test("are found by id and ARN, in their account and region alone", () => {
    const { service, id, arn } = withKey();
    expect(arn).toBe(`arn:aws:kms:us-east-1:${ACCOUNT}:key/${id}`);
    expect(service.call("DescribeKey", { KeyId: arn }).KeyMetadata).toMatchObject({
      KeyId: id,
      Enabled: true,
      KeyState: "Enabled",
      KeyManager: "CUSTOMER",
      Description: "d",
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    });
    expect(service.as(ACCOUNT, "eu-west-1").codeOf("DescribeKey", { KeyId: id })).toBe("NotFoundException");
    expect(service.as("222222222222").codeOf("DescribeKey", { KeyId: arn })).toBe("AccessDeniedException");
    expect(service.as("222222222222").call("ListKeys").Keys).toEqual([]);
    expect(service.codeOf("DescribeKey", { KeyId: "arn:aws:s3:::x" })).toBe("InvalidArnException");
    expect(service.codeOf("DescribeKey", { KeyId: "alias/none" })).toBe("NotFoundException");
  });

  test("have policies, rotation, descriptions and tags", () => {
    const { service, id: KeyId } = withKey();
    const { call, codeOf } = service;
    expect(JSON.parse(call("GetKeyPolicy", { KeyId }).Policy ?? "")).toMatchObject({ Id: "key-default-1" });
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    call("PutKeyPolicy", { KeyId, Policy });
    expect(call("GetKeyPolicy", { KeyId, PolicyName: "default" }).Policy).toBe(Policy);
    expect(codeOf("PutKeyPolicy", { KeyId, Policy: "{" })).toBe("MalformedPolicyDocumentException");
    expect(codeOf("GetKeyPolicy", { KeyId, PolicyName: "other" })).toBe("NotFoundException");
    expect(call("GetKeyRotationStatus", { KeyId }).KeyRotationEnabled).toBe(false);
    call("EnableKeyRotation", { KeyId, RotationPeriodInDays: 100 });
    service.clock.advance(150 * DAY);
    expect(call("GetKeyRotationStatus", { KeyId })).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 100,
      NextRotationDate: new Date(service.clock.now() + 50 * DAY),
    });
    expect(codeOf("EnableKeyRotation", { KeyId, RotationPeriodInDays: 89 })).toBe("ValidationException");
    call("DisableKeyRotation", { KeyId });
    call("UpdateKeyDescription", { KeyId, Description: "new" });
    expect(call("DescribeKey", { KeyId }).KeyMetadata?.Description).toBe("new");
    call("TagResource", { KeyId, Tags: [{ TagKey: "b", TagValue: "2" }] });
    call("UntagResource", { KeyId, TagKeys: ["a"] });
    expect(call("ListResourceTags", { KeyId })).toEqual({
      Tags: [{ TagKey: "b", TagValue: "2" }],
      Truncated: false,
      NextMarker: undefined,
    });
  });

  test("go when their time is up, unless they are called back", () => {
    const { service, id: KeyId } = withKey();
    const { call, codeOf, clock } = service;
    call("CreateAlias", { AliasName: "alias/app", TargetKeyId: KeyId });
    expect(codeOf("ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 6 })).toBe("ValidationException");
    expect(call("ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 }).KeyState).toBe("PendingDeletion");
    expect(codeOf("ScheduleKeyDeletion", { KeyId })).toBe("KMSInvalidStateException");
    expect(codeOf("Encrypt", { KeyId, Plaintext: bytes("x") })).toBe("KMSInvalidStateException");
    clock.advance(6 * DAY);
    call("CancelKeyDeletion", { KeyId });
    expect(call("DescribeKey", { KeyId }).KeyMetadata?.KeyState).toBe("Disabled");
    call("EnableKey", { KeyId });
    call("ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 });
    clock.advance(2 * DAY); // the first timer falls due
    expect(call("DescribeKey", { KeyId }).KeyMetadata?.KeyState).toBe("PendingDeletion");
    clock.advance(5 * DAY);
    expect(codeOf("DescribeKey", { KeyId })).toBe("NotFoundException");
    expect(codeOf("DescribeKey", { KeyId: "alias/app" })).toBe("NotFoundException");
  });

  test.each([
    ["an odd spec", { KeySpec: "AES_9" as "RSA_2048" }, "ValidationException"],
    [
      "a use that it cannot have",
      { KeySpec: "RSA_2048" as const, KeyUsage: "GENERATE_VERIFY_MAC" as const },
      "ValidationException",
    ],
    ["a bad policy", { Policy: "x" }, "MalformedPolicyDocumentException"],
    ["a bad tag", { Tags: [{ TagKey: "aws:x", TagValue: "" }] }, "TagException"],
  ])("refused: %s", (_, input, code) => {
    expect(kms().codeOf("CreateKey", input)).toBe(code);
  });
});

describe("aliases", () => {
  test("name keys and are moved", () => {
    const { service, id, arn } = withKey();
    const { call, codeOf } = service;
    call("CreateAlias", { AliasName: "alias/app", TargetKeyId: id });
    expect(call("DescribeKey", { KeyId: "alias/app" }).KeyMetadata?.Arn).toBe(arn);
    expect(codeOf("CreateAlias", { AliasName: "alias/app", TargetKeyId: id })).toBe("AlreadyExistsException");
    expect(codeOf("CreateAlias", { AliasName: "app", TargetKeyId: id })).toBe("InvalidAliasNameException");
    expect(codeOf("CreateAlias", { AliasName: "alias/aws/x", TargetKeyId: id })).toBe("NotAuthorizedException");
    const other = call("CreateKey").KeyMetadata?.KeyId ?? "";
    call("UpdateAlias", { AliasName: "alias/app", TargetKeyId: other });
    expect(call("ListAliases", { KeyId: id }).Aliases).toEqual([]);
    expect(call("ListAliases", { KeyId: other }).Aliases).toMatchObject([
      { AliasName: "alias/app", TargetKeyId: other },
    ]);
    call("DeleteAlias", { AliasName: "alias/app" });
    expect(codeOf("DeleteAlias", { AliasName: "alias/app" })).toBe("NotFoundException");
  });

  test("AWS's own are there, and their keys once they are named", () => {
    const { call, codeOf } = kms();
    const entry = () => call("ListAliases").Aliases?.find(({ AliasName }) => AliasName === "alias/aws/ebs");
    expect(entry()).toBeDefined();
    expect(entry()?.TargetKeyId).toBeUndefined();
    expect(call("ListKeys").Keys).toEqual([]);
    const key = call("DescribeKey", { KeyId: "alias/aws/ebs" }).KeyMetadata;
    expect(key?.KeyManager).toBe("AWS");
    expect(entry()?.TargetKeyId).toBe(key?.KeyId);
    expect(call("DescribeKey", { KeyId: "alias/aws/ebs" }).KeyMetadata?.KeyId).toBe(key?.KeyId);
    expect(codeOf("ScheduleKeyDeletion", { KeyId: key?.KeyId })).toBe("AccessDeniedException");
    expect(codeOf("DescribeKey", { KeyId: "alias/aws/nothing" })).toBe("NotFoundException");
  });
});

describe("encryption", () => {
  test("goes there and back, under the right context alone", () => {
    const { service, id: KeyId, arn } = withKey();
    const { call, codeOf } = service;
    const { CiphertextBlob } = call("Encrypt", {
      KeyId,
      Plaintext: bytes("secret"),
      EncryptionContext: { a: "1", b: "2" },
    });
    expect(textOf(CiphertextBlob)).not.toContain("secret");
    const opened = call("Decrypt", { CiphertextBlob, EncryptionContext: { b: "2", a: "1" } });
    expect([textOf(opened.Plaintext), opened.KeyId]).toEqual(["secret", arn]);
    expect(codeOf("Decrypt", { CiphertextBlob })).toBe("InvalidCiphertextException");
    const other = call("CreateKey").KeyMetadata?.KeyId ?? "";
    expect(codeOf("Decrypt", { CiphertextBlob, KeyId: other, EncryptionContext: { a: "1", b: "2" } })).toBe(
      "IncorrectKeyException",
    );
    const broken = new Uint8Array(CiphertextBlob ?? []);
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    expect(codeOf("Decrypt", { CiphertextBlob: broken, EncryptionContext: { a: "1", b: "2" } })).toBe(
      "InvalidCiphertextException",
    );
    expect(codeOf("Decrypt", { CiphertextBlob: bytes("short") })).toBe("InvalidCiphertextException");
    const moved = call("ReEncrypt", {
      CiphertextBlob,
      DestinationKeyId: other,
      SourceEncryptionContext: { a: "1", b: "2" },
    });
    expect(textOf(call("Decrypt", { CiphertextBlob: moved.CiphertextBlob, KeyId: other }).Plaintext)).toBe("secret");
  });

  test("of data keys", () => {
    const { service, id: KeyId } = withKey();
    const { call, codeOf } = service;
    const { Plaintext, CiphertextBlob } = call("GenerateDataKey", { KeyId, KeySpec: "AES_256" });
    expect(Plaintext).toHaveLength(32);
    expect(call("Decrypt", { CiphertextBlob }).Plaintext).toEqual(Plaintext);
    expect(call("GenerateDataKeyWithoutPlaintext", { KeyId, NumberOfBytes: 64 })).not.toHaveProperty("Plaintext");
    expect(codeOf("GenerateDataKey", { KeyId })).toBe("ValidationException");
    expect(codeOf("Encrypt", { KeyId, Plaintext: new Uint8Array(4097) })).toBe("ValidationException");
  });

  test("not under a key that is off, or not for that", () => {
    const { service, id: KeyId } = withKey();
    service.call("DisableKey", { KeyId });
    expect(service.codeOf("Encrypt", { KeyId, Plaintext: bytes("x") })).toBe("DisabledException");
    const signing = service.call("CreateKey", { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }).KeyMetadata;
    expect(signing?.SigningAlgorithms).toEqual(["ECDSA_SHA_256"]);
    expect(service.codeOf("Encrypt", { KeyId: signing?.KeyId, Plaintext: bytes("x") })).toBe(
      "InvalidKeyUsageException",
    );
  });
});
