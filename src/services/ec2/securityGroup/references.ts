/**
 * Groups referred to across peering connections and transit gateways, and the references that have gone stale.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
import type { SecurityGroupReference } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { checkPageSize, page } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { vpcs } from "../vpc/resources.ts";
import { permissionsOf, rulesOf } from "./describe.ts";
import { isAcross, isStale } from "./peers.ts";
import { type SecurityGroup, type SecurityGroupRule, securityGroupRules, securityGroups } from "./resources.ts";

/** The VPCs on the other side of a peering connection or a transit gateway whose groups refer to this one, each once. */
function referencesTo(ctx: Context, group: SecurityGroup): SecurityGroupReference[] {
  const references = new Map<string, SecurityGroupReference>();
  for (const { groupId, peer } of ctx.by(securityGroupRules, "peerGroupId", group.id)) {
    const referencing = ctx.find(securityGroups, groupId);
    if (!referencing || peer.kind !== "group" || !isAcross(peer) || isStale(ctx, peer)) continue;
    references.set(`${referencing.vpcId} ${peer.peeringConnectionId ?? peer.transitGatewayId}`, {
      GroupId: group.id,
      ReferencingVpcId: referencing.vpcId,
      VpcPeeringConnectionId: peer.peeringConnectionId,
      TransitGatewayId: peer.transitGatewayId,
    });
  }
  return [...references.values()];
}

export const describeReferences = ec2("DescribeSecurityGroupReferences", ({ GroupId = [] }, ctx) => ({
  SecurityGroupReferenceSet: [...new Set(GroupId)].flatMap((id) => referencesTo(ctx, need(ctx, securityGroups, id))),
}));

export const describeStaleGroups = ec2("DescribeStaleSecurityGroups", ({ VpcId, MaxResults, NextToken }, ctx) => {
  const vpc = need(ctx, vpcs, VpcId);
  checkPageSize(MaxResults, [5, 255]);
  const stale = (rules: readonly SecurityGroupRule[]): readonly SecurityGroupRule[] =>
    rules.filter(({ peer }) => peer.kind === "group" && isStale(ctx, peer));
  const found = ctx.by(securityGroups, "vpcId", vpc.id).flatMap((group) => {
    const ingress = stale(rulesOf(ctx, group.id, false));
    const egress = stale(rulesOf(ctx, group.id, true));
    return ingress.length + egress.length === 0 ? [] : [{ group, ingress, egress }];
  });
  const { rows, nextToken } = page(found, "stale-security-groups", MaxResults, NextToken);
  return {
    StaleSecurityGroupSet: rows.map(({ group, ingress, egress }) => ({
      GroupId: group.id,
      GroupName: group.name,
      Description: group.description,
      VpcId: group.vpcId,
      StaleIpPermissions: stalePermissions(ctx, ingress),
      StaleIpPermissionsEgress: stalePermissions(ctx, egress),
    })),
    NextToken: nextToken,
  };
});

/** IpPermissions with their groups only: ranges and prefix lists do not go stale. */
const stalePermissions = (ctx: Context, rules: readonly SecurityGroupRule[]) =>
  permissionsOf(ctx, rules).map(({ IpProtocol, FromPort, ToPort, UserIdGroupPairs }) => ({
    IpProtocol,
    FromPort,
    ToPort,
    UserIdGroupPairs,
  }));
