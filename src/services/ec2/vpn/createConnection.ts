/**
 * Making and deleting VPN connections. One to a transit gateway has an attachment of its own there.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnection.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpnConnection.html
 */
import type { CreateVpnConnectionRequest, VpnConnectionOptionsSpecification } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { tagNew } from "../tag/resources.ts";
import { checkAttachmentQuota, enter, leave } from "../transitGateway/attachmentStates.ts";
import { needEnd } from "../transitGateway/attachments.ts";
import { needGateway } from "../transitGateway/gateways.ts";
import { needState } from "../transitGateway/lifecycle.ts";
import { type TransitGateway, transitGatewayAttachments } from "../transitGateway/resources.ts";
import { refuseUnbuilt } from "../vpc/parameters.ts";
import { describeVpnConnection } from "./connections.ts";
import { forgetLater, forgettingOf, needLive, SETTLING_MS } from "./lifecycle.ts";
import { networkCidrs } from "./networkCidrs.ts";
import { customerGateways, type VpnConnection, vpnConnections, vpnGateways } from "./resources.ts";
import { newTunnels } from "./tunnels.ts";

const SETTLE = "ec2.vpn.settle";

/** Arranges that a connection moves on from its present state. */
export const settleLater = (ctx: Context, id: string): void => ctx.later(SETTLING_MS, SETTLE, id);

export const createVpnConnection = ec2("CreateVpnConnection", (input, ctx) => {
  refuseUnbuilt("CreateVpnConnection", input, ["VpnConcentratorId"]);
  if (input.PreSharedKeyStorage === "SecretsManager")
    fail("UnsupportedOperation", "Underlay does not build pre-shared keys in Secrets Manager yet.");
  if (input.Type !== "ipsec.1") fail("InvalidParameterValue", `Value (${input.Type}) for parameter type is invalid.`);
  const customer = needLive(ctx, customerGateways, input.CustomerGatewayId);
  const { vpnGatewayId, transitGateway } = gatewayOf(ctx, input);
  const request = requestOf(input);
  // "This is an idempotent operation. If you perform the operation more than once, Amazon EC2 doesn't return an error."
  const existing =
    vpnGatewayId === undefined
      ? undefined
      : ctx
          .by(vpnConnections, "vpnGatewayId", vpnGatewayId)
          .find((one) => one.request === request && one.state !== "deleting" && one.state !== "deleted");
  if (existing) return { VpnConnection: describeVpnConnection(ctx, existing) };
  checkQuotas(ctx, vpnGatewayId);
  const { Options: options = {} } = input;
  const transitGatewayId = transitGateway?.id;
  const kind = kindOf(ctx, options, transitGateway);
  const connection: VpnConnection = {
    id: ctx.newId("vpn"),
    account: ctx.account,
    region: ctx.region,
    state: "pending",
    type: "ipsec.1",
    customerGatewayId: customer.id,
    vpnGatewayId,
    transitGatewayId,
    ...kind,
    ...networkCidrs(kind.tunnelInsideIpVersion, {}, options),
    tunnels: newTunnels(
      ctx,
      {
        vpnGatewayId,
        transitGatewayId,
        insideIpVersion: kind.tunnelInsideIpVersion,
        outsideIpAddressType: kind.outsideIpAddressType,
      },
      options.TunnelOptions,
    ),
    routes: [],
    request,
  };
  ctx.put(vpnConnections, connection);
  tagNew(ctx, "vpn-connection", connection.id, input.TagSpecifications);
  if (transitGateway) attach(ctx, transitGateway, connection.id);
  settleLater(ctx, connection.id);
  return { VpnConnection: describeVpnConnection(ctx, connection) };
});

function checkQuotas(ctx: Context, vpnGatewayId: string | undefined): void {
  const held = ctx.all(vpnConnections).filter(({ state }) => state !== "deleted");
  checkQuota(ctx, "L-3E6EC3A3", held.length + 1);
  if (vpnGatewayId !== undefined)
    checkQuota(ctx, "L-B91E5754", held.filter((one) => one.vpnGatewayId === vpnGatewayId).length + 1);
}

/** Everything that says what is asked for; tags do not. */
const requestOf = ({ CustomerGatewayId, VpnGatewayId, TransitGatewayId, Options }: CreateVpnConnectionRequest) =>
  JSON.stringify([CustomerGatewayId, VpnGatewayId, TransitGatewayId, Options]);

function gatewayOf(ctx: Context, input: CreateVpnConnectionRequest) {
  if (input.VpnGatewayId !== undefined && input.TransitGatewayId !== undefined)
    fail(
      "InvalidParameterCombination",
      "The parameter vpnGatewayId cannot be used with the parameter transitGatewayId",
    );
  const transitGateway = input.TransitGatewayId === undefined ? undefined : needGateway(ctx, input.TransitGatewayId);
  if (transitGateway) needState(transitGateway, "available", "modifying");
  const vpnGatewayId = input.VpnGatewayId === undefined ? undefined : needLive(ctx, vpnGateways, input.VpnGatewayId).id;
  return { transitGateway, vpnGatewayId };
}

