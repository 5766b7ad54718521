/**
 * VPC endpoints: of a gateway, routes in route tables; of an interface endpoint, an interface in each of its subnets.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html
 */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

interface EndpointRow extends Row {
  readonly vpcId: string;
  readonly serviceName: string;
  readonly state: "pendingAcceptance" | "pending" | "available" | "rejected" | "deleting";
  /** JSON, as it was given. */
  readonly policyDocument: string;
  /** ISO 8601. */
  readonly creationTime: string;
}

/** Its route tables are those that have a route to it. */
export interface GatewayEndpoint extends EndpointRow {
  readonly type: "Gateway";
}

export interface EndpointSubnet {
  readonly subnetId: string;
  readonly networkInterfaceId: string;
}

/** What connects an endpoint to a service that some account offers. */
export interface EndpointConnection {
  readonly id: string;
  readonly serviceId: string;
  /** Where the service is. */
  readonly region: string;
}

/** An endpoint that stands in subnets, by interfaces of its own. */
interface PlacedEndpoint extends EndpointRow {
  /** At most one in each zone. */
  readonly subnets: readonly EndpointSubnet[];
  readonly ipAddressType: "ipv4" | "dualstack" | "ipv6";
  /** Absent where the service is AWS's own. */
  readonly connection?: EndpointConnection;
}

export interface InterfaceEndpoint extends PlacedEndpoint {
  readonly type: "Interface";
  readonly groupIds: readonly string[];
  readonly dnsRecordIpType: "ipv4" | "dualstack" | "ipv6" | "service-defined";
  readonly privateDnsEnabled: boolean;
  readonly privateDnsOnlyForInboundResolverEndpoint: boolean;
  /** What tells its DNS names from those of an endpoint with the same id: eight letters and digits. */
  readonly dnsSuffix: string;
}

/** In one subnet, without groups or names: a target of routes. */
export interface GatewayLoadBalancerEndpoint extends PlacedEndpoint {
  readonly type: "GatewayLoadBalancer";
}

export type VpcEndpoint = GatewayEndpoint | InterfaceEndpoint | GatewayLoadBalancerEndpoint;

export const vpcEndpoints = resource<VpcEndpoint>()(
  { type: "vpc-endpoint", prefix: "vpce", code: "InvalidVpcEndpointId", noun: "Vpc Endpoint Id" },
  {
    vpcId: (endpoint) => endpoint.vpcId,
    groupId: (endpoint) => (endpoint.type === "Interface" ? endpoint.groupIds : undefined),
    /** The endpoints of a service that an account offers, whoever has them. */
    serviceId: (endpoint) => (endpoint.type === "Gateway" ? undefined : endpoint.connection?.serviceId),
  },
);
