/**
 * The subnets that clients reach networks through.
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-target.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { createInterface, heldByAws } from "../interface/create.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { defaultGroupOf } from "../securityGroup/defaultGroup.ts";
import { needGroups } from "../securityGroup/groups.ts";
import { refuseUnbuilt } from "../vpc/parameters.ts";
import { type Subnet, subnets, vpcs } from "../vpc/resources.ts";
import { checkOverlap } from "./endpoints.ts";
import {
  type ClientVpnEndpoint,
  type ClientVpnTargetNetwork,
  clientVpnEndpoints,
  clientVpnRoutes,
  clientVpnTargetNetworks,
} from "./resources.ts";
import { addRouteRow } from "./routes.ts";
import { CHANGE_MS, NETWORK_CHANGED, needEndpoint } from "./states.ts";

/** The first target network gives the endpoint its VPC, and that VPC's default group, where it has none. */
export const associateClientVpnTargetNetwork = ec2("AssociateClientVpnTargetNetwork", (input, ctx) => {
  refuseUnbuilt("AssociateClientVpnTargetNetwork", input, ["AvailabilityZone", "AvailabilityZoneId"]);
  const endpoint = needEndpoint(ctx, input.ClientVpnEndpointId);
  const subnet = need(ctx, subnets, input.SubnetId);
  const vpc = need(ctx, vpcs, subnet.vpcId);
  if (endpoint.vpcId !== undefined && endpoint.vpcId !== vpc.id)
    fail(
      "InvalidClientVpnSubnetId.DifferentAccount",
      `Subnet ${subnet.id} is not in the VPC ${endpoint.vpcId} of the Client VPN endpoint ${endpoint.id}.`,
    );
  checkZone(ctx, endpoint, subnet);
  if (endpoint.clientCidr !== undefined) checkOverlap(endpoint.clientCidr, vpc);
  const groupIds = endpoint.groupIds.length > 0 ? endpoint.groupIds : [defaultGroupOf(ctx, vpc.id).id];
  ctx.put(clientVpnEndpoints, { ...endpoint, vpcId: vpc.id, groupIds });
  const { account, region } = ctx;
  const network = ctx.put(clientVpnTargetNetworks, {
    id: ctx.newId("cvpn-assoc"),
    account,
    region,
    endpointId: endpoint.id,
    vpcId: vpc.id,
    subnetId: subnet.id,
    networkInterfaceId: interfaceIn(ctx, endpoint.id, subnet, groupIds),
    state: "associating",
  });
  addRouteRow(ctx, endpoint.id, subnet.id, vpc.cidr, "associate", "Default Route");
  ctx.later(CHANGE_MS, NETWORK_CHANGED, network.id);
  return { AssociationId: network.id, Status: { Code: network.state } };
});

function checkZone(ctx: Context, endpoint: ClientVpnEndpoint, subnet: Subnet): void {
  for (const { subnetId } of ctx.by(clientVpnTargetNetworks, "endpointId", endpoint.id)) {
    if (subnetId === subnet.id)
      fail(
        "InvalidClientVpnDuplicateAssociationException",
        `Subnet ${subnet.id} is already associated with the Client VPN endpoint ${endpoint.id}.`,
      );
    if (ctx.find(subnets, subnetId)?.availabilityZone === subnet.availabilityZone)
      fail(
        "InvalidClientVpnDuplicateAssociationException",
        `Subnet ${subnetId} of the Availability Zone ${subnet.availabilityZone} is already associated with the Client VPN endpoint ${endpoint.id}.`,
      );
  }
}

const interfaceIn = (ctx: Context, endpointId: string, subnet: Subnet, groupIds: readonly string[]): string =>
  createInterface(ctx, {
    subnet,
    groupIds,
    description: `ClientVPN Endpoint resource ${endpointId}`,
    sourceDestCheck: false,
    ...heldByAws(ctx),
  }).id;

/** Its routes are removed with it. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateClientVpnTargetNetwork.html */
export const disassociateClientVpnTargetNetwork = ec2("DisassociateClientVpnTargetNetwork", (input, ctx) => {
  const endpoint = needEndpoint(ctx, input.ClientVpnEndpointId);
  const network = needNetwork(ctx, endpoint.id, input.AssociationId);
  for (const route of ctx.by(clientVpnRoutes, "endpointId", endpoint.id))
    if (route.subnetId === network.subnetId) ctx.put(clientVpnRoutes, { ...route, state: "deleting" });
  ctx.put(clientVpnTargetNetworks, { ...network, state: "disassociating" });
  ctx.later(CHANGE_MS, NETWORK_CHANGED, network.id);
  return { AssociationId: network.id, Status: { Code: "disassociating" as const } };
});

function needNetwork(ctx: Context, endpointId: string, id: string | undefined): ClientVpnTargetNetwork {
  const network = ctx.get(clientVpnTargetNetworks, id ?? "");
  if (network?.endpointId === endpointId) return network;
  return fail("InvalidClientVpnAssociationIdNotFound", `Association ${id} does not exist for endpoint ${endpointId}`);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ApplySecurityGroupsToClientVpnTargetNetwork.html */
export const applySecurityGroups = ec2("ApplySecurityGroupsToClientVpnTargetNetwork", (input, ctx) => {
  const endpoint = needEndpoint(ctx, input.ClientVpnEndpointId);
  const vpc = need(ctx, vpcs, input.VpcId);
  if (endpoint.vpcId !== vpc.id)
    fail("InvalidParameterValue", `The Client VPN endpoint ${endpoint.id} is not associated with the VPC ${vpc.id}.`);
  const groupIds = needGroups(ctx, vpc.id, input.SecurityGroupIds ?? []).map(({ id }) => id);
  if (groupIds.length === 0) fail("MissingParameter", "The request must contain the parameter SecurityGroupIds");
  ctx.put(clientVpnEndpoints, { ...endpoint, groupIds });
  for (const { networkInterfaceId } of ctx.by(clientVpnTargetNetworks, "endpointId", endpoint.id)) {
    const eni = ctx.get(networkInterfaces, networkInterfaceId);
    if (eni) ctx.put(networkInterfaces, { ...eni, groupIds });
  }
  return { SecurityGroupIds: groupIds };
});

const filters: Filters<ClientVpnTargetNetwork, never> = {
  "association-id": ({ id }) => id,
  "target-network-id": ({ subnetId }) => subnetId,
  "vpc-id": ({ vpcId }) => vpcId,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeClientVpnTargetNetworks.html */
export const describeClientVpnTargetNetworks = ec2("DescribeClientVpnTargetNetworks", (input, ctx) => {
  const endpoint = need(ctx, clientVpnEndpoints, input.ClientVpnEndpointId);
  const { rows, nextToken } = list(ctx, {
    resource: clientVpnEndpoints as never,
    filters,
    rows: input.AssociationIds?.length
      ? input.AssociationIds.map((id) => needNetwork(ctx, endpoint.id, id))
      : ctx.by(clientVpnTargetNetworks, "endpointId", endpoint.id),
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    ClientVpnTargetNetworks: rows.map((network) => ({
      AssociationId: network.id,
      VpcId: network.vpcId,
      TargetNetworkId: network.subnetId,
      ClientVpnEndpointId: network.endpointId,
      Status: { Code: network.state },
      SecurityGroups: [...endpoint.groupIds],
    })),
    NextToken: nextToken,
  };
});
