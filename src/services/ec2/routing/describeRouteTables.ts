/** DescribeRouteTables. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html */
import type {
  RouteTableAssociation as AssociationShape,
  Route as RouteShape,
  RouteTable as TableShape,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { lasting } from "../../../cloud/lasting.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { propagatedRoutesOf } from "../vpn/propagation.ts";
import { describeDestination } from "./destinations.ts";
import { type Route, type RouteTable, type RouteTableAssociation, routeTables } from "./resources.ts";
import { describeTarget, isAvailable } from "./targets.ts";

/** Whether a route leads anywhere now. */
export const routeState = (ctx: Context, table: RouteTable, { target }: Route): "active" | "blackhole" =>
  isAvailable(ctx, table.vpcId, target) ? "active" : "blackhole";

const describeRoute = (ctx: Context, table: RouteTable, route: Route): RouteShape => ({
  ...describeDestination(route.destination),
  ...describeTarget(ctx, route.target),
  Origin: route.origin,
  State: routeState(ctx, table, route),
});

const describeAssociation = (table: RouteTable, association: RouteTableAssociation): AssociationShape => ({
  RouteTableAssociationId: association.id,
  RouteTableId: table.id,
  Main: association.main,
  SubnetId: association.subnetId,
  GatewayId: association.gatewayId,
  AssociationState: { State: "associated" },
});

/** What the table holds: what was made, then what virtual private gateways propagate. */
const routesIn = (ctx: Context, table: RouteTable): Route[] => [...table.routes, ...propagatedRoutesOf(ctx, table)];

/** A route table in AWS's shape: routes in the table's order, so that it reads the same twice. */
export const describeRouteTable = (ctx: Context, table: RouteTable): TableShape => ({
  RouteTableId: table.id,
  VpcId: table.vpcId,
  OwnerId: table.account,
  Routes: routesIn(ctx, table).map((route) => describeRoute(ctx, table, route)),
  Associations: table.associations.map((association) => describeAssociation(table, association)),
  PropagatingVgws: table.propagatingGateways.map((GatewayId) => ({ GatewayId })),
  Tags: tagList(ctx, table.id),
});

/** A filter on one member of the table's routes, as they are described. */
const ofRoutes =
  (member: keyof RouteShape) =>
  (table: RouteTable, ctx: Context): (string | undefined)[] =>
    routesIn(ctx, table).map((route) => describeRoute(ctx, table, route)[member]);

const filters: Filters<RouteTable, "vpcId" | "associated" | "associationId"> = {
  "association.gateway-id": (table) => table.associations.map(({ gatewayId }) => gatewayId),
  "association.route-table-association-id": {
    of: (table) => table.associations.map(({ id }) => id),
    index: "associationId",
  },
  "association.route-table-id": (table) => (table.associations.length > 0 ? table.id : undefined),
  "association.subnet-id": {
    of: (table) => table.associations.map(({ subnetId }) => subnetId),
    index: "associated",
  },
  "association.main": (table) => table.associations.map(({ main }) => main),
  "owner-id": (table) => table.account,
  "route-table-id": (table) => table.id,
  "route.destination-cidr-block": ofRoutes("DestinationCidrBlock"),
  "route.destination-ipv6-cidr-block": ofRoutes("DestinationIpv6CidrBlock"),
  "route.destination-prefix-list-id": ofRoutes("DestinationPrefixListId"),
  "route.egress-only-internet-gateway-id": ofRoutes("EgressOnlyInternetGatewayId"),
  "route.gateway-id": ofRoutes("GatewayId"),
  "route.instance-id": ofRoutes("InstanceId"),
  "route.nat-gateway-id": ofRoutes("NatGatewayId"),
  "route.network-interface-id": ofRoutes("NetworkInterfaceId"),
  "route.transit-gateway-id": ofRoutes("TransitGatewayId"),
  "route.origin": ofRoutes("Origin"),
  "route.state": ofRoutes("State"),
  "route.vpc-peering-connection-id": ofRoutes("VpcPeeringConnectionId"),
  "vpc-id": { of: (table) => table.vpcId, index: "vpcId" },
};

const describeAll = lasting(describeRouteTable);

export const describeRouteTables = ec2("DescribeRouteTables", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: routeTables,
    filters,
    ids: input.RouteTableIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [5, 100],
    idsName: "routeTableIds",
  });
  return { RouteTables: describeAll(ctx, rows), NextToken: nextToken };
});
