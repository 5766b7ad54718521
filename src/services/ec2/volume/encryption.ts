/**
 * Encryption of volumes: what a request says, what the account wants by default, and which key.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
 */
import { arnOf } from "../../../cloud/arn.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { keyOf } from "../../kms/resources.ts";
import { ec2 } from "../operation.ts";
import { type EncryptionDefaults, encryptionDefaults } from "./resources.ts";

/** The alias of AWS's own key for EBS. */
const AWS_KEY = "alias/aws/ebs";

const defaultsOf = (ctx: Context): Pick<EncryptionDefaults, "encryptByDefault" | "kmsKeyId"> =>
  ctx.get(encryptionDefaults, ctx.scope) ?? { encryptByDefault: false, kmsKeyId: undefined };

function putDefaults(ctx: Context, change: Partial<EncryptionDefaults>): void {
  const { account, region, scope } = ctx;
  ctx.put(encryptionDefaults, { ...defaultsOf(ctx), ...change, id: scope, account, region });
}

export interface EncryptionParameters {
  readonly Encrypted?: boolean | undefined;
  readonly KmsKeyId?: string | undefined;
}

export interface Encryption {
  readonly encrypted: boolean;
  readonly kmsKeyId: string | undefined;
}

/**
 * What a new volume or snapshot is encrypted with: as the request says, as its source is, or as the account wants by
 * default. A key that nobody has is taken at its word, as AWS looks keys up only later.
 */
export function encryptionOf(ctx: Context, input: EncryptionParameters, source?: Encryption): Encryption {
  const defaults = defaultsOf(ctx);
  if (input.KmsKeyId !== undefined && input.Encrypted !== true)
    fail("InvalidParameterDependency", "The parameter KmsKeyId requires the parameter Encrypted to be set.");
  if (input.Encrypted !== true && source?.encrypted !== true && !defaults.encryptByDefault)
    return { encrypted: false, kmsKeyId: undefined };
  const key = input.KmsKeyId ?? source?.kmsKeyId ?? defaults.kmsKeyId ?? AWS_KEY;
  // AWS's own key is made when KMS is first asked for it; until then its alias's ARN leads to it.
  return { encrypted: true, kmsKeyId: keyOf(ctx, key)?.arn ?? (key === AWS_KEY ? arnOf(ctx, "kms", key) : key) };
}

const enableEbsEncryptionByDefault = ec2("EnableEbsEncryptionByDefault", (_, ctx) => {
  putDefaults(ctx, { encryptByDefault: true });
  return { EbsEncryptionByDefault: true };
});

const disableEbsEncryptionByDefault = ec2("DisableEbsEncryptionByDefault", (_, ctx) => {
  putDefaults(ctx, { encryptByDefault: false });
  return { EbsEncryptionByDefault: false };
});

const getEbsEncryptionByDefault = ec2("GetEbsEncryptionByDefault", (_, ctx) => ({
  EbsEncryptionByDefault: defaultsOf(ctx).encryptByDefault,
  SseType: defaultsOf(ctx).encryptByDefault ? ("sse-kms" as const) : ("none" as const),
}));

const getEbsDefaultKmsKeyId = ec2("GetEbsDefaultKmsKeyId", (_, ctx) => ({
  KmsKeyId: defaultsOf(ctx).kmsKeyId ?? AWS_KEY,
}));

const modifyEbsDefaultKmsKeyId = ec2("ModifyEbsDefaultKmsKeyId", ({ KmsKeyId }, ctx) => {
  if (!KmsKeyId) return fail("MissingParameter", "The request must contain the parameter kmsKeyId");
  const kmsKeyId = keyOf(ctx, KmsKeyId)?.arn ?? KmsKeyId;
  putDefaults(ctx, { kmsKeyId });
  return { KmsKeyId: kmsKeyId };
});

const resetEbsDefaultKmsKeyId = ec2("ResetEbsDefaultKmsKeyId", (_, ctx) => {
  putDefaults(ctx, { kmsKeyId: undefined });
  return { KmsKeyId: AWS_KEY };
});

export const encryptionOperations = [
  enableEbsEncryptionByDefault,
  disableEbsEncryptionByDefault,
  getEbsEncryptionByDefault,
  getEbsDefaultKmsKeyId,
  modifyEbsDefaultKmsKeyId,
  resetEbsDefaultKmsKeyId,
];
