/**
 * Keys: made, described, rotated, disabled, deleted after a time in which they can be called back.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
import type { KeyMetadata, KeySpec, KeyUsageType } from "@aws-sdk/client-kms";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import type { Transition } from "../../cloud/timers.ts";
import { createKey } from "./newKey.ts";
import { checkRange, kms, needKey, needKeyById, needOwnKey, pageOf } from "./operation.ts";
import { aliases, type Key, keys } from "./resources.ts";
import { tagged } from "./tags.ts";

const DAY = 24 * 60 * 60 * 1000;
const DELETION = "kms.key.delete";

/** What each kind of key is for. @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
const USES: Readonly<Record<string, readonly KeyUsageType[]>> = {
  SYMMETRIC: ["ENCRYPT_DECRYPT"],
  RSA: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  ECC: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  HMAC: ["GENERATE_VERIFY_MAC"],
  SM2: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"],
  ML: ["SIGN_VERIFY"],
};

const SPEC =
  /^(SYMMETRIC_DEFAULT|RSA_(2048|3072|4096)|ECC_(NIST_(P256|P384|P521|EDWARDS25519)|SECG_P256K1)|HMAC_(224|256|384|512)|SM2|ML_DSA_(44|65|87))$/;

function algorithms({ spec, usage }: Key): Partial<KeyMetadata> {
  if (usage === "ENCRYPT_DECRYPT")
    return {
      EncryptionAlgorithms:
        spec === "SYMMETRIC_DEFAULT"
          ? ["SYMMETRIC_DEFAULT"]
          : spec === "SM2"
            ? ["SM2PKE"]
            : ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
    };
  if (usage === "GENERATE_VERIFY_MAC")
    return { MacAlgorithms: [`HMAC_SHA_${spec.slice("HMAC_".length)}` as "HMAC_SHA_256"] };
  if (usage === "KEY_AGREEMENT") return { KeyAgreementAlgorithms: ["ECDH"] };
  if (spec.startsWith("RSA"))
    return {
      SigningAlgorithms: [
        "RSASSA_PKCS1_V1_5_SHA_256",
        "RSASSA_PKCS1_V1_5_SHA_384",
        "RSASSA_PKCS1_V1_5_SHA_512",
        "RSASSA_PSS_SHA_256",
        "RSASSA_PSS_SHA_384",
        "RSASSA_PSS_SHA_512",
      ],
    };
  if (spec === "ECC_NIST_P384") return { SigningAlgorithms: ["ECDSA_SHA_384"] };
  if (spec === "ECC_NIST_P521") return { SigningAlgorithms: ["ECDSA_SHA_512"] };
  return { SigningAlgorithms: [spec === "SM2" ? "SM2DSA" : "ECDSA_SHA_256"] };
}

const describe = (ctx: Context, key: Key): KeyMetadata => ({
  AWSAccountId: ctx.account,
  KeyId: key.id,
  Arn: key.arn,
  CreationDate: new Date(key.createdAt),
  Enabled: key.state === "Enabled",
  Description: key.description,
  KeyUsage: key.usage,
  KeyState: key.state,
  DeletionDate: key.deletionAt === undefined ? undefined : new Date(key.deletionAt),
  Origin: key.origin,
  KeyManager: key.awsManaged ? "AWS" : "CUSTOMER",
  CustomerMasterKeySpec: key.spec as KeyMetadata["CustomerMasterKeySpec"],
  KeySpec: key.spec,
  ...algorithms(key),
  MultiRegion: key.multiRegion,
  ...(key.multiRegion
    ? {
        MultiRegionConfiguration: {
          MultiRegionKeyType: "PRIMARY",
          PrimaryKey: { Arn: key.arn, Region: key.region },
          ReplicaKeys: [],
        },
      }
    : {}),
});

export const createKeyOperation = kms("CreateKey", (input, ctx) => {
  const spec: KeySpec = input.KeySpec ?? input.CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
  const usage: KeyUsageType = input.KeyUsage ?? (spec.startsWith("HMAC") ? "GENERATE_VERIFY_MAC" : "ENCRYPT_DECRYPT");
  if (!SPEC.test(spec))
    fail(
      "ValidationException",
      `1 validation error detected: Value '${String(spec).slice(0, 100)}' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set`,
    );
  if (!USES[spec.split("_")[0] ?? ""]?.includes(usage))
    fail("ValidationException", `KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
  if ((input.Description?.length ?? 0) > 8192)
    fail(
      "ValidationException",
      "1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 8192",
    );
  const origin = input.Origin ?? "AWS_KMS";
  if (origin !== "AWS_KMS" && origin !== "EXTERNAL")
    fail("UnsupportedOperationException", `Underlay makes keys of the origins AWS_KMS and EXTERNAL, not ${origin}.`);
  if (input.Policy !== undefined) checkPolicy(input.Policy);
  const key = createKey(ctx, {
    spec,
    usage,
    origin,
    state: origin === "EXTERNAL" ? "PendingImport" : "Enabled",
    description: input.Description ?? "",
    multiRegion: input.MultiRegion ?? false,
    tags: tagged({}, input.Tags),
    ...(input.Policy === undefined ? {} : { policy: input.Policy }),
  });
  return { KeyMetadata: describe(ctx, key) };
});

export const describeKey = kms("DescribeKey", ({ KeyId }, ctx) => ({
  KeyMetadata: describe(ctx, needKey(ctx, KeyId)),
}));

export const listKeys = kms("ListKeys", (input, ctx) => {
  const { items, page } = pageOf(ctx.all(keys), "keys", input);
  return { Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...page };
});

export const updateKeyDescription = kms("UpdateKeyDescription", ({ KeyId, Description = "" }, ctx) => {
  ctx.put(keys, { ...needOwnKey(ctx, KeyId), description: Description });
  return {};
});

export const enableKey = kms("EnableKey", ({ KeyId }, ctx) => {
  ctx.put(keys, { ...needOwnKey(ctx, KeyId), state: "Enabled" });
  return {};
});

export const disableKey = kms("DisableKey", ({ KeyId }, ctx) => {
  ctx.put(keys, { ...needOwnKey(ctx, KeyId), state: "Disabled" });
  return {};
});

export const scheduleKeyDeletion = kms("ScheduleKeyDeletion", ({ KeyId, PendingWindowInDays: days = 30 }, ctx) => {
  const key = needOwnKey(ctx, KeyId);
  checkRange(days, "pendingWindowInDays", 7, 30);
  const deletionAt = ctx.now().getTime() + days * DAY;
  ctx.put(keys, { ...key, state: "PendingDeletion", deletionAt });
  ctx.later(days * DAY, DELETION, key.id);
  return {
    KeyId: key.arn,
    DeletionDate: new Date(deletionAt),
    KeyState: "PendingDeletion" as const,
    PendingWindowInDays: days,
  };
});

/** A key that was called back is off until it is enabled. */
export const cancelKeyDeletion = kms("CancelKeyDeletion", ({ KeyId }, ctx) => {
  const key = needKeyById(ctx, KeyId);
  if (key.state !== "PendingDeletion") fail("KMSInvalidStateException", `${key.arn} is not pending deletion.`);
  ctx.put(keys, { ...key, state: "Disabled", deletionAt: undefined });
  return { KeyId: key.arn };
});

