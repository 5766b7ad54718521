/** The forms of AWS's keys and unique ids. */
import { createHash } from "node:crypto";
import type { Random } from "../../base/random.ts";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 §6

function base32(value: bigint, characters: number): string {
  let text = "";
  for (let i = characters - 1; i >= 0; i--) text += BASE32[Number((value >> BigInt(i * 5)) & 31n)];
  return text;
}

/**
 * A temporary access key. As in AWS's own, 80 bits follow the prefix in base 32, and the 40 after the first bit are the
 * account, so that tools that read the account off a key read the right one.
 */
export function accessKeyIdOf(account: string, random: Random): string {
  const tail = (BigInt(random.uint32()) << 7n) | BigInt(random.below(128));
  return `ASIA${base32((1n << 79n) | (BigInt(account) << 39n) | tail, 16)}`;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function base64Of(random: Random, length: number): string {
  let text = "";
  while (text.length < length) text += BASE64[random.below(64)];
  return text;
}

/** A role's unique id: the same for the same role every time, as roles are not kept. */
export function roleIdOf(arn: string): string {
  const digest = createHash("sha256").update(arn).digest("hex");
  return `AROA${base32(BigInt(`0x${digest.slice(0, 22)}`), 17)}`;
}
