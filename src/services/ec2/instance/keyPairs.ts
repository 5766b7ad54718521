/** CreateKeyPair, ImportKeyPair, DescribeKeyPairs, DeleteKeyPair. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { wellFormed } from "../resource.ts";
import { type TagSpecification, tagList, tagNew, untag } from "../tag/resources.ts";
import { createKey, formatPublicKey, importedFingerprint, type PublicKey, parsePublicKey } from "./keyMaterial.ts";
import { type KeyPair, keyPairs } from "./resources.ts";

function add(
  ctx: Context,
  name: string,
  key: PublicKey,
  fingerprint: string,
  tags: readonly TagSpecification[] | undefined,
): KeyPair {
  const pair = ctx.put(keyPairs, {
    id: ctx.newId("key"),
    account: ctx.account,
    region: ctx.region,
    name,
    type: key.type,
    fingerprint,
    publicKey: formatPublicKey(key, name),
    createTime: ctx.now().toISOString(),
  });
  tagNew(ctx, keyPairs.type, pair.id, tags);
  return pair;
}

const named = (ctx: Context, name: string): KeyPair | undefined => ctx.by(keyPairs, "name", ctx.key(name))[0];

/** Up to 255 ASCII characters, used once. */
function newName(ctx: Context, name: string | undefined): string {
  if (name === undefined || name === "")
    return fail("MissingParameter", "The request must contain the parameter KeyName");
  if (name.length > 255 || !/^[\x20-\x7e]+$/.test(name) || name !== name.trim())
    fail(
      "InvalidParameterValue",
      `Value (${name}) for parameter KeyName is invalid. Expected up to 255 ASCII characters without leading or trailing spaces.`,
    );
  if (named(ctx, name)) fail("InvalidKeyPair.Duplicate", `The keypair already exists`);
  return name;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html */
export const createKeyPair = ec2("CreateKeyPair", (input, ctx) => {
  const name = newName(ctx, input.KeyName);
  const type = input.KeyType ?? "rsa";
  if (type !== "rsa" && type !== "ed25519")
    fail("InvalidParameterValue", `Value (${type}) for parameter KeyType is invalid.`);
  if (input.KeyFormat !== undefined && input.KeyFormat !== "pem")
    fail("UnsupportedOperation", "Underlay makes keys in PEM format only.");
  const key = createKey(type);
  const pair = add(ctx, name, key, key.fingerprint, input.TagSpecifications);
  return {
    KeyPairId: pair.id,
    KeyName: name,
    KeyFingerprint: pair.fingerprint,
    KeyMaterial: key.privateKey,
    Tags: tagList(ctx, pair.id),
  };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html */
export const importKeyPair = ec2("ImportKeyPair", (input, ctx) => {
  const name = newName(ctx, input.KeyName);
  if (!input.PublicKeyMaterial?.length)
    return fail("MissingParameter", "The request must contain the parameter PublicKeyMaterial");
  const key = parsePublicKey(input.PublicKeyMaterial);
  if (!key) return fail("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
  const pair = add(ctx, name, key, importedFingerprint(key), input.TagSpecifications);
  return { KeyPairId: pair.id, KeyName: name, KeyFingerprint: pair.fingerprint, Tags: tagList(ctx, pair.id) };
});

const filters: Filters<KeyPair, keyof typeof keyPairs.indexes & string> = {
  "key-pair-id": (pair) => pair.id,
  fingerprint: (pair) => pair.fingerprint,
  "key-name": (pair) => pair.name,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html */
export const describeKeyPairs = ec2("DescribeKeyPairs", (input, ctx) => {
  const names = input.KeyNames ?? [];
  const ids = [
    ...names.map(
      (name) => named(ctx, name)?.id ?? fail("InvalidKeyPair.NotFound", `The key pair '${name}' does not exist`),
    ),
    ...(input.KeyPairIds ?? []).map((id) => {
      if (ctx.get(keyPairs, id)) return id;
      if (!wellFormed(keyPairs as never, id))
        fail("InvalidKeyPair.NotFound", `Invalid id: "${id}" (expecting "key-...")`);
      return fail("InvalidKeyPair.NotFound", `The key pair ID '${id}' does not exist`);
    }),
  ];
  const { rows } = list(ctx, { resource: keyPairs, filters, ids, where: input.Filters });
  return {
    KeyPairs: rows.map((pair) => ({
      KeyPairId: pair.id,
      KeyName: pair.name,
      KeyType: pair.type,
      KeyFingerprint: pair.fingerprint,
      CreateTime: new Date(pair.createTime),
      PublicKey: input.IncludePublicKey === true ? pair.publicKey : undefined,
      Tags: tagList(ctx, pair.id),
    })),
  };
});

/**
 * Deleting a key pair that does not exist succeeds, as in AWS.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html
 */
export const deleteKeyPair = ec2("DeleteKeyPair", (input, ctx) => {
  const { KeyName, KeyPairId } = input;
  if (KeyName === undefined && KeyPairId === undefined)
    fail("MissingParameter", "The request must contain the parameter KeyName or KeyPairId");
  const pair = KeyPairId === undefined ? named(ctx, KeyName ?? "") : ctx.get(keyPairs, KeyPairId);
  if (!pair || (KeyName !== undefined && pair.name !== KeyName)) return { Return: true };
  ctx.delete(keyPairs, pair.id);
  untag(ctx, pair.id);
  return { Return: true, KeyPairId: pair.id };
});
