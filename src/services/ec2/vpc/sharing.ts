/**
 * Shared VPCs: subnets that other accounts share through RAM. Participants see them and their VPC, launch into them and
 * make groups of their own there; everything else stays the owner's.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
import type { Context } from "../../../cloud/context.ts";
import { sharedResources, sharedWith } from "../../ram/resources.ts";
import { need } from "../resource.ts";
import { type Subnet, subnets, type Vpc, vpcs } from "./resources.ts";
import { subnetArn } from "./subnets.ts";

const sharedSubnets = (ctx: Context): Subnet[] =>
  sharedResources(ctx).flatMap(({ arn }) =>
    arn.includes(":subnet/") ? (ctx.find(subnets, arn.slice(arn.lastIndexOf("/") + 1)) ?? []) : [],
  );

const sharedVpcs = (ctx: Context): Vpc[] =>
  [...new Set(sharedSubnets(ctx).map(({ vpcId }) => vpcId))].flatMap((id) => ctx.find(vpcs, id) ?? []);

/** The caller's own and those shared with it; `undefined` where nothing is shared, so that indexes serve. */
export function visibleSubnets(ctx: Context): readonly Subnet[] | undefined {
  const shared = sharedSubnets(ctx);
  return shared.length > 0 ? [...ctx.all(subnets), ...shared] : undefined;
}

export function visibleVpcs(ctx: Context): readonly Vpc[] | undefined {
  const shared = sharedVpcs(ctx);
  return shared.length > 0 ? [...ctx.all(vpcs), ...shared] : undefined;
}

/** A subnet that the caller may put interfaces into. */
export function needUsableSubnet(ctx: Context, id: string | undefined): Subnet {
  const subnet = ctx.find(subnets, id ?? "");
  if (subnet && subnet.region === ctx.region && sharedWith(ctx, subnetArn(subnet), ctx.account)) return subnet;
  return need(ctx, subnets, id);
}

/** A VPC that the caller may make groups in: its own, or one of which it shares a subnet. */
export const needUsableVpc = (ctx: Context, id: string | undefined): Vpc =>
  sharedVpcs(ctx).find((vpc) => vpc.id === id) ?? need(ctx, vpcs, id);
