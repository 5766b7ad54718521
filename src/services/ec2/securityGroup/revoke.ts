/**
 * Removing rules, by what they say or by their ids.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html
 */
import type { IpPermission, RevokedSecurityGroupRule, RevokeSecurityGroupIngressRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { untag } from "../tag/resources.ts";
import { vpcs } from "../vpc/resources.ts";
import { rulesOf } from "./describe.ts";
import { needGroup, needGroupNamed } from "./groups.ts";
import { type AskedRule, peerText, requestedRules, ruleKey } from "./permissions.ts";
import { type SecurityGroup, type SecurityGroupRule, securityGroupRules } from "./resources.ts";

/** The group's rule of this direction with this id. */
export function needRuleOf(ctx: Context, group: SecurityGroup, id: string, egress?: boolean): SecurityGroupRule {
  const rule = need(ctx, securityGroupRules, id);
  if (rule.groupId === group.id && (egress === undefined || rule.egress === egress)) return rule;
  return fail(securityGroupRules.errors.notFound, securityGroupRules.errors.missing(id));
}

/** Each asked-for rule with the group's rule that says the same, if it has one. */
export function matchRules(
  ctx: Context,
  group: SecurityGroup,
  asked: readonly AskedRule[],
  egress: boolean,
): readonly (readonly [AskedRule, SecurityGroupRule | undefined])[] {
  const present = new Map(rulesOf(ctx, group.id, egress).map((rule) => [ruleKey(rule), rule]));
  return asked.map((rule) => {
    const { peer } = rule;
    const named = peer.kind === "group" && peer.groupId === undefined;
    const groupId = named ? needGroupNamed(ctx, peer.groupName ?? "").id : undefined;
    return [rule, present.get(ruleKey(named ? { ...rule, peer: { ...peer, groupId } } : rule))];
  });
}

export const ruleNotFound = (): never =>
  fail("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");

function revoke(
  ctx: Context,
  input: RevokeSecurityGroupIngressRequest & { readonly SecurityGroupRuleIds?: string[] | undefined },
  egress: boolean,
) {
  const group = needGroup(ctx, input);
  const ids = input.SecurityGroupRuleIds ?? [];
  if (ids.length > 0) {
    if (input.IpPermissions?.length)
      fail("InvalidParameterCombination", "The parameter ipPermissions cannot be used with securityGroupRuleIds");
    const rules = [...new Set(ids)].map((id) => needRuleOf(ctx, group, id, egress));
    return { Return: true, RevokedSecurityGroupRules: rules.map((rule) => remove(ctx, rule)) };
  }
  const matched = matchRules(ctx, group, requestedRules(input, egress), egress);
  const unknown = matched.filter(([, rule]) => rule === undefined).map(([asked]) => asked);
  // In a default VPC the answer lists what was not there; elsewhere it is an error and nothing is revoked.
  if (unknown.length > 0 && !ctx.find(vpcs, group.vpcId)?.isDefault) ruleNotFound();
  const found = new Set(matched.flatMap(([, rule]) => rule ?? []));
  return {
    Return: true,
    RevokedSecurityGroupRules: [...found].map((rule) => remove(ctx, rule)),
    ...(unknown.length > 0 ? { UnknownIpPermissions: unknown.map(asPermission) } : {}),
  };
}

function remove(ctx: Context, rule: SecurityGroupRule): RevokedSecurityGroupRule {
  ctx.delete(securityGroupRules, rule.id);
  untag(ctx, rule.id);
  const { peer } = rule;
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: rule.groupId,
    IsEgress: rule.egress,
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    CidrIpv4: peer.kind === "ipv4" ? peer.cidr : undefined,
    CidrIpv6: peer.kind === "ipv6" ? peer.cidr : undefined,
    PrefixListId: peer.kind === "prefix-list" ? peer.id : undefined,
    ReferencedGroupId: peer.kind === "group" ? peer.groupId : undefined,
    Description: rule.description,
  };
}

function asPermission({ protocol, fromPort, toPort, peer }: AskedRule): IpPermission {
  const permission: IpPermission = { IpProtocol: protocol, FromPort: fromPort, ToPort: toPort };
  if (peer.kind === "ipv4") permission.IpRanges = [{ CidrIp: peer.cidr }];
  else if (peer.kind === "ipv6") permission.Ipv6Ranges = [{ CidrIpv6: peer.cidr }];
  else if (peer.kind === "prefix-list") permission.PrefixListIds = [{ PrefixListId: peerText(peer) }];
  else permission.UserIdGroupPairs = [{ GroupId: peer.groupId, GroupName: peer.groupName, UserId: peer.userId }];
  return permission;
}

export const revokeIngress = ec2("RevokeSecurityGroupIngress", (input, ctx) => revoke(ctx, input, false));
export const revokeEgress = ec2("RevokeSecurityGroupEgress", (input, ctx) => revoke(ctx, input, true));
