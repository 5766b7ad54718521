/**
 * The default security group: made with its VPC, trusts itself only, lets everything out.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
import type { Context } from "../../../cloud/context.ts";
import { untag } from "../tag/resources.ts";
import { vpcs } from "../vpc/resources.ts";
import { groupNamed } from "./groups.ts";
import {
  type RulePeer,
  type SecurityGroup,
  securityGroupRules,
  securityGroups,
  securityGroupVpcAssociations,
} from "./resources.ts";

/** The name that only the group AWS makes may have. */
export const DEFAULT_GROUP_NAME = "default";

/** Every group begins with them: one object for all. */
const ALL_IPV4: RulePeer = { kind: "ipv4", cidr: "0.0.0.0/0" };
const ALL_IPV6: RulePeer = { kind: "ipv6", cidr: "::/0" };

/** What AWS puts into a new group: everything out over IPv4, and over IPv6 where the VPC has a block of it. */
export function allowAllEgress(ctx: Context, group: SecurityGroup): void {
  putRule(ctx, group, true, ALL_IPV4);
  if (hasIpv6(ctx, group.vpcId)) putRule(ctx, group, true, ALL_IPV6);
}

const hasIpv6 = (ctx: Context, vpcId: string): boolean =>
  ctx.find(vpcs, vpcId)?.ipv6Cidrs.some(({ state }) => state === "associating" || state === "associated") ?? false;

function putRule(ctx: Context, group: SecurityGroup, egress: boolean, peer: RulePeer): void {
  ctx.put(securityGroupRules, {
    id: ctx.newId("sgr"),
    account: group.account,
    region: group.region,
    groupId: group.id,
    egress,
    protocol: "-1",
    fromPort: undefined,
    toPort: undefined,
    peer,
    description: undefined,
  });
}

/** The default group of a new VPC. */
export function createDefaultSecurityGroup(ctx: Context, vpcId: string): SecurityGroup {
  const group = ctx.put(securityGroups, {
    id: ctx.newId("sg"),
    account: ctx.account,
    region: ctx.region,
    vpcId,
    name: DEFAULT_GROUP_NAME,
    description: "default VPC security group",
  });
  putRule(ctx, group, false, {
    kind: "group",
    groupId: group.id,
    userId: ctx.account,
    vpcId: undefined,
    peeringConnectionId: undefined,
  });
  allowAllEgress(ctx, group);
  return group;
}

/** The VPC's default group. Every VPC has one; its absence would be a bug. */
export function defaultGroupOf(ctx: Context, vpcId: string): SecurityGroup {
  const group = groupNamed(ctx, vpcId, DEFAULT_GROUP_NAME);
  if (!group) throw new Error(`${vpcId} has no default security group`);
  return group;
}

/** Removes the default group: part of deleting the VPC. */
export function deleteDefaultSecurityGroup(ctx: Context, vpcId: string): void {
  const group = groupNamed(ctx, vpcId, DEFAULT_GROUP_NAME);
  if (group) removeGroup(ctx, group);
}

/** Removes a group with its rules and the tags of both. */
export function removeGroup(ctx: Context, group: SecurityGroup): void {
  for (const rule of ctx.by(securityGroupRules, "groupId", group.id)) {
    ctx.delete(securityGroupRules, rule.id);
    untag(ctx, rule.id);
  }
  for (const { id } of ctx.by(securityGroupVpcAssociations, "groupId", group.id))
    ctx.delete(securityGroupVpcAssociations, id);
  ctx.delete(securityGroups, group.id);
  untag(ctx, group.id);
}

/**
 * What AWS adds to the default group when an IPv6 block is associated with its VPC: everything out over IPv6, unless
 * the group's outbound rules have been changed. Doing it again changes nothing.
 */
export function allowIpv6InDefaultGroup(ctx: Context, vpcId: string): void {
  const group = defaultGroupOf(ctx, vpcId);
  const out = ctx.by(securityGroupRules, "groupId", group.id).filter(({ egress }) => egress);
  const [only] = out;
  const untouched =
    out.length === 1 && only?.protocol === "-1" && only.peer.kind === "ipv4" && only.peer.cidr === "0.0.0.0/0";
  if (untouched) putRule(ctx, group, true, ALL_IPV6);
}
