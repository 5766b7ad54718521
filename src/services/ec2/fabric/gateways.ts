/** Internet, egress-only and NAT gateways, and peering connections. */
import { type Ipv4, parseIpv4 } from "../../../base/address.ts";
import { prefix } from "../../../base/prefix.ts";
import type { Edges, EdgeTranslator, EgressOnly, PortTranslator, ServiceEdge, Tunnel } from "../../../fabric/fabric.ts";
import type { NatGateway } from "../nat/resources.ts";
import type { VpcPeeringConnection } from "../peering/resources.ts";
import { routeTables } from "../routing/resources.ts";
import {
  type EgressOnlyInternetGateway,
  egressOnlyInternetGateways,
  type InternetGateway,
  internetGateways,
} from "../vpc/resources.ts";
import type { VpcEndpoint } from "../vpcEndpoint/resources.ts";
import { arrivalId } from "./routers.ts";
import type { Tables } from "./tables.ts";

/**
 * Bytes of the largest IP packet: an Internet gateway takes 1500, a NAT gateway 8500, peering 9001 inside a region and
 * 8500 between regions.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network_mtu.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
const INTERNET_MTU = 1500;
const NAT_MTU = 8500;
const PEERING_MTU = 9001;
const INTER_REGION_PEERING_MTU = 8500;

/** @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html: 8500 bytes for gateway endpoints. */
const ENDPOINT_MTU = 8500;

/** Flows that one address of a NAT gateway carries to one destination. @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
const NAT_CAPACITY = 55_000;

/** The well-known prefix. @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html */
const NAT64 = prefix("64:ff9b::/96");

export const INTERNET = "internet";

export function edgeOf(tables: Tables, gateway: InternetGateway): EdgeTranslator | undefined {
  if (gateway.vpcId === undefined) return undefined;
  return {
    kind: "edge",
    id: gateway.id,
    domain: gateway.vpcId,
    world: INTERNET,
    arrival: tables.one(routeTables, "associated", gateway.id)?.id,
    mtu: INTERNET_MTU,
  };
}

export const egressOnlyOf = ({ id, vpcId }: EgressOnlyInternetGateway): EgressOnly => ({
  kind: "egress-only",
  id,
  domain: vpcId,
  world: INTERNET,
  mtu: INTERNET_MTU,
});

/** The gateways between a VPC and the Internet, or nothing where it has none. */
export function edgesOf(tables: Tables, vpcId: string): Edges | undefined {
  const edge = tables.one(internetGateways, "vpcId", vpcId)?.id;
  const egressOnly = Array.from(tables.by(egressOnlyInternetGateways, "vpcId", vpcId), ({ id }) => id);
  return edge === undefined && egressOnly.length === 0 ? undefined : { edge, egressOnly };
}

export function translatorOf(nat: NatGateway): PortTranslator | undefined {
  const first = nat.addresses[0];
  if (nat.state !== "available" || !first) return undefined;
  return {
    kind: "port",
    id: nat.id,
    interface: first.networkInterfaceId,
    addresses: nat.addresses
      .filter(({ status }) => status === "succeeded" || status === "associating" || status === "assigning")
      .map(({ privateIp }) => parseIpv4(privateIp) as Ipv4),
    capacity: NAT_CAPACITY,
    nat64: NAT64,
    mtu: NAT_MTU,
  };
}

/** A gateway endpoint: the service's own world, by a private way. Its policy is no packet's matter. */
export function serviceEdgeOf(endpoint: VpcEndpoint): ServiceEdge | undefined {
  if (endpoint.type !== "Gateway" || endpoint.state !== "available") return undefined;
  return {
    kind: "service",
    id: endpoint.id,
    domain: endpoint.vpcId,
    service: endpoint.serviceName,
    conditions: ["its endpoint policy allows the request"],
    mtu: ENDPOINT_MTU,
  };
}

export function tunnelOf({ id, status, requester, accepter }: VpcPeeringConnection): Tunnel | undefined {
  if (status !== "active") return undefined;
  return {
    kind: "tunnel",
    id,
    ends: [
      { domain: requester.vpcId, arrival: arrivalId(id, requester.vpcId) },
      { domain: accepter.vpcId, arrival: arrivalId(id, accepter.vpcId) },
    ],
    mtu: requester.region === accepter.region ? PEERING_MTU : INTER_REGION_PEERING_MTU,
  };
}
