/**
 * Changing rules in place, and their descriptions.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
 */
import type { SecurityGroupRuleRequest, UpdateSecurityGroupRuleDescriptionsIngressRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { checkRuleCount, refuseDuplicate, resolvePeer } from "./authorize.ts";
import { rulesOf } from "./describe.ts";
import { needGroup } from "./groups.ts";
import { type AskedPeer, askedRules, canonicalCidr, ruleDescription, ruleKey } from "./permissions.ts";
import { parsePorts, parseProtocol } from "./protocol.ts";
import { type SecurityGroupRule, securityGroupRules, securityGroups } from "./resources.ts";
import { matchRules, needRuleOf, ruleNotFound } from "./revoke.ts";

/** The one source or destination that a request gives a rule. */
function requestedPeer({ CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId }: SecurityGroupRuleRequest): AskedPeer {
  const peers: AskedPeer[] = [];
  if (CidrIpv4) peers.push({ kind: "ipv4", cidr: canonicalCidr(CidrIpv4, "ipv4") });
  if (CidrIpv6) peers.push({ kind: "ipv6", cidr: canonicalCidr(CidrIpv6, "ipv6") });
  if (PrefixListId) peers.push({ kind: "prefix-list", id: PrefixListId });
  if (ReferencedGroupId) peers.push(groupById(ReferencedGroupId));
  const [peer] = peers;
  if (!peer)
    return fail("MissingParameter", "Missing source specification: include source security group or CIDR information");
  if (peers.length > 1)
    fail(
      "InvalidParameterCombination",
      "You must specify exactly one source or destination for a security group rule.",
    );
  return peer;
}

const groupById = (groupId: string): AskedPeer => ({
  kind: "group",
  groupId,
  groupName: undefined,
  userId: undefined,
  peeringConnectionId: undefined,
});

export const modifySecurityGroupRules = ec2("ModifySecurityGroupRules", ({ GroupId, SecurityGroupRules }, ctx) => {
  const group = need(ctx, securityGroups, GroupId);
  if (!SecurityGroupRules?.length)
    return fail("MissingParameter", "The request must contain the parameter SecurityGroupRule");
  const changed = new Set<string>();
  for (const { SecurityGroupRuleId = "", SecurityGroupRule: request } of SecurityGroupRules) {
    const rule = needRuleOf(ctx, group, SecurityGroupRuleId);
    if (changed.has(rule.id))
      fail("InvalidParameterValue", "The same security group rule must not appear multiple times");
    changed.add(rule.id);
    if (!request) return fail("MissingParameter", "The request must contain the parameter SecurityGroupRule");
    const peer = resolvePeer(ctx, group, requestedPeer(request), rule.egress);
    if (peer.kind !== rule.peer.kind)
      fail("InvalidParameterValue", `You cannot change the type of the security group rule '${rule.id}'.`);
    const protocol = parseProtocol(request.IpProtocol ?? rule.protocol);
    const ports = parsePorts(protocol, request.FromPort ?? rule.fromPort, request.ToPort ?? rule.toPort);
    const description = ruleDescription(request.Description);
    ctx.put(securityGroupRules, { ...rule, protocol, ...ports, peer, description });
  }
  for (const egress of [false, true]) {
    const rules = rulesOf(ctx, group.id, egress);
    refuseTwins(rules, changed);
    if (rules.some(({ id }) => changed.has(id))) checkRuleCount(ctx, rules);
  }
  return { Return: true };
});

/** Refuses a changed rule that now says what another one says. */
function refuseTwins(rules: readonly SecurityGroupRule[], changed: ReadonlySet<string>): void {
  const others = new Set<string>();
  for (const rule of [...rules].sort((a, b) => Number(changed.has(a.id)) - Number(changed.has(b.id)))) {
    if (others.has(ruleKey(rule))) refuseDuplicate(rule);
    others.add(ruleKey(rule));
  }
}

function updateDescriptions(
  ctx: Context,
  input: UpdateSecurityGroupRuleDescriptionsIngressRequest,
  egress: boolean,
): { Return: boolean } {
  const group = needGroup(ctx, input);
  const { IpPermissions = [], SecurityGroupRuleDescriptions: byId = [] } = input;
  if (IpPermissions.length > 0 === byId.length > 0)
    fail(
      IpPermissions.length > 0 ? "InvalidParameterCombination" : "MissingParameter",
      "The request must contain either the parameter ipPermissions or securityGroupRuleDescriptions",
    );
  for (const { SecurityGroupRuleId = "", Description } of byId) {
    const rule = needRuleOf(ctx, group, SecurityGroupRuleId, egress);
    ctx.put(securityGroupRules, { ...rule, description: ruleDescription(Description) });
  }
  for (const [{ description }, rule] of matchRules(ctx, group, askedRules(IpPermissions), egress))
    ctx.put(securityGroupRules, { ...(rule ?? ruleNotFound()), description });
  return { Return: true };
}

export const updateDescriptionsIngress = ec2("UpdateSecurityGroupRuleDescriptionsIngress", (input, ctx) =>
  updateDescriptions(ctx, input, false),
);
export const updateDescriptionsEgress = ec2("UpdateSecurityGroupRuleDescriptionsEgress", (input, ctx) =>
  updateDescriptions(ctx, input, true),
);
