/**
 * An endpoint's route table: which target network leads to which destination.
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-routes.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { networkCidr } from "./authorization.ts";
import { type ClientVpnRoute, clientVpnEndpoints, clientVpnRoutes, clientVpnTargetNetworks } from "./resources.ts";
import { CHANGE_MS, needEndpoint, ROUTE_CHANGED } from "./states.ts";

const idOf = (endpointId: string, subnetId: string, cidr: string): string => `${endpointId}/${subnetId}/${cidr}`;

/** Puts a route that is about to be active. */
export function addRouteRow(
  ctx: Context,
  endpointId: string,
  subnetId: string,
  cidr: string,
  origin: ClientVpnRoute["origin"],
  description: string | undefined,
): void {
  const { account, region } = ctx;
  const id = idOf(endpointId, subnetId, cidr);
  const route = { id, account, region, endpointId, subnetId, cidr, origin, description };
  ctx.put(clientVpnRoutes, { ...route, state: "creating" });
  ctx.later(CHANGE_MS, ROUTE_CHANGED, id);
}

/** Through a subnet that is a target network of the endpoint. */
export const createClientVpnRoute = ec2("CreateClientVpnRoute", (input, ctx) => {
  const { id: endpointId } = needEndpoint(ctx, input.ClientVpnEndpointId);
  const cidr = networkCidr(input.DestinationCidrBlock, "destinationCidrBlock");
  const subnetId = input.TargetVpcSubnetId ?? "";
  // AWS's `local` leads to the other clients.
  const target =
    subnetId === "local" ||
    ctx
      .by(clientVpnTargetNetworks, "endpointId", endpointId)
      .some((network) => network.subnetId === subnetId && network.state !== "disassociating");
  if (!target)
    fail(
      "InvalidClientVpnActiveAssociationNotFound",
      `The subnet ${subnetId} is not an active target network of the Client VPN endpoint ${endpointId}.`,
    );
  if (ctx.get(clientVpnRoutes, idOf(endpointId, subnetId, cidr)))
    fail(
      "InvalidClientVpnDuplicateRoute",
      `The route to ${cidr} through ${subnetId} exists on the Client VPN endpoint ${endpointId} already.`,
    );
  addRouteRow(ctx, endpointId, subnetId, cidr, "add-route", input.Description);
  return { Status: { Code: "creating" as const } };
});

/** A route that came with its target network goes with it only. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteClientVpnRoute.html */
export const deleteClientVpnRoute = ec2("DeleteClientVpnRoute", (input, ctx) => {
  const { id: endpointId } = needEndpoint(ctx, input.ClientVpnEndpointId);
  const cidr = networkCidr(input.DestinationCidrBlock, "destinationCidrBlock");
  const route = ctx
    .by(clientVpnRoutes, "endpointId", endpointId)
    .find((one) => one.cidr === cidr && (input.TargetVpcSubnetId ?? one.subnetId) === one.subnetId);
  if (!route)
    return fail(
      "InvalidClientVpnRouteNotFound",
      `The route to ${cidr} does not exist on the Client VPN endpoint ${endpointId}.`,
    );
  if (route.origin === "associate")
    fail("OperationNotPermitted", `The route to ${cidr} was added by the association of ${route.subnetId}.`);
  ctx.put(clientVpnRoutes, { ...route, state: "deleting" });
  ctx.later(CHANGE_MS, ROUTE_CHANGED, route.id);
  return { Status: { Code: "deleting" as const } };
});

const filters: Filters<ClientVpnRoute, never> = {
  "destination-cidr": ({ cidr }) => cidr,
  origin: ({ origin }) => origin,
  "target-subnet": ({ subnetId }) => subnetId,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeClientVpnRoutes.html */
export const describeClientVpnRoutes = ec2("DescribeClientVpnRoutes", (input, ctx) => {
  const { id } = need(ctx, clientVpnEndpoints, input.ClientVpnEndpointId);
  const { rows, nextToken } = list(ctx, {
    resource: clientVpnEndpoints as never,
    filters,
    rows: ctx.by(clientVpnRoutes, "endpointId", id),
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    Routes: rows.map((route) => ({
      ClientVpnEndpointId: route.endpointId,
      DestinationCidr: route.cidr,
      TargetSubnet: route.subnetId,
      Type: "Nat",
      Origin: route.origin,
      Status: { Code: route.state },
      Description: route.description,
    })),
    NextToken: nextToken,
  };
});
