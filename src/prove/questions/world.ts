/** Which addresses a world has a use for. */
import type { Address } from "../../base/address.ts";
import { contains } from "../../base/prefix.ts";
import type { Fabric } from "../../fabric/fabric.ts";
import { unrouted } from "../../fabric/unrouted.ts";

/** Whether the world takes packets to this address: it is somebody's there, or nobody's private one. */
export const isWorldly = (fabric: Fabric, address: Address): boolean =>
  fabric.outer.has(address) || !unrouted.some((one) => contains(one, address));
