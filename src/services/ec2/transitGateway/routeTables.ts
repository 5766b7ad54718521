/**
 * Transit gateway route tables.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGatewayRouteTables.html
 */
import type { TransitGatewayRouteTable as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { type AttachmentEnd, needEnd } from "./attachments.ts";
import { needGateway } from "./gateways.ts";
import { live, needLive, needState, settleLater } from "./lifecycle.ts";
import {
  type TransitGateway,
  type TransitGatewayRouteTable,
  transitGatewayAssociations,
  transitGatewayPrefixListReferences,
  transitGatewayPropagations,
  transitGatewayRoutes,
  transitGatewayRouteTableAnnouncements,
  transitGatewayRouteTables,
  transitGateways,
} from "./resources.ts";

/** Makes a table, still `pending`. */
export function createRouteTableRow(ctx: Context, { id, account, region }: TransitGateway): TransitGatewayRouteTable {
  const table = ctx.put(transitGatewayRouteTables, {
    id: ctx.newId("tgw-rtb"),
    account,
    region,
    transitGatewayId: id,
    state: "pending",
    creationTime: ctx.now().toISOString(),
  });
  settleLater(ctx, transitGatewayRouteTables, table.id);
  return table;
}

/** The caller's own table, not deleted: only the gateway's owner works with its tables. */
export const needRouteTable = (ctx: Context, id: string | undefined): TransitGatewayRouteTable =>
  needLive(transitGatewayRouteTables, need(ctx, transitGatewayRouteTables, id));

/** The caller's table, which must be this gateway's. */
export function needTableOf(ctx: Context, id: string | undefined, transitGatewayId: string): TransitGatewayRouteTable {
  const table = needRouteTable(ctx, id);
  if (table.transitGatewayId !== transitGatewayId)
    fail("InvalidParameterValue", `Transit Gateway Route Table ${table.id} does not belong to ${transitGatewayId}.`);
  return table;
}

/** An attachment's end at the gateway of this table. */
export function needEndAt(ctx: Context, table: TransitGatewayRouteTable, attachmentId: string | undefined) {
  const end: AttachmentEnd = needEnd(ctx, attachmentId);
  if (end.transitGatewayId !== table.transitGatewayId)
    fail(
      "InvalidParameterValue",
      `Transit Gateway Attachment ${end.id} and Transit Gateway Route Table ${table.id} belong to different transit gateways.`,
    );
  return end;
}

/** The same, which must carry traffic. */
export function needAvailableEndAt(ctx: Context, table: TransitGatewayRouteTable, attachmentId: string | undefined) {
  const end = needEndAt(ctx, table, attachmentId);
  needState({ id: end.id, state: end.attachment.state }, "available", "modifying");
  return end;
}

/** Deletes a table with its routes and propagations; it stays `deleting` for a while. */
export function deleteRouteTableRow(ctx: Context, table: TransitGatewayRouteTable): TransitGatewayRouteTable {
  for (const { id } of ctx.by(transitGatewayRoutes, "routeTableId", table.id)) ctx.delete(transitGatewayRoutes, id);
  for (const { id } of ctx.by(transitGatewayPropagations, "routeTableId", table.id))
    ctx.delete(transitGatewayPropagations, id);
  for (const { id } of ctx.by(transitGatewayPrefixListReferences, "routeTableId", table.id))
    ctx.delete(transitGatewayPrefixListReferences, id);
  const deleting = ctx.put(transitGatewayRouteTables, { ...table, state: "deleting" });
  settleLater(ctx, transitGatewayRouteTables, table.id);
  return deleting;
}

const isDefault = (ctx: Context, { id, transitGatewayId }: TransitGatewayRouteTable) => {
  const gateway = ctx.find(transitGateways, transitGatewayId);
  return {
    association: gateway?.associationDefaultRouteTableId === id,
    propagation: gateway?.propagationDefaultRouteTableId === id,
  };
};

function describeRouteTable(ctx: Context, table: TransitGatewayRouteTable): Shape {
  const { association, propagation } = isDefault(ctx, table);
  return {
    TransitGatewayRouteTableId: table.id,
    TransitGatewayId: table.transitGatewayId,
    State: table.state,
    DefaultAssociationRouteTable: association,
    DefaultPropagationRouteTable: propagation,
    CreationTime: new Date(table.creationTime),
    Tags: tagList(ctx, table.id),
  };
}

export const createTransitGatewayRouteTable = ec2("CreateTransitGatewayRouteTable", (input, ctx) => {
  const gateway = needGateway(ctx, input.TransitGatewayId);
  needState(gateway, "available", "modifying");
  checkQuota(ctx, "L-43872EB7", live(ctx.by(transitGatewayRouteTables, "transitGatewayId", gateway.id)).length + 1);
  const table = createRouteTableRow(ctx, gateway);
  tagNew(ctx, "transit-gateway-route-table", table.id, input.TagSpecifications);
  return { TransitGatewayRouteTable: describeRouteTable(ctx, table) };
});

/** A table that attachments are associated with, or new ones would be, stays. */
export const deleteTransitGatewayRouteTable = ec2("DeleteTransitGatewayRouteTable", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  needState(table, "available");
  const { association, propagation } = isDefault(ctx, table);
  if (association || propagation)
    fail("IncorrectState", `Cannot delete ${table.id}: it is a default route table of ${table.transitGatewayId}.`);
  const associations = ctx.by(transitGatewayAssociations, "routeTableId", table.id);
  if (associations.length > 0)
    fail(
      "IncorrectState",
      `${table.id} has non-deleted Transit Gateway Route Table Associations: ${associations.map(({ attachmentId }) => attachmentId).join(", ")}.`,
    );
  const announced = ctx
    .by(transitGatewayRouteTableAnnouncements, "routeTableId", table.id)
    .filter(({ state }) => state !== "deleted");
  if (announced.length > 0)
    fail("IncorrectState", `${table.id} has non-deleted Transit Gateway Route Table Announcements.`);
  return { TransitGatewayRouteTable: describeRouteTable(ctx, deleteRouteTableRow(ctx, table)) };
});

const filters: Filters<TransitGatewayRouteTable, "transitGatewayId"> = {
  "default-association-route-table": (table, ctx) => isDefault(ctx, table).association,
  "default-propagation-route-table": (table, ctx) => isDefault(ctx, table).propagation,
  state: ({ state }) => state,
  "transit-gateway-id": { of: ({ transitGatewayId }) => transitGatewayId, index: "transitGatewayId" },
  "transit-gateway-route-table-id": ({ id }) => id,
};

export const describeTransitGatewayRouteTables = ec2("DescribeTransitGatewayRouteTables", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: transitGatewayRouteTables,
    filters,
    ids: input.TransitGatewayRouteTableIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "transitGatewayRouteTableIds",
  });
  return { TransitGatewayRouteTables: rows.map((table) => describeRouteTable(ctx, table)), NextToken: nextToken };
});
