/** The reserved ranges of a subnet, as the giving out of addresses asks for them. */
import { type Prefix, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { untag } from "../tag/resources.ts";
import { type SubnetCidrReservation, subnetCidrReservations } from "./resources.ts";

/** The ranges of a subnet's reservations, of one type or of both. */
export function reservedPrefixes(
  ctx: Context,
  subnetId: string,
  type?: SubnetCidrReservation["reservationType"],
): readonly Prefix[] {
  const reservations = ctx.surroundings.store.table(subnetCidrReservations).by("subnetId", subnetId);
  const prefixes: Prefix[] = [];
  for (const { reservationType, cidr } of reservations.values())
    if (type === undefined || reservationType === type) prefixes.push(prefix(cidr));
  return prefixes;
}

/** Forgets a subnet's reservations: part of deleting it. */
export function removeReservations(ctx: Context, subnetId: string): void {
  for (const { id } of ctx.by(subnetCidrReservations, "subnetId", subnetId)) {
    ctx.delete(subnetCidrReservations, id);
    untag(ctx, id);
  }
}
