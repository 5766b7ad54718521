/**
 * Egress-only Internet gateways: IPv6 out of a VPC, nothing in that was not asked for.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 */
import type { EgressOnlyInternetGateway as EgressOnlyInternetGatewayShape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { type EgressOnlyInternetGateway, egressOnlyInternetGateways, vpcs } from "./resources.ts";

const describeGateway = (ctx: Context, { id, vpcId }: EgressOnlyInternetGateway): EgressOnlyInternetGatewayShape => ({
  EgressOnlyInternetGatewayId: id,
  Attachments: [{ State: "attached", VpcId: vpcId }],
  Tags: tagList(ctx, id),
});

export const createEgressOnlyInternetGateway = ec2("CreateEgressOnlyInternetGateway", (input, ctx) => {
  const { id: vpcId } = need(ctx, vpcs, input.VpcId);
  checkQuota(ctx, "L-45FE3B85", ctx.count(egressOnlyInternetGateways) + 1);
  const { account, region } = ctx;
  const gateway = ctx.put(egressOnlyInternetGateways, { id: ctx.newId("eigw"), account, region, vpcId });
  tagNew(ctx, "egress-only-internet-gateway", gateway.id, input.TagSpecifications);
  return { ClientToken: input.ClientToken, EgressOnlyInternetGateway: describeGateway(ctx, gateway) };
});

export const deleteEgressOnlyInternetGateway = ec2("DeleteEgressOnlyInternetGateway", (input, ctx) => {
  const { id } = need(ctx, egressOnlyInternetGateways, input.EgressOnlyInternetGatewayId);
  untag(ctx, id);
  ctx.delete(egressOnlyInternetGateways, id);
  return { ReturnCode: true };
});

/** AWS documents tags only; the rest is what its other gateways filter by. */
const filters: Filters<EgressOnlyInternetGateway, "vpcId"> = {
  "attachment.state": () => "attached",
  "attachment.vpc-id": { of: ({ vpcId }) => vpcId, index: "vpcId" },
  "egress-only-internet-gateway-id": ({ id }) => id,
  "owner-id": ({ account }) => account,
};

/** An id that nobody has is no error here, unlike with AWS's other gateways: the answer leaves it out. */
export const describeEgressOnlyInternetGateways = ec2("DescribeEgressOnlyInternetGateways", (input, ctx) => {
  const { EgressOnlyInternetGatewayIds: asked } = input;
  const ids = asked?.filter((id) => ctx.get(egressOnlyInternetGateways, id) !== undefined);
  if (asked?.length && !ids?.length) return { EgressOnlyInternetGateways: [] };
  const { rows, nextToken } = list(ctx, {
    resource: egressOnlyInternetGateways,
    filters,
    ids,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [5, 255],
    idsName: "egressOnlyInternetGatewayIds",
  });
  return { EgressOnlyInternetGateways: rows.map((gateway) => describeGateway(ctx, gateway)), NextToken: nextToken };
});
