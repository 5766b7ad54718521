/**
 * AWS's explanation codes for what kept a packet from arriving: one table, read from the top, the first line that fits.
 * `docs/network-insights.md` lists every code that AWS has, also those that no line gives.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Explanation.html
 */
import type { Explanation } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import type { Disposition } from "../../../fabric/vocabulary.ts";
import { instances } from "../instance/resources.ts";
import { vpcs } from "../vpc/resources.ts";
import {
  aclFields,
  attachmentField,
  attachmentNamed,
  attachmentOfGoal,
  connectionOf,
  edgeBefore,
  filterFields,
  forwarderField,
  gatewayField,
  interfaceFields,
  lastHubEnd,
  routeToGoal,
  tableFields,
  tableOf,
  transitRouteToGoal,
  vpcField,
  vpnGatewayField,
  vpnGatewayOf,
} from "./fields.ts";
import { aclRule, describeRoute, describeTransitRoute, named, routeNamed, transitRouteNamed } from "./named.ts";
import {
  cidrsOfVpc,
  cidrText,
  isInVpc,
  isPrivate,
  isShared,
  type Obstacle,
  referencesToSender,
  rulesOf,
  senderOf,
} from "./obstacle.ts";

interface Line {
  readonly disposition: Disposition;
  /** The stages of the fabric that it may have been at. */
  readonly stages: readonly string[];
  readonly when?: (ctx: Context, obstacle: Obstacle) => boolean;
  readonly code: string;
  readonly fields: (ctx: Context, obstacle: Obstacle) => Explanation;
}

const FILTER = ["filter-egress", "filter-ingress"];
const BOUNDARY = ["boundary-egress", "boundary-ingress"];
const EDGE = ["edge", "egress-only"];

