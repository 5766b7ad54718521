/** Whether this machine's kernel can judge: Linux, root, `ip`, `nft` and `python3`, network namespaces, NAT with tracking. */
import { release } from "node:os";
import { Linux } from "./linux.ts";

export interface KernelPresence {
  readonly name: string;
  /** The kernel's release; `undefined` where it cannot judge. */
  readonly version: string | undefined;
  /** Why it cannot, or how to get there. */
  readonly absence: string;
}

export async function linuxKernel(): Promise<KernelPresence> {
  const name = "Linux kernel (namespaces, nftables)";
  if (process.platform !== "linux") return { name, version: undefined, absence: "needs Linux" };
  if (process.getuid?.() !== 0) return { name, version: undefined, absence: "needs root" };
  const linux = new Linux();
  const fault = await linux.check();
  linux.close();
  if (fault === undefined) return { name, version: release(), absence: "" };
  const reason = fault.trim().split("\n").at(-1);
  return { name, version: undefined, absence: `apt-get install iproute2 nftables python3 (${reason})` };
}