/** What kind of connection it is, for as long as it lasts. */
function kindOf(ctx: Context, options: VpnConnectionOptionsSpecification, gateway: TransitGateway | undefined) {
  const tunnelInsideIpVersion = options.TunnelInsideIpVersion ?? "ipv4";
  if (tunnelInsideIpVersion !== "ipv4" && tunnelInsideIpVersion !== "ipv6")
    fail("InvalidParameterValue", `Value (${tunnelInsideIpVersion}) for parameter tunnelInsideIpVersion is invalid.`);
  const outsideIpAddressType = (options.OutsideIpAddressType ?? "PublicIpv4") as VpnConnection["outsideIpAddressType"];
  if (!["PublicIpv4", "PrivateIpv4", "Ipv6"].includes(outsideIpAddressType))
    fail("InvalidParameterValue", `Value (${outsideIpAddressType}) for parameter outsideIpAddressType is invalid.`);
  const enableAcceleration = options.EnableAcceleration ?? false;
  const tunnelBandwidth = options.TunnelBandwidth ?? "standard";
  if (!gateway) {
    const needs = {
      "IPv6 tunnels": tunnelInsideIpVersion === "ipv6",
      acceleration: enableAcceleration,
      "private or IPv6 outside addresses": outsideIpAddressType !== "PublicIpv4",
      "large tunnel bandwidth": tunnelBandwidth === "large",
    };
    for (const [what, asked] of Object.entries(needs))
      if (asked) fail("InvalidParameterCombination", `A VPN connection with ${what} needs a transit gateway.`);
  }
  return {
    tunnelInsideIpVersion,
    outsideIpAddressType,
    enableAcceleration,
    tunnelBandwidth,
    staticRoutesOnly: options.StaticRoutesOnly ?? false,
    transportAttachmentId: transportOf(ctx, options, outsideIpAddressType, gateway),
  };
}

/** "Required if OutsideIpAddressType is set to PrivateIpv4." */
function transportOf(
  ctx: Context,
  { TransportTransitGatewayAttachmentId: id }: VpnConnectionOptionsSpecification,
  type: VpnConnection["outsideIpAddressType"],
  gateway: TransitGateway | undefined,
): string | undefined {
  if ((id !== undefined) !== (type === "PrivateIpv4"))
    fail(
      "InvalidParameterCombination",
      "The parameter transportTransitGatewayAttachmentId goes with the outside IP address type PrivateIpv4.",
    );
  if (id === undefined) return undefined;
  const end = needEnd(ctx, id);
  if (end.transitGatewayId !== gateway?.id)
    fail("InvalidParameterValue", `${id} is not an attachment of the connection's transit gateway.`);
  return id;
}

/** The connection's attachment to a transit gateway. */
export function attach(ctx: Context, gateway: TransitGateway, vpnConnectionId: string): void {
  checkAttachmentQuota(ctx, gateway.id);
  enter(
    ctx,
    {
      kind: "vpn",
      id: ctx.newId("tgw-attach"),
      account: ctx.account,
      region: ctx.region,
      state: "pending",
      transitGatewayId: gateway.id,
      transitGatewayOwnerId: gateway.account,
      creationTime: ctx.now().toISOString(),
      vpnConnectionId,
    },
    "pending",
  );
}

/** The connection leaves its transit gateway, if it is at one. */
export function detach(ctx: Context, vpnConnectionId: string): void {
  for (const attachment of ctx.by(transitGatewayAttachments, "vpnConnectionId", vpnConnectionId))
    if (attachment.state !== "deleted" && attachment.state !== "deleting") leave(ctx, attachment);
}

export const deleteVpnConnection = ec2("DeleteVpnConnection", ({ VpnConnectionId }, ctx) => {
  const connection = needLive(ctx, vpnConnections, VpnConnectionId);
  if (connection.state === "deleting") return {};
  detach(ctx, connection.id);
  ctx.put(vpnConnections, { ...connection, state: "deleting" });
  settleLater(ctx, connection.id);
  return {};
});

const settle: Transition = (ctx, id) => {
  const connection = ctx.get(vpnConnections, id);
  if (connection?.state === "pending" || connection?.state === "modifying")
    ctx.put(vpnConnections, { ...connection, state: "available" });
  if (connection?.state !== "deleting") return;
  ctx.put(vpnConnections, { ...connection, state: "deleted", routes: [] });
  forgetLater(ctx, vpnConnections, id);
};

export const connectionTransitions: Readonly<Record<string, Transition>> = {
  [SETTLE]: settle,
  ...forgettingOf(vpnConnections),
};
