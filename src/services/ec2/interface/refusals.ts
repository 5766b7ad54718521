/** What is refused of an interface, whichever operation asks. */
import { fail } from "../../../cloud/error.ts";
import type { NetworkInterface } from "./resources.ts";

/** An interface that AWS made for a service of its own is not the account's to change. */
export function refuseManaged(eni: NetworkInterface): void {
  if (eni.requesterManaged) fail("AuthFailure", "You do not have permission to access the specified resource.");
}
