/**
 * VPN connections as they are described.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpnConnections.html
 */
import type {
  VpnConnection as Shape,
  TunnelOption,
  VgwTelemetry,
  VpnConnectionOptions,
  VpnState,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { transitGateways } from "../transitGateway/resources.ts";
import { configurationOf } from "./configuration.ts";
import {
  customerGateways,
  type TunnelLogging,
  type VpnConnection,
  type VpnTunnel,
  vpnConnections,
  vpnGateways,
} from "./resources.ts";

/** "This element is always present in the CreateVpnConnection response; however, it's present in the DescribeVpnConnections response only if the VPN connection is in the pending or available state." */
function configuration(ctx: Context, connection: VpnConnection): string | undefined {
  if (connection.state === "deleting" || connection.state === "deleted") return undefined;
  const customer = ctx.get(customerGateways, connection.customerGatewayId);
  return customer && configurationOf(connection, customer, amazonSideAsnOf(ctx, connection));
}

function amazonSideAsnOf(ctx: Context, { vpnGatewayId = "", transitGatewayId = "" }: VpnConnection): number {
  const gateway = ctx.find(vpnGateways, vpnGatewayId);
  return gateway?.amazonSideAsn ?? ctx.find(transitGateways, transitGatewayId)?.options.amazonSideAsn ?? 64512;
}

export function describeVpnConnection(ctx: Context, connection: VpnConnection): Shape {
  const { id, vpnGatewayId, transitGatewayId } = connection;
  const gateway = vpnGatewayId ?? transitGatewayId;
  return {
    VpnConnectionId: id,
    // AWS says `modifying` too, though its own type does not name that state.
    State: connection.state as VpnState,
    Category: "VPN",
    Type: connection.type,
    CustomerGatewayId: connection.customerGatewayId,
    ...(vpnGatewayId === undefined ? {} : { VpnGatewayId: vpnGatewayId }),
    ...(transitGatewayId === undefined ? {} : { TransitGatewayId: transitGatewayId }),
    GatewayAssociationState: gateway === undefined ? "not-associated" : "associated",
    CustomerGatewayConfiguration: configuration(ctx, connection),
    Options: describeOptions(connection),
    Routes: connection.routes.map(({ destination, state }) => ({
      DestinationCidrBlock: destination,
      Source: "Static",
      State: state,
    })),
    VgwTelemetry: connection.state === "deleted" ? [] : connection.tunnels.map(describeTelemetry),
    Tags: tagList(ctx, id),
  };
}

const describeOptions = (connection: VpnConnection): VpnConnectionOptions => ({
  EnableAcceleration: connection.enableAcceleration,
  StaticRoutesOnly: connection.staticRoutesOnly,
  LocalIpv4NetworkCidr: connection.localIpv4NetworkCidr,
  RemoteIpv4NetworkCidr: connection.remoteIpv4NetworkCidr,
  LocalIpv6NetworkCidr: connection.localIpv6NetworkCidr,
  RemoteIpv6NetworkCidr: connection.remoteIpv6NetworkCidr,
  OutsideIpAddressType: connection.outsideIpAddressType,
  TransportTransitGatewayAttachmentId: connection.transportAttachmentId,
  TunnelInsideIpVersion: connection.tunnelInsideIpVersion,
  TunnelOptions: connection.tunnels.map(describeTunnel),
  TunnelBandwidth: connection.tunnelBandwidth,
});

const values = <T>(list: readonly T[] | undefined): { Value: T }[] | undefined => list?.map((Value) => ({ Value }));

/** Of the options, AWS tells those that were set. */
export function describeTunnel({ parameters: options, ...tunnel }: VpnTunnel): TunnelOption {
  return {
    OutsideIpAddress: tunnel.outsideIpAddress,
    TunnelInsideCidr: tunnel.insideCidr,
    TunnelInsideIpv6Cidr: tunnel.insideIpv6Cidr,
    PreSharedKey: tunnel.preSharedKey,
    Phase1LifetimeSeconds: options.phase1LifetimeSeconds,
    Phase2LifetimeSeconds: options.phase2LifetimeSeconds,
    RekeyMarginTimeSeconds: options.rekeyMarginTimeSeconds,
    RekeyFuzzPercentage: options.rekeyFuzzPercentage,
    ReplayWindowSize: options.replayWindowSize,
    DpdTimeoutSeconds: options.dpdTimeoutSeconds,
    DpdTimeoutAction: options.dpdTimeoutAction,
    Phase1EncryptionAlgorithms: values(options.phase1EncryptionAlgorithms),
    Phase2EncryptionAlgorithms: values(options.phase2EncryptionAlgorithms),
    Phase1IntegrityAlgorithms: values(options.phase1IntegrityAlgorithms),
    Phase2IntegrityAlgorithms: values(options.phase2IntegrityAlgorithms),
    Phase1DHGroupNumbers: values(options.phase1DhGroupNumbers),
    Phase2DHGroupNumbers: values(options.phase2DhGroupNumbers),
    IkeVersions: values(options.ikeVersions),
    StartupAction: options.startupAction,
    LogOptions: options.logging && { CloudWatchLogOptions: describeLogging(options.logging) },
    EnableTunnelLifecycleControl: options.enableTunnelLifecycleControl,
  };
}

const describeLogging = (logging: TunnelLogging) => ({
  LogEnabled: logging.enabled,
  LogGroupArn: logging.groupArn,
  LogOutputFormat: logging.enabled ? logging.outputFormat : undefined,
  BgpLogEnabled: logging.bgpEnabled,
  BgpLogGroupArn: logging.bgpGroupArn,
  BgpLogOutputFormat: logging.bgpEnabled ? logging.bgpOutputFormat : undefined,
});

/** Nobody is at the far end: a tunnel stays down. */
const describeTelemetry = ({ outsideIpAddress, lastStatusChange }: VpnTunnel): VgwTelemetry => ({
  AcceptedRouteCount: 0,
  LastStatusChange: new Date(lastStatusChange),
  OutsideIpAddress: outsideIpAddress,
  Status: "DOWN",
  StatusMessage: "IPSEC IS DOWN",
});

const filters: Filters<VpnConnection, "customerGatewayId" | "vpnGatewayId" | "transitGatewayId"> = {
  "customer-gateway-configuration": (connection, ctx) => configuration(ctx, connection),
  "customer-gateway-id": { of: ({ customerGatewayId }) => customerGatewayId, index: "customerGatewayId" },
  state: ({ state }) => state,
  "option.static-routes-only": ({ staticRoutesOnly }) => staticRoutesOnly,
  "route.destination-cidr-block": ({ routes }) => routes.map(({ destination }) => destination),
  "bgp-asn": ({ customerGatewayId }, ctx) => ctx.get(customerGateways, customerGatewayId)?.bgpAsn,
  type: ({ type }) => type,
  "vpn-connection-id": ({ id }) => id,
  "vpn-gateway-id": { of: ({ vpnGatewayId }) => vpnGatewayId, index: "vpnGatewayId" },
  "transit-gateway-id": { of: ({ transitGatewayId }) => transitGatewayId, index: "transitGatewayId" },
};

export const describeVpnConnections = ec2("DescribeVpnConnections", (input, ctx) => {
  const { rows } = list(ctx, {
    resource: vpnConnections,
    filters,
    ids: input.VpnConnectionIds,
    where: input.Filters,
  });
  return { VpnConnections: rows.map((connection) => describeVpnConnection(ctx, connection)) };
});
