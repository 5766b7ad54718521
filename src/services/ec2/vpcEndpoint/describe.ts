/**
 * DescribeVpcEndpoints.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html
 */
import type { VpcEndpoint as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { groupIdentifiers } from "../securityGroup/groups.ts";
import { tagList } from "../tag/resources.ts";
import { tablesOf } from "./gatewayRoutes.ts";
import { dnsEntries } from "./interfaces.ts";
import { type InterfaceEndpoint, type VpcEndpoint, vpcEndpoints } from "./resources.ts";

/** An endpoint in the shape of CreateVpcEndpoint and DescribeVpcEndpoints. */
export function describeVpcEndpoint(ctx: Context, endpoint: VpcEndpoint): Shape {
  return {
    VpcEndpointId: endpoint.id,
    VpcEndpointType: endpoint.type,
    VpcId: endpoint.vpcId,
    ServiceName: endpoint.serviceName,
    ServiceRegion: serviceRegion(endpoint),
    // Lower case on the wire, where the SDK's type has it capitalized.
    State: endpoint.state as unknown as NonNullable<Shape["State"]>,
    PolicyDocument: endpoint.policyDocument,
    RequesterManaged: false,
    CreationTimestamp: new Date(endpoint.creationTime),
    OwnerId: endpoint.account,
    Tags: tagList(ctx, endpoint.id),
    RouteTableIds: [],
    SubnetIds: [],
    Groups: [],
    NetworkInterfaceIds: [],
    DnsEntries: [],
    PrivateDnsEnabled: false,
    ...(endpoint.type === "Gateway"
      ? { RouteTableIds: tablesOf(ctx, endpoint.id).map(({ id }) => id) }
      : {
          SubnetIds: endpoint.subnets.map(({ subnetId }) => subnetId),
          NetworkInterfaceIds: endpoint.subnets.map(({ networkInterfaceId }) => networkInterfaceId),
          IpAddressType: endpoint.ipAddressType,
        }),
    ...(endpoint.type === "Interface" ? describeNames(ctx, endpoint) : {}),
  };
}

const describeNames = (ctx: Context, endpoint: InterfaceEndpoint): Shape => ({
  Groups: groupIdentifiers(ctx, endpoint.groupIds),
  DnsEntries: dnsEntries(ctx, endpoint),
  PrivateDnsEnabled: endpoint.privateDnsEnabled,
  DnsOptions: {
    DnsRecordIpType: endpoint.dnsRecordIpType,
    PrivateDnsOnlyForInboundResolverEndpoint: endpoint.privateDnsOnlyForInboundResolverEndpoint,
  },
});

const serviceRegion = (endpoint: VpcEndpoint): string =>
  (endpoint.type === "Gateway" ? undefined : endpoint.connection?.region) ?? endpoint.region;

const filters: Filters<VpcEndpoint, "vpcId"> = {
  "ip-address-type": (endpoint) => (endpoint.type === "Gateway" ? "ipv4" : endpoint.ipAddressType),
  "service-name": ({ serviceName }) => serviceName,
  "service-region": serviceRegion,
  "vpc-id": { of: ({ vpcId }) => vpcId, index: "vpcId" },
  "vpc-endpoint-id": ({ id }) => id,
  "vpc-endpoint-state": ({ state }) => state,
  "vpc-endpoint-type": ({ type }) => type,
};

/** A MaxResults above 1000 is 1000, as AWS documents. */
export const describeVpcEndpoints = ec2("DescribeVpcEndpoints", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: vpcEndpoints,
    filters,
    ids: input.VpcEndpointIds,
    where: input.Filters,
    maxResults: input.MaxResults === undefined ? undefined : Math.min(input.MaxResults, 1000),
    nextToken: input.NextToken,
    bounds: [1, 1000],
    idsName: "vpcEndpointIds",
  });
  return { VpcEndpoints: rows.map((endpoint) => describeVpcEndpoint(ctx, endpoint)), NextToken: nextToken };
});
