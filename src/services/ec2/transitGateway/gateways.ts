/**
 * Transit gateways as their owner and those they are shared with see them.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGateways.html
 */
import type { TransitGateway as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { sharedResources, sharedWith } from "../../ram/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { checkId, need } from "../resource.ts";
import { tagList } from "../tag/resources.ts";
import { needLive } from "./lifecycle.ts";
import { type TransitGateway, transitGateways } from "./resources.ts";

/** Whether the caller may attach to another account's gateway, in its region. */
export const isSharedWith = (ctx: Context, gateway: TransitGateway): boolean =>
  gateway.region === ctx.region && sharedWith(ctx, gatewayArn(gateway), ctx.account);

const gatewayArn = ({ region, account, id }: TransitGateway): string =>
  `arn:aws:ec2:${region}:${account}:transit-gateway/${id}`;

/** The caller's own gateway, not deleted. */
export const needGateway = (ctx: Context, id: string | undefined): TransitGateway =>
  needLive(transitGateways, need(ctx, transitGateways, id));

/** A gateway that the caller may attach to: its own, or one that is shared with it. */
export function needUsableGateway(ctx: Context, id: string | undefined): TransitGateway {
  const gateway = ctx.find(transitGateways, id ?? "");
  if (gateway && isSharedWith(ctx, gateway)) return needLive(transitGateways, gateway);
  return needGateway(ctx, id);
}

/** The caller's own, and those that others share with it. */
const visibleGateways = (ctx: Context): TransitGateway[] => [
  ...ctx.all(transitGateways),
  ...sharedResources(ctx)
    .map(({ arn }) => ctx.find(transitGateways, arn.slice(arn.lastIndexOf("/") + 1)))
    .filter((gateway) => gateway !== undefined),
];

/** The tables that new attachments are associated with and propagate to, while the gateway does so. */
export const defaultAssociation = ({ options, associationDefaultRouteTableId: id }: TransitGateway) =>
  options.defaultRouteTableAssociation === "enable" ? id : undefined;
export const defaultPropagation = ({ options, propagationDefaultRouteTableId: id }: TransitGateway) =>
  options.defaultRouteTablePropagation === "enable" ? id : undefined;

/** In AWS's shape: default tables only while they are in use, blocks only where there are any. */
export function describeGateway(ctx: Context, gateway: TransitGateway): Shape {
  const { id, account, options } = gateway;
  const association = defaultAssociation(gateway);
  const propagation = defaultPropagation(gateway);
  return {
    TransitGatewayId: id,
    TransitGatewayArn: gatewayArn(gateway),
    State: gateway.state,
    OwnerId: account,
    Description: gateway.description,
    CreationTime: new Date(gateway.creationTime),
    Options: {
      AmazonSideAsn: options.amazonSideAsn,
      ...(gateway.cidrBlocks.length === 0 ? {} : { TransitGatewayCidrBlocks: [...gateway.cidrBlocks] }),
      AutoAcceptSharedAttachments: options.autoAcceptSharedAttachments,
      DefaultRouteTableAssociation: options.defaultRouteTableAssociation,
      ...(association === undefined ? {} : { AssociationDefaultRouteTableId: association }),
      DefaultRouteTablePropagation: options.defaultRouteTablePropagation,
      ...(propagation === undefined ? {} : { PropagationDefaultRouteTableId: propagation }),
      VpnEcmpSupport: options.vpnEcmpSupport,
      DnsSupport: options.dnsSupport,
      SecurityGroupReferencingSupport: options.securityGroupReferencingSupport,
      MulticastSupport: options.multicastSupport,
    },
    Tags: tagList(ctx, id),
  };
}

const filters: Filters<TransitGateway, never> = {
  "options.propagation-default-route-table-id": defaultPropagation,
  "options.amazon-side-asn": ({ options }) => options.amazonSideAsn,
  "options.association-default-route-table-id": defaultAssociation,
  "options.auto-accept-shared-attachments": ({ options }) => options.autoAcceptSharedAttachments,
  "options.default-route-table-association": ({ options }) => options.defaultRouteTableAssociation,
  "options.default-route-table-propagation": ({ options }) => options.defaultRouteTablePropagation,
  "options.dns-support": ({ options }) => options.dnsSupport,
  "options.vpn-ecmp-support": ({ options }) => options.vpnEcmpSupport,
  "owner-id": ({ account }) => account,
  state: ({ state }) => state,
  "transit-gateway-id": ({ id }) => id,
};

export const describeTransitGateways = ec2("DescribeTransitGateways", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: transitGateways,
    filters,
    ids: input.TransitGatewayIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "transitGatewayIds",
    rows: visibleGateways(ctx),
  });
  return { TransitGateways: rows.map((gateway) => describeGateway(ctx, gateway)), NextToken: nextToken };
});

/** A gateway that another account has, in whichever region: the far end of a peering. */
export function needPeerGateway(ctx: Context, id: string, account: string, region: string): TransitGateway {
  const gateway = ctx.find(transitGateways, id);
  if (gateway?.account === account && gateway.region === region && gateway.state !== "deleted") return gateway;
  checkId(transitGateways, id);
  return fail(transitGateways.errors.notFound, transitGateways.errors.missing(id));
}
