/** What explanations say beside their code: the components of an obstacle, in the fields that AWS has for them. */
import type { AnalysisComponent, Explanation } from "@aws-sdk/client-ec2";
import { formatAddress } from "../../../base/address.ts";
import type { Context } from "../../../cloud/context.ts";
import { networkAcls } from "../acl/resources.ts";
import { routeTables } from "../routing/resources.ts";
import { securityGroups } from "../securityGroup/resources.ts";
import { carries } from "../transitGateway/attachments.ts";
import { type TransitGatewayAttachment, transitGatewayAttachments } from "../transitGateway/resources.ts";
import { lookupsOf, routesOf } from "../transitGateway/routesOf.ts";
import { vpnConnections } from "../vpn/resources.ts";
import { endLeadsTo, leadsTo } from "./goal.ts";
import { named, routeNamed, routesOfTable } from "./named.ts";
import { cidrText, directionOf, groupIdsOf, type Obstacle } from "./obstacle.ts";
import { subnetAt } from "./replay.ts";

const component = (ctx: Context, id: string | undefined): AnalysisComponent | undefined =>
  id === undefined || id === "" ? undefined : named(ctx, id);

/** What filters' explanations have in common. */
export function filterFields(ctx: Context, obstacle: Obstacle): Explanation {
  const groups = groupIdsOf(obstacle);
  const eni = component(ctx, obstacle.eni?.id);
  const vpc = component(ctx, obstacle.eni?.vpcId ?? ctx.find(securityGroups, groups[0] ?? "")?.vpcId);
  return {
    Direction: directionOf(obstacle),
    ...(eni ? { NetworkInterface: eni } : {}),
    SecurityGroups: groups.map((id) => named(ctx, id)),
    ...(vpc ? { Vpc: vpc } : {}),
  };
}

export function aclFields(ctx: Context, obstacle: Obstacle): Explanation {
  const acl = ctx.find(networkAcls, obstacle.cause.hop.resource);
  const { src, dst } = obstacle.flow;
  const address = formatAddress(directionOf(obstacle) === "egress" ? src : dst);
  const subnet = component(ctx, subnetAt(ctx, acl?.associations.map(({ subnetId }) => subnetId) ?? [], address));
  const vpc = component(ctx, acl?.vpcId);
  return {
    Direction: directionOf(obstacle),
    Acl: named(ctx, obstacle.cause.hop.resource),
    ...(subnet ? { Subnet: subnet } : {}),
    ...(vpc ? { Vpc: vpc } : {}),
  };
}

export const tableOf = (ctx: Context, { cause }: Obstacle) => ctx.find(routeTables, cause.hop.resource);

export const tableFields = (ctx: Context, obstacle: Obstacle): Explanation => {
  const vpcId = tableOf(ctx, obstacle)?.vpcId;
  return {
    RouteTable: named(ctx, obstacle.cause.hop.resource),
    ...(vpcId === undefined ? {} : { Vpc: named(ctx, vpcId) }),
  };
};

export function routeToGoal(ctx: Context, obstacle: Obstacle) {
  const table = tableOf(ctx, obstacle);
  if (!table) return undefined;
  return routesOfTable(ctx, table).find((route) => leadsTo(ctx, obstacle.goal, route.target, table.vpcId));
}

export const transitRouteToGoal = (ctx: Context, { cause, goal }: Obstacle) =>
  routesOf(lookupsOf(ctx), cause.hop.resource).find(({ attachments }) =>
    attachments.some((end) => endLeadsTo(goal, end)),
  );

export function attachmentOfGoal(ctx: Context, { goal }: Obstacle): string | undefined {
  if (goal.id?.startsWith("tgw-attach-")) return goal.id;
  return ctx.by(transitGatewayAttachments, "vpcId", goal.vpcId ?? "").find(carries)?.id;
}

export function interfaceFields(ctx: Context, { cause, flow, eni }: Obstacle): Explanation {
  const own = eni?.privateAddresses.map(({ address }) => address) ?? [];
  return {
    NetworkInterface: named(ctx, cause.hop.resource),
    Addresses: own.map((address) => `${address}/32`),
    ...(eni ? { Vpc: named(ctx, eni.vpcId), Subnet: named(ctx, eni.subnetId) } : {}),
    Address: cidrText(cause.way === "out" ? flow.src : flow.dst),
  };
}

export const vpcField = (ctx: Context, { vpcId }: Obstacle): Explanation =>
  vpcId === undefined ? {} : { Vpc: named(ctx, vpcId) };

export const gatewayField = (ctx: Context, { cause }: Obstacle): Explanation =>
  cause.hop.resource.startsWith("igw-")
    ? { InternetGateway: named(ctx, cause.hop.resource) }
    : { Component: named(ctx, cause.hop.resource) };

export const edgeBefore = (ctx: Context, { steps }: Obstacle): Explanation => {
  const edge = steps.findLast(({ hop }) => hop.stage === "edge")?.hop.resource;
  return edge === undefined ? {} : { InternetGateway: named(ctx, edge) };
};

export const attachmentField = (ctx: Context, id: string | undefined): Explanation =>
  id === undefined ? {} : { TransitGatewayAttachment: named(ctx, id) };

export const lastHubEnd = ({ steps }: Obstacle): string | undefined =>
  steps.findLast(({ hop }) => hop.stage === "hub-end")?.hop.resource;

export const forwarderField = (ctx: Context, { steps }: Obstacle): Explanation => {
  const forwarder = steps.findLast(({ hop }) => hop.stage === "host" || hop.stage === "translator")?.hop.resource;
  if (forwarder === undefined) return {};
  return forwarder.startsWith("nat-") ? { NatGateway: named(ctx, forwarder) } : { Component: named(ctx, forwarder) };
};

export const attachmentNamed = (ctx: Context, id: string): TransitGatewayAttachment | undefined =>
  ctx.by(transitGatewayAttachments, "attachmentId", id)[0];

/** The virtual private gateway that a refused route leads to. */
export function vpnGatewayOf(ctx: Context, { cause }: Obstacle): string | undefined {
  const target = routeNamed(ctx, cause.hop.resource, cause.hop.rule)?.target;
  return target?.kind === "virtual-private-gateway" ? target.id : undefined;
}

export const vpnGatewayField = (ctx: Context, obstacle: Obstacle): Explanation => {
  const id = vpnGatewayOf(ctx, obstacle);
  return id === undefined ? {} : { VpnGateway: named(ctx, id) };
};

export const connectionOf = (ctx: Context, obstacle: Obstacle): string | undefined =>
  ctx
    .by(vpnConnections, "vpnGatewayId", vpnGatewayOf(ctx, obstacle) ?? "")
    .find(({ state }) => state !== "deleted" && state !== "deleting")?.id;
