/** Groups and rules as AWS shows them: each rule by itself, and gathered into IpPermissions. */
import type {
  SecurityGroup as DescribedGroup,
  SecurityGroupRule as DescribedRule,
  IpPermission,
  IpRange,
  Ipv6Range,
  PrefixListId,
  UserIdGroupPair,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { tagList } from "../tag/resources.ts";
import { groupArn } from "./groups.ts";
import { describePair, describeReference } from "./peers.ts";
import { type SecurityGroup, type SecurityGroupRule, securityGroupRules } from "./resources.ts";

/** A group's rules of one direction, oldest first. */
export const rulesOf = (ctx: Context, groupId: string, egress: boolean): readonly SecurityGroupRule[] =>
  ctx.by(securityGroupRules, "groupId", groupId).filter((rule) => rule.egress === egress);

/** One IpPermission for each protocol and port range, with all the sources that it has. */
export function permissionsOf(ctx: Context, rules: readonly SecurityGroupRule[]): IpPermission[] {
  const permissions = new Map<string, IpPermission & Sources>();
  for (const { protocol, fromPort, toPort, peer, description: Description } of rules) {
    const key = `${protocol} ${fromPort} ${toPort}`;
    let permission = permissions.get(key);
    if (!permission) {
      permission = {
        IpProtocol: protocol,
        FromPort: fromPort,
        ToPort: toPort,
        IpRanges: [],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [],
      };
      permissions.set(key, permission);
    }
    if (peer.kind === "ipv4") permission.IpRanges.push({ CidrIp: peer.cidr, Description });
    else if (peer.kind === "ipv6") permission.Ipv6Ranges.push({ CidrIpv6: peer.cidr, Description });
    else if (peer.kind === "prefix-list") permission.PrefixListIds.push({ PrefixListId: peer.id, Description });
    else permission.UserIdGroupPairs.push(describePair(ctx, peer, Description));
  }
  return [...permissions.values()];
}

interface Sources {
  readonly IpRanges: IpRange[];
  readonly Ipv6Ranges: Ipv6Range[];
  readonly PrefixListIds: PrefixListId[];
  readonly UserIdGroupPairs: UserIdGroupPair[];
}

export const describeGroup = (ctx: Context, group: SecurityGroup): DescribedGroup => ({
  GroupId: group.id,
  GroupName: group.name,
  Description: group.description,
  OwnerId: group.account,
  VpcId: group.vpcId,
  SecurityGroupArn: groupArn(group),
  IpPermissions: permissionsOf(ctx, rulesOf(ctx, group.id, false)),
  IpPermissionsEgress: permissionsOf(ctx, rulesOf(ctx, group.id, true)),
  Tags: tagList(ctx, group.id),
});

/** A rule by itself; here AWS writes -1 for the ports of a rule that has none. */
export const describeRule = (ctx: Context, rule: SecurityGroupRule): DescribedRule => ({
  SecurityGroupRuleId: rule.id,
  GroupId: rule.groupId,
  GroupOwnerId: rule.account,
  IsEgress: rule.egress,
  IpProtocol: rule.protocol,
  FromPort: rule.fromPort ?? -1,
  ToPort: rule.toPort ?? -1,
  CidrIpv4: rule.peer.kind === "ipv4" ? rule.peer.cidr : undefined,
  CidrIpv6: rule.peer.kind === "ipv6" ? rule.peer.cidr : undefined,
  PrefixListId: rule.peer.kind === "prefix-list" ? rule.peer.id : undefined,
  ReferencedGroupInfo: rule.peer.kind === "group" ? describeReference(ctx, rule.peer) : undefined,
  Description: rule.description,
  Tags: tagList(ctx, rule.id),
  SecurityGroupRuleArn: `arn:aws:ec2:${rule.region}:${rule.account}:security-group-rule/${rule.id}`,
});
