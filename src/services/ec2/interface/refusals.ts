/** What is refused of an interface, whichever operation asks. */
import { fail } from "../../../cloud/error.ts";
import type { NetworkInterface } from "./resources.ts";

/** Prefix delegation is not built: a fake success would be worse than a plain refusal. */
export function refusePrefixDelegation(input: {
  readonly Ipv4Prefixes?: readonly unknown[] | undefined;
  readonly Ipv4PrefixCount?: number | undefined;
  readonly Ipv6Prefixes?: readonly unknown[] | undefined;
  readonly Ipv6PrefixCount?: number | undefined;
}): void {
  const { Ipv4Prefixes = [], Ipv4PrefixCount = 0, Ipv6Prefixes = [], Ipv6PrefixCount = 0 } = input;
  if (Ipv4Prefixes.length + Ipv4PrefixCount + Ipv6Prefixes.length + Ipv6PrefixCount > 0)
    fail("UnsupportedOperation", "Underlay does not build prefix delegation to network interfaces yet.");
}

/** An interface that AWS made for a service of its own is not the account's to change. */
export function refuseManaged(eni: NetworkInterface): void {
  if (eni.requesterManaged) fail("AuthFailure", "You do not have permission to access the specified resource.");
}
