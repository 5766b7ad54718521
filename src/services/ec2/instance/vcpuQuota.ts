/**
 * The quota on vCPUs of running On-Demand instances, of the standard families.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
 */
import type { Context } from "../../../cloud/context.ts";
import { checkQuota, limitOf } from "../quotas.ts";
import { instances } from "./resources.ts";
import { type InstanceTypeFacts, instanceType } from "./types.ts";

const QUOTA = "L-1216C47A";

/** Families that begin with these letters, but `hpc`, `inf` and the like: those have quotas of their own. */
const isStandard = ({ family }: InstanceTypeFacts): boolean => /^(a|c|d|h|i|m|r|t|z)\d/.test(family);

/** How many of up to `count` instances the quota allows; refuses fewer than `least`. */
export function withinVcpus(ctx: Context, type: InstanceTypeFacts, least: number, count: number): number {
  if (!ctx.settings.quotas || !isStandard(type)) return count;
  let used = 0;
  for (const { state, instanceType: name } of ctx.all(instances)) {
    const facts = state === "pending" || state === "running" ? instanceType(name) : undefined;
    if (facts && isStandard(facts)) used += facts.vcpus;
  }
  checkQuota(ctx, QUOTA, used + least * type.vcpus);
  return Math.min(count, Math.floor((limitOf(ctx, QUOTA) - used) / type.vcpus));
}
