/**
 * DescribeSecurityGroups and its kin.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { lasting } from "../../../cloud/lasting.ts";
import { type FilterOn, type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, withTagsIfAny } from "../tag/resources.ts";
import { vpcs } from "../vpc/resources.ts";
import { describeGroup, describeRule, rulesOf } from "./describe.ts";
import { groupNamed } from "./groups.ts";
import { protocolNames } from "./protocol.ts";
import {
  type SecurityGroup,
  type SecurityGroupRule,
  securityGroupRules,
  securityGroups,
  securityGroupVpcAssociations,
} from "./resources.ts";

type RuleValue = string | number | undefined;

/** What the filters on rules look at; a group matches where any of its rules does. */
const RULE_FILTERS: Readonly<Record<string, (rule: SecurityGroupRule, ctx: Context) => RuleValue | readonly string[]>> =
  {
    cidr: ({ peer }) => (peer.kind === "ipv4" ? peer.cidr : undefined),
    "ipv6-cidr": ({ peer }) => (peer.kind === "ipv6" ? peer.cidr : undefined),
    "prefix-list-id": ({ peer }) => (peer.kind === "prefix-list" ? peer.id : undefined),
    "group-id": ({ peer }) => (peer.kind === "group" ? peer.groupId : undefined),
    "group-name": ({ peer }, ctx) => (peer.kind === "group" ? ctx.find(securityGroups, peer.groupId)?.name : undefined),
    "user-id": ({ peer }) => (peer.kind === "group" ? peer.userId : undefined),
    protocol: ({ protocol }) => protocolNames(protocol),
    "from-port": ({ fromPort }) => fromPort,
    "to-port": ({ toPort }) => toPort,
  };

const ruleFilters = (stem: string, egress: boolean): [string, FilterOn<SecurityGroup, "vpcId">][] =>
  Object.entries(RULE_FILTERS).map(([name, read]) => [
    `${stem}.${name}`,
    (group, ctx) => rulesOf(ctx, group.id, egress).flatMap((rule) => read(rule, ctx)),
  ]);

const GROUP_FILTERS: Filters<SecurityGroup, "vpcId"> = {
  description: ({ description }) => description,
  "group-id": ({ id }) => id,
  "group-name": ({ name }) => name,
  "owner-id": ({ account }) => account,
  "vpc-id": { of: ({ vpcId }) => vpcId, index: "vpcId" },
  ...Object.fromEntries([...ruleFilters("ip-permission", false), ...ruleFilters("egress.ip-permission", true)]),
};

const describeGroups = lasting((ctx, group: SecurityGroup) => withTagsIfAny(describeGroup(ctx, group)));
const describeRules = lasting(describeRule);

export const describeSecurityGroups = ec2("DescribeSecurityGroups", (input, ctx) => {
  const ids = [...(input.GroupIds ?? [])];
  for (const name of input.GroupNames ?? []) ids.push(...idsNamed(ctx, name));
  const { rows, nextToken } = list(ctx, {
    resource: securityGroups,
    filters: GROUP_FILTERS,
    ids,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "groupIds",
  });
  return { SecurityGroups: describeGroups(ctx, rows), NextToken: nextToken };
});

/** AWS looks names up in the default VPC, which an account need not have. */
function idsNamed(ctx: Context, name: string): string[] {
  const vpc = ctx.all(vpcs).find(({ isDefault }) => isDefault);
  const group = vpc && groupNamed(ctx, vpc.id, name);
  return [(group ?? fail("InvalidGroup.NotFound", `The security group '${name}' does not exist`)).id];
}

const RULE_LIST_FILTERS: Filters<SecurityGroupRule, "groupId"> = {
  "group-id": { of: ({ groupId }) => groupId, index: "groupId" },
  "security-group-rule-id": ({ id }) => id,
};

export const describeSecurityGroupRules = ec2("DescribeSecurityGroupRules", (input, ctx) => {
  for (const { Name, Values = [] } of input.Filters ?? [])
    for (const id of Name === "group-id" ? Values : [])
      if (!/^sg-|[*?\\]/.test(id)) fail("InvalidGroupId.Malformed", `The security group ID '${id}' is malformed`);
  const { rows, nextToken } = list(ctx, {
    resource: securityGroupRules,
    filters: RULE_LIST_FILTERS,
    ids: input.SecurityGroupRuleIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "securityGroupRuleIds",
  });
  return { SecurityGroupRules: describeRules(ctx, rows), NextToken: nextToken };
});

const FOR_VPC_FILTERS: Filters<SecurityGroup, never> = {
  "group-id": ({ id }) => id,
  description: ({ description }) => description,
  "group-name": ({ name }) => name,
  "owner-id": ({ account }) => account,
  "primary-vpc-id": ({ vpcId }) => vpcId,
};

/** Groups of other VPCs that are associated with this one. */
const associatedGroups = (ctx: Context, vpcId: string): readonly SecurityGroup[] =>
  ctx
    .by(securityGroupVpcAssociations, "vpcId", vpcId)
    .flatMap(({ groupId, state }) => (state === "associated" ? (ctx.get(securityGroups, groupId) ?? []) : []));

export const getSecurityGroupsForVpc = ec2("GetSecurityGroupsForVpc", (input, ctx) => {
  const vpc = need(ctx, vpcs, input.VpcId);
  const { rows, nextToken } = list(ctx, {
    resource: securityGroups,
    filters: FOR_VPC_FILTERS,
    rows: [...ctx.by(securityGroups, "vpcId", vpc.id), ...associatedGroups(ctx, vpc.id)],
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    SecurityGroupForVpcs: rows.map((group) => ({
      GroupId: group.id,
      GroupName: group.name,
      Description: group.description,
      OwnerId: group.account,
      PrimaryVpcId: group.vpcId,
      Tags: tagList(ctx, group.id),
    })),
    NextToken: nextToken,
  };
});
