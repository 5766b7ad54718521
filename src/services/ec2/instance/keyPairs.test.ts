import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { only } from "../interface/interface.fixture.ts";
import { testRegion } from "../region.fixture.ts";
import { createKey, parsePublicKey } from "./keyMaterial.ts";

/** OpenSSH's own reader of keys: the peer that judges ours. */
const SSH_KEYGEN: string = "ssh-keygen";

/** A public key of nobody's. */
const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJgmsdUCvIf5u+jwPfHTTMbtMSrZwZ8/qmGcwMqjIKQX me@home";

describe("CreateKeyPair", () => {
  test("gives an RSA key in PKCS #1, fingerprinted by SHA-1 of its PKCS #8 form", () => {
    const region = testRegion();
    const made = region.call("CreateKeyPair", { KeyName: "deploy" });
    expect(made.KeyMaterial).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    const der = createPrivateKey(made.KeyMaterial ?? "").export({ type: "pkcs8", format: "der" });
    expect(made.KeyFingerprint?.replaceAll(":", "")).toBe(createHash("sha1").update(der).digest("hex"));
    expect(made.KeyFingerprint).toMatch(/^([0-9a-f]{2}:){19}[0-9a-f]{2}$/);
    expect(region.codeOf("CreateKeyPair", { KeyName: "deploy" })).toBe("InvalidKeyPair.Duplicate");
    expect(region.codeOf("CreateKeyPair", { KeyName: " deploy" })).toBe("InvalidParameterValue");
    const { KeyPairs } = region.call("DescribeKeyPairs", { IncludePublicKey: true });
    expect(only(KeyPairs)).toMatchObject({ KeyName: "deploy", KeyType: "rsa", KeyFingerprint: made.KeyFingerprint });
    expect(only(KeyPairs).PublicKey).toMatch(/^ssh-rsa AAAAB3NzaC1yc2E\S+ deploy$/);
    expect(only(region.call("DescribeKeyPairs").KeyPairs).PublicKey).toBeUndefined();
  });

  test("gives an ED25519 key in OpenSSH's format", () => {
    const made = testRegion().call("CreateKeyPair", { KeyName: "deploy", KeyType: "ed25519" });
    expect(made.KeyMaterial).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
    expect(made.KeyFingerprint).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });

  test("ssh-keygen, where there is one, reads the keys and finds the same public half", (context) => {
    const folder = mkdtempSync(join(tmpdir(), "key-"));
    try {
      for (const type of ["rsa", "ed25519"] as const) {
        const key = createKey(type);
        const file = join(folder, type);
        writeFileSync(file, `${key.privateKey}\n`);
        chmodSync(file, 0o600);
        const printed = execFileSync(SSH_KEYGEN, ["-y", "-f", file], { encoding: "utf8" });
        expect(printed.split(" ")[1]?.trim()).toBe(key.blob.toString("base64"));
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") context.skip();
      throw error;
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("ImportKeyPair", () => {
  const fingerprintOf = (material: string | Buffer) =>
    testRegion().call("ImportKeyPair", { KeyName: "k", PublicKeyMaterial: Buffer.from(material) }).KeyFingerprint;

  test("ED25519: SHA-256 of the key, in base64", () => {
    const blob = Buffer.from(ED25519.split(" ")[1] ?? "", "base64");
    expect(fingerprintOf(ED25519)).toBe(createHash("sha256").update(blob).digest("base64"));
  });

  test("RSA: MD5 of the DER form, whichever form it comes in", () => {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const der = publicKey.export({ type: "spki", format: "der" });
    const expected = createHash("md5").update(der).digest("hex").match(/../g)?.join(":");
    const line = `ssh-rsa ${parsePublicKey(Buffer.from(der.toString("base64")))?.blob.toString("base64")} x@y`;
    const body = (line.split(" ")[1] ?? "").match(/.{1,70}/g)?.join("\n");
    for (const form of [
      line,
      der.toString("base64"),
      publicKey.export({ type: "spki", format: "pem" }).toString(),
      Buffer.from(line).toString("base64"),
      `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "a \\\nlong one"\n${body}\n---- END SSH2 PUBLIC KEY ----\n`,
    ])
      expect(fingerprintOf(form)).toBe(expected);
  });

  test.each([
    ["nonsense", "hello"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"],
    [
      "a short RSA key",
      generateKeyPairSync("rsa", { modulusLength: 768 }).publicKey.export({ type: "spki", format: "pem" }).toString(),
    ],
    ["a cut key", ED25519.slice(0, 60)],
  ])("refuses %s", (_, material) => {
    const region = testRegion();
    expect(region.codeOf("ImportKeyPair", { KeyName: "k", PublicKeyMaterial: Buffer.from(material) })).toBe(
      "InvalidKey.Format",
    );
    expect(region.call("DescribeKeyPairs").KeyPairs).toEqual([]);
  });

  test("reading is total", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parsePublicKey(bytes)));
    fc.assert(
      fc.property(fc.base64String({ maxLength: 200 }), (text) => void parsePublicKey(Buffer.from(`ssh-rsa ${text}`))),
    );
  });
});

describe("DescribeKeyPairs and DeleteKeyPair", () => {
  test("by name, by id, by filter; deleting twice is no error", () => {
    const region = testRegion();
    const { KeyPairId } = region.call("ImportKeyPair", {
      KeyName: "k",
      PublicKeyMaterial: Buffer.from(ED25519),
      TagSpecifications: [{ ResourceType: "key-pair", Tags: [{ Key: "a", Value: "b" }] }],
    });
    expect(only(region.call("DescribeKeyPairs", { KeyNames: ["k"] }).KeyPairs)).toMatchObject({
      KeyPairId,
      KeyType: "ed25519",
      Tags: [{ Key: "a", Value: "b" }],
    });
    expect(region.call("DescribeKeyPairs", { KeyPairIds: [KeyPairId ?? ""] }).KeyPairs).toHaveLength(1);
    expect(region.call("DescribeKeyPairs", { Filters: [{ Name: "key-name", Values: ["z*"] }] }).KeyPairs).toEqual([]);
    expect(region.codeOf("DescribeKeyPairs", { KeyNames: ["lost"] })).toBe("InvalidKeyPair.NotFound");
    expect(region.as("111111111111", "eu-west-1").codeOf("DescribeKeyPairs", { KeyNames: ["k"] })).toBe(
      "InvalidKeyPair.NotFound",
    );
    expect(region.call("DeleteKeyPair", { KeyName: "k" })).toEqual({ Return: true, KeyPairId });
    expect(region.call("DeleteKeyPair", { KeyName: "k" })).toEqual({ Return: true });
    expect(region.call("DescribeKeyPairs").KeyPairs).toEqual([]);
    expect(region.codeOf("DeleteKeyPair", {})).toBe("MissingParameter");
  });
});
