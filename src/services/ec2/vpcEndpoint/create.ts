/**
 * CreateVpcEndpoint.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 */
import type { CreateVpcEndpointRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { offeredService } from "../endpointService/offers.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { defaultGroupOf } from "../securityGroup/defaultGroup.ts";
import { needGroups } from "../securityGroup/groups.ts";
import { tagNew } from "../tag/resources.ts";
import { type Vpc, vpcs } from "../vpc/resources.ts";
import { describeVpcEndpoint } from "./describe.ts";
import { addRoute } from "./gatewayRoutes.ts";
import { checkPrivateDns, needSubnets, place } from "./interfaces.ts";
import { AVAILABLE, PENDING_MS } from "./lifecycle.ts";
import { policyFrom } from "./policy.ts";
import {
  type GatewayEndpoint,
  type GatewayLoadBalancerEndpoint,
  type InterfaceEndpoint,
  type VpcEndpoint,
  vpcEndpoints,
} from "./resources.ts";
import { needService } from "./services.ts";

const TYPES: readonly string[] = ["Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"];

export const createVpcEndpoint = ec2("CreateVpcEndpoint", (input, ctx) => {
  const { VpcEndpointType: type = "Gateway" } = input;
  if (!TYPES.includes(type))
    fail("InvalidVpcEndpointType", `Value (${type}) for parameter VpcEndpointType is invalid.`);
  if (type !== "Gateway" && type !== "Interface" && type !== "GatewayLoadBalancer")
    return fail("UnsupportedOperation", `Underlay does not build VPC endpoints of type ${type} yet.`);
  const vpc = need(ctx, vpcs, input.VpcId);
  if (!input.ServiceName) return fail("MissingParameter", "The request must contain the parameter ServiceName");
  checkServiceRegion(ctx, input);
  const endpoint = CREATE[type](ctx, vpc, input);
  tagNew(ctx, vpcEndpoints.type, endpoint.id, input.TagSpecifications);
  return { VpcEndpoint: describeVpcEndpoint(ctx, endpoint), ClientToken: input.ClientToken };
});

/** Who offers the service says in which Regions; AWS's own are reached from their own Region only, here. */
function checkServiceRegion(ctx: Context, { ServiceName = "", ServiceRegion = ctx.region }: CreateVpcEndpointRequest) {
  const offered = offeredService(ctx, ServiceName);
  if (offered) {
    if (offered.region !== ServiceRegion)
      fail("InvalidServiceName", `The Vpc Endpoint Service '${ServiceName}' does not exist in ${ServiceRegion}`);
  } else if (ServiceRegion !== ctx.region)
    fail("UnsupportedOperation", "Underlay does not build VPC endpoints to AWS's services of another region yet.");
}

/** How an endpoint is connected to a service that an account offers, and the state that it begins in. */
function connect(ctx: Context, input: CreateVpcEndpointRequest) {
  const offered = offeredService(ctx, input.ServiceName ?? "");
  if (!offered) return { state: "pending" } as const;
  const connection = { id: ctx.newId("vpce-con"), serviceId: offered.id, region: offered.region };
  return { state: offered.acceptanceRequired ? "pendingAcceptance" : "pending", connection } as const;
}

const common = (ctx: Context, vpc: Vpc, input: CreateVpcEndpointRequest) => ({
  id: ctx.newId("vpce"),
  account: ctx.account,
  region: ctx.region,
  vpcId: vpc.id,
  serviceName: input.ServiceName ?? "",
  policyDocument: policyFrom(input.PolicyDocument),
  creationTime: ctx.now().toISOString(),
});

/** A gateway endpoint is available at once. */
function createGateway(ctx: Context, vpc: Vpc, input: CreateVpcEndpointRequest): VpcEndpoint {
  needService(ctx, input.ServiceName ?? "", "Gateway");
  refuseOf("Gateway", {
    SubnetIds: input.SubnetIds?.length,
    SecurityGroupIds: input.SecurityGroupIds?.length,
    SubnetConfigurations: input.SubnetConfigurations?.length,
    PrivateDnsEnabled: input.PrivateDnsEnabled,
  });
  const endpoint: GatewayEndpoint = { ...common(ctx, vpc, input), type: "Gateway", state: "available" };
  ctx.put(vpcEndpoints, endpoint);
  for (const id of new Set(input.RouteTableIds)) addRoute(ctx, endpoint, id);
  return endpoint;
}

function createByInterface(ctx: Context, vpc: Vpc, input: CreateVpcEndpointRequest): VpcEndpoint {
  const service = needService(ctx, input.ServiceName ?? "", "Interface");
  refuseOf("Interface", { RouteTableIds: input.RouteTableIds?.length });
  const privateDnsEnabled = input.PrivateDnsEnabled ?? service.privateDnsNames.length > 0;
  if (privateDnsEnabled) checkPrivateDns(ctx, vpc.id, service);
  const groupIds = input.SecurityGroupIds?.length
    ? needGroups(ctx, vpc.id, input.SecurityGroupIds).map(({ id }) => id)
    : [defaultGroupOf(ctx, vpc.id).id];
  const configurations = input.SubnetConfigurations ?? [];
  const ids = [...(input.SubnetIds ?? []), ...configurations.flatMap(({ SubnetId }) => SubnetId ?? [])];
  const chosen = needSubnets(ctx, vpc.id, ids);
  const ipAddressType = input.IpAddressType ?? "ipv4";
  const endpoint: InterfaceEndpoint = {
    ...common(ctx, vpc, input),
    ...connect(ctx, input),
    type: "Interface",
    subnets: [],
    groupIds,
    ipAddressType,
    dnsRecordIpType: input.DnsOptions?.DnsRecordIpType ?? ipAddressType,
    privateDnsEnabled,
    privateDnsOnlyForInboundResolverEndpoint: inboundOnly(input.DnsOptions, service.name),
    dnsSuffix: ctx.random.hex(8),
  };
  const placed = chosen.map((subnet) =>
    place(
      ctx,
      endpoint,
      subnet,
      configurations.find(({ SubnetId }) => SubnetId === subnet.id),
    ),
  );
  ctx.later(PENDING_MS, AVAILABLE, endpoint.id);
  return ctx.put(vpcEndpoints, { ...endpoint, subnets: placed });
}

/** In exactly one subnet, for good. */
function createBalanced(ctx: Context, vpc: Vpc, input: CreateVpcEndpointRequest): VpcEndpoint {
  needService(ctx, input.ServiceName ?? "", "GatewayLoadBalancer");
  refuseOf("GatewayLoadBalancer", {
    RouteTableIds: input.RouteTableIds?.length,
    SecurityGroupIds: input.SecurityGroupIds?.length,
    PrivateDnsEnabled: input.PrivateDnsEnabled,
    PolicyDocument: input.PolicyDocument,
  });
  const [configuration, ...others] = input.SubnetConfigurations ?? [];
  const ids = [...new Set([...(input.SubnetIds ?? []), ...(configuration?.SubnetId ? [configuration.SubnetId] : [])])];
  if (ids.length !== 1 || others.length > 0)
    fail("InvalidParameter", "An endpoint of type GatewayLoadBalancer needs exactly one subnet.");
  const endpoint: GatewayLoadBalancerEndpoint = {
    ...common(ctx, vpc, input),
    ...connect(ctx, input),
    type: "GatewayLoadBalancer",
    subnets: [],
    ipAddressType: input.IpAddressType ?? "ipv4",
  };
  const placed = needSubnets(ctx, vpc.id, ids).map((subnet) => place(ctx, endpoint, subnet, configuration));
  ctx.later(PENDING_MS, AVAILABLE, endpoint.id);
  return ctx.put(vpcEndpoints, { ...endpoint, subnets: placed });
}

const CREATE = {
  Gateway: createGateway,
  Interface: createByInterface,
  GatewayLoadBalancer: createBalanced,
} as const;

/** Private DNS for inbound resolver endpoints only is for the services that have a gateway besides. */
export function inboundOnly(options: CreateVpcEndpointRequest["DnsOptions"], serviceName: string): boolean {
  const wanted = options?.PrivateDnsOnlyForInboundResolverEndpoint ?? false;
  if (wanted && !serviceName.endsWith(".s3"))
    fail(
      "InvalidParameter",
      `PrivateDnsOnlyForInboundResolverEndpoint is not supported for the service ${serviceName}.`,
    );
  return wanted;
}

/** Refuses what a type of endpoint does not have. */
export function refuseOf(type: string, given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given))
    if (value) fail("InvalidParameter", `The parameter ${name} is not supported for endpoints of type ${type}.`);
}
