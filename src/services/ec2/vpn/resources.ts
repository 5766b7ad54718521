/** Site-to-Site VPN: the gateway on either side and the connection between them, as records. */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface CustomerGateway extends Row {
  readonly state: "available" | "deleted";
  readonly type: "ipsec.1";
  /** Absent where a certificate stands for the device. */
  readonly ipAddress: string | undefined;
  readonly bgpAsn: number;
  readonly deviceName: string | undefined;
  readonly certificateArn: string | undefined;
}

export const customerGateways = resource<CustomerGateway>()({
  type: "customer-gateway",
  prefix: "cgw",
  code: "InvalidCustomerGatewayID",
  noun: "customerGateway ID",
  errors: { malformed: "InvalidCustomerGatewayId.Malformed" },
});

export interface VpnGateway extends Row {
  readonly state: "pending" | "available" | "deleting" | "deleted";
  readonly type: "ipsec.1";
  readonly availabilityZone: string | undefined;
  readonly amazonSideAsn: number;
  /** The VPC that it is attached to, or on its way to or from. */
  readonly vpcId: string | undefined;
  /** As the gateway tells it: the last VPC stays there as `detached`. */
  readonly attachment:
    | { readonly vpcId: string; readonly state: "attaching" | "attached" | "detaching" | "detached" }
    | undefined;
}

export const vpnGateways = resource<VpnGateway>()(
  {
    type: "vpn-gateway",
    prefix: "vgw",
    code: "InvalidVpnGatewayID",
    noun: "vpnGateway ID",
    errors: { malformed: "InvalidVpnGatewayID.NotFound" },
  },
  { vpcId: (gateway) => gateway.vpcId },
);

/** What a request said of a tunnel; what it left out holds AWS's default and is not told again. */
export interface TunnelParameters {
  readonly phase1LifetimeSeconds?: number | undefined;
  readonly phase2LifetimeSeconds?: number | undefined;
  readonly rekeyMarginTimeSeconds?: number | undefined;
  readonly rekeyFuzzPercentage?: number | undefined;
  readonly replayWindowSize?: number | undefined;
  readonly dpdTimeoutSeconds?: number | undefined;
  readonly dpdTimeoutAction?: string | undefined;
  readonly phase1EncryptionAlgorithms?: readonly string[] | undefined;
  readonly phase2EncryptionAlgorithms?: readonly string[] | undefined;
  readonly phase1IntegrityAlgorithms?: readonly string[] | undefined;
  readonly phase2IntegrityAlgorithms?: readonly string[] | undefined;
  readonly phase1DhGroupNumbers?: readonly number[] | undefined;
  readonly phase2DhGroupNumbers?: readonly number[] | undefined;
  readonly ikeVersions?: readonly string[] | undefined;
  readonly startupAction?: string | undefined;
  readonly enableTunnelLifecycleControl?: boolean | undefined;
  readonly logging?: TunnelLogging | undefined;
}

export interface TunnelLogging {
  readonly enabled: boolean;
  readonly groupArn: string | undefined;
  readonly outputFormat: string | undefined;
  readonly bgpEnabled: boolean;
  readonly bgpGroupArn: string | undefined;
  readonly bgpOutputFormat: string | undefined;
}

export interface VpnTunnel {
  /** Amazon's end. */
  readonly outsideIpAddress: string;
  readonly insideCidr: string | undefined;
  readonly insideIpv6Cidr: string | undefined;
  readonly preSharedKey: string;
  readonly parameters: TunnelParameters;
  /** ISO 8601: when its status last changed. */
  readonly lastStatusChange: string;
}

export interface VpnStaticRoute {
  readonly destination: string;
  readonly state: "pending" | "available" | "deleting";
}

export interface VpnConnection extends Row {
  readonly state: "pending" | "available" | "modifying" | "deleting" | "deleted";
  readonly type: "ipsec.1";
  readonly customerGatewayId: string;
  /** At most one of the two. */
  readonly vpnGatewayId: string | undefined;
  readonly transitGatewayId: string | undefined;
  readonly enableAcceleration: boolean;
  readonly staticRoutesOnly: boolean;
  readonly tunnelInsideIpVersion: "ipv4" | "ipv6";
  readonly localIpv4NetworkCidr: string | undefined;
  readonly remoteIpv4NetworkCidr: string | undefined;
  readonly localIpv6NetworkCidr: string | undefined;
  readonly remoteIpv6NetworkCidr: string | undefined;
  readonly outsideIpAddressType: "PublicIpv4" | "PrivateIpv4" | "Ipv6";
  readonly transportAttachmentId: string | undefined;
  readonly tunnelBandwidth: "standard" | "large";
  /** Always two. */
  readonly tunnels: readonly VpnTunnel[];
  readonly routes: readonly VpnStaticRoute[];
  /** The request that made it, so that the same one again finds it. */
  readonly request: string;
}

export const vpnConnections = resource<VpnConnection>()(
  {
    type: "vpn-connection",
    prefix: "vpn",
    code: "InvalidVpnConnectionID",
    noun: "vpnConnection ID",
    errors: { malformed: "InvalidVpnConnectionID.NotFound" },
  },
  {
    customerGatewayId: (connection) => connection.customerGatewayId,
    vpnGatewayId: (connection) => connection.vpnGatewayId,
    transitGatewayId: (connection) => connection.transitGatewayId,
    outsideIpAddress: (connection) => connection.tunnels.map(({ outsideIpAddress }) => outsideIpAddress),
  },
);
