/** The forms of AWS's unique ids. */
import { createHash } from "node:crypto";
import { base32 } from "../../cloud/keys.ts";

/** A role's unique id: the same for the same role every time, as any role may be assumed, kept or not. */
export function roleIdOf(arn: string): string {
  const digest = createHash("sha256").update(arn).digest("hex");
  return `AROA${base32(BigInt(`0x${digest.slice(0, 22)}`), 17)}`;
}
