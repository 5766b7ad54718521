/** NAT gateways as the API shows them, and DescribeNatGateways. */
import type { NatGatewayAddress as AddressAnswer, NatGateway as Answer } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { type NatGateway, type NatGatewayAddress, natGateways } from "./resources.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html */
export function describeNatGateway(ctx: Context, nat: NatGateway): Answer {
  const failed = nat.state === "failed" ? nat.failure : undefined;
  return {
    NatGatewayId: nat.id,
    State: nat.state,
    ConnectivityType: nat.connectivityType,
    AvailabilityMode: "zonal",
    VpcId: nat.vpcId,
    SubnetId: nat.subnetId,
    NatGatewayAddresses: describeAddresses(nat.addresses),
    CreateTime: new Date(nat.createTime),
    DeleteTime: nat.deleteTime === undefined ? undefined : new Date(nat.deleteTime),
    FailureCode: failed?.code,
    FailureMessage: failed?.message,
    Tags: tagList(ctx, nat.id),
  };
}

export const describeAddresses = (addresses: readonly NatGatewayAddress[]): AddressAnswer[] =>
  addresses.map((address) => ({
    AllocationId: address.allocationId,
    AssociationId: address.associationId,
    PublicIp: address.publicIp,
    PrivateIp: address.privateIp || undefined,
    NetworkInterfaceId: address.networkInterfaceId || undefined,
    IsPrimary: address.isPrimary,
    Status: address.status,
  }));

type NatIndex = keyof typeof natGateways.indexes & string;

const filters: Filters<NatGateway, NatIndex> = {
  "nat-gateway-id": (nat) => nat.id,
  state: (nat) => nat.state,
  "subnet-id": { of: (nat) => nat.subnetId, index: "subnetId" },
  "vpc-id": { of: (nat) => nat.vpcId, index: "vpcId" },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNatGateways.html */
export const describeNatGateways = ec2("DescribeNatGateways", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: natGateways,
    filters,
    ids: input.NatGatewayIds,
    idsName: "natGatewayIds",
    where: input.Filter,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { NatGateways: rows.map((nat) => describeNatGateway(ctx, nat)), NextToken: nextToken };
});
