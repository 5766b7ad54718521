/**
 * The routes of a gateway endpoint: in each of its route tables one, from the service's prefix list to the endpoint.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { awsPrefixLists } from "../prefixList/awsLists.ts";
import { need } from "../resource.ts";
import { checkRoute } from "../routing/permitted.ts";
import { type RouteTable, routeTables } from "../routing/resources.ts";
import type { GatewayEndpoint } from "./resources.ts";

/** The id of the prefix list that has the service's addresses. */
export function prefixListOf(ctx: Context, serviceName: string): string {
  for (const { id, name } of awsPrefixLists(ctx.region)) if (name === serviceName) return id;
  throw new Error(`${serviceName} has no prefix list`);
}

/** The tables that route to an endpoint. */
export const tablesOf = (ctx: Context, endpointId: string): readonly RouteTable[] =>
  ctx.by(routeTables, "target", endpointId);

/** Puts the endpoint's route into a table that has none to its service yet. */
export function addRoute(ctx: Context, endpoint: GatewayEndpoint, routeTableId: string): void {
  const table = need(ctx, routeTables, routeTableId);
  if (table.vpcId !== endpoint.vpcId)
    fail("InvalidParameter", `Route table ${table.id} and VPC ${endpoint.vpcId} belong to different networks.`);
  const destination = prefixListOf(ctx, endpoint.serviceName);
  const target = { kind: "vpc-endpoint", id: endpoint.id } as const;
  const existing = table.routes.find((route) => route.destination === destination);
  if (existing?.target.kind === "vpc-endpoint" && existing.target.id === endpoint.id) return;
  if (existing)
    fail(
      "RouteAlreadyExists",
      `route table ${table.id} already has a route with destination-prefix-list-id ${destination}`,
    );
  checkRoute(ctx, table, destination, target);
  ctx.put(routeTables, { ...table, routes: [...table.routes, { destination, target, origin: "CreateRoute" }] });
}

/** Takes the endpoint's route out of a table. */
export function removeRoute(ctx: Context, endpoint: GatewayEndpoint, routeTableId: string): void {
  const table = need(ctx, routeTables, routeTableId);
  const routes = table.routes.filter(({ target }) => target.kind !== "vpc-endpoint" || target.id !== endpoint.id);
  if (routes.length === table.routes.length)
    fail("InvalidParameter", `Route table ${table.id} is not associated with VPC endpoint ${endpoint.id}.`);
  ctx.put(routeTables, { ...table, routes });
}
