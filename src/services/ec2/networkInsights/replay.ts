/**
 * A walk told again hop by hop: the packet as it came to each and as it left, the VPC that it was in, the network
 * interface that it was at. Hops name the resource that decided; the rest follows from the rows and the translations.
 */
import { formatAddress } from "../../../base/address.ts";
import type { Context } from "../../../cloud/context.ts";
import type { Flow, Hop, Walk } from "../../../fabric/vocabulary.ts";
import { type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { natGateways } from "../nat/resources.ts";
import { vpcPeeringConnections } from "../peering/resources.ts";
import { interfaceOf } from "../routing/targets.ts";
import { transitGatewayAttachments } from "../transitGateway/resources.ts";
import { internetGateways, subnets } from "../vpc/resources.ts";
import { routeNamed } from "./named.ts";

export interface Step {
  readonly hop: Hop;
  readonly before: Flow;
  readonly after: Flow;
  /** Where the packet came from: absent for the world. */
  readonly vpcId: string | undefined;
  /** Where it is now. */
  readonly nextVpcId: string | undefined;
  /** Of a filter, a source check, a host, a NAT gateway. */
  readonly eni: NetworkInterface | undefined;
}

/** Where a walk begins: a VPC and an interface in it, or the world. */
export interface Start {
  readonly vpcId: string | undefined;
  readonly eni: NetworkInterface | undefined;
}

export function replay(ctx: Context, { hops }: Walk, sent: Flow, start: Start): readonly Step[] {
  const steps: Step[] = [];
  let { vpcId, eni } = start;
  let flow = sent;
  /** What the last route leads to, where that is an interface. */
  let routedTo: NetworkInterface | undefined;
  for (const [index, hop] of hops.entries()) {
    const before = flow;
    flow = hop.flow ?? flow;
    const at =
      index === 0 && hop.stage !== "edge" && start.eni
        ? start.eni
        : interfaceAt(ctx, hop, before, vpcId, routedTo, eni);
    const nextVpcId = vpcAfter(ctx, hop, vpcId ?? at?.vpcId, steps);
    steps.push({ hop, before, after: flow, vpcId: vpcId ?? at?.vpcId, nextVpcId, eni: at });
    if (hop.stage === "route") {
      const route = routeNamed(ctx, hop.resource, hop.rule);
      routedTo = route && interfaceOf(ctx, route.target);
    }
    vpcId = nextVpcId;
    eni = at ?? eni;
  }
  return steps;
}

/** The interface of a VPC that has an address, inside or as the Internet knows it. */
export const interfaceWith = (ctx: Context, vpcId: string, address: string): NetworkInterface | undefined =>
  ctx.by(networkInterfaces, "vpcId", vpcId).find((eni) => has(eni, address));

export const has = ({ privateAddresses }: NetworkInterface, text: string): boolean =>
  privateAddresses.some(({ address, publicIp }) => address === text || publicIp === text);

function interfaceAt(
  ctx: Context,
  { stage, resource }: Hop,
  { src, dst }: Flow,
  vpcId: string | undefined,
  routedTo: NetworkInterface | undefined,
  last: NetworkInterface | undefined,
): NetworkInterface | undefined {
  switch (stage) {
    case "filter-egress":
      return amongMembers(ctx, resource, formatAddress(src), vpcId) ?? last;
    case "filter-ingress":
      return amongMembers(ctx, resource, formatAddress(dst), vpcId) ?? routedTo;
    case "source-check":
    case "interface":
      return ctx.find(networkInterfaces, resource);
    case "host":
      return hostInterface(ctx, resource, formatAddress(dst), routedTo);
    case "translator":
      return ctx.find(networkInterfaces, ctx.find(natGateways, resource)?.addresses[0]?.networkInterfaceId ?? "");
    default:
      return undefined;
  }
}

function amongMembers(
  ctx: Context,
  groups: string,
  address: string,
  vpcId: string | undefined,
): NetworkInterface | undefined {
  const members = groups
    .split(", ")
    .flatMap((group) => ctx.by(networkInterfaces, "groupId", group))
    .filter((eni) => has(eni, address));
  return members.find((eni) => eni.vpcId === vpcId) ?? members[0];
}

function hostInterface(ctx: Context, id: string, address: string, routedTo: NetworkInterface | undefined) {
  if (id.startsWith("eni-")) return ctx.find(networkInterfaces, id);
  const own = ctx.by(networkInterfaces, "instanceId", id);
  return own.find((eni) => has(eni, address)) ?? own.find((eni) => eni.id === routedTo?.id) ?? own[0];
}

function vpcAfter(
  ctx: Context,
  { stage, resource, action }: Hop,
  vpcId: string | undefined,
  before: readonly Step[],
): string | undefined {
  if (action === "drop") return vpcId;
  switch (stage) {
    case "edge":
      return vpcId === undefined ? ctx.find(internetGateways, resource)?.vpcId : undefined;
    case "egress-only":
    case "service-edge":
    case "world":
      return undefined;
    case "tunnel": {
      const peering = ctx.find(vpcPeeringConnections, resource);
      const [one, other] = [peering?.requester.vpcId, peering?.accepter.vpcId];
      return one === vpcId ? other : one;
    }
    case "hub-end": {
      // In by one attachment, out by another.
      const leaving = before.at(-1)?.hop.stage === "hub-route";
      const [attachment] = ctx.by(transitGatewayAttachments, "attachmentId", resource);
      return leaving && attachment?.kind === "vpc" ? attachment.vpcId : vpcId;
    }
    default:
      return vpcId;
  }
}

/** The subnet whose ACL a hop was about, as far as the packet tells. */
export function subnetAt(ctx: Context, aclSubnets: readonly string[], address: string): string | undefined {
  const own = aclSubnets.flatMap((id) => ctx.find(subnets, id) ?? []);
  const eni = own.map(({ vpcId }) => interfaceWith(ctx, vpcId, address)).find((one) => one !== undefined);
  return own.find(({ id }) => id === eni?.subnetId)?.id ?? own[0]?.id;
}

/** The transit gateway that an attachment is of; a peering's two ends may go by ids of their own. */
export function transitGatewayOf(ctx: Context, attachmentId: string): string | undefined {
  const [attachment] = ctx.by(transitGatewayAttachments, "attachmentId", attachmentId);
  return attachment?.kind === "peering" && attachment.id !== attachmentId
    ? attachment.accepter.transitGatewayId
    : attachment?.transitGatewayId;
}
