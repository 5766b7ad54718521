/** The mode that applies to a VPC or a subnet, as the fabric and DescribeVpcs and DescribeSubnets ask for it. */
import type { Context } from "../../../cloud/context.ts";
import {
  type BlockMode,
  type BlockPublicAccessExclusion,
  blockPublicAccess,
  blockPublicAccessExclusions,
} from "./resources.ts";

/** The account's mode in its region. */
export const accountMode = (ctx: Context): BlockMode => ctx.find(blockPublicAccess, ctx.scope)?.mode ?? "off";

/** Exclusions in force: from their creation until they have been deleted. */
export const inForce = ({ state }: BlockPublicAccessExclusion): boolean => state !== "delete-complete";

/**
 * What is blocked of a subnet's (or a VPC's) traffic with the Internet. An exclusion that allows both ways lifts the
 * mode; one that allows egress leaves ingress blocked. A subnet's own exclusion comes before its VPC's.
 */
export function blockModeOf(ctx: Context, vpcId: string, subnetId?: string): BlockMode {
  const mode = accountMode(ctx);
  if (mode === "off") return mode;
  const ids = subnetId === undefined ? [vpcId] : [subnetId, vpcId];
  for (const id of ids) {
    const exclusion = ctx.by(blockPublicAccessExclusions, "resourceId", id).find(inForce);
    if (exclusion) return exclusion.mode === "allow-bidirectional" ? "off" : "block-ingress";
  }
  return mode;
}
