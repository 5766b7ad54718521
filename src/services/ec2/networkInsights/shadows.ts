/**
 * Routes that would lead to the goal, but that another route of the same table takes packets from: a more specific one,
 * or one that is preferred for the same CIDR.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview
 */
import type { Explanation } from "@aws-sdk/client-ec2";
import type { Address } from "../../../base/address.ts";
import { contains, covers, formatPrefix, type Prefix, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { routeTables } from "../routing/resources.ts";
import { type AttachmentEnd, carries, endsOf } from "../transitGateway/attachments.ts";
import { transitGatewayAttachments, transitGatewayPropagations } from "../transitGateway/resources.ts";
import { lookupsOf, propagatedBy, routesOf } from "../transitGateway/routesOf.ts";
import { endLeadsTo, type Goal, leadsTo } from "./goal.ts";
import { cidrsOf, describeRoute, describeTransitRoute, named, routesOfTable } from "./named.ts";
import type { Step } from "./replay.ts";

export const shadowedRoutes = (ctx: Context, steps: readonly Step[], goal: Goal): readonly Explanation[] =>
  steps.flatMap((step) => {
    if (step.hop.stage === "hub-route") return inTransitTable(ctx, step, goal);
    return step.hop.stage === "route" && step.hop.resource.startsWith("rtb-") ? inTable(ctx, step, goal) : [];
  });

const longest = (prefixes: readonly Prefix[], dst: Address): Prefix | undefined =>
  prefixes.filter((one) => contains(one, dst)).sort((a, b) => b.length - a.length)[0];

function inTable(ctx: Context, { hop, before }: Step, goal: Goal): readonly Explanation[] {
  const table = ctx.find(routeTables, hop.resource);
  if (!table || hop.rule === undefined) return [];
  const matching = (destination: string) => longest(cidrsOf(ctx, destination).map(prefix), before.dst);
  const taken = matching(hop.rule);
  const routes = routesOfTable(ctx, table);
  const chosen = routes.find(({ destination }) => destination === hop.rule);
  if (!taken || !chosen || leadsTo(ctx, goal, chosen.target, table.vpcId)) return [];
  return routes.flatMap((route) => {
    const match = matching(route.destination);
    if (route === chosen || !match || !leadsTo(ctx, goal, route.target, table.vpcId)) return [];
    return {
      ExplanationCode: match.length === taken.length ? "HIGHER_PRIORITY_ROUTE" : "MORE_SPECIFIC_ROUTE",
      RouteTable: named(ctx, table.id),
      RouteTableRoute: describeRoute(ctx, table.id, route),
      Vpc: named(ctx, table.vpcId),
    };
  });
}

function inTransitTable(ctx: Context, { hop, before }: Step, goal: Goal): readonly Explanation[] {
  const routes = routesOf(lookupsOf(ctx), hop.resource);
  const chosen = routes.find((route) => (route.prefixListId ?? formatPrefix(route.destination)) === hop.rule);
  if (!chosen || chosen.attachments.some((end) => endLeadsTo(goal, end))) return [];
  const explanation = (code: string, route: (typeof routes)[number]): Explanation => ({
    ExplanationCode: code,
    TransitGatewayRouteTable: named(ctx, hop.resource),
    TransitGatewayRouteTableRoute: describeTransitRoute(route),
  });
  const lessSpecific = routes
    .filter(
      ({ destination, attachments }) =>
        destination !== chosen.destination &&
        contains(destination, before.dst) &&
        attachments.some((end) => endLeadsTo(goal, end)),
    )
    .map((route) => explanation("TGW_RTB_MORE_SPECIFIC_ROUTE", route));
  // What a static route hides is not among the table's routes: the attachments that propagate tell of it.
  const hidden = propagatingEnds(ctx, hop.resource)
    .filter((end) => endLeadsTo(goal, end))
    .flatMap((end) =>
      propagatedBy(lookupsOf(ctx), end.attachment)
        .filter((one) => one.length === chosen.destination.length && covers(one, chosen.destination))
        .map((destination) =>
          explanation("TGW_RTB_HIGHER_PRIORITY_ROUTE", {
            destination,
            type: "propagated",
            state: "active",
            attachments: [end],
            prefixListId: undefined,
          }),
        ),
    );
  return [...lessSpecific, ...hidden];
}

const propagatingEnds = (ctx: Context, tableId: string): readonly AttachmentEnd[] =>
  ctx
    .by(transitGatewayPropagations, "routeTableId", tableId)
    .flatMap(({ attachmentId }) => ctx.by(transitGatewayAttachments, "attachmentId", attachmentId))
    .filter(carries)
    .flatMap(endsOf);
