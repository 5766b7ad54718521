/** VPCs, subnets, and the gateways and options that belong to a whole VPC. */
import type { Row } from "../../../cloud/table.ts";
import { ofAnotherKind, resource } from "../resource.ts";

export type AssociationState = "associating" | "associated" | "disassociating" | "disassociated";

export interface CidrAssociation {
  readonly associationId: string;
  readonly cidr: string;
  readonly state: AssociationState;
}

export interface Ipv6CidrAssociation extends CidrAssociation {
  readonly networkBorderGroup: string;
}

export interface Vpc extends Row {
  readonly state: "pending" | "available";
  /** The primary CIDR block; `cidrs` has it first. */
  readonly cidr: string;
  readonly cidrs: readonly CidrAssociation[];
  readonly ipv6Cidrs: readonly Ipv6CidrAssociation[];
  readonly instanceTenancy: "default" | "dedicated";
  readonly isDefault: boolean;
  /** `default` where the VPC uses no DHCP options set. */
  readonly dhcpOptionsId: string;
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly enableNetworkAddressUsageMetrics: boolean;
}

export const vpcs = resource<Vpc>()(
  { type: "vpc", prefix: "vpc", code: "InvalidVpcID", noun: "vpc ID", errors: { isMalformed: ofAnotherKind("vpc") } },
  {
    dhcpOptionsId: (vpc) => vpc.dhcpOptionsId,
    /** The IPv6 blocks that are taken, whoever has them. */
    ipv6Cidr: (vpc) => vpc.ipv6Cidrs.map(({ cidr }) => cidr),
    associationId: (vpc) => [...vpc.cidrs, ...vpc.ipv6Cidrs].map(({ associationId }) => associationId),
  },
);

export interface Subnet extends Row {
  readonly state: "pending" | "available";
  readonly vpcId: string;
  /** Absent in an IPv6-only subnet. */
  readonly cidr: string | undefined;
  readonly ipv6Cidrs: readonly CidrAssociation[];
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  readonly ipv6Native: boolean;
  readonly defaultForAz: boolean;
  readonly mapPublicIpOnLaunch: boolean;
  readonly assignIpv6AddressOnCreation: boolean;
  readonly enableDns64: boolean;
  readonly enableLniAtDeviceIndex: number | undefined;
  readonly mapCustomerOwnedIpOnLaunch: boolean;
  readonly customerOwnedIpv4Pool: string | undefined;
  readonly hostnameType: "ip-name" | "resource-name";
  readonly resourceNameDnsARecord: boolean;
  readonly resourceNameDnsAaaaRecord: boolean;
}

export const subnets = resource<Subnet>()(
  {
    type: "subnet",
    prefix: "subnet",
    code: "InvalidSubnetID",
    noun: "subnet ID",
    errors: { isMalformed: ofAnotherKind("subnet") },
  },
  {
    vpcId: (subnet) => subnet.vpcId,
    associationId: (subnet) => subnet.ipv6Cidrs.map(({ associationId }) => associationId),
  },
);

export interface InternetGateway extends Row {
  /** At most one VPC; a VPC has at most one Internet gateway. */
  readonly vpcId: string | undefined;
}

export const internetGateways = resource<InternetGateway>()(
  {
    type: "internet-gateway",
    prefix: "igw",
    code: "InvalidInternetGatewayID",
    noun: "internetGateway ID",
    errors: { malformed: "InvalidInternetGatewayId.Malformed", isMalformed: ofAnotherKind("igw") },
  },
  { vpcId: (gateway) => gateway.vpcId },
);

export interface EgressOnlyInternetGateway extends Row {
  readonly vpcId: string;
}

export const egressOnlyInternetGateways = resource<EgressOnlyInternetGateway>()(
  {
    type: "egress-only-internet-gateway",
    prefix: "eigw",
    code: "InvalidGatewayID",
    noun: "eigw ID",
    errors: { isMalformed: ofAnotherKind("eigw") },
  },
  { vpcId: (gateway) => gateway.vpcId },
);

/** What joins the Wavelength Zones of a VPC to a carrier's network. */
export interface CarrierGateway extends Row {
  readonly vpcId: string;
}

export const carrierGateways = resource<CarrierGateway>()(
  {
    type: "carrier-gateway",
    prefix: "cagw",
    code: "InvalidCarrierGatewayID",
    noun: "carrierGateway ID",
    errors: { isMalformed: ofAnotherKind("cagw") },
  },
  { vpcId: (gateway) => gateway.vpcId },
);

export interface DhcpOptions extends Row {
  /** In the order given: `domain-name`, `domain-name-servers`, `ntp-servers`, … */
  readonly configurations: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export const dhcpOptions = resource<DhcpOptions>()({
  type: "dhcp-options",
  prefix: "dopt",
  code: "InvalidDhcpOptionsID",
  noun: "dhcpOption ID",
  errors: {
    notFound: "InvalidDhcpOptionID.NotFound",
    malformed: "InvalidDhcpOptionsId.Malformed",
    isMalformed: ofAnotherKind("dopt"),
  },
});
