/**
 * References from route tables to prefix lists: a static route to each entry, as the list has them now.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-prefix-lists.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayPrefixListReference.html
 */
import type { TransitGatewayPrefixListReference as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import type { Filters } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { needPrefixList } from "../prefixList/lists.ts";
import { endAt } from "./associations.ts";
import type { AttachmentEnd } from "./attachments.ts";
import { JOINING_MS, joining, needState } from "./lifecycle.ts";
import { listed } from "./listed.ts";
import {
  type TransitGatewayPrefixListReference,
  type TransitGatewayRouteTable,
  transitGatewayPrefixListReferences,
} from "./resources.ts";
import { describeAttachments, targetFrom } from "./routes.ts";
import { needRouteTable } from "./routeTables.ts";

const SETTLE = "ec2.transitGateway.refer";

export const referenceTransitions: Readonly<Record<string, Transition>> = {
  [SETTLE]: joining(transitGatewayPrefixListReferences, {
    pending: "available",
    modifying: "available",
    deleting: undefined,
  }),
};

/** A reference with the end that it leads to. */
type Reference = TransitGatewayPrefixListReference & { readonly end: AttachmentEnd | undefined };

const resolved = (
  ctx: Context,
  table: TransitGatewayRouteTable,
  reference: TransitGatewayPrefixListReference,
): Reference => ({
  ...reference,
  end: reference.attachmentId === undefined ? undefined : endAt(ctx, table.transitGatewayId, reference.attachmentId),
});

const describeReference = ({ end, ...reference }: Reference): Shape => ({
  TransitGatewayRouteTableId: reference.routeTableId,
  PrefixListId: reference.prefixListId,
  PrefixListOwnerId: reference.prefixListOwnerId,
  State: reference.state,
  Blackhole: reference.attachmentId === undefined,
  ...(end ? { TransitGatewayAttachment: describeAttachments([end])[0] } : {}),
});

/** Puts the reference in a state that passes. */
function enter(ctx: Context, table: TransitGatewayRouteTable, reference: TransitGatewayPrefixListReference) {
  ctx.put(transitGatewayPrefixListReferences, reference);
  ctx.later(JOINING_MS, SETTLE, reference.id);
  return { TransitGatewayPrefixListReference: describeReference(resolved(ctx, table, reference)) };
}

export const createTransitGatewayPrefixListReference = ec2("CreateTransitGatewayPrefixListReference", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  needState(table, "available");
  const list = needPrefixList(ctx, input.PrefixListId);
  const end = targetFrom(ctx, table, input);
  const id = `${table.id}/${list.id}`;
  if (ctx.find(transitGatewayPrefixListReferences, id))
    fail("RouteAlreadyExists", `${table.id} already has a reference to the prefix list ${list.id}.`);
  return enter(ctx, table, {
    id,
    account: table.account,
    region: table.region,
    routeTableId: table.id,
    prefixListId: list.id,
    prefixListOwnerId: list.ownerId,
    attachmentId: end?.id,
    state: "pending",
  });
});

function needReference(ctx: Context, table: TransitGatewayRouteTable, prefixListId = "") {
  const reference = ctx.find(transitGatewayPrefixListReferences, `${table.id}/${prefixListId}`);
  if (!reference || reference.state === "deleting")
    return fail("InvalidPrefixListID.NotFound", `${table.id} has no reference to the prefix list ${prefixListId}.`);
  return reference;
}

export const modifyTransitGatewayPrefixListReference = ec2("ModifyTransitGatewayPrefixListReference", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  const reference = needReference(ctx, table, input.PrefixListId);
  if (reference.state !== "available") fail("IncorrectState", `${reference.prefixListId} is in invalid state`);
  return enter(ctx, table, { ...reference, attachmentId: targetFrom(ctx, table, input)?.id, state: "modifying" });
});

export const deleteTransitGatewayPrefixListReference = ec2("DeleteTransitGatewayPrefixListReference", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  return enter(ctx, table, { ...needReference(ctx, table, input.PrefixListId), state: "deleting" });
});

const filters: Filters<Reference, never> = {
  "attachment.resource-id": ({ end }) => end?.resourceId,
  "attachment.resource-type": ({ end }) => end?.resourceType,
  "attachment.transit-gateway-attachment-id": ({ end }) => end?.id,
  "is-blackhole": ({ attachmentId }) => attachmentId === undefined,
  "prefix-list-id": ({ prefixListId }) => prefixListId,
  "prefix-list-owner-id": ({ prefixListOwnerId }) => prefixListOwnerId,
  state: ({ state }) => state,
};

export const getTransitGatewayPrefixListReferences = ec2("GetTransitGatewayPrefixListReferences", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  const all = ctx
    .by(transitGatewayPrefixListReferences, "routeTableId", table.id)
    .map((reference) => resolved(ctx, table, reference));
  const { rows, nextToken } = listed(ctx, `${table.id}.prefixLists`, all, filters, input);
  return { TransitGatewayPrefixListReferences: rows.map(describeReference), NextToken: nextToken };
});