/** The key may have been called back, and sent off again, since the timer was set. */
const deleteKey: Transition = (ctx, id) => {
  const key = ctx.get(keys, id);
  if (key?.deletionAt === undefined || key.deletionAt > ctx.now().getTime()) return;
  for (const alias of ctx.by(aliases, "key", id)) ctx.delete(aliases, alias.id);
  ctx.delete(keys, id);
};

export const keyTransitions: Readonly<Record<string, Transition>> = { [DELETION]: deleteKey };

function checkPolicy(policy: string): void {
  let value: unknown;
  try {
    value = JSON.parse(policy);
  } catch {
    // refused below
  }
  if (typeof value !== "object" || value === null || !("Statement" in value))
    fail("MalformedPolicyDocumentException", "The new key policy is not a valid JSON policy document.");
}

const DEFAULT_NAME = "default";

const checkPolicyName = (name = DEFAULT_NAME): void => {
  if (name !== DEFAULT_NAME) fail("NotFoundException", "No such policy exists");
};

export const getKeyPolicy = kms("GetKeyPolicy", ({ KeyId, PolicyName }, ctx) => {
  const { policy } = needKeyById(ctx, KeyId);
  checkPolicyName(PolicyName);
  return { Policy: policy, PolicyName: DEFAULT_NAME };
});

export const putKeyPolicy = kms("PutKeyPolicy", ({ KeyId, PolicyName, Policy = "" }, ctx) => {
  const key = needOwnKey(ctx, KeyId);
  checkPolicyName(PolicyName);
  checkPolicy(Policy);
  ctx.put(keys, { ...key, policy: Policy });
  return {};
});

export const listKeyPolicies = kms("ListKeyPolicies", (input, ctx) => {
  needKeyById(ctx, input.KeyId);
  const { items, page } = pageOf([DEFAULT_NAME], "key-policies", input);
  return { PolicyNames: [...items], ...page };
});

function needRotatable(ctx: Context, text: string | undefined): Key {
  const key = needOwnKey(ctx, text);
  if (key.spec !== "SYMMETRIC_DEFAULT" || key.origin !== "AWS_KMS")
    fail("UnsupportedOperationException", `The operation is not supported on the key ${key.arn}`);
  if (key.state === "Disabled") fail("DisabledException", `${key.arn} is disabled.`);
  return key;
}

export const enableKeyRotation = kms("EnableKeyRotation", ({ KeyId, RotationPeriodInDays: days = 365 }, ctx) => {
  const key = needRotatable(ctx, KeyId);
  checkRange(days, "rotationPeriodInDays", 90, 2560);
  ctx.put(keys, { ...key, rotation: days, rotationSince: ctx.now().getTime() });
  return {};
});

export const disableKeyRotation = kms("DisableKeyRotation", ({ KeyId }, ctx) => {
  ctx.put(keys, { ...needRotatable(ctx, KeyId), rotation: undefined, rotationSince: undefined });
  return {};
});

export const getKeyRotationStatus = kms("GetKeyRotationStatus", ({ KeyId }, ctx) => {
  const { id, rotation, rotationSince } = needKeyById(ctx, KeyId);
  if (rotation === undefined || rotationSince === undefined) return { KeyRotationEnabled: false, KeyId: id };
  const periods = Math.floor((ctx.now().getTime() - rotationSince) / (rotation * DAY)) + 1;
  return {
    KeyRotationEnabled: true,
    KeyId: id,
    RotationPeriodInDays: rotation,
    NextRotationDate: new Date(rotationSince + periods * rotation * DAY),
  };
});
