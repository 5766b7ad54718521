/**
 * Client VPN endpoints with their target networks, authorization rules and routes. Records only: no client connects yet.
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is.html
 */
import type { ClientVpnAuthentication } from "@aws-sdk/client-ec2";
import { defineTable, type Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface ClientVpnEndpoint extends Row {
  readonly deleting: boolean;
  readonly description: string | undefined;
  /** What clients get their addresses from. */
  readonly clientCidr: string | undefined;
  readonly serverCertificateArn: string;
  /** In the shape of the answers. */
  readonly authentication: readonly ClientVpnAuthentication[];
  readonly connectionLog: {
    readonly enabled: boolean;
    readonly group: string | undefined;
    readonly stream: string | undefined;
  };
  readonly dnsServers: readonly string[];
  readonly transportProtocol: "tcp" | "udp";
  readonly vpnPort: number;
  readonly splitTunnel: boolean;
  /** Named by the request, or by the first target network. */
  readonly vpcId: string | undefined;
  readonly groupIds: readonly string[];
  readonly selfServicePortal: boolean;
  readonly clientConnect: { readonly enabled: boolean; readonly functionArn: string | undefined };
  readonly banner: { readonly enabled: boolean; readonly text: string | undefined };
  readonly routeEnforced: boolean;
  readonly sessionTimeoutHours: number;
  readonly disconnectOnSessionTimeout: boolean;
  readonly endpointAddressType: "ipv4" | "ipv6" | "dual-stack";
  readonly trafficAddressType: "ipv4" | "ipv6" | "dual-stack";
  /** ISO 8601. */
  readonly creationTime: string;
  /** In PEM format. */
  readonly revocationList?: string;
}

export const clientVpnEndpoints = resource<ClientVpnEndpoint>()(
  {
    type: "client-vpn-endpoint",
    prefix: "cvpn-endpoint",
    code: "InvalidClientVpnEndpointId",
    noun: "Client VPN endpoint",
    errors: { missing: (id) => `Endpoint ${id} does not exist` },
  },
  {
    vpcId: (endpoint) => endpoint.vpcId,
    groupId: (endpoint) => endpoint.groupIds,
  },
);

/** A subnet that an endpoint's clients reach networks through; at most one in a zone. */
export interface ClientVpnTargetNetwork extends Row {
  readonly endpointId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly networkInterfaceId: string;
  readonly state: "associating" | "associated" | "disassociating";
}

export const clientVpnTargetNetworks = defineTable<ClientVpnTargetNetwork>()("ec2.client-vpn-target-network", {
  endpointId: (network) => network.endpointId,
});

/** Its id is `endpoint id/CIDR/group`, the group empty where the rule is for all. */
export interface ClientVpnAuthorizationRule extends Row {
  readonly endpointId: string;
  readonly cidr: string;
  readonly groupId: string | undefined;
  readonly description: string | undefined;
  readonly state: "authorizing" | "active" | "revoking";
}

export const clientVpnAuthorizationRules = defineTable<ClientVpnAuthorizationRule>()("ec2.client-vpn-rule", {
  endpointId: (rule) => rule.endpointId,
});

/** Its id is `endpoint id/subnet id/CIDR`. */
export interface ClientVpnRoute extends Row {
  readonly endpointId: string;
  readonly subnetId: string;
  readonly cidr: string;
  /** `associate` for those that come with a target network. */
  readonly origin: "associate" | "add-route";
  readonly description: string | undefined;
  readonly state: "creating" | "active" | "deleting";
}

export const clientVpnRoutes = defineTable<ClientVpnRoute>()("ec2.client-vpn-route", {
  endpointId: (route) => route.endpointId,
});
