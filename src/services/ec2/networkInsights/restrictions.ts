/**
 * Connections that work, but that AWS's analyser does not call a path: it takes no Internet gateway for a part of the
 * way, and holds appliances and endpoints to rules that it has for them.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
import type { Explanation } from "@aws-sdk/client-ec2";
import { contains, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { UDP } from "../../../fabric/protocols.ts";
import { type RouteTable, routeTables } from "../routing/resources.ts";
import { interfaceOf } from "../routing/targets.ts";
import { cidrsOf, named, routeNamed } from "./named.ts";
import { cidrText } from "./obstacle.ts";
import type { Step } from "./replay.ts";

export const restrictions = (ctx: Context, steps: readonly Step[]): readonly Explanation[] => [
  ...reflection(ctx, steps),
  ...applianceWithoutAddress(ctx, steps),
  ...redirected(ctx, steps),
  ...endpointProtocol(ctx, steps),
];

const edgesOf = (steps: readonly Step[]): readonly Step[] => steps.filter(({ hop }) => hop.stage === "edge");

function reflection(ctx: Context, steps: readonly Step[]): readonly Explanation[] {
  const [edge, again] = edgesOf(steps);
  if (!edge || !again) return [];
  return [{ ExplanationCode: "IGW_NAT_REFLECTION", InternetGateway: named(ctx, edge.hop.resource) }];
}

/** The table that decides what comes in by an Internet gateway. */
const ingressTable = (ctx: Context, gatewayId: string): RouteTable | undefined =>
  ctx.by(routeTables, "associated", gatewayId)[0];

function applianceWithoutAddress(ctx: Context, steps: readonly Step[]): readonly Explanation[] {
  const [edge, next] = steps;
  if (edge?.hop.stage !== "edge" || next?.hop.stage !== "route") return [];
  const table = ingressTable(ctx, edge.hop.resource);
  const route = table?.id === next.hop.resource ? routeNamed(ctx, table.id, next.hop.rule) : undefined;
  const appliance = route && interfaceOf(ctx, route.target);
  if (!table || !appliance || appliance.privateAddresses.some(({ publicIp }) => publicIp !== undefined)) return [];
  return [
    {
      ExplanationCode: "INGRESS_RTB_NO_PUBLIC_IP",
      IngressRouteTable: named(ctx, table.id),
      InternetGateway: named(ctx, edge.hop.resource),
      NetworkInterface: named(ctx, appliance.id),
      Vpc: named(ctx, table.vpcId),
    },
  ];
}

/** Out directly, where what comes in is handed to an appliance first. */
function redirected(ctx: Context, steps: readonly Step[]): readonly Explanation[] {
  const edge = steps.find(({ hop, vpcId }) => hop.stage === "edge" && vpcId !== undefined);
  const table = edge && ingressTable(ctx, edge.hop.resource);
  if (!edge || !table) return [];
  const route = table.routes.find(({ destination, target }) => {
    const appliance = interfaceOf(ctx, target);
    const passed = steps.some(({ eni }) => eni !== undefined && eni.id === appliance?.id);
    return appliance && !passed && cidrsOf(ctx, destination).some((cidr) => contains(prefix(cidr), edge.before.src));
  });
  if (!route) return [];
  const subnetTable = steps.findLast(({ hop }) => hop.stage === "route")?.hop.resource;
  return [
    {
      ExplanationCode: "INGRESS_RTB_TRAFFIC_REDIRECTION",
      IngressRouteTable: named(ctx, table.id),
      InternetGateway: named(ctx, edge.hop.resource),
      Address: cidrText(edge.before.src),
      ...(subnetTable === undefined ? {} : { SubnetRouteTable: named(ctx, subnetTable) }),
      Vpc: named(ctx, table.vpcId),
    },
  ];
}

/** "VPC gateway endpoints accept only TCP or ICMP ECHO traffic". */
function endpointProtocol(ctx: Context, steps: readonly Step[]): readonly Explanation[] {
  const endpoint = steps.find(({ hop, before }) => hop.stage === "service-edge" && before.protocol === UDP);
  if (!endpoint) return [];
  return [
    {
      ExplanationCode: "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
      VpcEndpoint: named(ctx, endpoint.hop.resource),
      Protocols: ["tcp", "icmp"],
    },
  ];
}
