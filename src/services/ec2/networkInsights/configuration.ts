/**
 * What makes a path impossible before any packet is sent: ends that are gone, in no VPC, without an IPv4 address, or
 * that do not send what was asked for.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html#configuration-codes
 */
import type { Explanation } from "@aws-sdk/client-ec2";
import { parseIpv4 } from "../../../base/address.ts";
import { contains, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { instances } from "../instance/resources.ts";
import type { NetworkInterface } from "../interface/resources.ts";
import { vpcPeeringConnections } from "../peering/resources.ts";
import { awsPrefixList } from "../prefixList/awsLists.ts";
import { currentEntries } from "../prefixList/resources.ts";
import { resourceOfId } from "../resource.ts";
import { carries } from "../transitGateway/attachments.ts";
import { transitGatewayAttachments, transitGateways } from "../transitGateway/resources.ts";
import { internetGateways } from "../vpc/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { vpnGateways } from "../vpn/resources.ts";
import { areConnected } from "./goal.ts";
import { named } from "./named.ts";
import { cidrsOfVpc, isPrivate, isShared } from "./obstacle.ts";
import { destinationAddress, headersOf, interfacesOf } from "./questions.ts";
import type { NetworkInsightsPath } from "./resources.ts";

/** Nothing where packets may be sent: then the network decides. */
export function configurationProblems(ctx: Context, path: NetworkInsightsPath): readonly Explanation[] {
  const ends = [path.source, path.destination].filter((id) => id !== undefined);
  const missing = ends.filter((id) => !exists(ctx, id));
  if (missing.length > 0)
    return missing.map((id) => ({ ExplanationCode: "NO_SOURCE_OR_DESTINATION", MissingComponent: id }));
  const unusable = ends.flatMap((id) => problemOfEnd(ctx, id));
  if (unusable.length > 0) return unusable;
  const between = [
    ...atInternetGateway(ctx, path),
    ...atVpnGateway(ctx, path),
    ...fromEndpoint(ctx, path),
    ...intoOtherVpc(ctx, path),
  ];
  return between.length > 0 ? between : disconnected(ctx, path);
}

function exists(ctx: Context, id: string): boolean {
  const resource = resourceOfId(id);
  return (
    (resource !== undefined && ctx.find(resource, id) !== undefined) ||
    ctx.by(transitGatewayAttachments, "attachmentId", id).length > 0
  );
}

/** The VPC that an end stands in. */
const vpcOfEnd = (ctx: Context, id: string | undefined): string | undefined =>
  id === undefined
    ? undefined
    : (interfacesOf(ctx, id)[0]?.vpcId ??
      ctx.find(internetGateways, id)?.vpcId ??
      ctx.find(vpcEndpoints, id)?.vpcId ??
      ctx.find(vpnGateways, id)?.vpcId);

function problemOfEnd(ctx: Context, id: string): readonly Explanation[] {
  const bad = (state: string | undefined): readonly Explanation[] => [
    { ExplanationCode: "BAD_STATE", Component: named(ctx, id), ...(state === undefined ? {} : { State: state }) },
  ];
  const unassociated = [{ ExplanationCode: "UNASSOCIATED_COMPONENT", Component: named(ctx, id) }];
  if (/^(i|eni)-/.test(id)) {
    if (ctx.find(instances, id)?.state === "terminated") return unassociated;
    return interfacesOf(ctx, id).some(({ privateAddresses }) => privateAddresses.length > 0) ? [] : unassociated;
  }
  if (id.startsWith("igw-")) return vpcOfEnd(ctx, id) === undefined ? unassociated : [];
  const gateway = ctx.find(vpnGateways, id);
  if (gateway) return gateway.attachment?.state === "attached" ? [] : unassociated;
  const peering = ctx.find(vpcPeeringConnections, id);
  if (peering) return peering.status === "active" ? [] : bad(peering.status);
  const endpoint = ctx.find(vpcEndpoints, id);
  if (endpoint) return endpoint.state === "available" ? [] : bad(endpoint.state);
  const transit = ctx.find(transitGateways, id);
  if (transit) return transit.state === "available" || transit.state === "modifying" ? [] : bad(transit.state);
  const [attachment] = ctx.by(transitGatewayAttachments, "attachmentId", id);
  if (!attachment || carries(attachment)) return [];
  return [
    {
      ExplanationCode: "BAD_STATE_ATTACHMENT",
      TransitGatewayAttachment: named(ctx, id),
      TransitGateway: named(ctx, attachment.transitGatewayId),
      ...(attachment.kind === "vpc" ? { Vpc: named(ctx, attachment.vpcId) } : {}),
      State: attachment.state,
    },
  ];
}

const isIdle = ({ attachment }: NetworkInterface): boolean => attachment === undefined;

/** Internet gateways know public addresses outside, and interfaces that are attached inside. */
function atInternetGateway(ctx: Context, path: NetworkInsightsPath): readonly Explanation[] {
  const { source, destination } = headersOf(path);
  const problem = (code: string, gateway: string, address: string | undefined): Explanation => ({
    ExplanationCode: code,
    InternetGateway: named(ctx, gateway),
    ...(address === undefined ? {} : { Address: `${address}/32` }),
  });
  const isNotPublic = (text: string | undefined): text is string => {
    const address = parseIpv4(text ?? "");
    return address !== undefined && (isPrivate(address) || isShared(address));
  };
  const found: Explanation[] = [];
  if (path.source.startsWith("igw-")) {
    const sender = parseIpv4(source.sourceAddress ?? "");
    if (sender !== undefined && isPrivate(sender))
      found.push(problem("IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS", path.source, source.sourceAddress));
    if (sender !== undefined && isShared(sender))
      found.push(problem("IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS", path.source, source.sourceAddress));
    const receiver = path.destination === undefined ? destinationAddress(path) : source.destinationAddress;
    if (isNotPublic(receiver)) found.push(problem("IGW_EXPECTS_PUBLIC_ADDRESS", path.source, receiver));
    found.push(...behind(ctx, path, path.source, path.destination, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"));
  }
  if (path.destination?.startsWith("igw-")) {
    if (isNotPublic(destination.sourceAddress))
      found.push(problem("IGW_EXPECTS_PUBLIC_ADDRESS", path.destination, destination.sourceAddress));
    found.push(...behind(ctx, path, path.destination, path.source, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"));
  }
  return found;
}

/** The end inside has a public address and an attachment: of an egress, the walk tells whether it has the address. */
function behind(
  ctx: Context,
  path: NetworkInsightsPath,
  gateway: string,
  inside: string | undefined,
  code: string,
): readonly Explanation[] {
  const enis = inside === undefined ? [] : interfacesOf(ctx, inside);
  const hasPublic = (eni: NetworkInterface) => eni.privateAddresses.some(({ publicIp }) => publicIp !== undefined);
  const able = (eni: NetworkInterface) => !isIdle(eni) && (inside === path.source || hasPublic(eni));
  const vpcId = vpcOfEnd(ctx, gateway);
  if (enis.length === 0 || enis.some((eni) => able(eni) || eni.vpcId !== vpcId)) return [];
  return enis.map((eni) => ({
    ExplanationCode: code,
    InternetGateway: named(ctx, gateway),
    NetworkInterface: named(ctx, eni.id),
    Vpc: named(ctx, eni.vpcId),
    ...(eni.privateAddresses[0] ? { Address: `${eni.privateAddresses[0].address}/32` } : {}),
  }));
}

/** What comes in by an Internet gateway is for its own VPC. */
function intoOtherVpc(ctx: Context, { source, destination }: NetworkInsightsPath): readonly Explanation[] {
  const [vpcId, other] = [vpcOfEnd(ctx, source), vpcOfEnd(ctx, destination)];
  if (!source.startsWith("igw-") || vpcId === undefined || other === undefined || vpcId === other) return [];
  return [
    {
      ExplanationCode: "IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS",
      InternetGateway: named(ctx, source),
      Vpc: named(ctx, vpcId),
      Cidrs: [...cidrsOfVpc(ctx, vpcId)],
    },
  ];
}

/** No packet comes out of a virtual private gateway here: tunnels are records. */
function atVpnGateway(ctx: Context, { source, destination }: NetworkInsightsPath): readonly Explanation[] {
  const problem = (code: string, id: string, eni: NetworkInterface): Explanation => ({
    ExplanationCode: code,
    VpnGateway: named(ctx, id),
    NetworkInterface: named(ctx, eni.id),
    Vpc: named(ctx, eni.vpcId),
  });
  if (source.startsWith("vgw-")) {
    const idle = destination === undefined ? [] : interfacesOf(ctx, destination).filter(isIdle);
    if (idle.length > 0) return idle.map((eni) => problem("VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", source, eni));
    return [
      { ExplanationCode: "UNSUPPORTED_COMPONENT", Component: named(ctx, source), VpnGateway: named(ctx, source) },
    ];
  }
  return [];
}

/** Endpoints answer; they begin nothing in their own VPC. */
function fromEndpoint(ctx: Context, path: NetworkInsightsPath): readonly Explanation[] {
  const endpoint = ctx.find(vpcEndpoints, path.source);
  if (!endpoint) return [];
  const found: Explanation[] = [];
  const sender = parseIpv4(headersOf(path).source.sourceAddress ?? "");
  const service = endpoint.serviceName.slice(endpoint.serviceName.lastIndexOf(".") + 1);
  const list = endpoint.type === "Gateway" ? awsPrefixList(endpoint.region, service) : undefined;
  const ranges = list ? currentEntries(list).map(({ cidr }) => cidr) : [];
  if (list && sender !== undefined && !ranges.some((cidr) => contains(prefix(cidr), sender)))
    found.push({
      ExplanationCode: "VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION",
      VpcEndpoint: named(ctx, endpoint.id),
      PrefixList: named(ctx, list.id),
      Cidrs: ranges,
    });
  const other = vpcOfEnd(ctx, path.destination);
  if (other === undefined || other === endpoint.vpcId)
    found.push({
      ExplanationCode: "VPCE_INTRA_VPC_TRAFFIC",
      VpcEndpoint: named(ctx, endpoint.id),
      Vpc: named(ctx, endpoint.vpcId),
    });
  return found;
}

/** Two ends in VPCs that nothing joins. */
function disconnected(ctx: Context, { source, destination }: NetworkInsightsPath): readonly Explanation[] {
  const [one, other] = [vpcOfEnd(ctx, source), vpcOfEnd(ctx, destination)];
  if (one === undefined || other === undefined || areConnected(ctx, one, other)) return [];
  return [{ ExplanationCode: "DISCONNECTED_VPCS", SourceVpc: named(ctx, one), DestinationVpc: named(ctx, other) }];
}
