/** The forms of AWS's access keys, secrets and unique ids. */
import type { Random } from "../base/random.ts";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 §6

export function base32(value: bigint, characters: number): string {
  let text = "";
  for (let i = characters - 1; i >= 0; i--) text += BASE32[Number((value >> BigInt(i * 5)) & 31n)];
  return text;
}

/**
 * An access key: `AKIA` of a user, `ASIA` of a session. As in AWS's own, 80 bits follow the prefix in base 32, and the 40
 * after the first bit are the account, so that tools that read the account off a key read the right one.
 */
export function accessKeyIdOf(prefix: "AKIA" | "ASIA", account: string, random: Random): string {
  const tail = (BigInt(random.uint32()) << 7n) | BigInt(random.below(128));
  return `${prefix}${base32((1n << 79n) | (BigInt(account) << 39n) | tail, 16)}`;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function base64Of(random: Random, length: number): string {
  let text = "";
  while (text.length < length) text += BASE64[random.below(64)];
  return text;
}

/** A version 4 UUID, of the region's own chance. */
export function uuidOf(random: Random): string {
  const hex = random.hex(32);
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
