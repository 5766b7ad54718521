/**
 * VPC endpoints: of a gateway, routes in route tables; of an interface endpoint, an interface in each of its subnets.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html
 */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

interface EndpointRow extends Row {
  readonly vpcId: string;
  readonly serviceName: string;
  readonly state: "pending" | "available" | "deleting";
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

export interface InterfaceEndpoint extends EndpointRow {
  readonly type: "Interface";
  /** At most one in each zone. */
  readonly subnets: readonly EndpointSubnet[];
  readonly groupIds: readonly string[];
  readonly ipAddressType: "ipv4" | "dualstack" | "ipv6";
  readonly dnsRecordIpType: "ipv4" | "dualstack" | "ipv6" | "service-defined";
  readonly privateDnsEnabled: boolean;
  readonly privateDnsOnlyForInboundResolverEndpoint: boolean;
  /** What tells its DNS names from those of an endpoint with the same id: eight letters and digits. */
  readonly dnsSuffix: string;
}

export type VpcEndpoint = GatewayEndpoint | InterfaceEndpoint;

export const vpcEndpoints = resource<VpcEndpoint>()(
  { type: "vpc-endpoint", prefix: "vpce", code: "InvalidVpcEndpointId", noun: "Vpc Endpoint Id" },
  {
    vpcId: (endpoint) => endpoint.vpcId,
    groupId: (endpoint) => (endpoint.type === "Interface" ? endpoint.groupIds : undefined),
  },
);
