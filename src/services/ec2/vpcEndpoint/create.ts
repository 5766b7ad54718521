/**
 * CreateVpcEndpoint.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 */
import type { CreateVpcEndpointRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
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
import { type GatewayEndpoint, type InterfaceEndpoint, type VpcEndpoint, vpcEndpoints } from "./resources.ts";
import { needService } from "./services.ts";

const TYPES: readonly string[] = ["Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"];

export const createVpcEndpoint = ec2("CreateVpcEndpoint", (input, ctx) => {
  const { VpcEndpointType: type = "Gateway" } = input;
  if (!TYPES.includes(type))
    fail("InvalidVpcEndpointType", `Value (${type}) for parameter VpcEndpointType is invalid.`);
  if (type !== "Gateway" && type !== "Interface")
    return fail("UnsupportedOperation", `Underlay does not build VPC endpoints of type ${type} yet.`);
  if (input.ServiceRegion !== undefined && input.ServiceRegion !== ctx.region)
    fail("UnsupportedOperation", "Underlay does not build VPC endpoints to services of another region yet.");
  const vpc = need(ctx, vpcs, input.VpcId);
  if (!input.ServiceName) return fail("MissingParameter", "The request must contain the parameter ServiceName");
  const endpoint = type === "Gateway" ? createGateway(ctx, vpc, input) : createByInterface(ctx, vpc, input);
  tagNew(ctx, vpcEndpoints.type, endpoint.id, input.TagSpecifications);
  return { VpcEndpoint: describeVpcEndpoint(ctx, endpoint), ClientToken: input.ClientToken };
});

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
    type: "Interface",
    state: "pending",
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
