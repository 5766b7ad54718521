/**
 * Which table traffic from an attachment is looked up in: at most one.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateTransitGatewayRouteTable.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateTransitGatewayRouteTable.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetTransitGatewayRouteTableAssociations.html
 */
import type { TransitGatewayAssociation as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import type { Filters } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { type AttachmentEnd, associationOf, endsOf } from "./attachments.ts";
import { JOINING_MS, joining, needState } from "./lifecycle.ts";
import { listed } from "./listed.ts";
import {
  type TransitGatewayAssociation,
  transitGatewayAssociations,
  transitGatewayAttachments,
  transitGatewayPolicyAssociations,
} from "./resources.ts";
import { needAvailableEndAt, needEndAt, needRouteTable } from "./routeTables.ts";

const SETTLE = "ec2.transitGateway.associate";

export const associationTransitions: Readonly<Record<string, Transition>> = {
  [SETTLE]: joining(transitGatewayAssociations, { associating: "associated", disassociating: undefined }),
};

const describeAssociation = (end: AttachmentEnd, { routeTableId, state }: TransitGatewayAssociation): Shape => ({
  TransitGatewayRouteTableId: routeTableId,
  TransitGatewayAttachmentId: end.id,
  ResourceId: end.resourceId,
  ResourceType: end.resourceType,
  State: state,
});

export const associateTransitGatewayRouteTable = ec2("AssociateTransitGatewayRouteTable", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  needState(table, "available");
  const end = needAvailableEndAt(ctx, table, input.TransitGatewayAttachmentId);
  if (associationOf(ctx, end))
    fail("Resource.AlreadyAssociated", `Transit Gateway Attachment ${end.id} is already associated to a route table.`);
  if (ctx.find(transitGatewayPolicyAssociations, `${end.transitGatewayId}/${end.id}`))
    fail("Resource.AlreadyAssociated", `Transit Gateway Attachment ${end.id} is already associated to a policy table.`);
  const association: TransitGatewayAssociation = {
    id: `${end.transitGatewayId}/${end.id}`,
    account: end.account,
    region: end.region,
    transitGatewayId: end.transitGatewayId,
    attachmentId: end.id,
    routeTableId: table.id,
    state: "associating",
  };
  ctx.put(transitGatewayAssociations, association);
  ctx.later(JOINING_MS, SETTLE, association.id);
  return { Association: describeAssociation(end, association) };
});

export const disassociateTransitGatewayRouteTable = ec2("DisassociateTransitGatewayRouteTable", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  const end = needEndAt(ctx, table, input.TransitGatewayAttachmentId);
  const association = associationOf(ctx, end);
  if (association?.routeTableId !== table.id)
    return fail(
      "InvalidAssociation.NotFound",
      `Transit Gateway Attachment ${end.id} is not associated to Transit Gateway Route Table ${table.id}.`,
    );
  if (association.state !== "associated")
    fail("IncorrectState", `The association of ${end.id} with ${table.id} is in invalid state`);
  const leaving = ctx.put(transitGatewayAssociations, { ...association, state: "disassociating" });
  ctx.later(JOINING_MS, SETTLE, association.id);
  return { Association: describeAssociation(end, leaving) };
});

/** A row of a table that names an attachment, with the attachment's end at the table's gateway. */
export type Joined<R> = R & { readonly end: AttachmentEnd };

/** Each row with the end of its attachment that is at its gateway. */
export const withEnds = <R extends { readonly attachmentId: string }>(
  ctx: Context,
  transitGatewayId: string,
  rows: readonly R[],
): Joined<R>[] =>
  rows.flatMap((row) => {
    const end = endAt(ctx, transitGatewayId, row.attachmentId);
    return end ? [{ ...row, end }] : [];
  });

/** The end that a gateway has of an attachment, whatever its state. */
export const endAt = (ctx: Context, transitGatewayId: string, attachmentId: string): AttachmentEnd | undefined =>
  ctx
    .by(transitGatewayAttachments, "attachmentId", attachmentId)
    .flatMap(endsOf)
    .find((end) => end.id === attachmentId && end.transitGatewayId === transitGatewayId);

/** The filters that associations and propagations share. */
export const joinedFilters: Filters<Joined<TransitGatewayAssociation>, never> = {
  "resource-id": ({ end }) => end.resourceId,
  "resource-type": ({ end }) => end.resourceType,
  "transit-gateway-attachment-id": ({ attachmentId }) => attachmentId,
};

export const getTransitGatewayRouteTableAssociations = ec2("GetTransitGatewayRouteTableAssociations", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  const all = withEnds(ctx, table.transitGatewayId, ctx.by(transitGatewayAssociations, "routeTableId", table.id));
  const { rows, nextToken } = listed(ctx, `${table.id}.associations`, all, joinedFilters, input);
  return {
    Associations: rows.map(({ end, state }) => ({
      TransitGatewayAttachmentId: end.id,
      ResourceId: end.resourceId,
      ResourceType: end.resourceType,
      State: state,
    })),
    NextToken: nextToken,
  };
});
