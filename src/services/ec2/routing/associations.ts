/**
 * Which subnets and gateways use a route table, and which table is the VPC's main one.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateRouteTable.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { need, resourceOfId } from "../resource.ts";
import { subnets } from "../vpc/resources.ts";
import { gatewayRouteProblem } from "./permitted.ts";
import { type RouteTable, type RouteTableAssociation, routeTables } from "./resources.ts";
import { newAssociation } from "./routeTables.ts";

const ASSOCIATED = { State: "associated" } as const;

export const associateRouteTable = ec2("AssociateRouteTable", ({ RouteTableId, SubnetId, GatewayId }, ctx) => {
  const table = need(ctx, routeTables, RouteTableId);
  if (SubnetId !== undefined && GatewayId !== undefined)
    fail("InvalidParameterCombination", "The parameter subnetId cannot be used with the parameter gatewayId");
  if (SubnetId !== undefined) {
    checkSubnet(ctx, table, SubnetId);
    return associate(ctx, table, SubnetId, newAssociation(ctx, { subnetId: SubnetId }));
  }
  if (GatewayId === undefined)
    return fail("MissingParameter", "The request must contain the parameter subnetId or gatewayId");
  checkGateway(ctx, table, GatewayId);
  return associate(ctx, table, GatewayId, newAssociation(ctx, { gatewayId: GatewayId }));
});

function associate(ctx: Context, table: RouteTable, id: string, association: RouteTableAssociation) {
  const [current] = ctx.by(routeTables, "associated", id);
  if (current && current.id !== table.id)
    fail(
      "Resource.AlreadyAssociated",
      `the specified association for route table ${table.id} conflicts with an existing association`,
    );
  const existing = current?.associations.find(({ subnetId, gatewayId }) => (subnetId ?? gatewayId) === id);
  if (existing) return { AssociationId: existing.id, AssociationState: ASSOCIATED };
  ctx.put(routeTables, { ...table, associations: [...table.associations, association] });
  return { AssociationId: association.id, AssociationState: ASSOCIATED };
}

function checkSubnet(ctx: Context, table: RouteTable, subnetId: string): void {
  if (need(ctx, subnets, subnetId).vpcId !== table.vpcId)
    fail("InvalidParameterValue", `route table ${table.id} and subnet ${subnetId} belong to different networks`);
}

/**
 * A gateway takes a table for what enters the VPC by it, if every route stays inside the VPC.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
 */
function checkGateway(ctx: Context, table: RouteTable, gatewayId: string): void {
  const resource = /^(igw|vgw)-/.test(gatewayId) ? resourceOfId(gatewayId) : undefined;
  const gateway = resource && ctx.get(resource, gatewayId);
  if (!gateway) fail("InvalidGatewayID.NotFound", `The gateway ID '${gatewayId}' does not exist`);
  if (!("vpcId" in gateway) || gateway.vpcId !== table.vpcId)
    fail(
      "InvalidParameterValue",
      `route table ${table.id} and network gateway ${gatewayId} belong to different networks`,
    );
  if (table.propagatingGateways.length > 0)
    fail(
      "InvalidParameterValue",
      `Route table ${table.id} has route propagation enabled, which a gateway's may not have.`,
    );
  for (const route of table.routes) {
    const problem = gatewayRouteProblem(ctx, table, route);
    if (problem)
      fail(
        "InvalidParameterValue",
        `Route table ${table.id} cannot be associated with gateway ${gatewayId}: ${problem}`,
      );
  }
}

/** The caller's table that has an association, with the association. */
function needAssociation(
  ctx: Context,
  id: string,
): { readonly table: RouteTable; readonly association: RouteTableAssociation } {
  const [table] = ctx.by(routeTables, "associationId", id).filter((row) => ctx.get(routeTables, row.id));
  const association = table?.associations.find((one) => one.id === id);
  if (!table || !association) return fail("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`);
  return { table, association };
}

const without = (table: RouteTable, association: RouteTableAssociation): RouteTable => ({
  ...table,
  associations: table.associations.filter(({ id }) => id !== association.id),
});

export const disassociateRouteTable = ec2("DisassociateRouteTable", ({ AssociationId = "" }, ctx) => {
  const { table, association } = needAssociation(ctx, AssociationId);
  if (association.main)
    fail("InvalidParameterValue", `cannot disassociate the main route table association ${AssociationId}`);
  ctx.put(routeTables, without(table, association));
  return {};
});

/** Moves a subnet, a gateway or the VPC's main role to another table; the association gets a new id. */
export const replaceRouteTableAssociation = ec2("ReplaceRouteTableAssociation", (input, ctx) => {
  const { table, association } = needAssociation(ctx, input.AssociationId ?? "");
  const target = need(ctx, routeTables, input.RouteTableId);
  if (target.vpcId !== table.vpcId)
    fail("InvalidParameterValue", `route table ${target.id} and route table ${table.id} belong to different networks`);
  if (target.id === table.id) return { NewAssociationId: association.id, AssociationState: ASSOCIATED };
  if (association.gatewayId !== undefined) checkGateway(ctx, target, association.gatewayId);
  const moved = { ...association, id: ctx.newId("rtbassoc") };
  ctx.put(routeTables, without(table, association));
  ctx.put(routeTables, { ...target, associations: [...target.associations, moved] });
  return { NewAssociationId: moved.id, AssociationState: ASSOCIATED };
});
