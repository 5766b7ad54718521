/**
 * ModifyVpcEndpoint.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
 */
import type { ModifyVpcEndpointRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { needGroups } from "../securityGroup/groups.ts";
import { inboundOnly, refuseOf } from "./create.ts";
import { addRoute, removeRoute } from "./gatewayRoutes.ts";
import { checkPrivateDns, displace, needSubnets, place } from "./interfaces.ts";
import { DEFAULT_POLICY, policyFrom } from "./policy.ts";
import { type InterfaceEndpoint, type VpcEndpoint, vpcEndpoints } from "./resources.ts";
import { needService } from "./services.ts";

export const modifyVpcEndpoint = ec2("ModifyVpcEndpoint", (input, ctx) => {
  const endpoint = need(ctx, vpcEndpoints, input.VpcEndpointId);
  if (endpoint.state === "deleting") fail("IncorrectState", `The Vpc Endpoint Id '${endpoint.id}' is being deleted.`);
  const policyDocument = policyOf(endpoint, input);
  if (endpoint.type === "Interface") {
    modifyInterfaces(ctx, { ...endpoint, policyDocument }, input);
    return { Return: true };
  }
  if (endpoint.type === "GatewayLoadBalancer")
    return fail("InvalidParameter", `Endpoints of type GatewayLoadBalancer cannot be modified: ${endpoint.id}.`);
  refuseOf("Gateway", {
    AddSubnetIds: input.AddSubnetIds?.length,
    RemoveSubnetIds: input.RemoveSubnetIds?.length,
    AddSecurityGroupIds: input.AddSecurityGroupIds?.length,
    RemoveSecurityGroupIds: input.RemoveSecurityGroupIds?.length,
    PrivateDnsEnabled: input.PrivateDnsEnabled,
  });
  ctx.put(vpcEndpoints, { ...endpoint, policyDocument });
  for (const id of input.RemoveRouteTableIds ?? []) removeRoute(ctx, endpoint, id);
  for (const id of input.AddRouteTableIds ?? []) addRoute(ctx, endpoint, id);
  return { Return: true };
});

function policyOf(endpoint: VpcEndpoint, { ResetPolicy, PolicyDocument }: ModifyVpcEndpointRequest): string {
  if (ResetPolicy === true && PolicyDocument !== undefined)
    fail("InvalidParameterCombination", "The parameter ResetPolicy cannot be used with the parameter PolicyDocument");
  if (ResetPolicy === true) return DEFAULT_POLICY;
  return PolicyDocument === undefined ? endpoint.policyDocument : policyFrom(PolicyDocument);
}

function modifyInterfaces(ctx: Context, endpoint: InterfaceEndpoint, input: ModifyVpcEndpointRequest): void {
  refuseOf("Interface", {
    AddRouteTableIds: input.AddRouteTableIds?.length,
    RemoveRouteTableIds: input.RemoveRouteTableIds?.length,
  });
  const privateDnsEnabled = input.PrivateDnsEnabled ?? endpoint.privateDnsEnabled;
  if (privateDnsEnabled && !endpoint.privateDnsEnabled)
    checkPrivateDns(ctx, endpoint.vpcId, needService(ctx, endpoint.serviceName, "Interface"), endpoint.id);
  const changed: InterfaceEndpoint = {
    ...endpoint,
    privateDnsEnabled,
    groupIds: groupsOf(ctx, endpoint, input),
    ipAddressType: input.IpAddressType ?? endpoint.ipAddressType,
    dnsRecordIpType: input.DnsOptions?.DnsRecordIpType ?? input.IpAddressType ?? endpoint.dnsRecordIpType,
    privateDnsOnlyForInboundResolverEndpoint: input.DnsOptions
      ? inboundOnly(input.DnsOptions, endpoint.serviceName)
      : endpoint.privateDnsOnlyForInboundResolverEndpoint,
  };
  for (const { networkInterfaceId } of endpoint.subnets) {
    const eni = ctx.get(networkInterfaces, networkInterfaceId);
    if (eni) ctx.put(networkInterfaces, { ...eni, groupIds: changed.groupIds });
  }
  ctx.put(vpcEndpoints, { ...changed, subnets: subnetsOf(ctx, changed, input) });
}

/** Removals come first, so that a group can be exchanged for another; the last one stays. */
function groupsOf(ctx: Context, endpoint: InterfaceEndpoint, input: ModifyVpcEndpointRequest): readonly string[] {
  const { AddSecurityGroupIds: added = [], RemoveSecurityGroupIds: removed = [] } = input;
  for (const id of removed)
    if (!endpoint.groupIds.includes(id))
      fail("InvalidParameter", `Security group ${id} is not associated with VPC endpoint ${endpoint.id}.`);
  const kept = endpoint.groupIds.filter((id) => !removed.includes(id));
  const groupIds = [...new Set([...kept, ...needGroups(ctx, endpoint.vpcId, added).map(({ id }) => id)])];
  if (groupIds.length === 0)
    fail("InvalidParameter", `A VPC endpoint needs at least one security group: ${endpoint.id} would have none.`);
  return needGroups(ctx, endpoint.vpcId, groupIds).map(({ id }) => id);
}

function subnetsOf(
  ctx: Context,
  endpoint: InterfaceEndpoint,
  input: ModifyVpcEndpointRequest,
): InterfaceEndpoint["subnets"] {
  const { AddSubnetIds: added = [], RemoveSubnetIds: removed = [], SubnetConfigurations: configurations = [] } = input;
  for (const id of removed)
    if (!endpoint.subnets.some(({ subnetId }) => subnetId === id))
      fail("InvalidParameter", `Subnet ${id} is not associated with VPC endpoint ${endpoint.id}.`);
  for (const one of endpoint.subnets) if (removed.includes(one.subnetId)) displace(ctx, one);
  const kept = endpoint.subnets.filter(({ subnetId }) => !removed.includes(subnetId));
  const wanted = [...added, ...configurations.flatMap(({ SubnetId }) => SubnetId ?? [])];
  const fresh = wanted.filter((id) => !kept.some(({ subnetId }) => subnetId === id));
  const placed = needSubnets(ctx, endpoint.vpcId, fresh, kept).map((subnet) =>
    place(
      ctx,
      endpoint,
      subnet,
      configurations.find(({ SubnetId }) => SubnetId === subnet.id),
    ),
  );
  return [...kept, ...placed];
}
