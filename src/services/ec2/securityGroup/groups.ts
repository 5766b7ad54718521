/** Security groups by id and name: the look-ups that this area's operations and other areas share. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { type Vpc, vpcs } from "../vpc/resources.ts";
import { type SecurityGroup, securityGroups, securityGroupVpcAssociations } from "./resources.ts";

/** `arn:aws:ec2:…:security-group/sg-…`. */
export const groupArn = ({ region, account, id }: SecurityGroup): string =>
  `arn:aws:ec2:${region}:${account}:security-group/${id}`;

/** The account's default VPC in this region, or AWS's error where it has been deleted. */
export const defaultVpcOf = (ctx: Context): Vpc =>
  ctx.all(vpcs).find(({ isDefault }) => isDefault) ??
  fail(
    "VPCIdNotSpecified",
    "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.",
  );

/** The group of exactly this name in a VPC, if there is one. */
export const groupNamed = (ctx: Context, vpcId: string, name: string): SecurityGroup | undefined =>
  ctx.by(securityGroups, "foldedName", `${vpcId}/${name.toLowerCase()}`).find((group) => group.name === name);

/** The caller's group of this name in the default VPC, the only one where AWS takes names. */
export function needGroupNamed(ctx: Context, name: string): SecurityGroup {
  const vpc = defaultVpcOf(ctx);
  const group = groupNamed(ctx, vpc.id, name);
  return (
    group ?? fail("InvalidGroup.NotFound", `The security group '${name}' does not exist in default VPC '${vpc.id}'`)
  );
}

/** The group that a request names by its id or, in the default VPC, by its name. */
export function needGroup(
  ctx: Context,
  { GroupId, GroupName }: { readonly GroupId?: string | undefined; readonly GroupName?: string | undefined },
): SecurityGroup {
  if (GroupId && GroupName)
    fail("InvalidParameterCombination", "The parameter groupName cannot be used with the parameter groupId");
  if (GroupId) return need(ctx, securityGroups, GroupId);
  if (GroupName) return needGroupNamed(ctx, GroupName);
  return fail("MissingParameter", "The request must contain the parameter groupName or groupId");
}

/** The id of a group's association with another VPC. */
export const associationId = (groupId: string, vpcId: string): string => `${groupId}/${vpcId}`;

/** Whether a group may be used in a VPC: its own, or one that it is associated with. */
export function isUsableIn(ctx: Context, group: SecurityGroup, vpcId: string): boolean {
  if (group.vpcId === vpcId) return true;
  const state = ctx.find(securityGroupVpcAssociations, associationId(group.id, vpcId))?.state;
  return state === "associating" || state === "associated";
}

/**
 * The groups that an interface in this VPC is to have, each once, in the order given. `subnetId` is the interface's
 * subnet, for the message.
 */
export function needGroups(
  ctx: Context,
  vpcId: string,
  groupIds: readonly string[],
  subnetId?: string,
): readonly SecurityGroup[] {
  const ids = [...new Set(groupIds)];
  checkQuota(ctx, "L-2AFB9258", ids.length);
  return ids.map((id) => {
    const group = need(ctx, securityGroups, id);
    if (isUsableIn(ctx, group, vpcId)) return group;
    const place = subnetId === undefined ? `VPC ${vpcId}` : `subnet ${subnetId}`;
    return fail("InvalidParameter", `Security group ${id} and ${place} belong to different networks.`);
  });
}

/** Groups as interfaces and instances show them. */
export const groupIdentifiers = (ctx: Context, groupIds: readonly string[]): { GroupId: string; GroupName: string }[] =>
  groupIds.map((GroupId) => ({ GroupId, GroupName: ctx.find(securityGroups, GroupId)?.name ?? "" }));
