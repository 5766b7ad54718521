/**
 * MAC addresses of interfaces: locally administered unicast, beginning as AWS's do (02, 06, 0a, 0e), the same start for
 * a zone's interfaces.
 * @see https://www.rfc-editor.org/rfc/rfc9542 section 2.1
 */
import type { Context } from "../../../cloud/context.ts";

const STARTS = ["02", "06", "0a", "0e"] as const;

/** A new MAC address for an interface in the zone. */
export function newMacAddress(ctx: Context, zone: string): string {
  const start = STARTS[zone.charCodeAt(zone.length - 1) % STARTS.length];
  const rest = ctx.random.hex(10);
  return `${start}:${(rest.match(/../g) ?? []).join(":")}`;
}
