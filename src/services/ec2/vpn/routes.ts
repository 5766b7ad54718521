/**
 * Static routes of a VPN connection to a virtual private gateway: what lies behind the customer's device.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnectionRoute.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpnConnectionRoute.html
 */
import { formatPrefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { ec2 } from "../operation.ts";
import { cidrBlock } from "../vpc/parameters.ts";
import { needLive, ROUTE_MS } from "./lifecycle.ts";
import { type VpnConnection, type VpnStaticRoute, vpnConnections } from "./resources.ts";

const SETTLE = "ec2.vpn.route";

/** Puts a route of the connection in a state that passes. */
function enter(ctx: Context, connection: VpnConnection, destination: string, state: VpnStaticRoute["state"]): void {
  const others = connection.routes.filter((route) => route.destination !== destination);
  ctx.put(vpnConnections, { ...connection, routes: [...others, { destination, state }] });
  ctx.later(ROUTE_MS, SETTLE, `${connection.id} ${destination}`);
}

export const createVpnConnectionRoute = ec2("CreateVpnConnectionRoute", (input, ctx) => {
  const connection = needLive(ctx, vpnConnections, input.VpnConnectionId);
  const destination = formatPrefix(cidrBlock(input.DestinationCidrBlock ?? "", "destinationCidrBlock", "ipv4"));
  if (connection.state === "deleting")
    fail("IncorrectState", `The vpnConnection '${connection.id}' is in the state ${connection.state}.`);
  if (!connection.staticRoutesOnly)
    fail("InvalidParameterValue", `The vpnConnection '${connection.id}' does not use static routes.`);
  if (connection.transitGatewayId !== undefined)
    fail(
      "InvalidParameterValue",
      `The vpnConnection '${connection.id}' is attached to a transit gateway: add the route to a transit gateway route table.`,
    );
  // Asking again for a route that is there succeeds.
  const existing = connection.routes.find((route) => route.destination === destination);
  if (existing?.state !== "available") enter(ctx, connection, destination, "pending");
  return {};
});

export const deleteVpnConnectionRoute = ec2("DeleteVpnConnectionRoute", (input, ctx) => {
  const connection = needLive(ctx, vpnConnections, input.VpnConnectionId);
  const destination = formatPrefix(cidrBlock(input.DestinationCidrBlock ?? "", "destinationCidrBlock", "ipv4"));
  if (!connection.routes.some((route) => route.destination === destination))
    fail("InvalidRoute.NotFound", `The route ${destination} does not exist in the vpnConnection '${connection.id}'.`);
  enter(ctx, connection, destination, "deleting");
  return {};
});

const settle: Transition = (ctx, target) => {
  const [id = "", destination] = target.split(" ");
  const connection = ctx.get(vpnConnections, id);
  if (!connection) return;
  const routes = connection.routes.flatMap((route): VpnStaticRoute[] => {
    if (route.destination !== destination) return [route];
    return route.state === "deleting" ? [] : [{ ...route, state: "available" }];
  });
  ctx.put(vpnConnections, { ...connection, routes });
};

export const vpnRouteTransitions: Readonly<Record<string, Transition>> = { [SETTLE]: settle };
