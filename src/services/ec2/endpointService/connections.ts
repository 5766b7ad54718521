/**
 * A service's connections: the endpoints that consumers made to it, in whatever account and Region they are.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#accept-reject-connection-requests
 */
import type { UnsuccessfulItem, VpcEndpointConnection } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { ownNames } from "../vpcEndpoint/interfaces.ts";
import { AVAILABLE, PENDING_MS } from "../vpcEndpoint/lifecycle.ts";
import { type EndpointConnection, type VpcEndpoint, vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { atMost1000 } from "./describe.ts";
import { type EndpointServiceConfiguration, endpointServices } from "./resources.ts";

/** An endpoint that is connected to a service of some account. */
export type Connected = Exclude<VpcEndpoint, { readonly type: "Gateway" }> & {
  readonly connection: EndpointConnection;
};

const isConnected = (endpoint: VpcEndpoint): endpoint is Connected =>
  endpoint.type !== "Gateway" && endpoint.connection !== undefined;

export const connectionsOf = (ctx: Context, serviceId: string): readonly Connected[] =>
  ctx.by(vpcEndpoints, "serviceId", serviceId).filter(isConnected);

const filters: Filters<Connected, never> = {
  "ip-address-type": ({ ipAddressType }) => ipAddressType,
  "service-id": ({ connection }) => connection.serviceId,
  "vpc-endpoint-id": ({ id }) => id,
  "vpc-endpoint-owner": ({ account }) => account,
  "vpc-endpoint-region": ({ region, connection }) => (region === connection.region ? region : [region, "cross-region"]),
  "vpc-endpoint-state": ({ state }) => state,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointConnections.html */
export const describeVpcEndpointConnections = ec2("DescribeVpcEndpointConnections", (input, ctx) => {
  const services = new Map(ctx.all(endpointServices).map((service) => [service.id, service]));
  const { rows, nextToken } = list(ctx, {
    resource: vpcEndpoints as never,
    filters,
    rows: [...services.keys()].flatMap((id) => connectionsOf(ctx, id)),
    where: input.Filters,
    maxResults: atMost1000(input.MaxResults),
    nextToken: input.NextToken,
  });
  return {
    VpcEndpointConnections: rows.map((one) => describe(ctx, one, services.get(one.connection.serviceId))),
    NextToken: nextToken,
  };
});

const describe = (
  ctx: Context,
  endpoint: Connected,
  service: EndpointServiceConfiguration | undefined,
): VpcEndpointConnection => ({
  ServiceId: endpoint.connection.serviceId,
  VpcEndpointId: endpoint.id,
  VpcEndpointOwner: endpoint.account,
  // Lower case on the wire, where the SDK's type has it capitalized.
  VpcEndpointState: endpoint.state as unknown as NonNullable<VpcEndpointConnection["VpcEndpointState"]>,
  CreationTimestamp: new Date(endpoint.creationTime),
  DnsEntries: endpoint.type === "Interface" ? ownNames(ctx, endpoint) : undefined,
  ...(endpoint.type === "Interface"
    ? { NetworkLoadBalancerArns: [...(service?.loadBalancerArns ?? [])] }
    : { GatewayLoadBalancerArns: [...(service?.loadBalancerArns ?? [])] }),
  IpAddressType: endpoint.ipAddressType,
  VpcEndpointConnectionId: endpoint.connection.id,
  VpcEndpointRegion: endpoint.region,
  Tags: [],
});

/** What the service's owner answers to endpoints: those that cannot be answered so are told in the answer. */
function answer(
  ctx: Context,
  input: { readonly ServiceId: string | undefined; readonly VpcEndpointIds: readonly string[] | undefined },
  from: readonly VpcEndpoint["state"][],
  to: "pending" | "rejected",
): { readonly Unsuccessful: UnsuccessfulItem[] } {
  const service = need(ctx, endpointServices, input.ServiceId);
  const Unsuccessful: UnsuccessfulItem[] = [];
  for (const id of new Set(input.VpcEndpointIds)) {
    const endpoint = connectionsOf(ctx, service.id).find((one) => one.id === id);
    const refused = (Code: string, Message: string) => Unsuccessful.push({ ResourceId: id, Error: { Code, Message } });
    if (!endpoint) refused("InvalidVpcEndpoint.NotFound", vpcEndpoints.errors.missing(id));
    else if (!from.includes(endpoint.state))
      refused("InvalidState", `The Vpc Endpoint Id '${id}' is in the state ${endpoint.state}.`);
    else {
      ctx.put(vpcEndpoints, { ...endpoint, state: to });
      if (to === "pending") ctx.within(endpoint.account, endpoint.region).later(PENDING_MS, AVAILABLE, id);
    }
  }
  return { Unsuccessful };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AcceptVpcEndpointConnections.html */
export const acceptVpcEndpointConnections = ec2("AcceptVpcEndpointConnections", (input, ctx) =>
  answer(ctx, input, ["pendingAcceptance", "rejected"], "pending"),
);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RejectVpcEndpointConnections.html */
export const rejectVpcEndpointConnections = ec2("RejectVpcEndpointConnections", (input, ctx) =>
  answer(ctx, input, ["pendingAcceptance", "pending", "available"], "rejected"),
);
