/**
 * DescribeClientVpnEndpoints and ExportClientVpnClientConfiguration.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeClientVpnEndpoints.html
 */
import type { ClientVpnEndpointStatus, ClientVpnEndpoint as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { type ClientVpnEndpoint, clientVpnEndpoints, clientVpnTargetNetworks } from "./resources.ts";
import { needEndpoint } from "./states.ts";

export const dnsNameOf = ({ id, region }: ClientVpnEndpoint): string => `${id}.prod.clientvpn.${region}.amazonaws.com`;

/** An endpoint is available while it has a target network. */
export function statusOf(ctx: Context, { id, deleting }: ClientVpnEndpoint): ClientVpnEndpointStatus {
  if (deleting) return { Code: "deleting" };
  const associated = ctx.by(clientVpnTargetNetworks, "endpointId", id).some(({ state }) => state === "associated");
  return { Code: associated ? "available" : "pending-associate" };
}

/** AWS's times here are texts, to the second. */
const timeText = (iso: string): string => iso.slice(0, 19);

const describe = (ctx: Context, endpoint: ClientVpnEndpoint): Shape => ({
  ClientVpnEndpointId: endpoint.id,
  Description: endpoint.description ?? "",
  Status: statusOf(ctx, endpoint),
  CreationTime: timeText(endpoint.creationTime),
  // A client puts a random label in the star's place.
  DnsName: `*.${dnsNameOf(endpoint)}`,
  ClientCidrBlock: endpoint.clientCidr,
  DnsServers: [...endpoint.dnsServers],
  SplitTunnel: endpoint.splitTunnel,
  VpnProtocol: "openvpn",
  TransportProtocol: endpoint.transportProtocol,
  VpnPort: endpoint.vpnPort,
  AssociatedTargetNetworks: ctx
    .by(clientVpnTargetNetworks, "endpointId", endpoint.id)
    .map(({ subnetId }) => ({ NetworkId: subnetId, NetworkType: "vpc" })),
  ServerCertificateArn: endpoint.serverCertificateArn,
  AuthenticationOptions: [...endpoint.authentication],
  ConnectionLogOptions: {
    Enabled: endpoint.connectionLog.enabled,
    CloudwatchLogGroup: endpoint.connectionLog.group,
    CloudwatchLogStream: endpoint.connectionLog.stream,
  },
  Tags: tagList(ctx, endpoint.id),
  SecurityGroupIds: [...endpoint.groupIds],
  VpcId: endpoint.vpcId,
  SelfServicePortalUrl: endpoint.selfServicePortal
    ? `https://self-service.clientvpn.amazonaws.com/endpoints/${endpoint.id}`
    : undefined,
  ClientConnectOptions: {
    Enabled: endpoint.clientConnect.enabled,
    LambdaFunctionArn: endpoint.clientConnect.functionArn,
    Status: { Code: "applied" },
  },
  SessionTimeoutHours: endpoint.sessionTimeoutHours,
  ClientLoginBannerOptions: { Enabled: endpoint.banner.enabled, BannerText: endpoint.banner.text },
  ClientRouteEnforcementOptions: { Enforced: endpoint.routeEnforced },
  DisconnectOnSessionTimeout: endpoint.disconnectOnSessionTimeout,
  EndpointIpAddressType: endpoint.endpointAddressType,
  TrafficIpAddressType: endpoint.trafficAddressType,
});

const filters: Filters<ClientVpnEndpoint, never> = {
  "endpoint-id": ({ id }) => id,
  "transport-protocol": ({ transportProtocol }) => transportProtocol,
};

export const describeClientVpnEndpoints = ec2("DescribeClientVpnEndpoints", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: clientVpnEndpoints,
    filters,
    ids: input.ClientVpnEndpointIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "clientVpnEndpointIds",
  });
  return { ClientVpnEndpoints: rows.map((endpoint) => describe(ctx, endpoint)), NextToken: nextToken };
});

/**
 * An OpenVPN configuration, without the server's certificate chain, which no endpoint has here.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ExportClientVpnClientConfiguration.html
 */
export const exportClientVpnClientConfiguration = ec2("ExportClientVpnClientConfiguration", (input, ctx) => {
  const endpoint = needEndpoint(ctx, input.ClientVpnEndpointId);
  const types = endpoint.authentication.map(({ Type }) => Type);
  const lines = [
    "client",
    "dev tun",
    `proto ${endpoint.transportProtocol}`,
    `remote ${dnsNameOf(endpoint)} ${endpoint.vpnPort}`,
    "remote-random-hostname",
    "resolv-retry infinite",
    "nobind",
    "remote-cert-tls server",
    "cipher AES-256-GCM",
    "verb 3",
    "reneg-sec 0",
    ...(types.includes("directory-service-authentication") ? ["auth-user-pass"] : []),
    ...(types.includes("federated-authentication") ? ["auth-federate", "auth-retry interact"] : []),
  ];
  return { ClientConfiguration: `${lines.join("\n")}\n` };
});