export const LINES: readonly Line[] = [
  {
    disposition: "denied",
    stages: FILTER,
    when: (ctx, obstacle) => rulesOf(ctx, obstacle).length === 0,
    code: "SG_HAS_NO_RULES",
    fields: filterFields,
  },
  {
    disposition: "denied",
    stages: ["filter-ingress"],
    when: (ctx, obstacle) =>
      obstacle.steps.some(({ hop }) => hop.stage === "hub-end") && referencesToSender(ctx, obstacle).length > 0,
    code: "SG_REFERENCING_SUPPORT",
    fields: (ctx, obstacle) => ({ ...filterFields(ctx, obstacle), ...attachmentField(ctx, lastHubEnd(obstacle)) }),
  },
  {
    disposition: "denied",
    stages: ["filter-ingress"],
    when: (ctx, obstacle) =>
      obstacle.steps.some(({ hop }) => hop.stage === "host" || hop.stage === "translator") &&
      referencesToSender(ctx, obstacle).length > 0,
    code: "SG_REFERENCES_NOT_PRESERVED",
    fields: (ctx, obstacle) => ({ ...filterFields(ctx, obstacle), ...forwarderField(ctx, obstacle) }),
  },
  { disposition: "denied", stages: FILTER, code: "ENI_SG_RULES_MISMATCH", fields: filterFields },
  {
    disposition: "denied",
    stages: BOUNDARY,
    code: "SUBNET_ACL_RESTRICTION",
    fields: (ctx, obstacle) => {
      const rule = aclRule(ctx, obstacle.cause.hop.resource, obstacle.cause.hop.rule);
      return { ...aclFields(ctx, obstacle), ...(rule ? { AclRule: rule } : {}) };
    },
  },
  {
    disposition: "denied",
    stages: EDGE,
    code: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    fields: (ctx, obstacle) => ({ ...gatewayField(ctx, obstacle), ...vpcField(ctx, obstacle) }),
  },
  {
    disposition: "no-route",
    stages: ["route"],
    when: (_, { cause }) => cause.hop.resource.startsWith("pcx-"),
    code: "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
    fields: (ctx, { cause, flow, vpcId }) => ({
      VpcPeeringConnection: named(ctx, cause.hop.resource),
      Address: cidrText(flow.dst),
      Cidrs: [...cidrsOfVpc(ctx, vpcId)],
      ...(vpcId === undefined ? {} : { Vpc: named(ctx, vpcId) }),
    }),
  },
  {
    disposition: "no-route",
    stages: ["route"],
    when: (ctx, obstacle) => obstacle.goal.vpcId !== undefined && obstacle.goal.vpcId === tableOf(ctx, obstacle)?.vpcId,
    code: "VPC_LOCAL_ROUTE_CIDR_RESTRICTION",
    fields: (ctx, obstacle) => ({
      ...tableFields(ctx, obstacle),
      Address: cidrText(obstacle.flow.dst),
      Cidrs: [...cidrsOfVpc(ctx, tableOf(ctx, obstacle)?.vpcId)],
    }),
  },
  {
    disposition: "no-route",
    stages: ["route"],
    when: (ctx, obstacle) => routeToGoal(ctx, obstacle) !== undefined,
    code: "CANNOT_ROUTE",
    fields: (ctx, obstacle) => {
      const route = routeToGoal(ctx, obstacle);
      return {
        ...tableFields(ctx, obstacle),
        Address: cidrText(obstacle.flow.dst),
        ...(route ? { RouteTableRoute: describeRoute(ctx, obstacle.cause.hop.resource, route) } : {}),
      };
    },
  },
  {
    disposition: "no-route",
    stages: ["route"],
    code: "NO_ROUTE_TO_DESTINATION",
    fields: (ctx, obstacle) => ({
      ...tableFields(ctx, obstacle),
      ...(obstacle.goal.id === undefined ? {} : { Destination: named(ctx, obstacle.goal.id) }),
    }),
  },
  {
    disposition: "blackhole",
    stages: ["route"],
    when: (ctx, obstacle) =>
      vpnGatewayOf(ctx, obstacle) !== undefined && senderOf(ctx, obstacle)?.attachment === undefined,
    code: "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS",
    fields: (ctx, obstacle) => ({ ...vpnGatewayField(ctx, obstacle), Address: cidrText(obstacle.flow.src) }),
  },
  {
    disposition: "blackhole",
    stages: ["route"],
    when: (ctx, obstacle) =>
      vpnGatewayOf(ctx, obstacle) !== undefined && vpnGatewayOf(ctx, obstacle) === obstacle.goal.id,
    code: "UNSUPPORTED_COMPONENT",
    fields: (ctx, obstacle) => ({ ...vpnGatewayField(ctx, obstacle), Component: named(ctx, obstacle.goal.id ?? "") }),
  },
  {
    disposition: "blackhole",
    stages: ["route"],
    when: (ctx, obstacle) => connectionOf(ctx, obstacle) !== undefined,
    code: "BAD_STATE_VPN",
    fields: (ctx, obstacle) => ({
      ...vpnGatewayField(ctx, obstacle),
      VpnConnection: named(ctx, connectionOf(ctx, obstacle) ?? ""),
      State: "DOWN",
    }),
  },
  {
    disposition: "blackhole",
    stages: ["route"],
    code: "BAD_STATE_ROUTE",
    fields: (ctx, obstacle) => {
      const { resource, rule } = obstacle.cause.hop;
      const route = routeNamed(ctx, resource, rule);
      return {
        ...tableFields(ctx, obstacle),
        ...(route ? { RouteTableRoute: describeRoute(ctx, resource, route) } : {}),
        State: "blackhole",
      };
    },
  },
  {
    disposition: "not-translated",
    stages: ["edge"],
    when: (ctx, { flow, vpcId }) => !isInVpc(ctx.find(vpcs, vpcId ?? ""), flow.src),
    code: "GATEWAY_REJECTS_SPOOFED_TRAFFIC",
    fields: (ctx, obstacle) => ({
      ...gatewayField(ctx, obstacle),
      ...vpcField(ctx, obstacle),
      Address: cidrText(obstacle.flow.src),
    }),
  },
  {
    disposition: "not-translated",
    stages: ["edge"],
    code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    fields: (ctx, obstacle) => ({
      ...gatewayField(ctx, obstacle),
      ...vpcField(ctx, obstacle),
      Address: cidrText(obstacle.flow.src),
    }),
  },
  {
    disposition: "refused-source",
    stages: ["source-check"],
    when: (_, { cause, ends }) => ends.has(cause.hop.resource),
    code: "ENI_ADDRESS_RESTRICTION",
    fields: interfaceFields,
  },
  {
    disposition: "refused-source",
    stages: ["source-check"],
    code: "ENI_SOURCE_DEST_CHECK_RESTRICTION",
    fields: interfaceFields,
  },
  {
    disposition: "host-down",
    stages: ["host"],
    code: "BAD_STATE",
    fields: (ctx, { cause }) => {
      const state = ctx.find(instances, cause.hop.resource)?.state;
      return { Component: named(ctx, cause.hop.resource), ...(state === undefined ? {} : { State: state }) };
    },
  },
  {
    disposition: "no-route",
    stages: ["world"],
    when: (_, { flow }) => isPrivate(flow.dst),
    code: "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
    fields: (ctx, obstacle) => ({ ...edgeBefore(ctx, obstacle), Address: cidrText(obstacle.flow.dst) }),
  },
  {
    disposition: "no-route",
    stages: ["world"],
    when: (_, { flow }) => isShared(flow.dst),
    code: "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS",
    fields: (ctx, obstacle) => ({ ...edgeBefore(ctx, obstacle), Address: cidrText(obstacle.flow.dst) }),
  },
  {
    disposition: "no-route",
    stages: ["hub-end"],
    code: "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
    fields: (ctx, { cause }) => attachmentField(ctx, cause.hop.resource),
  },
  {
    disposition: "no-route",
    stages: ["hub-route"],
    when: (ctx, obstacle) => transitRouteToGoal(ctx, obstacle) !== undefined,
    code: "TGW_RTB_CANNOT_ROUTE",
    fields: (ctx, obstacle) => {
      const route = transitRouteToGoal(ctx, obstacle);
      return {
        TransitGatewayRouteTable: named(ctx, obstacle.cause.hop.resource),
        Address: cidrText(obstacle.flow.dst),
        ...(route ? { TransitGatewayRouteTableRoute: describeTransitRoute(route) } : {}),
      };
    },
  },
  {
    disposition: "no-route",
    stages: ["hub-route"],
    code: "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
    fields: (ctx, obstacle) => ({
      TransitGatewayRouteTable: named(ctx, obstacle.cause.hop.resource),
      ...attachmentField(ctx, attachmentOfGoal(ctx, obstacle)),
    }),
  },
  {
    disposition: "blackhole",
    stages: ["hub-route"],
    code: "TGW_RTB_BAD_STATE_ROUTE",
    fields: (ctx, { cause }) => {
      const route = transitRouteNamed(ctx, cause.hop.resource, cause.hop.rule);
      return {
        TransitGatewayRouteTable: named(ctx, cause.hop.resource),
        ...(route ? { TransitGatewayRouteTableRoute: describeTransitRoute(route) } : {}),
        State: "blackhole",
      };
    },
  },
  {
    disposition: "blackhole",
    stages: ["hub-end"],
    when: (ctx, { cause }) => attachmentNamed(ctx, cause.hop.resource)?.kind === "vpc",
    code: "TGW_ROUTE_AZ_RESTRICTION",
    fields: (ctx, { cause, steps }) => ({
      ...attachmentField(ctx, cause.hop.resource),
      AvailabilityZones: [...new Set(steps.flatMap(({ eni }) => eni?.availabilityZone ?? []))],
    }),
  },
  {
    disposition: "blackhole",
    stages: ["hub-end"],
    when: (ctx, { cause }) => attachmentNamed(ctx, cause.hop.resource)?.kind === "vpn",
    code: "TGW_BAD_STATE_VPN",
    fields: (ctx, { cause }) => {
      const attachment = attachmentNamed(ctx, cause.hop.resource);
      return {
        ...attachmentField(ctx, cause.hop.resource),
        ...(attachment?.kind === "vpn" ? { VpnConnection: named(ctx, attachment.vpnConnectionId) } : {}),
        State: "DOWN",
      };
    },
  },
  ...(
    [
      ["no-host", ["domain", "world", "interface"]],
      ["no-route", ["world"]],
      ["not-accepted", ["translator", "egress-only"]],
      ["blackhole", ["hub-end"]],
    ] as const
  ).map(
    ([disposition, stages]): Line => ({
      disposition,
      stages,
      code: "NO_POSSIBLE_DESTINATION",
      fields: (ctx, { cause, flow }) => ({
        ...(/^[a-z-]+-[0-9a-f]+$/.test(cause.hop.resource) ? { Component: named(ctx, cause.hop.resource) } : {}),
        Address: cidrText(flow.dst),
      }),
    }),
  ),
];

/** Nothing where no code of AWS's says it: a packet too large, ports used up. */
export function explain(ctx: Context, obstacle: Obstacle): Explanation | undefined {
  const { disposition, hop } = obstacle.cause;
  const line = LINES.find(
    (one) => one.disposition === disposition && one.stages.includes(hop.stage) && (one.when?.(ctx, obstacle) ?? true),
  );
  return line && { ...line.fields(ctx, obstacle), ExplanationCode: line.code };
}
