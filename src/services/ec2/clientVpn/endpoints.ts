/**
 * CreateClientVpnEndpoint, ModifyClientVpnEndpoint, DeleteClientVpnEndpoint.
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-endpoints.html
 */
import type { CreateClientVpnEndpointRequest } from "@aws-sdk/client-ec2";
import { overlaps, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { needGroups } from "../securityGroup/groups.ts";
import { tagNew } from "../tag/resources.ts";
import { refuseUnbuilt } from "../vpc/parameters.ts";
import { vpcPrefixes } from "../vpc/prefixes.ts";
import { type Vpc, vpcs } from "../vpc/resources.ts";
import { dnsNameOf, statusOf } from "./describe.ts";
import { authentication, changedSettings, clientCidr, DEFAULTS, dnsServers } from "./options.ts";
import { type ClientVpnEndpoint, clientVpnEndpoints, clientVpnTargetNetworks } from "./resources.ts";
import { CHANGE_MS, DELETED, needEndpoint } from "./states.ts";

export const createClientVpnEndpoint = ec2("CreateClientVpnEndpoint", (input, ctx) => {
  refuseUnbuilt("CreateClientVpnEndpoint", input, ["TransitGatewayConfiguration"]);
  const { vpcId, groupIds } = placed(ctx, input);
  const cidr = input.ClientCidrBlock === undefined ? undefined : clientCidr(input.ClientCidrBlock);
  if (cidr === undefined && (input.TrafficIpAddressType ?? "ipv4") !== "ipv6")
    fail("MissingParameter", "The request must contain the parameter ClientCidrBlock");
  if (vpcId !== undefined && cidr !== undefined) checkOverlap(cidr, need(ctx, vpcs, vpcId));
  const endpoint: ClientVpnEndpoint = {
    ...changedSettings({ ...DEFAULTS, serverCertificateArn: input.ServerCertificateArn ?? "" }, input),
    id: ctx.newId("cvpn-endpoint"),
    account: ctx.account,
    region: ctx.region,
    deleting: false,
    clientCidr: cidr,
    authentication: authentication(input.AuthenticationOptions ?? []),
    dnsServers: dnsServers(input.DnsServers ?? []),
    transportProtocol: input.TransportProtocol ?? "udp",
    vpcId,
    groupIds,
    endpointAddressType: input.EndpointIpAddressType ?? "ipv4",
    trafficAddressType: input.TrafficIpAddressType ?? "ipv4",
    creationTime: ctx.now().toISOString(),
  };
  ctx.put(clientVpnEndpoints, endpoint);
  tagNew(ctx, clientVpnEndpoints.type, endpoint.id, input.TagSpecifications);
  return { ClientVpnEndpointId: endpoint.id, Status: statusOf(ctx, endpoint), DnsName: dnsNameOf(endpoint) };
});

/** The VPC and groups that a request names; groups need their VPC beside them. */
function placed(
  ctx: Context,
  { VpcId, SecurityGroupIds: ids = [] }: Pick<CreateClientVpnEndpointRequest, "VpcId" | "SecurityGroupIds">,
): Pick<ClientVpnEndpoint, "vpcId" | "groupIds"> {
  if (VpcId === undefined) {
    if (ids.length > 0)
      fail("InvalidParameterCombination", "The parameter securityGroupIds must be used with the parameter vpcId");
    return { vpcId: undefined, groupIds: [] };
  }
  const vpcId = need(ctx, vpcs, VpcId).id;
  return { vpcId, groupIds: needGroups(ctx, vpcId, ids).map(({ id }) => id) };
}

/** Clients' addresses may not be the VPC's. */
export function checkOverlap(cidr: string, vpc: Vpc): void {
  const block = prefix(cidr);
  if (vpcPrefixes(vpc).some((own) => overlaps(own, block)))
    fail("InvalidParameterValue", `The client CIDR block ${cidr} overlaps the CIDR blocks of the VPC ${vpc.id}.`);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyClientVpnEndpoint.html */
export const modifyClientVpnEndpoint = ec2("ModifyClientVpnEndpoint", (input, ctx) => {
  const endpoint = needEndpoint(ctx, input.ClientVpnEndpointId);
  const networks = ctx.by(clientVpnTargetNetworks, "endpointId", endpoint.id);
  const moved = input.VpcId !== undefined || input.SecurityGroupIds?.length;
  const place = moved ? placed(ctx, { VpcId: endpoint.vpcId, ...input }) : endpoint;
  if (place.vpcId !== endpoint.vpcId && networks.length > 0)
    fail(
      "InvalidParameterValue",
      `The Client VPN endpoint ${endpoint.id} has target networks in VPC ${endpoint.vpcId}.`,
    );
  const { vpcId, groupIds } = place;
  for (const { networkInterfaceId } of networks) {
    const eni = ctx.get(networkInterfaces, networkInterfaceId);
    if (eni && groupIds.length > 0) ctx.put(networkInterfaces, { ...eni, groupIds });
  }
  const servers = input.DnsServers;
  ctx.put(clientVpnEndpoints, {
    ...endpoint,
    ...changedSettings(endpoint, input),
    vpcId,
    groupIds,
    dnsServers: servers
      ? servers.Enabled === false
        ? []
        : dnsServers(servers.CustomDnsServers ?? [])
      : endpoint.dnsServers,
  });
  return { Return: true };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteClientVpnEndpoint.html */
export const deleteClientVpnEndpoint = ec2("DeleteClientVpnEndpoint", (input, ctx) => {
  const endpoint = needEndpoint(ctx, input.ClientVpnEndpointId);
  if (ctx.by(clientVpnTargetNetworks, "endpointId", endpoint.id).length > 0)
    fail(
      "OperationNotPermitted",
      `The Client VPN endpoint ${endpoint.id} has associated target networks. Disassociate them before deleting it.`,
    );
  const leaving = ctx.put(clientVpnEndpoints, { ...endpoint, deleting: true });
  ctx.later(CHANGE_MS, DELETED, endpoint.id);
  return { Status: statusOf(ctx, leaving) };
});
