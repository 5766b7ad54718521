/** Resources as analyses name them: id, ARN and Name, and rules and routes in their shapes. */
import type {
  AnalysisAclRule,
  AnalysisComponent,
  AnalysisRouteTableRoute,
  AnalysisSecurityGroupRule,
  TransitGatewayRouteTableRoute,
} from "@aws-sdk/client-ec2";
import { formatPrefix } from "../../../base/prefix.ts";
import { arnOf } from "../../../cloud/arn.ts";
import type { Context } from "../../../cloud/context.ts";
import { protocolName } from "../../../fabric/protocols.ts";
import { networkAcls } from "../acl/resources.ts";
import { awsPrefixListAnywhere } from "../prefixList/awsLists.ts";
import { currentEntries, prefixLists } from "../prefixList/resources.ts";
import { resourceOfId } from "../resource.ts";
import { routeState } from "../routing/describeRouteTables.ts";
import { type Route, type RouteTable, routeTables } from "../routing/resources.ts";
import { describeTarget } from "../routing/targets.ts";
import { type SecurityGroupRule, securityGroupRules } from "../securityGroup/resources.ts";
import { tagSets } from "../tag/resources.ts";
import { type ComputedRoute, lookupsOf, routesOf } from "../transitGateway/routesOf.ts";
import { propagatedRoutesOf } from "../vpn/propagation.ts";

interface Owned {
  readonly account: string;
  readonly region: string;
}

export const arnOfResource = (owner: Owned, id: string): string =>
  arnOf(owner, "ec2", `${resourceOfId(id)?.type ?? "resource"}/${id}`);

/** In whatever account; one that is gone is told by its id, as the caller's. */
export function named(ctx: Context, id: string): AnalysisComponent {
  const resource = resourceOfId(id);
  const row = resource && ctx.find(resource, id);
  const owner = row ?? ctx;
  const name = ctx.find(tagSets, `${owner.account}/${owner.region}/${id}`)?.tags["Name"];
  return { Id: id, Arn: arnOfResource(owner, id), ...(name === undefined ? {} : { Name: name }) };
}

const portRange = (from: number | undefined, to: number | undefined) =>
  from === undefined || to === undefined || from === -1 ? {} : { PortRange: { From: from, To: to } };

/** AWS shows the last, unnumbered rule as 32767. */
const LAST = 32767;

/** The rule that a hop names: `ingress rule 100`, `egress rule *`. */
export function aclRule(ctx: Context, aclId: string, rule: string | undefined): AnalysisAclRule | undefined {
  const [, way, name] = /^(ingress|egress) rule (\d+|\*)$/.exec(rule ?? "") ?? [];
  const number = name === "*" ? LAST : Number(name);
  const entry = ctx
    .find(networkAcls, aclId)
    ?.entries.find((one) => one.egress === (way === "egress") && one.ruleNumber === number && !one.cidr.includes(":"));
  if (!entry) return undefined;
  return {
    Cidr: entry.cidr,
    Egress: entry.egress,
    ...portRange(entry.portRange?.from, entry.portRange?.to),
    Protocol: entry.protocol === -1 ? "all" : protocolName(entry.protocol),
    RuleAction: entry.action,
    RuleNumber: entry.ruleNumber,
  };
}

export function groupRule(ctx: Context, ruleId: string | undefined): AnalysisSecurityGroupRule | undefined {
  const rule = ruleId === undefined ? undefined : ctx.find(securityGroupRules, ruleId);
  if (!rule) return undefined;
  return {
    ...peerOf(rule),
    Direction: rule.egress ? "egress" : "ingress",
    ...portRange(rule.fromPort, rule.toPort),
    Protocol: rule.protocol === "-1" ? "all" : rule.protocol,
  };
}

function peerOf({ peer }: SecurityGroupRule): AnalysisSecurityGroupRule {
  switch (peer.kind) {
    case "ipv4":
    case "ipv6":
      return { Cidr: peer.cidr };
    case "prefix-list":
      return { PrefixListId: peer.id };
    case "group":
      return { SecurityGroupId: peer.groupId };
  }
}

/** Every route of a table, those that are propagated too. */
export const routesOfTable = (ctx: Context, table: RouteTable): readonly Route[] => [
  ...table.routes,
  ...propagatedRoutesOf(ctx, table),
];

/** The route that a hop names by its destination. */
export function routeNamed(ctx: Context, tableId: string, destination: string | undefined): Route | undefined {
  const table = ctx.find(routeTables, tableId);
  return table && routesOfTable(ctx, table).find((route) => route.destination === destination);
}

const ORIGINS: Readonly<Record<Route["origin"], string>> = {
  CreateRouteTable: "createroutetable",
  CreateRoute: "createroute",
  EnableVgwRoutePropagation: "enablevgwroutepropagation",
};

export function describeRoute(ctx: Context, tableId: string, route: Route): AnalysisRouteTableRoute {
  const table = ctx.find(routeTables, tableId);
  const { target, destination } = route;
  return {
    ...(destination.startsWith("pl-") ? { DestinationPrefixListId: destination } : { DestinationCidr: destination }),
    ...describeTarget(ctx, target),
    Origin: ORIGINS[route.origin],
    ...(table ? { State: routeState(ctx, table, route) } : {}),
  };
}

/** The route of a transit gateway's table that a hop names: by its destination, or the prefix list that has it. */
export const transitRouteNamed = (ctx: Context, tableId: string, name: string | undefined): ComputedRoute | undefined =>
  routesOf(lookupsOf(ctx), tableId).find((route) => (route.prefixListId ?? formatPrefix(route.destination)) === name);

export function describeTransitRoute(route: ComputedRoute): TransitGatewayRouteTableRoute {
  const [end] = route.attachments;
  return {
    DestinationCidr: formatPrefix(route.destination),
    ...(route.prefixListId === undefined ? {} : { PrefixListId: route.prefixListId }),
    State: route.state,
    RouteOrigin: route.type,
    ...(end ? { AttachmentId: end.id, ResourceId: end.resourceId, ResourceType: end.resourceType } : {}),
  };
}

/** The IPv4 CIDRs that a route's destination stands for. */
export function cidrsOf(ctx: Context, destination: string): readonly string[] {
  if (!destination.startsWith("pl-")) return destination.includes(":") ? [] : [destination];
  const list = ctx.find(prefixLists, destination) ?? awsPrefixListAnywhere(destination);
  return (list ? currentEntries(list) : []).map(({ cidr }) => cidr).filter((cidr) => !cidr.includes(":"));
}
