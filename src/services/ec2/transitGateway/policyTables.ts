/**
 * Policy tables, by which a core network of Cloud WAN directs the traffic of a peering. Their entries come from the
 * core network's policy, so here they are empty.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-policy-tables.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayPolicyTable.html
 */
import type { TransitGatewayPolicyTable as Shape, TransitGatewayPolicyTableAssociation } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { type Joined, withEnds } from "./associations.ts";
import { type AttachmentEnd, associationOf, needEnd } from "./attachments.ts";
import { needGateway } from "./gateways.ts";
import { JOINING_MS, joining, needLive, needState, settleLater } from "./lifecycle.ts";
import { listed } from "./listed.ts";
import {
  type TransitGatewayPolicyAssociation,
  type TransitGatewayPolicyTable,
  transitGatewayPolicyAssociations,
  transitGatewayPolicyTables,
} from "./resources.ts";

const SETTLE = "ec2.transitGateway.policy";

export const policyTransitions: Readonly<Record<string, Transition>> = {
  [SETTLE]: joining(transitGatewayPolicyAssociations, { associating: "associated", disassociating: undefined }),
};

const needPolicyTable = (ctx: Context, id: string | undefined): TransitGatewayPolicyTable =>
  needLive(transitGatewayPolicyTables, need(ctx, transitGatewayPolicyTables, id));

const describePolicyTable = (ctx: Context, table: TransitGatewayPolicyTable): Shape => ({
  TransitGatewayPolicyTableId: table.id,
  TransitGatewayId: table.transitGatewayId,
  State: table.state,
  CreationTime: new Date(table.creationTime),
  Tags: tagList(ctx, table.id),
});

export const createTransitGatewayPolicyTable = ec2("CreateTransitGatewayPolicyTable", (input, ctx) => {
  const gateway = needGateway(ctx, input.TransitGatewayId);
  needState(gateway, "available", "modifying");
  const table = ctx.put(transitGatewayPolicyTables, {
    id: ctx.newId("tgw-ptb"),
    account: ctx.account,
    region: ctx.region,
    transitGatewayId: gateway.id,
    state: "pending",
    creationTime: ctx.now().toISOString(),
  });
  tagNew(ctx, "transit-gateway-policy-table", table.id, input.TagSpecifications);
  settleLater(ctx, transitGatewayPolicyTables, table.id);
  return { TransitGatewayPolicyTable: describePolicyTable(ctx, table) };
});

export const deleteTransitGatewayPolicyTable = ec2("DeleteTransitGatewayPolicyTable", (input, ctx) => {
  const table = needPolicyTable(ctx, input.TransitGatewayPolicyTableId);
  needState(table, "available");
  if (ctx.by(transitGatewayPolicyAssociations, "policyTableId", table.id).length > 0)
    fail("IncorrectState", `${table.id} has non-deleted Transit Gateway Policy Table Associations.`);
  const deleting = ctx.put(transitGatewayPolicyTables, { ...table, state: "deleting" });
  settleLater(ctx, transitGatewayPolicyTables, table.id);
  return { TransitGatewayPolicyTable: describePolicyTable(ctx, deleting) };
});

const filters: Filters<TransitGatewayPolicyTable, "transitGatewayId"> = {
  state: ({ state }) => state,
  "transit-gateway-id": { of: ({ transitGatewayId }) => transitGatewayId, index: "transitGatewayId" },
  "transit-gateway-policy-table-id": ({ id }) => id,
};

export const describeTransitGatewayPolicyTables = ec2("DescribeTransitGatewayPolicyTables", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: transitGatewayPolicyTables,
    filters,
    ids: input.TransitGatewayPolicyTableIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "transitGatewayPolicyTableIds",
  });
  return { TransitGatewayPolicyTables: rows.map((table) => describePolicyTable(ctx, table)), NextToken: nextToken };
});

