/**
 * The routes that a transit gateway route table holds now: those that were made, those of referenced prefix lists, and
 * those that attachments propagate, which are computed here and stored nowhere. Of several routes to one destination
 * the first in AWS's order holds: static, prefix list, VPC-propagated, Connect-propagated, VPN-propagated.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview
 */
import { formatPrefix, type Prefix, prefix } from "../../../base/prefix.ts";
import type { Row, TableDefinition } from "../../../cloud/table.ts";
import { awsPrefixListById } from "../prefixList/awsLists.ts";
import { currentEntries, prefixLists } from "../prefixList/resources.ts";
import { vpcPrefixes } from "../vpc/prefixes.ts";
import { vpcs } from "../vpc/resources.ts";
import { type AttachmentEnd, carries, endsOf } from "./attachments.ts";
import {
  type TransitGatewayAttachment,
  transitGatewayAttachments,
  transitGatewayPrefixListReferences,
  transitGatewayPropagations,
  transitGatewayRoutes,
  transitGatewayRouteTables,
} from "./resources.ts";

/** Rows by id or by index, of every account and region: what the fabric's compiler and an operation's context both have. */
export interface Lookups {
  get<R extends Row, I extends string>(table: TableDefinition<R, I>, id: string): R | undefined;
  by<R extends Row, I extends string>(table: TableDefinition<R, I>, index: I, key: string): Iterable<R>;
}

interface Finder {
  find<R extends Row, I extends string>(table: TableDefinition<R, I>, id: string): R | undefined;
  by<R extends Row, I extends string>(table: TableDefinition<R, I>, index: I, key: string): R[];
}

/** An operation's context as lookups. */
export const lookupsOf = (ctx: Finder): Lookups => ({
  get: (table, id) => ctx.find(table, id),
  by: (table, index, key) => ctx.by(table, index, key),
});

export interface ComputedRoute {
  readonly destination: Prefix;
  readonly type: "static" | "propagated";
  /** `blackhole`: made to drop, or its attachment carries nothing (any more). */
  readonly state: "active" | "blackhole";
  /** Where it leads; several where paths of equal cost share the traffic. None where it was made to drop. */
  readonly attachments: readonly AttachmentEnd[];
  /** The prefix list whose entry the destination is. */
  readonly prefixListId: string | undefined;
}

/** The routes of a table, each destination once, in the order in which they came to be. */
export function routesOf(lookups: Lookups, routeTableId: string): readonly ComputedRoute[] {
  const table = lookups.get(transitGatewayRouteTables, routeTableId);
  if (!table || table.state === "deleted" || table.state === "deleting") return [];
  const routes = new Map<string, ComputedRoute>();
  const add = (route: ComputedRoute): void => {
    const destination = formatPrefix(route.destination);
    if (!routes.has(destination)) routes.set(destination, route);
  };
  const gatewayId = table.transitGatewayId;
  for (const { destination, attachmentId } of lookups.by(transitGatewayRoutes, "routeTableId", routeTableId))
    add(fixed(lookups, gatewayId, prefix(destination), attachmentId, undefined));
  for (const reference of lookups.by(transitGatewayPrefixListReferences, "routeTableId", routeTableId))
    if (reference.state !== "deleting")
      for (const { cidr } of entriesOf(lookups, table.region, reference.prefixListId))
        add(fixed(lookups, gatewayId, prefix(cidr), reference.attachmentId, reference.prefixListId));
  for (const { attachmentId } of lookups.by(transitGatewayPropagations, "routeTableId", routeTableId)) {
    const end = endOf(lookups, gatewayId, attachmentId);
    if (!end || !carries(end.attachment)) continue;
    for (const destination of propagatedBy(lookups, end.attachment))
      add({ destination, type: "propagated", state: "active", attachments: [end], prefixListId: undefined });
  }
  return [...routes.values()];
}

function fixed(
  lookups: Lookups,
  gatewayId: string,
  destination: Prefix,
  attachmentId: string | undefined,
  prefixListId: string | undefined,
): ComputedRoute {
  const end = attachmentId === undefined ? undefined : endOf(lookups, gatewayId, attachmentId);
  const state = end && carries(end.attachment) ? "active" : "blackhole";
  return { destination, type: "static", state, attachments: end ? [end] : [], prefixListId };
}

function endOf(lookups: Lookups, gatewayId: string, attachmentId: string): AttachmentEnd | undefined {
  for (const attachment of lookups.by(transitGatewayAttachments, "attachmentId", attachmentId))
    for (const end of endsOf(attachment)) if (end.id === attachmentId && end.transitGatewayId === gatewayId) return end;
  return undefined;
}

const entriesOf = (lookups: Lookups, region: string, id: string) => {
  const list = awsPrefixListById(region, id) ?? lookups.get(prefixLists, id);
  return list ? currentEntries(list) : [];
};

/**
 * What an attachment tells the tables it propagates to: a VPC its blocks, IPv6 ones where the attachment supports them.
 * VPN and Connect attachments tell what they learn by BGP, which nobody speaks yet.
 */
export function propagatedBy(lookups: Lookups, attachment: TransitGatewayAttachment): readonly Prefix[] {
  if (attachment.kind !== "vpc") return [];
  const vpc = lookups.get(vpcs, attachment.vpcId);
  const blocks = vpc ? vpcPrefixes(vpc) : [];
  return attachment.options.ipv6Support === "enable"
    ? blocks
    : blocks.filter(({ address }) => typeof address === "number");
}
