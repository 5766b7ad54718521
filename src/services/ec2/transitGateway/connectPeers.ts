/**
 * Connect peers: a GRE tunnel to an appliance and two BGP sessions in it.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html#tgw-connect-peer
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayConnectPeer.html
 */
import type { TransitGatewayConnectPeer as Shape } from "@aws-sdk/client-ec2";
import { type Address, formatAddress, parseAddress } from "../../../base/address.ts";
import { contains, covers, formatPrefix, nth, overlaps, type Prefix, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { needAttachment } from "./attachments.ts";
import { cidrBlockOfEither } from "./cidrs.ts";
import { needGateway } from "./gateways.ts";
import { needLive, needState, settleLater } from "./lifecycle.ts";
import { type TransitGateway, type TransitGatewayConnectPeer, transitGatewayConnectPeers } from "./resources.ts";

/** Connect peers of one Connect attachment. @see https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html */
const MAX_PEERS = 4;

const LINK_LOCAL = prefix("169.254.0.0/16");
const UNIQUE_LOCAL = prefix("fd00::/8");
/** "The following CIDR blocks are reserved and cannot be used." */
const RESERVED = [
  "169.254.0.0/29",
  "169.254.1.0/29",
  "169.254.2.0/29",
  "169.254.3.0/29",
  "169.254.4.0/29",
  "169.254.5.0/29",
  "169.254.169.248/29",
].map(prefix);

export const createTransitGatewayConnectPeer = ec2("CreateTransitGatewayConnectPeer", (input, ctx) => {
  const connect = needAttachment(ctx, "connect", input.TransitGatewayAttachmentId);
  needState(connect, "available");
  const gateway = needGateway(ctx, connect.transitGatewayId);
  const others = ctx
    .by(transitGatewayConnectPeers, "transitGatewayId", gateway.id)
    .filter(({ state }) => state !== "deleted");
  if (others.filter(({ attachmentId }) => attachmentId === connect.id).length >= MAX_PEERS)
    fail(
      "TransitGatewayConnectPeerLimitExceeded",
      `${connect.id} has reached the limit of ${MAX_PEERS} Connect peers.`,
    );
  const insideCidrBlocks = insideBlocks(input.InsideCidrBlocks ?? [], others);
  const peerAddress = addressFrom(input.PeerAddress, "peerAddress");
  const transitGatewayAddress = gatewayAddress(gateway, input.TransitGatewayAddress, others, typeof peerAddress);
  if (typeof peerAddress !== typeof transitGatewayAddress)
    fail(
      "InvalidParameterValue",
      "The peer address and the transit gateway address must be of the same IP address family.",
    );
  const addresses = {
    transitGatewayAddress: formatAddress(transitGatewayAddress),
    peerAddress: formatAddress(peerAddress),
  };
  const taken = others.some(
    (other) =>
      other.attachmentId === connect.id &&
      other.peerAddress === addresses.peerAddress &&
      other.transitGatewayAddress === addresses.transitGatewayAddress,
  );
  if (taken) fail("InvalidParameterValue", "A Connect peer with these addresses already exists on the attachment.");
  const peer: TransitGatewayConnectPeer = {
    id: ctx.newId("tgw-connect-peer"),
    account: ctx.account,
    region: ctx.region,
    attachmentId: connect.id,
    transitGatewayId: gateway.id,
    state: "pending",
    creationTime: ctx.now().toISOString(),
    ...addresses,
    insideCidrBlocks,
    transitGatewayAsn: gateway.options.amazonSideAsn,
    peerAsn: peerAsn(input.BgpOptions?.PeerAsn ?? gateway.options.amazonSideAsn),
  };
  ctx.put(transitGatewayConnectPeers, peer);
  tagNew(ctx, "transit-gateway-connect-peer", peer.id, input.TagSpecifications);
  settleLater(ctx, transitGatewayConnectPeers, peer.id);
  return { TransitGatewayConnectPeer: describeConnectPeer(ctx, peer) };
});

function peerAsn(asn: number): number {
  if (!Number.isInteger(asn) || asn < 1 || asn > 4_294_967_294)
    fail("InvalidParameterValue", `Value (${asn}) for parameter peerAsn is invalid.`);
  return asn;
}

function addressFrom(text: string | undefined, parameter: string): Address {
  return (
    parseAddress(text ?? "") ?? fail("InvalidParameterValue", `Value (${text}) for parameter ${parameter} is invalid.`)
  );
}

/** "You must specify a size /29 IPv4 CIDR block from the 169.254.0.0/16 range", and may add a /125 from fd00::/8. */
function insideBlocks(asked: readonly string[], others: readonly TransitGatewayConnectPeer[]): readonly string[] {
  const blocks = asked.map((text) => cidrBlockOfEither(text, "insideCidrBlocks"));
  const [ipv4, ...moreIpv4] = blocks.filter(({ address }) => typeof address === "number");
  const [ipv6, ...moreIpv6] = blocks.filter(({ address }) => typeof address === "bigint");
  if (!ipv4 || moreIpv4.length > 0 || moreIpv6.length > 0)
    fail("InvalidParameterValue", "Specify one IPv4 inside CIDR block, and at most one IPv6 inside CIDR block.");
  if (ipv4 && (ipv4.length !== 29 || !covers(LINK_LOCAL, ipv4) || RESERVED.some((range) => overlaps(range, ipv4))))
    fail("InvalidParameterValue", `The inside CIDR block ${formatPrefix(ipv4)} is invalid.`);
  if (ipv6 && (ipv6.length !== 125 || !covers(UNIQUE_LOCAL, ipv6)))
    fail("InvalidParameterValue", `The inside CIDR block ${formatPrefix(ipv6)} is invalid.`);
  const held = others.flatMap(({ insideCidrBlocks }) => insideCidrBlocks.map(prefix));
  for (const block of blocks)
    if (held.some((other) => overlaps(other, block)))
      fail(
        "InvalidParameterValue",
        `The inside CIDR block ${formatPrefix(block)} is in use by another Connect peer of the transit gateway.`,
      );
  return blocks.map(formatPrefix);
}

/**
 * "must be specified from a transit gateway CIDR block. If not specified, Amazon automatically assigns the first
 * available IP address from the transit gateway CIDR block." A gateway that has none takes any address by name.
 */
function gatewayAddress(
  { id, cidrBlocks }: TransitGateway,
  wanted: string | undefined,
  others: readonly TransitGatewayConnectPeer[],
  family: "number" | "bigint" | string,
): Address {
  const blocks = cidrBlocks.map(prefix);
  if (wanted !== undefined) {
    const address = addressFrom(wanted, "transitGatewayAddress");
    if (blocks.length > 0 && !blocks.some((block) => contains(block, address)))
      fail("InvalidParameterValue", `The address ${wanted} is not within a CIDR block of the transit gateway ${id}.`);
    return address;
  }
  const used = new Set(others.map((other) => other.transitGatewayAddress));
  const block = blocks.find(({ address }) => typeof address === family);
  const address = block && firstFree(block, used);
  if (address === undefined)
    return fail("InvalidParameterValue", `The transit gateway ${id} has no CIDR block with a free address.`);
  return address;
}

function firstFree(block: Prefix, used: ReadonlySet<string>): Address | undefined {
  for (let offset = 1; offset <= used.size + 1; offset++) {
    const address = nth(block, offset);
    if (contains(block, address) && !used.has(formatAddress(address))) return address;
  }
  return undefined;
}

/** The appliance has the first address of each inside block, the gateway the second and third. */
export function describeConnectPeer(ctx: Context, peer: TransitGatewayConnectPeer): Shape {
  const sessions = peer.insideCidrBlocks.map(prefix).flatMap((block) =>
    [2, 3].map((offset) => ({
      TransitGatewayAsn: peer.transitGatewayAsn,
      PeerAsn: peer.peerAsn,
      TransitGatewayAddress: formatAddress(nth(block, offset)),
      PeerAddress: formatAddress(nth(block, 1)),
      BgpStatus: "down" as const,
    })),
  );
  return {
    TransitGatewayAttachmentId: peer.attachmentId,
    TransitGatewayConnectPeerId: peer.id,
    State: peer.state,
    CreationTime: new Date(peer.creationTime),
    ConnectPeerConfiguration: {
      TransitGatewayAddress: peer.transitGatewayAddress,
      PeerAddress: peer.peerAddress,
      InsideCidrBlocks: [...peer.insideCidrBlocks],
      Protocol: "gre",
      BgpConfigurations: sessions,
    },
    Tags: tagList(ctx, peer.id),
  };
}

export const deleteTransitGatewayConnectPeer = ec2("DeleteTransitGatewayConnectPeer", (input, ctx) => {
  const peer = needLive(
    transitGatewayConnectPeers,
    need(ctx, transitGatewayConnectPeers, input.TransitGatewayConnectPeerId),
  );
  needState(peer, "available");
  const deleting = ctx.put(transitGatewayConnectPeers, { ...peer, state: "deleting" });
  settleLater(ctx, transitGatewayConnectPeers, peer.id);
  return { TransitGatewayConnectPeer: describeConnectPeer(ctx, deleting) };
});

const filters: Filters<TransitGatewayConnectPeer, never> = {
  state: ({ state }) => state,
  "transit-gateway-attachment-id": ({ attachmentId }) => attachmentId,
  "transit-gateway-connect-peer-id": ({ id }) => id,
};

export const describeTransitGatewayConnectPeers = ec2("DescribeTransitGatewayConnectPeers", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: transitGatewayConnectPeers,
    filters,
    ids: input.TransitGatewayConnectPeerIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "transitGatewayConnectPeerIds",
  });
  return { TransitGatewayConnectPeers: rows.map((peer) => describeConnectPeer(ctx, peer)), NextToken: nextToken };
});
