/**
 * Encryption under a key: AES-256-GCM, the encryption context as additional data. A ciphertext names its key:
 *
 *     | 1: version | 36: key id, padded with spaces | 12: nonce | 16: tag | the rest: ciphertext |
 *
 * Nonces and data keys come from the region's own chance, so that the same seed gives the same bytes: this keeps no secrets.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import type { DataKeySpec } from "@aws-sdk/client-kms";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { checkRange, kms, needKey, needUsableKey } from "./operation.ts";
import { type Key, keys } from "./resources.ts";

const VERSION = 1;
const ID = 36;
const NONCE = 12;
const TAG = 16;
const HEADER = 1 + ID + NONCE + TAG;
/** The most that AWS encrypts at once under a symmetric key. */
const LONGEST = 4096;

type EncryptionContext = Readonly<Record<string, string>>;

const canonical = (context: EncryptionContext = {}): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

const bytesOf = (ctx: Context, length: number): Buffer => Buffer.from(ctx.random.hex(length * 2), "hex");

function needSymmetric(ctx: Context, text: string | undefined): Key {
  const key = needUsableKey(ctx, text);
  if (key.usage !== "ENCRYPT_DECRYPT")
    fail("InvalidKeyUsageException", `${key.arn} key usage is ${key.usage} which is not valid for Encrypt.`);
  if (key.spec !== "SYMMETRIC_DEFAULT")
    fail("UnsupportedOperation", "Underlay encrypts under symmetric keys; the asymmetric ones are recorded only.");
  return key;
}

function seal(ctx: Context, key: Key, plaintext: Uint8Array, context: EncryptionContext | undefined): Uint8Array {
  const nonce = bytesOf(ctx, NONCE);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key.material, "hex"), nonce);
  cipher.setAAD(canonical(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return new Uint8Array(
    Buffer.concat([Buffer.from([VERSION]), Buffer.from(key.id.padEnd(ID), "latin1"), nonce, cipher.getAuthTag(), body]),
  );
}

const invalid = (): never => fail("InvalidCiphertextException", "");

interface Opened {
  readonly key: Key;
  readonly plaintext: Uint8Array;
}

function open(ctx: Context, blob: Uint8Array, context: EncryptionContext | undefined): Opened {
  if (blob.length < HEADER || blob[0] !== VERSION) return invalid();
  const bytes = Buffer.from(blob);
  const id = bytes.toString("latin1", 1, 1 + ID).trimEnd();
  const key = ctx.get(keys, id) ? needUsableKey(ctx, id) : invalid();
  const decipher = createDecipheriv(
    "aes-256-gcm",
    Buffer.from(key.material, "hex"),
    bytes.subarray(1 + ID, 1 + ID + NONCE),
    { authTagLength: TAG },
  );
  decipher.setAAD(canonical(context));
  decipher.setAuthTag(bytes.subarray(1 + ID + NONCE, HEADER));
  try {
    return {
      key,
      plaintext: new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(HEADER)), decipher.final()])),
    };
  } catch {
    return invalid();
  }
}

function checkAlgorithm(algorithm: string | undefined): void {
  if (algorithm !== undefined && algorithm !== "SYMMETRIC_DEFAULT")
    fail("InvalidKeyUsageException", `Algorithm ${algorithm} is incompatible with key spec SYMMETRIC_DEFAULT.`);
}

export const encrypt = kms("Encrypt", (input, ctx) => {
  const { Plaintext: plaintext = new Uint8Array() } = input;
  checkAlgorithm(input.EncryptionAlgorithm);
  const key = needSymmetric(ctx, input.KeyId);
  if (plaintext.length < 1 || plaintext.length > LONGEST)
    fail(
      "ValidationException",
      `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length ${plaintext.length < 1 ? "greater than or equal to 1" : `less than or equal to ${LONGEST}`}`,
    );
  return {
    CiphertextBlob: seal(ctx, key, plaintext, input.EncryptionContext),
    KeyId: key.arn,
    EncryptionAlgorithm: "SYMMETRIC_DEFAULT" as const,
  };
});

export const decrypt = kms("Decrypt", (input, ctx) => {
  checkAlgorithm(input.EncryptionAlgorithm);
  const wanted = input.KeyId === undefined ? undefined : needKey(ctx, input.KeyId);
  const { key, plaintext } = open(ctx, input.CiphertextBlob ?? new Uint8Array(), input.EncryptionContext);
  if (wanted && wanted.id !== key.id)
    fail("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.");
  return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" as const };
});

export const reEncrypt = kms("ReEncrypt", (input, ctx) => {
  const { key: from, plaintext } = open(ctx, input.CiphertextBlob ?? new Uint8Array(), input.SourceEncryptionContext);
  const to = needSymmetric(ctx, input.DestinationKeyId);
  return {
    CiphertextBlob: seal(ctx, to, plaintext, input.DestinationEncryptionContext),
    SourceKeyId: from.arn,
    KeyId: to.arn,
    SourceEncryptionAlgorithm: "SYMMETRIC_DEFAULT" as const,
    DestinationEncryptionAlgorithm: "SYMMETRIC_DEFAULT" as const,
  };
});

interface DataKeyInput {
  readonly KeyId: string | undefined;
  readonly KeySpec?: DataKeySpec | undefined;
  readonly NumberOfBytes?: number | undefined;
  readonly EncryptionContext?: EncryptionContext | undefined;
}

function dataKey(ctx: Context, { KeyId, KeySpec: spec, NumberOfBytes: count, EncryptionContext }: DataKeyInput) {
  const key = needSymmetric(ctx, KeyId);
  if ((spec === undefined) === (count === undefined))
    fail("ValidationException", "Please specify either number of bytes or key spec.");
  if (count !== undefined) checkRange(count, "numberOfBytes", 1, 1024);
  const plaintext = bytesOf(ctx, count ?? (spec === "AES_128" ? 16 : 32));
  return {
    KeyId: key.arn,
    CiphertextBlob: seal(ctx, key, plaintext, EncryptionContext),
    Plaintext: new Uint8Array(plaintext),
  };
}

export const generateDataKey = kms("GenerateDataKey", (input, ctx) => dataKey(ctx, input));

export const generateDataKeyWithoutPlaintext = kms("GenerateDataKeyWithoutPlaintext", (input, ctx) => {
  const { KeyId, CiphertextBlob } = dataKey(ctx, input);
  return { KeyId, CiphertextBlob };
});

export const generateRandom = kms("GenerateRandom", ({ NumberOfBytes: count = 0 }, ctx) => {
  checkRange(count, "numberOfBytes", 1, 1024);
  return { Plaintext: new Uint8Array(bytesOf(ctx, count)) };
});
