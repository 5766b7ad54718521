/**
 * Carrier gateways: between the Wavelength Zones of a VPC and a carrier's network. Records: there is no such zone here, so
 * that no subnet's packets come to one.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/Carrier_Gateway.html
 */
import type { CarrierGatewayState, CarrierGateway as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { type CarrierGateway, carrierGateways, vpcs } from "./resources.ts";

const describe = (ctx: Context, { id, vpcId, account }: CarrierGateway, state: CarrierGatewayState): Shape => ({
  CarrierGatewayId: id,
  VpcId: vpcId,
  State: state,
  OwnerId: account,
  Tags: tagList(ctx, id),
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCarrierGateway.html */
export const createCarrierGateway = ec2("CreateCarrierGateway", (input, ctx) => {
  const { id: vpcId } = need(ctx, vpcs, input.VpcId);
  if (ctx.by(carrierGateways, "vpcId", vpcId).length > 0)
    fail("CarrierGatewayLimitExceeded", `The VPC ${vpcId} has a carrier gateway already.`);
  const { account, region } = ctx;
  const gateway = ctx.put(carrierGateways, { id: ctx.newId("cagw"), account, region, vpcId });
  tagNew(ctx, carrierGateways.type, gateway.id, input.TagSpecifications);
  return { CarrierGateway: describe(ctx, gateway, "pending") };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteCarrierGateway.html */
export const deleteCarrierGateway = ec2("DeleteCarrierGateway", (input, ctx) => {
  const gateway = need(ctx, carrierGateways, input.CarrierGatewayId);
  const shown = describe(ctx, gateway, "deleting");
  untag(ctx, gateway.id);
  ctx.delete(carrierGateways, gateway.id);
  return { CarrierGateway: shown };
});

const filters: Filters<CarrierGateway, "vpcId"> = {
  "carrier-gateway-id": ({ id }) => id,
  "owner-id": ({ account }) => account,
  state: () => "available",
  "vpc-id": { of: ({ vpcId }) => vpcId, index: "vpcId" },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeCarrierGateways.html */
export const describeCarrierGateways = ec2("DescribeCarrierGateways", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: carrierGateways,
    filters,
    ids: input.CarrierGatewayIds,
    idsName: "carrierGatewayIds",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { CarrierGateways: rows.map((gateway) => describe(ctx, gateway, "available")), NextToken: nextToken };
});
