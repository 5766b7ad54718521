/**
 * DescribeVpcPeeringConnections.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcPeeringConnections.html
 */
import type { Context } from "../../../cloud/context.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { isHeld } from "../vpc/prefixes.ts";
import { describeConnection, visibleConnections, vpcOfSide } from "./connections.ts";
import { type PeeringSide, type VpcPeeringConnection, vpcPeeringConnections } from "./resources.ts";

const blocksOf = (ctx: Context, side: PeeringSide): string[] =>
  vpcOfSide(ctx, side)
    ?.cidrs.filter(isHeld)
    .map(({ cidr }) => cidr) ?? [];

const filters: Filters<VpcPeeringConnection, never> = {
  "accepter-vpc-info.cidr-block": ({ accepter }, ctx) => blocksOf(ctx, accepter),
  "accepter-vpc-info.owner-id": ({ accepter }) => accepter.account,
  "accepter-vpc-info.vpc-id": ({ accepter }) => accepter.vpcId,
  "expiration-time": ({ expirationTime }) => expirationTime,
  "requester-vpc-info.cidr-block": ({ requester }, ctx) => blocksOf(ctx, requester),
  "requester-vpc-info.owner-id": ({ requester }) => requester.account,
  "requester-vpc-info.vpc-id": ({ requester }) => requester.vpcId,
  "status-code": ({ status }) => status,
  "status-message": ({ statusMessage }) => statusMessage,
  "vpc-peering-connection-id": ({ id }) => id,
};

export const describeVpcPeeringConnections = ec2("DescribeVpcPeeringConnections", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: vpcPeeringConnections,
    filters,
    ids: input.VpcPeeringConnectionIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "vpcPeeringConnectionIds",
    rows: visibleConnections(ctx),
  });
  return {
    VpcPeeringConnections: rows.map((connection) => describeConnection(ctx, connection)),
    NextToken: nextToken,
  };
});
