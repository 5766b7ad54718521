/**
 * Routes that a virtual private gateway propagates into the route tables of its VPC: the static routes of its VPN
 * connections. They are computed when asked, and stored nowhere.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/WorkWithRouteTables.html#EnableDisableRouteProp
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVgwRoutePropagation.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Row, TableDefinition } from "../../../cloud/table.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { type Route, type RouteTable, routeTables } from "../routing/resources.ts";
import { needLive } from "./lifecycle.ts";
import { vpnConnections, vpnGateways } from "./resources.ts";

export const enableVgwRoutePropagation = ec2("EnableVgwRoutePropagation", ({ GatewayId, RouteTableId }, ctx) => {
  const table = need(ctx, routeTables, RouteTableId);
  const gateway = needLive(ctx, vpnGateways, GatewayId);
  if (gateway.vpcId !== table.vpcId || gateway.attachment?.state !== "attached")
    fail("Gateway.NotAttached", `resource ${gateway.id} is not attached to network ${table.vpcId}`);
  if (table.associations.some(({ gatewayId }) => gatewayId !== undefined))
    fail(
      "InvalidParameterValue",
      `Route table ${table.id} is associated with a gateway: it takes no propagated routes.`,
    );
  if (!table.propagatingGateways.includes(gateway.id))
    ctx.put(routeTables, { ...table, propagatingGateways: [...table.propagatingGateways, gateway.id] });
  return {};
});

export const disableVgwRoutePropagation = ec2("DisableVgwRoutePropagation", ({ GatewayId, RouteTableId }, ctx) => {
  const table = need(ctx, routeTables, RouteTableId);
  const { id } = need(ctx, vpnGateways, GatewayId);
  ctx.put(routeTables, { ...table, propagatingGateways: table.propagatingGateways.filter((other) => other !== id) });
  return {};
});

/** Rows by id or by index, of every account and region. */
interface Lookups {
  get<R extends Row, I extends string>(table: TableDefinition<R, I>, id: string): R | undefined;
  by<R extends Row, I extends string>(table: TableDefinition<R, I>, index: I, key: string): Iterable<R>;
}

/**
 * The routes that a table holds by propagation now. A route that was made for the same destination, or the VPC's own
 * local one, is preferred: the propagated one is not there then.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function propagatedRoutes(lookups: Lookups, table: RouteTable): readonly Route[] {
  if (table.propagatingGateways.length === 0) return [];
  const taken = new Set(table.routes.map(({ destination }) => destination));
  const routes: Route[] = [];
  for (const gatewayId of table.propagatingGateways) {
    const gateway = lookups.get(vpnGateways, gatewayId);
    if (gateway?.attachment?.state !== "attached" || gateway.vpcId !== table.vpcId) continue;
    for (const { state, routes: held } of lookups.by(vpnConnections, "vpnGatewayId", gatewayId)) {
      if (state !== "available" && state !== "modifying") continue;
      for (const { destination, state: routeState } of held) {
        if (routeState !== "available" || taken.has(destination)) continue;
        taken.add(destination);
        routes.push({
          destination,
          target: { kind: "virtual-private-gateway", id: gatewayId },
          origin: "EnableVgwRoutePropagation",
        });
      }
    }
  }
  return routes;
}

/** The same, from an operation's context. */
export const propagatedRoutesOf = (ctx: Context, table: RouteTable): readonly Route[] =>
  propagatedRoutes({ get: (of, id) => ctx.find(of, id), by: (of, index, key) => ctx.by(of, index, key) }, table);
