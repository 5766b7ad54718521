/**
 * Multicast domains of a transit gateway, and the subnets in them.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-multicast-overview.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayMulticastDomain.html
 */
import type { TransitGatewayMulticastDomain as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { sharedResources, sharedWith } from "../../ram/resources.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { needGateway } from "./gateways.ts";
import { needLive, needState, settleLater } from "./lifecycle.ts";
import { switched } from "./options.ts";
import {
  type TransitGatewayMulticastDomain,
  transitGatewayMulticastAssociations,
  transitGatewayMulticastDomains,
} from "./resources.ts";

/** The caller's own domain, not deleted. */
export const needDomain = (ctx: Context, id: string | undefined): TransitGatewayMulticastDomain =>
  needLive(transitGatewayMulticastDomains, need(ctx, transitGatewayMulticastDomains, id));

const domainArn = ({ region, account, id }: TransitGatewayMulticastDomain): string =>
  `arn:aws:ec2:${region}:${account}:transit-gateway-multicast-domain/${id}`;

/**
 * A domain that the caller may associate subnets with: its own, or one that is shared with it.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/multicast-share.html
 */
export function needUsableDomain(ctx: Context, id: string | undefined): TransitGatewayMulticastDomain {
  const domain = ctx.find(transitGatewayMulticastDomains, id ?? "");
  if (domain?.region === ctx.region && sharedWith(ctx, domainArn(domain), ctx.account))
    return needLive(transitGatewayMulticastDomains, domain);
  return needDomain(ctx, id);
}

/** The caller's own, and those that others share with it. */
const visibleDomains = (ctx: Context): TransitGatewayMulticastDomain[] => [
  ...ctx.all(transitGatewayMulticastDomains),
  ...sharedResources(ctx)
    .map(({ arn }) => ctx.find(transitGatewayMulticastDomains, arn.slice(arn.lastIndexOf("/") + 1)))
    .filter((domain) => domain !== undefined),
];

const describeDomain = (ctx: Context, domain: TransitGatewayMulticastDomain): Shape => ({
  TransitGatewayMulticastDomainId: domain.id,
  TransitGatewayId: domain.transitGatewayId,
  TransitGatewayMulticastDomainArn: domainArn(domain),
  OwnerId: domain.account,
  Options: {
    Igmpv2Support: domain.igmpv2Support,
    StaticSourcesSupport: domain.staticSourcesSupport,
    AutoAcceptSharedAssociations: domain.autoAcceptSharedAssociations,
  },
  State: domain.state,
  CreationTime: new Date(domain.creationTime),
  Tags: tagList(ctx, domain.id),
});

export const createTransitGatewayMulticastDomain = ec2("CreateTransitGatewayMulticastDomain", (input, ctx) => {
  const gateway = needGateway(ctx, input.TransitGatewayId);
  needState(gateway, "available");
  if (gateway.options.multicastSupport !== "enable")
    fail("InvalidParameterValue", `Multicast support is not enabled on the transit gateway ${gateway.id}.`);
  const { Options: options = {} } = input;
  const domain: TransitGatewayMulticastDomain = {
    id: ctx.newId("tgw-mcast-domain"),
    account: ctx.account,
    region: ctx.region,
    transitGatewayId: gateway.id,
    state: "pending",
    creationTime: ctx.now().toISOString(),
    igmpv2Support: switched(options.Igmpv2Support, "igmpv2Support", "disable"),
    staticSourcesSupport: switched(options.StaticSourcesSupport, "staticSourcesSupport", "disable"),
    autoAcceptSharedAssociations: switched(
      options.AutoAcceptSharedAssociations,
      "autoAcceptSharedAssociations",
      "disable",
    ),
  };
  ctx.put(transitGatewayMulticastDomains, domain);
  tagNew(ctx, "transit-gateway-multicast-domain", domain.id, input.TagSpecifications);
  settleLater(ctx, transitGatewayMulticastDomains, domain.id);
  return { TransitGatewayMulticastDomain: describeDomain(ctx, domain) };
});

export const deleteTransitGatewayMulticastDomain = ec2("DeleteTransitGatewayMulticastDomain", (input, ctx) => {
  const domain = needDomain(ctx, input.TransitGatewayMulticastDomainId);
  needState(domain, "available");
  if (ctx.by(transitGatewayMulticastAssociations, "domainId", domain.id).length > 0)
    fail("IncorrectState", `${domain.id} has non-deleted Transit Gateway Multicast Domain Associations.`);
  const deleting = ctx.put(transitGatewayMulticastDomains, { ...domain, state: "deleting" });
  settleLater(ctx, transitGatewayMulticastDomains, domain.id);
  return { TransitGatewayMulticastDomain: describeDomain(ctx, deleting) };
});

const filters: Filters<TransitGatewayMulticastDomain, "transitGatewayId"> = {
  state: ({ state }) => state,
  "transit-gateway-id": { of: ({ transitGatewayId }) => transitGatewayId, index: "transitGatewayId" },
  "transit-gateway-multicast-domain-id": ({ id }) => id,
};

export const describeTransitGatewayMulticastDomains = ec2("DescribeTransitGatewayMulticastDomains", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: transitGatewayMulticastDomains,
    filters,
    rows: visibleDomains(ctx),
    ids: input.TransitGatewayMulticastDomainIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "transitGatewayMulticastDomainIds",
  });
  return { TransitGatewayMulticastDomains: rows.map((domain) => describeDomain(ctx, domain)), NextToken: nextToken };
});
