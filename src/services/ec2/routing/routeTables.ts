/**
 * Route tables as their VPC keeps them: the main table that every VPC has, and the local routes that every table has.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import { formatPrefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { checkQuota } from "../quotas.ts";
import { untag } from "../tag/resources.ts";
import { vpcPrefixes } from "../vpc/prefixes.ts";
import { type Vpc, vpcs } from "../vpc/resources.ts";
import { type Route, type RouteTable, type RouteTableAssociation, routeTables } from "./resources.ts";

const local = (destination: string): Route => ({
  destination,
  target: { kind: "local" },
  origin: "CreateRouteTable",
});

/** Makes a table of the VPC that holds its local routes only. */
export function createRouteTableRow(
  ctx: Context,
  vpc: Vpc,
  associations: readonly RouteTableAssociation[] = [],
): RouteTable {
  const { account, region } = ctx;
  checkQuota(ctx, "L-589F43AA", ctx.by(routeTables, "vpcId", vpc.id).length + 1);
  return ctx.put(routeTables, {
    id: ctx.newId("rtb"),
    account,
    region,
    vpcId: vpc.id,
    routes: vpcPrefixes(vpc).map((block) => local(formatPrefix(block))),
    associations,
    propagatingGateways: [],
  });
}

export const newAssociation = (
  ctx: Context,
  to: { readonly main: true } | { readonly subnetId: string } | { readonly gatewayId: string },
): RouteTableAssociation => ({
  id: ctx.newId("rtbassoc"),
  main: "main" in to,
  subnetId: "subnetId" in to ? to.subnetId : undefined,
  gatewayId: "gatewayId" in to ? to.gatewayId : undefined,
});

/** The table that subnets without one of their own use: part of making a VPC. */
export const createMainRouteTable = (ctx: Context, vpc: Vpc): RouteTable =>
  createRouteTableRow(ctx, vpc, [newAssociation(ctx, { main: true })]);

/** Deletes what is left of a VPC's tables, the main one: part of deleting the VPC. */
export function deleteVpcRouteTables(ctx: Context, vpcId: string): void {
  for (const { id } of ctx.by(routeTables, "vpcId", vpcId)) {
    untag(ctx, id);
    ctx.delete(routeTables, id);
  }
}

/** Gives each table of the VPC a local route for every block that the VPC now has, and no other. */
export function syncLocalRoutes(ctx: Context, vpc: Vpc): void {
  const blocks = vpcPrefixes(vpc).map(formatPrefix);
  for (const table of ctx.by(routeTables, "vpcId", vpc.id)) {
    // A local route whose target was replaced is still the block's route.
    const kept = table.routes.filter(
      ({ origin, destination }) => origin === "CreateRouteTable" && blocks.includes(destination),
    );
    const added = blocks.filter((block) => !kept.some(({ destination }) => destination === block)).map(local);
    const others = table.routes.filter(({ origin }) => origin !== "CreateRouteTable");
    ctx.put(routeTables, { ...table, routes: [...kept, ...added, ...others] });
  }
}

/** Drops the explicit associations of a subnet or gateway that is deleted or detached. */
export function dissociateEverywhere(ctx: Context, subnetOrGatewayId: string): void {
  for (const table of ctx.by(routeTables, "associated", subnetOrGatewayId))
    ctx.put(routeTables, {
      ...table,
      associations: table.associations.filter(
        ({ subnetId, gatewayId }) => subnetId !== subnetOrGatewayId && gatewayId !== subnetOrGatewayId,
      ),
    });
}

/** The VPC of a table. */
export function vpcOfTable(ctx: Context, table: RouteTable): Vpc {
  const vpc = ctx.find(vpcs, table.vpcId);
  if (!vpc) throw new Error(`route table ${table.id} is of no VPC`);
  return vpc;
}
