/** What is asked of one tunnel: what it negotiated, and a certificate anew. */
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { needLive } from "./lifecycle.ts";
import { change, needAvailable, needTunnel } from "./modifyConnection.ts";
import { customerGateways, vpnConnections } from "./resources.ts";

/**
 * A tunnel is a record that nobody negotiates over: it is provisioned, and tells no algorithms.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetActiveVpnTunnelStatus.html
 */
export const getActiveVpnTunnelStatus = ec2("GetActiveVpnTunnelStatus", (input, ctx) => {
  needTunnel(needLive(ctx, vpnConnections, input.VpnConnectionId), input.VpnTunnelOutsideIpAddress);
  return {
    ActiveVpnTunnelStatus: {
      ProvisioningStatus: "available" as const,
      ProvisioningStatusReason: "No IKE negotiation has taken place: the tunnel is down.",
    },
  };
});

/**
 * Only tunnels that authenticate by certificate have one.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnTunnelCertificate.html
 */
export const modifyVpnTunnelCertificate = ec2("ModifyVpnTunnelCertificate", (input, ctx) => {
  const connection = needAvailable(ctx, input.VpnConnectionId);
  const tunnel = needTunnel(connection, input.VpnTunnelOutsideIpAddress);
  if (ctx.get(customerGateways, connection.customerGatewayId)?.certificateArn === undefined)
    fail(
      "InvalidParameterValue",
      `The tunnels of ${connection.id} authenticate by pre-shared keys, not by certificates.`,
    );
  const renewed = { ...tunnel, lastStatusChange: ctx.now().toISOString() };
  return change(ctx, {
    ...connection,
    tunnels: connection.tunnels.map((other) => (other === tunnel ? renewed : other)),
  });
});
