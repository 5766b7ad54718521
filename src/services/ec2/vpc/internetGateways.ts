/**
 * Internet gateways: one for a VPC, attached and detached whole.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
import type { InternetGateway as InternetGatewayShape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { dissociateEverywhere } from "../routing/routeTables.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { type InternetGateway, internetGateways, vpcs } from "./resources.ts";

/** Makes a gateway, attached to a VPC or to none yet. */
export function createInternetGatewayRow(ctx: Context, vpcId: string | undefined): InternetGateway {
  checkQuota(ctx, "L-A4707A72", ctx.count(internetGateways) + 1);
  return ctx.put(internetGateways, { id: ctx.newId("igw"), account: ctx.account, region: ctx.region, vpcId });
}

/** AWS calls an attached Internet gateway `available`, though its own type does not name that state. */
const ATTACHED = "available" as "attached";

const describeInternetGateway = (ctx: Context, { id, account, vpcId }: InternetGateway): InternetGatewayShape => ({
  InternetGatewayId: id,
  OwnerId: account,
  Attachments: vpcId === undefined ? [] : [{ State: ATTACHED, VpcId: vpcId }],
  Tags: tagList(ctx, id),
});

export const createInternetGateway = ec2("CreateInternetGateway", ({ TagSpecifications }, ctx) => {
  const gateway = createInternetGatewayRow(ctx, undefined);
  tagNew(ctx, "internet-gateway", gateway.id, TagSpecifications);
  return { InternetGateway: describeInternetGateway(ctx, gateway) };
});

export const attachInternetGateway = ec2("AttachInternetGateway", ({ InternetGatewayId, VpcId }, ctx) => {
  const gateway = need(ctx, internetGateways, InternetGatewayId);
  const vpc = need(ctx, vpcs, VpcId);
  if (gateway.vpcId !== undefined)
    fail("Resource.AlreadyAssociated", `resource ${gateway.id} is already attached to network ${gateway.vpcId}`);
  if (ctx.by(internetGateways, "vpcId", vpc.id).length > 0)
    fail("InvalidParameterValue", `Network ${vpc.id} already has an internet gateway attached`);
  ctx.put(internetGateways, { ...gateway, vpcId: vpc.id });
  return {};
});

export const detachInternetGateway = ec2("DetachInternetGateway", ({ InternetGatewayId, VpcId }, ctx) => {
  const gateway = need(ctx, internetGateways, InternetGatewayId);
  // A VPC that does not exist is one more that the gateway is not attached to.
  if (gateway.vpcId === undefined || gateway.vpcId !== VpcId)
    return fail("Gateway.NotAttached", `resource ${gateway.id} is not attached to network ${VpcId}`);
  const mapped = ctx
    .by(networkInterfaces, "vpcId", gateway.vpcId)
    .some(({ privateAddresses }) => privateAddresses.some(({ publicIp }) => publicIp !== undefined));
  if (mapped)
    fail(
      "DependencyViolation",
      `Network ${gateway.vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
  dissociateEverywhere(ctx, gateway.id);
  ctx.put(internetGateways, { ...gateway, vpcId: undefined });
  return {};
});

export const deleteInternetGateway = ec2("DeleteInternetGateway", ({ InternetGatewayId }, ctx) => {
  const { id, vpcId } = need(ctx, internetGateways, InternetGatewayId);
  if (vpcId !== undefined)
    fail("DependencyViolation", `The internetGateway '${id}' has dependencies and cannot be deleted.`);
  untag(ctx, id);
  ctx.delete(internetGateways, id);
  return {};
});

const filters: Filters<InternetGateway, "vpcId"> = {
  "attachment.state": ({ vpcId }) => (vpcId === undefined ? undefined : ATTACHED),
  "attachment.vpc-id": { of: ({ vpcId }) => vpcId, index: "vpcId" },
  "internet-gateway-id": ({ id }) => id,
  "owner-id": ({ account }) => account,
};

export const describeInternetGateways = ec2("DescribeInternetGateways", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: internetGateways,
    filters,
    ids: input.InternetGatewayIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "internetGatewayIds",
  });
  return { InternetGateways: rows.map((gateway) => describeInternetGateway(ctx, gateway)), NextToken: nextToken };
});
