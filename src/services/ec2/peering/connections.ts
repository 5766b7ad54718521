/**
 * A VPC peering connection as its two sides see it.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
import type { VpcPeeringConnection as ConnectionShape, VpcPeeringConnectionVpcInfo } from "@aws-sdk/client-ec2";
import { overlaps } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { checkId } from "../resource.ts";
import { tagList } from "../tag/resources.ts";
import { isHeld, vpcPrefixes } from "../vpc/prefixes.ts";
import { type Vpc, vpcs } from "../vpc/resources.ts";
import { type PeeringSide, type VpcPeeringConnection, vpcPeeringConnections } from "./resources.ts";

export const isCallers = (ctx: Context, { account, region }: PeeringSide): boolean =>
  account === ctx.account && region === ctx.region;

/** The requester sees its request from the start, the accepter once it has come through. */
const isVisible = (ctx: Context, { status, requester, accepter }: VpcPeeringConnection): boolean =>
  isCallers(ctx, requester) || (isCallers(ctx, accepter) && status !== "initiating-request" && status !== "failed");

/** Every connection that the caller's account has in this region, on either side, oldest first. */
export const visibleConnections = (ctx: Context): VpcPeeringConnection[] =>
  ctx.by(vpcPeeringConnections, "side", ctx.scope).filter((connection) => isVisible(ctx, connection));

/**
 * The connection with this id, if the caller's account is one of its sides, in whichever region: an inter-Region
 * request that is answered from the wrong region has an error of its own.
 */
export function needConnection(ctx: Context, id: string | undefined): VpcPeeringConnection {
  const connection = ctx.find(vpcPeeringConnections, id ?? "");
  const mine = [connection?.requester, connection?.accepter].some((side) => side?.account === ctx.account);
  const early = connection?.status === "initiating-request" && connection.requester.account !== ctx.account;
  if (connection && mine && !early) return connection;
  checkId(vpcPeeringConnections, id ?? "");
  const { notFound, missing } = vpcPeeringConnections.errors;
  return fail(notFound, missing(id ?? ""));
}

/** The VPC of a side, if it is there and is that side's. */
export function vpcOfSide(ctx: Context, { vpcId, account, region }: PeeringSide): Vpc | undefined {
  const vpc = ctx.find(vpcs, vpcId);
  return vpc?.account === account && vpc.region === region ? vpc : undefined;
}

/** Whether the two VPCs can be peered: both are there and no block of one overlaps a block of the other. */
export function arePeerable(ctx: Context, { requester, accepter }: VpcPeeringConnection): boolean {
  const one = vpcOfSide(ctx, requester);
  const other = vpcOfSide(ctx, accepter);
  if (!one || !other) return false;
  const others = vpcPrefixes(other);
  return !vpcPrefixes(one).some((block) => others.some((theirs) => overlaps(block, theirs)));
}

/** In AWS's shape. What the accepter's VPC looks like is told once it has accepted. */
export function describeConnection(ctx: Context, connection: VpcPeeringConnection): ConnectionShape {
  const { id, status, statusMessage, requester, accepter, expirationTime } = connection;
  const accepted = status === "active" || status === "provisioning" || isCallers(ctx, accepter);
  return {
    VpcPeeringConnectionId: id,
    Status: { Code: status, Message: statusMessage },
    RequesterVpcInfo: describeSide(ctx, requester, true),
    AccepterVpcInfo: describeSide(ctx, accepter, accepted),
    ...(expirationTime === undefined ? {} : { ExpirationTime: new Date(expirationTime) }),
    Tags: tagList(ctx, id),
  };
}

function describeSide(ctx: Context, side: PeeringSide, told: boolean): VpcPeeringConnectionVpcInfo {
  const named = { OwnerId: side.account, Region: side.region, VpcId: side.vpcId };
  const vpc = vpcOfSide(ctx, side);
  if (!vpc || !told) return named;
  const ipv6 = vpc.ipv6Cidrs.filter(isHeld);
  return {
    ...named,
    CidrBlock: vpc.cidr,
    CidrBlockSet: vpc.cidrs.filter(isHeld).map(({ cidr }) => ({ CidrBlock: cidr })),
    ...(ipv6.length === 0 ? {} : { Ipv6CidrBlockSet: ipv6.map(({ cidr }) => ({ Ipv6CidrBlock: cidr })) }),
    PeeringOptions: {
      AllowDnsResolutionFromRemoteVpc: side.allowDnsResolutionFromRemoteVpc,
      AllowEgressFromLocalClassicLinkToRemoteVpc: false,
      AllowEgressFromLocalVpcToRemoteClassicLink: false,
    },
  };
}
