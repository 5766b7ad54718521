/**
 * Adding rules.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
import type { AuthorizeSecurityGroupIngressRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { needPrefixList, prefixListWeight } from "../prefixList/lists.ts";
import { checkQuota } from "../quotas.ts";
import { tagNew } from "../tag/resources.ts";
import { describeRule, rulesOf } from "./describe.ts";
import { needGroup } from "./groups.ts";
import { resolveGroup } from "./peers.ts";
import { type AskedPeer, type AskedRule, peerText, requestedRules, ruleKey } from "./permissions.ts";
import { describeTraffic } from "./protocol.ts";
import { type RulePeer, type SecurityGroup, type SecurityGroupRule, securityGroupRules } from "./resources.ts";

/** The source or destination with what it refers to looked up, or AWS's error where that does not exist. */
export function resolvePeer(ctx: Context, group: SecurityGroup, peer: AskedPeer, egress: boolean): RulePeer {
  if (peer.kind === "group") return resolveGroup(ctx, group, peer, egress);
  if (peer.kind === "prefix-list") needPrefixList(ctx, peer.id);
  return peer;
}

/** Refuses a rule that the group has already. */
export function refuseDuplicate(rule: AskedRule | SecurityGroupRule): never {
  const text = `peer: ${peerText(rule.peer)}, ${describeTraffic(rule.protocol, rule)}, ALLOW`;
  return fail("InvalidPermission.Duplicate", `the specified rule "${text}" already exists`);
}

/**
 * Refuses more rules than a group may have in one direction, for IPv4 and IPv6 each. A reference to a group counts for both families, a
 * customer's prefix list for as many as it can hold.
 */
export function checkRuleCount(ctx: Context, rules: readonly SecurityGroupRule[]): void {
  checkQuota(ctx, "L-0EA8095F", ruleWeight(ctx, rules));
}

const ONE = { ipv4: 1, ipv6: 1 };

/** How much of the quota rules use: the larger of the two families. */
export function ruleWeight(ctx: Context, rules: readonly SecurityGroupRule[]): number {
  let ipv4 = 0;
  let ipv6 = 0;
  for (const { peer } of rules) {
    const weight = peer.kind === "prefix-list" ? prefixListWeight(ctx, peer.id) : ONE;
    if (peer.kind !== "ipv6") ipv4 += weight.ipv4;
    if (peer.kind !== "ipv4") ipv6 += weight.ipv6;
  }
  return Math.max(ipv4, ipv6);
}

/** Refuses a rule that is asked for twice, or that is there. One rule alone, where there is none, is neither. */
function refuseRepeated(
  asked: readonly AskedRule[],
  peers: readonly RulePeer[],
  present: readonly SecurityGroupRule[],
): void {
  if (asked.length === 1 && present.length === 0) return;
  const keys = new Set(asked.map((rule, i) => ruleKey({ ...rule, peer: peers[i] as RulePeer })));
  if (keys.size < asked.length) fail("InvalidParameterValue", "The same permission must not appear multiple times");
  const duplicate = present.find((rule) => keys.has(ruleKey(rule)));
  if (duplicate) refuseDuplicate(duplicate);
}

function authorize(ctx: Context, input: AuthorizeSecurityGroupIngressRequest, egress: boolean) {
  const group = needGroup(ctx, input);
  const { account, region } = ctx;
  const asked = requestedRules(input, egress);
  const peers = asked.map(({ peer }) => resolvePeer(ctx, group, peer, egress));
  const present = rulesOf(ctx, group.id, egress);
  refuseRepeated(asked, peers, present);

  const added = asked.map(
    ({ protocol, fromPort, toPort, description }, i): SecurityGroupRule => ({
      id: ctx.newId("sgr"),
      account,
      region,
      groupId: group.id,
      egress,
      protocol,
      fromPort,
      toPort,
      peer: peers[i] as RulePeer,
      description,
    }),
  );
  checkRuleCount(ctx, present.length === 0 ? added : [...present, ...added]);
  for (const rule of added) {
    ctx.put(securityGroupRules, rule);
    tagNew(ctx, securityGroupRules.type, rule.id, input.TagSpecifications);
  }
  return { Return: true, SecurityGroupRules: added.map((rule) => describeRule(ctx, rule)) };
}

export const authorizeIngress = ec2("AuthorizeSecurityGroupIngress", (input, ctx) => authorize(ctx, input, false));
export const authorizeEgress = ec2("AuthorizeSecurityGroupEgress", (input, ctx) => authorize(ctx, input, true));
