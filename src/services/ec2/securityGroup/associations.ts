/**
 * Security groups in further VPCs of their region, to be used there as in their own.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { vpcs } from "../vpc/resources.ts";
import { DEFAULT_GROUP_NAME } from "./defaultGroup.ts";
import { associationId } from "./groups.ts";
import { type SecurityGroupVpcAssociation, securityGroups, securityGroupVpcAssociations } from "./resources.ts";

/** From `associating` to `associated`, from `disassociating` to gone: some seconds in AWS. */
const CHANGE_MS = 100;
const CHANGED = "ec2.securityGroup.vpc-association";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateSecurityGroupVpc.html */
export const associateSecurityGroupVpc = ec2("AssociateSecurityGroupVpc", ({ GroupId, VpcId }, ctx) => {
  const group = need(ctx, securityGroups, GroupId);
  const vpc = need(ctx, vpcs, VpcId);
  if (group.name === DEFAULT_GROUP_NAME)
    fail("OperationNotPermitted", `The default security group ${group.id} cannot be associated with another VPC.`);
  if (vpc.isDefault)
    fail("OperationNotPermitted", `Security groups cannot be associated with the default VPC ${vpc.id}.`);
  if (group.vpcId === vpc.id)
    fail("InvalidParameterValue", `The security group ${group.id} was created in the VPC ${vpc.id}.`);
  const id = associationId(group.id, vpc.id);
  const existing = ctx.get(securityGroupVpcAssociations, id);
  if (existing?.state === "associating" || existing?.state === "associated") return { State: existing.state };
  const { account, region } = ctx;
  ctx.put(securityGroupVpcAssociations, {
    id,
    account,
    region,
    groupId: group.id,
    vpcId: vpc.id,
    state: "associating",
  });
  ctx.later(CHANGE_MS, CHANGED, id);
  return { State: "associating" as const };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateSecurityGroupVpc.html */
export const disassociateSecurityGroupVpc = ec2("DisassociateSecurityGroupVpc", ({ GroupId, VpcId }, ctx) => {
  const group = need(ctx, securityGroups, GroupId);
  const vpc = need(ctx, vpcs, VpcId);
  const association = ctx.get(securityGroupVpcAssociations, associationId(group.id, vpc.id));
  if (!association)
    return fail("InvalidParameterValue", `The security group ${group.id} is not associated with the VPC ${vpc.id}.`);
  if (ctx.by(networkInterfaces, "groupId", group.id).some(({ vpcId }) => vpcId === vpc.id))
    fail("DependencyViolation", `resource ${group.id} has a dependent object`);
  ctx.put(securityGroupVpcAssociations, { ...association, state: "disassociating" });
  ctx.later(CHANGE_MS, CHANGED, association.id);
  return { State: "disassociating" as const };
});

const changed: Transition = (ctx: Context, id) => {
  const association = ctx.get(securityGroupVpcAssociations, id);
  if (association?.state === "associating")
    ctx.put(securityGroupVpcAssociations, { ...association, state: "associated" });
  if (association?.state === "disassociating") ctx.delete(securityGroupVpcAssociations, id);
};

export const associationTransitions: Readonly<Record<string, Transition>> = { [CHANGED]: changed };

const ownerOf = (ctx: Context, vpcId: string): string | undefined => ctx.find(vpcs, vpcId)?.account;

const filters: Filters<SecurityGroupVpcAssociation, never> = {
  "group-id": ({ groupId }) => groupId,
  "group-owner-id": ({ account }) => account,
  state: ({ state }) => state,
  "vpc-id": ({ vpcId }) => vpcId,
  "vpc-owner-id": ({ vpcId }, ctx) => ownerOf(ctx, vpcId),
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupVpcAssociations.html */
export const describeVpcAssociations = ec2("DescribeSecurityGroupVpcAssociations", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: securityGroups as never,
    filters,
    rows: ctx.all(securityGroupVpcAssociations),
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    SecurityGroupVpcAssociations: rows.map(({ groupId, vpcId, account, state }) => ({
      GroupId: groupId,
      GroupOwnerId: account,
      VpcId: vpcId,
      VpcOwnerId: ownerOf(ctx, vpcId),
      State: state,
    })),
    NextToken: nextToken,
  };
});

/** Forgets the associations of a VPC that is deleted. */
export function removeVpcAssociations(ctx: Context, vpcId: string): void {
  for (const { id } of ctx.by(securityGroupVpcAssociations, "vpcId", vpcId))
    ctx.delete(securityGroupVpcAssociations, id);
}