const describeAssociation = (
  end: AttachmentEnd,
  { policyTableId, state }: TransitGatewayPolicyAssociation,
): TransitGatewayPolicyTableAssociation => ({
  TransitGatewayPolicyTableId: policyTableId,
  TransitGatewayAttachmentId: end.id,
  ResourceId: end.resourceId,
  ResourceType: end.resourceType,
  State: state,
});

function needEndAt(ctx: Context, table: TransitGatewayPolicyTable, id: string | undefined): AttachmentEnd {
  const end = needEnd(ctx, id);
  if (end.transitGatewayId !== table.transitGatewayId)
    fail("InvalidParameterValue", `${end.id} and ${table.id} belong to different transit gateways.`);
  return end;
}

/** An attachment has a route table or a policy table, not both. */
export const associateTransitGatewayPolicyTable = ec2("AssociateTransitGatewayPolicyTable", (input, ctx) => {
  const table = needPolicyTable(ctx, input.TransitGatewayPolicyTableId);
  needState(table, "available");
  const end = needEndAt(ctx, table, input.TransitGatewayAttachmentId);
  needState({ id: end.id, state: end.attachment.state }, "available");
  const id = `${end.transitGatewayId}/${end.id}`;
  if (associationOf(ctx, end))
    fail("Resource.AlreadyAssociated", `Transit Gateway Attachment ${end.id} is already associated to a route table.`);
  if (ctx.find(transitGatewayPolicyAssociations, id))
    fail("Resource.AlreadyAssociated", `Transit Gateway Attachment ${end.id} is already associated to a policy table.`);
  const association = ctx.put(transitGatewayPolicyAssociations, {
    id,
    account: end.account,
    region: end.region,
    attachmentId: end.id,
    policyTableId: table.id,
    state: "associating",
  });
  ctx.later(JOINING_MS, SETTLE, id);
  return { Association: describeAssociation(end, association) };
});

export const disassociateTransitGatewayPolicyTable = ec2("DisassociateTransitGatewayPolicyTable", (input, ctx) => {
  const table = needPolicyTable(ctx, input.TransitGatewayPolicyTableId);
  const end = needEndAt(ctx, table, input.TransitGatewayAttachmentId);
  const association = ctx.find(transitGatewayPolicyAssociations, `${end.transitGatewayId}/${end.id}`);
  if (association?.policyTableId !== table.id || association.state === "disassociating")
    return fail(
      "InvalidTransitGatewayPolicyTableAssociation.NotFound",
      `Transit Gateway Attachment ${end.id} is not associated to Transit Gateway Policy Table ${table.id}.`,
    );
  const leaving = ctx.put(transitGatewayPolicyAssociations, { ...association, state: "disassociating" });
  ctx.later(JOINING_MS, SETTLE, association.id);
  return { Association: describeAssociation(end, leaving) };
});

const associationFilters: Filters<Joined<TransitGatewayPolicyAssociation>, never> = {
  "resource-id": ({ end }) => end.resourceId,
  "resource-type": ({ end }) => end.resourceType,
  state: ({ state }) => state,
  "transit-gateway-attachment-id": ({ attachmentId }) => attachmentId,
};

export const getTransitGatewayPolicyTableAssociations = ec2(
  "GetTransitGatewayPolicyTableAssociations",
  (input, ctx) => {
    const table = needPolicyTable(ctx, input.TransitGatewayPolicyTableId);
    const held = ctx.by(transitGatewayPolicyAssociations, "policyTableId", table.id);
    const all = withEnds(ctx, table.transitGatewayId, held);
    const { rows, nextToken } = listed(ctx, `${table.id}.associations`, all, associationFilters, input);
    return {
      Associations: rows.map(({ end, ...association }) => describeAssociation(end, association)),
      NextToken: nextToken,
    };
  },
);

export const getTransitGatewayPolicyTableEntries = ec2("GetTransitGatewayPolicyTableEntries", (input, ctx) => {
  needPolicyTable(ctx, input.TransitGatewayPolicyTableId);
  return { TransitGatewayPolicyTableEntries: [] };
});
