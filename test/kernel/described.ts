/** The region as its Describe operations tell it: all that the kernel's side is built from. */
import type {
  Address,
  Instance,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  TransitGatewayRoute,
  Vpc,
  VpcPeeringConnection,
} from "@aws-sdk/client-ec2";
import type { TestRegion } from "../../src/services/ec2/region.fixture.ts";

export interface Described {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly securityGroupRules: readonly SecurityGroupRule[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly natGateways: readonly NatGateway[];
  readonly internetGateways: readonly InternetGateway[];
  readonly transit: readonly TransitAttachment[];
  readonly peerings: readonly VpcPeeringConnection[];
  readonly instances: readonly Instance[];
  readonly addresses: readonly Address[];
  /** The prefixes of customers' prefix lists, by id. */
  readonly prefixLists: ReadonlyMap<string, readonly string[]>;
}

/** An attachment of a VPC to a transit gateway, with the routes of the table that it is associated with. */
export interface TransitAttachment {
  readonly id: string;
  readonly gateway: string;
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly routes: readonly TransitGatewayRoute[];
}

function transitOf({ call }: TestRegion): readonly TransitAttachment[] {
  const associations = new Map(
    (call("DescribeTransitGatewayAttachments").TransitGatewayAttachments ?? []).map((one) => [
      one.TransitGatewayAttachmentId,
      one.Association?.State === "associated" ? one.Association.TransitGatewayRouteTableId : undefined,
    ]),
  );
  const Filters = [{ Name: "state", Values: ["active", "blackhole"] }];
  return (call("DescribeTransitGatewayVpcAttachments").TransitGatewayVpcAttachments ?? [])
    .filter(({ State }) => State === "available")
    .map(({ TransitGatewayAttachmentId, TransitGatewayId, VpcId, SubnetIds }) => {
      const table = associations.get(TransitGatewayAttachmentId);
      const search = { TransitGatewayRouteTableId: table, Filters };
      return {
        id: need(TransitGatewayAttachmentId, "TransitGatewayAttachmentId"),
        gateway: need(TransitGatewayId, "TransitGatewayId"),
        vpc: need(VpcId, "VpcId"),
        subnets: SubnetIds ?? [],
        routes: table === undefined ? [] : (call("SearchTransitGatewayRoutes", search).Routes ?? []),
      };
    });
}

/** Leaves out the default VPC: nothing is ever put into it. */
export function describeRegion(region: TestRegion): Described {
  const { call } = region;
  const vpcs = (call("DescribeVpcs").Vpcs ?? []).filter(({ IsDefault }) => !IsDefault);
  const ours = new Set(vpcs.map(({ VpcId }) => VpcId));
  const inOurs = ({ VpcId }: { VpcId?: string | undefined }) => ours.has(VpcId);
  return {
    vpcs,
    subnets: (call("DescribeSubnets").Subnets ?? []).filter(inOurs),
    routeTables: (call("DescribeRouteTables").RouteTables ?? []).filter(inOurs),
    networkAcls: (call("DescribeNetworkAcls").NetworkAcls ?? []).filter(inOurs),
    securityGroups: (call("DescribeSecurityGroups").SecurityGroups ?? []).filter(inOurs),
    securityGroupRules: call("DescribeSecurityGroupRules").SecurityGroupRules ?? [],
    networkInterfaces: (call("DescribeNetworkInterfaces").NetworkInterfaces ?? []).filter(inOurs),
    natGateways: call("DescribeNatGateways").NatGateways ?? [],
    internetGateways: call("DescribeInternetGateways").InternetGateways ?? [],
    transit: transitOf(region),
    peerings: call("DescribeVpcPeeringConnections").VpcPeeringConnections ?? [],
    instances: (call("DescribeInstances").Reservations ?? []).flatMap(({ Instances }) => Instances ?? []),
    addresses: call("DescribeAddresses").Addresses ?? [],
    prefixLists: new Map(
      (call("DescribeManagedPrefixLists").PrefixLists ?? [])
        .filter(({ OwnerId }) => OwnerId !== "AWS")
        .map(({ PrefixListId = "" }) => {
          const { Entries = [] } = call("GetManagedPrefixListEntries", { PrefixListId });
          return [PrefixListId, Entries.map(({ Cidr }) => need(Cidr, "Cidr"))];
        }),
    ),
  };
}

/** A member that the answer must have: AWS always gives it. */
export function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the answer lacks ${what}`);
  return value;
}
