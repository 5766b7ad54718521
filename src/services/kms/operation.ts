import { arnOf, parseArn } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { operationsOf } from "../../cloud/operation.ts";
import { cutPage } from "../../cloud/page.ts";
import { awsManagedKey } from "./awsManaged.ts";
import { type Key, keyOf } from "./resources.ts";

/** Declares a KMS operation, typed by the SDK's client. */
export const kms = operationsOf<typeof import("@aws-sdk/client-kms")>();

export const checkRange = (value: number, name: string, least: number, most: number): void => {
  if (value >= least && value <= most) return;
  const bound = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  fail(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value ${bound}`,
  );
};

export function pageOf<T>(
  items: readonly T[],
  kind: string,
  { Marker: marker, Limit: most = 100 }: { Marker?: string | undefined; Limit?: number | undefined },
) {
  checkRange(most, "limit", 1, 1000);
  const { items: shown, next } = cutPage(items, kind, most, marker, () =>
    fail("InvalidMarkerException", "Invalid marker"),
  );
  return { items: shown, page: { Truncated: next !== undefined, NextMarker: next } };
}

/** The key that an id, an ARN or an alias names; AWS's own come into being when first named. */
export function needKey(ctx: Context, text = ""): Key {
  const key = keyOf(ctx, text) ?? awsManagedKey(ctx, text);
  if (key) return key;
  const arn = parseArn(text);
  if (text.startsWith("arn:") && arn?.service !== "kms")
    fail("InvalidArnException", `Invalid arn ${text.slice(0, 200)}`);
  if (arn && arn.region !== ctx.region) fail("NotFoundException", `Invalid arn ${arn.region}`);
  if (arn && arn.account !== ctx.account)
    fail(
      "AccessDeniedException",
      "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
    );
  if (/^(arn:.*:)?alias\//.test(text))
    return fail("NotFoundException", `Alias ${arn ? text : arnOf(ctx, "kms", text)} is not found.`);
  return fail("NotFoundException", `Key '${arn ? text : arnOf(ctx, "kms", `key/${text}`)}' does not exist`);
}

/** For operations that take no alias. */
export function needKeyById(ctx: Context, text = ""): Key {
  if (/^(arn:.*:)?alias\//.test(text)) fail("InvalidArnException", `Invalid keyId ${text.slice(0, 200)}`);
  return needKey(ctx, text);
}

/** A customer's own key, which alone may be changed. */
export function needOwnKey(ctx: Context, text: string | undefined): Key {
  const key = needKeyById(ctx, text);
  if (key.awsManaged) fail("AccessDeniedException", `The key ${key.arn} is managed by AWS and cannot be changed.`);
  if (key.state === "PendingDeletion") fail("KMSInvalidStateException", `${key.arn} is pending deletion.`);
  return key;
}

/** A key that can be used as it is. */
export function needUsableKey(ctx: Context, text: string | undefined): Key {
  const key = needKey(ctx, text);
  if (key.state === "Disabled") fail("DisabledException", `${key.arn} is disabled.`);
  if (key.state !== "Enabled") fail("KMSInvalidStateException", `${key.arn} is pending deletion.`);
  return key;
}
