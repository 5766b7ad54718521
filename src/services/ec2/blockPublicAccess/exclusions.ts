/**
 * VPCs and subnets that the account's mode does not apply to.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcBlockPublicAccessExclusion.html
 */
import type { VpcBlockPublicAccessExclusion } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { subnets, vpcs } from "../vpc/resources.ts";
import { inForce } from "./mode.ts";
import { type BlockPublicAccessExclusion, blockPublicAccessExclusions, type ExclusionMode } from "./resources.ts";

/** From `…-in-progress` to `…-complete`. */
const CHANGE_MS = 200;
const CHANGED = "ec2.blockPublicAccess.excluded";
/** How long a deleted exclusion can still be described. */
const MEMORY_MS = 60 * 60 * 1000;
const FORGOTTEN = "ec2.blockPublicAccess.forgotten";

/** Exclusions of an account in a region. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_EXCLUSIONS = 50;

function needMode(mode: string | undefined): ExclusionMode {
  if (mode === "allow-bidirectional" || mode === "allow-egress") return mode;
  return fail("InvalidParameterValue", `Value (${mode}) for parameter InternetGatewayExclusionMode is invalid.`);
}

export const createVpcBlockPublicAccessExclusion = ec2("CreateVpcBlockPublicAccessExclusion", (input, ctx) => {
  const mode = needMode(input.InternetGatewayExclusionMode);
  const { VpcId, SubnetId } = input;
  if (VpcId === undefined && SubnetId === undefined)
    fail("MissingParameter", "The request must contain the parameter VpcId or SubnetId");
  if (VpcId !== undefined && SubnetId !== undefined)
    fail("InvalidParameterCombination", "The parameter VpcId cannot be used with the parameter SubnetId");
  const resourceId = SubnetId === undefined ? need(ctx, vpcs, VpcId).id : need(ctx, subnets, SubnetId).id;
  if (ctx.by(blockPublicAccessExclusions, "resourceId", resourceId).some(inForce))
    fail("ResourceAlreadyExists", `A VPC Block Public Access exclusion already exists for ${resourceId}.`);
  if (ctx.all(blockPublicAccessExclusions).filter(inForce).length >= MAX_EXCLUSIONS)
    fail("VpcBlockPublicAccessExclusionLimitExceeded", "The maximum number of exclusions has been reached.");
  const { account, region } = ctx;
  const now = ctx.now().toISOString();
  const exclusion = ctx.put(blockPublicAccessExclusions, {
    id: ctx.newId("vpcbpa-exclude"),
    account,
    region,
    mode,
    resourceId,
    state: "create-in-progress",
    creationTime: now,
    updateTime: now,
    deletionTime: undefined,
  });
  tagNew(ctx, blockPublicAccessExclusions.type, exclusion.id, input.TagSpecifications);
  ctx.later(CHANGE_MS, CHANGED, exclusion.id);
  return { VpcBlockPublicAccessExclusion: describe(ctx, exclusion) };
});

/** An exclusion that can be changed; one that is being deleted, or was, is as good as none. */
function needExclusion(ctx: Context, id: string | undefined): BlockPublicAccessExclusion {
  const exclusion = need(ctx, blockPublicAccessExclusions, id);
  const { notFound, missing } = blockPublicAccessExclusions.errors;
  return exclusion.state.startsWith("delete") ? fail(notFound, missing(exclusion.id)) : exclusion;
}

export const modifyVpcBlockPublicAccessExclusion = ec2("ModifyVpcBlockPublicAccessExclusion", (input, ctx) => {
  const mode = needMode(input.InternetGatewayExclusionMode);
  const exclusion = needExclusion(ctx, input.ExclusionId);
  const updateTime = ctx.now().toISOString();
  const changed: BlockPublicAccessExclusion = { ...exclusion, mode, state: "update-in-progress", updateTime };
  ctx.put(blockPublicAccessExclusions, changed);
  ctx.later(CHANGE_MS, CHANGED, exclusion.id);
  return { VpcBlockPublicAccessExclusion: describe(ctx, changed) };
});

export const deleteVpcBlockPublicAccessExclusion = ec2("DeleteVpcBlockPublicAccessExclusion", (input, ctx) => {
  const exclusion = needExclusion(ctx, input.ExclusionId);
  const now = ctx.now().toISOString();
  const leaving: BlockPublicAccessExclusion = { ...exclusion, state: "delete-in-progress", updateTime: now };
  ctx.put(blockPublicAccessExclusions, leaving);
  ctx.later(CHANGE_MS, CHANGED, exclusion.id);
  return { VpcBlockPublicAccessExclusion: describe(ctx, leaving) };
});

const changed: Transition = (ctx, id) => {
  const exclusion = ctx.get(blockPublicAccessExclusions, id);
  if (!exclusion) return;
  if (exclusion.state === "create-in-progress")
    ctx.put(blockPublicAccessExclusions, { ...exclusion, state: "create-complete" });
  else if (exclusion.state === "update-in-progress")
    ctx.put(blockPublicAccessExclusions, { ...exclusion, state: "update-complete" });
  else if (exclusion.state === "delete-in-progress") {
    const deletionTime = ctx.now().toISOString();
    ctx.put(blockPublicAccessExclusions, { ...exclusion, state: "delete-complete", deletionTime });
    ctx.later(MEMORY_MS, FORGOTTEN, id);
  }
};

const forgotten: Transition = (ctx, id) => {
  ctx.delete(blockPublicAccessExclusions, id);
  untag(ctx, id);
};

export const exclusionTransitions: Readonly<Record<string, Transition>> = {
  [CHANGED]: changed,
  [FORGOTTEN]: forgotten,
};

/** The ARN of the VPC or subnet that is excluded. */
const resourceArn = ({ account, region, resourceId }: BlockPublicAccessExclusion): string =>
  `arn:aws:ec2:${region}:${account}:${resourceId.startsWith("vpc-") ? "vpc" : "subnet"}/${resourceId}`;

const describe = (ctx: Context, exclusion: BlockPublicAccessExclusion): VpcBlockPublicAccessExclusion => ({
  ExclusionId: exclusion.id,
  InternetGatewayExclusionMode: exclusion.mode,
  ResourceArn: resourceArn(exclusion),
  State: exclusion.state,
  CreationTimestamp: new Date(exclusion.creationTime),
  LastUpdateTimestamp: new Date(exclusion.updateTime),
  DeletionTimestamp: exclusion.deletionTime === undefined ? undefined : new Date(exclusion.deletionTime),
  Tags: tagList(ctx, exclusion.id),
});

const filters: Filters<BlockPublicAccessExclusion, never> = {
  "resource-arn": resourceArn,
  "internet-gateway-exclusion-mode": ({ mode }) => mode,
  state: ({ state }) => state,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessExclusions.html */
export const describeVpcBlockPublicAccessExclusions = ec2("DescribeVpcBlockPublicAccessExclusions", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: blockPublicAccessExclusions,
    filters,
    ids: input.ExclusionIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "exclusionIds",
  });
  return { VpcBlockPublicAccessExclusions: rows.map((exclusion) => describe(ctx, exclusion)), NextToken: nextToken };
});
