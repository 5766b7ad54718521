/**
 * Changing VPN connections and their tunnels. The tunnels keep their outside addresses.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnConnection.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnConnectionOptions.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnTunnelOptions.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { needGateway } from "../transitGateway/gateways.ts";
import { needState } from "../transitGateway/lifecycle.ts";
import { describeVpnConnection } from "./connections.ts";
import { attach, detach, settleLater } from "./createConnection.ts";
import { needLive } from "./lifecycle.ts";
import { networkCidrs } from "./networkCidrs.ts";
import { customerGateways, type VpnConnection, type VpnTunnel, vpnConnections, vpnGateways } from "./resources.ts";
import { checkInsideCidr, checkInsideIpv6Cidr, checkPreSharedKey, tunnelParameters } from "./tunnelOptions.ts";
import { usedInside } from "./tunnels.ts";

/** A connection that may be changed now. */
export function needAvailable(ctx: Context, id: string | undefined): VpnConnection {
  const connection = needLive(ctx, vpnConnections, id);
  if (connection.state !== "available")
    fail("IncorrectState", `The vpnConnection '${connection.id}' is in the state ${connection.state}.`);
  return connection;
}

/** Puts a connection that is being changed. */
export function change(ctx: Context, connection: VpnConnection) {
  const modifying = ctx.put(vpnConnections, { ...connection, state: "modifying" });
  settleLater(ctx, connection.id);
  return { VpnConnection: describeVpnConnection(ctx, modifying) };
}

/** Another device at the far end, or another gateway at this one. */
export const modifyVpnConnection = ec2("ModifyVpnConnection", (input, ctx) => {
  const connection = needAvailable(ctx, input.VpnConnectionId);
  const { CustomerGatewayId, TransitGatewayId, VpnGatewayId } = input;
  const given = [CustomerGatewayId, TransitGatewayId, VpnGatewayId].filter((id) => id !== undefined);
  if (given.length === 0)
    fail(
      "MissingParameter",
      "The request must contain the parameter transitGatewayId, customerGatewayId or vpnGatewayId",
    );
  if (TransitGatewayId !== undefined && VpnGatewayId !== undefined)
    fail(
      "InvalidParameterCombination",
      "The parameter vpnGatewayId cannot be used with the parameter transitGatewayId",
    );
  const customerGatewayId =
    CustomerGatewayId === undefined
      ? connection.customerGatewayId
      : needLive(ctx, customerGateways, CustomerGatewayId).id;
  return change(ctx, { ...moved(ctx, connection, TransitGatewayId, VpnGatewayId), customerGatewayId });
});

function moved(
  ctx: Context,
  connection: VpnConnection,
  transitGatewayId: string | undefined,
  vpnGatewayId: string | undefined,
): VpnConnection {
  if (transitGatewayId !== undefined && transitGatewayId !== connection.transitGatewayId) {
    const gateway = needGateway(ctx, transitGatewayId);
    needState(gateway, "available", "modifying");
    // "You must delete the static routes before you migrate to the new gateway."
    if (connection.routes.length > 0)
      fail("IncorrectState", `The vpnConnection '${connection.id}' has static routes: delete them first.`);
    detach(ctx, connection.id);
    attach(ctx, gateway, connection.id);
    return { ...connection, transitGatewayId, vpnGatewayId: undefined };
  }
  if (vpnGatewayId !== undefined && vpnGatewayId !== connection.vpnGatewayId) {
    needLive(ctx, vpnGateways, vpnGatewayId);
    detach(ctx, connection.id);
    return { ...connection, transitGatewayId: undefined, vpnGatewayId };
  }
  return connection;
}

export const modifyVpnConnectionOptions = ec2("ModifyVpnConnectionOptions", (input, ctx) => {
  const connection = needAvailable(ctx, input.VpnConnectionId);
  const { TunnelBandwidth: tunnelBandwidth = connection.tunnelBandwidth } = input;
  if (tunnelBandwidth === "large" && connection.transitGatewayId === undefined)
    fail("InvalidParameterCombination", "A VPN connection with large tunnel bandwidth needs a transit gateway.");
  const cidrs = networkCidrs(connection.tunnelInsideIpVersion, connection, input);
  return change(ctx, { ...connection, ...cidrs, tunnelBandwidth });
});

/** The tunnel with this outside address. */
export function needTunnel(connection: VpnConnection, address: string | undefined): VpnTunnel {
  return (
    connection.tunnels.find(({ outsideIpAddress }) => outsideIpAddress === address) ??
    fail(
      "InvalidParameterValue",
      `Value (${address}) for parameter vpnTunnelOutsideIpAddress is invalid. It is no tunnel of ${connection.id}.`,
    )
  );
}

export const modifyVpnTunnelOptions = ec2("ModifyVpnTunnelOptions", (input, ctx) => {
  const connection = needAvailable(ctx, input.VpnConnectionId);
  const tunnel = needTunnel(connection, input.VpnTunnelOutsideIpAddress);
  if (input.PreSharedKeyStorage === "SecretsManager")
    fail("UnsupportedOperation", "Underlay does not build pre-shared keys in Secrets Manager yet.");
  const { TunnelOptions: options = {} } = input;
  const others = connection.tunnels.filter((other) => other !== tunnel);
  const used = [
    ...usedInside(ctx, connection, connection.id),
    ...others.flatMap(({ insideCidr, insideIpv6Cidr }) => [insideCidr ?? [], insideIpv6Cidr ?? []].flat()),
  ];
  if (options.TunnelInsideIpv6Cidr && connection.tunnelInsideIpVersion !== "ipv6")
    fail("InvalidParameterCombination", "An IPv6 inside CIDR block needs tunnels that carry IPv6.");
  const changed: VpnTunnel = {
    ...tunnel,
    insideCidr: options.TunnelInsideCidr ? checkInsideCidr(options.TunnelInsideCidr, used) : tunnel.insideCidr,
    insideIpv6Cidr: options.TunnelInsideIpv6Cidr
      ? checkInsideIpv6Cidr(options.TunnelInsideIpv6Cidr, used)
      : tunnel.insideIpv6Cidr,
    preSharedKey: options.PreSharedKey ? checkPreSharedKey(options.PreSharedKey) : tunnel.preSharedKey,
    parameters: tunnelParameters(tunnel.parameters, options),
    lastStatusChange: ctx.now().toISOString(),
  };
  return change(ctx, {
    ...connection,
    tunnels: connection.tunnels.map((other) => (other === tunnel ? changed : other)),
  });
});

/** Nothing is ever pending here, so a replacement is the same endpoint again. */
export const replaceVpnTunnel = ec2("ReplaceVpnTunnel", (input, ctx) => {
  const connection = needAvailable(ctx, input.VpnConnectionId);
  needTunnel(connection, input.VpnTunnelOutsideIpAddress);
  change(ctx, connection);
  return { Return: true };
});

export const getVpnTunnelReplacementStatus = ec2("GetVpnTunnelReplacementStatus", (input, ctx) => {
  const connection = needLive(ctx, vpnConnections, input.VpnConnectionId);
  const { outsideIpAddress, lastStatusChange } = needTunnel(connection, input.VpnTunnelOutsideIpAddress);
  return {
    VpnConnectionId: connection.id,
    TransitGatewayId: connection.transitGatewayId,
    CustomerGatewayId: connection.customerGatewayId,
    VpnGatewayId: connection.vpnGatewayId,
    VpnTunnelOutsideIpAddress: outsideIpAddress,
    MaintenanceDetails: { PendingMaintenance: "false", LastMaintenanceApplied: new Date(lastStatusChange) },
  };
});
