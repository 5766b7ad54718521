/** The resources of a scope's statements, as ends of paths or as what paths pass. */
import type { Context } from "../../../cloud/context.ts";
import { type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { natGateways } from "../nat/resources.ts";
import { visibleConnections } from "../peering/connections.ts";
import { carries } from "../transitGateway/attachments.ts";
import { transitGatewayAttachments } from "../transitGateway/resources.ts";
import { internetGateways } from "../vpc/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { idIn } from "./ends.ts";
import type { ResourceStatement } from "./resources.ts";

/** The interfaces of the account that packets may begin or end at: those with an IPv4 address, but for gateways' own. */
export const analysedInterfaces = (ctx: Context): readonly NetworkInterface[] =>
  ctx.all(networkInterfaces).filter(isAnalysed);

const isAnalysed = ({ privateAddresses, interfaceType }: NetworkInterface): boolean =>
  privateAddresses.length > 0 && interfaceType !== "nat_gateway" && interfaceType !== "transit_gateway";

const internetGatewayIds = (ctx: Context): readonly string[] =>
  ctx
    .all(internetGateways)
    .filter(({ vpcId }) => vpcId !== undefined)
    .map(({ id }) => id);

const endpointIds = (ctx: Context): readonly string[] => ctx.all(vpcEndpoints).map(({ id }) => id);

/** Where nothing is said: every interface and Internet gateway; as a destination, the gateway endpoints too. */
export function everyEnd(ctx: Context, side: "source" | "destination"): readonly string[] {
  const gateways = ctx.all(vpcEndpoints).filter(({ type }) => type === "Gateway");
  return [
    ...internetGatewayIds(ctx),
    ...analysedInterfaces(ctx).map(({ id }) => id),
    ...(side === "destination" ? gateways.map(({ id }) => id) : []),
  ];
}

/** The ids that a statement stands for; instances, groups, subnets and VPCs for their interfaces. */
export function idsOf(ctx: Context, { resources, resourceTypes }: ResourceStatement): readonly string[] {
  const ids = [
    ...(resources ?? []).flatMap((one) => idsOfResource(ctx, idIn(one))),
    ...(resourceTypes ?? []).flatMap((type) => idsOfType(ctx, type)),
  ];
  return [...new Set(ids)];
}

function idsOfResource(ctx: Context, id: string): readonly string[] {
  const inside = (index: "instanceId" | "groupId" | "subnetId" | "vpcId"): readonly string[] =>
    ctx
      .by(networkInterfaces, index, id)
      .filter((eni) => eni.account === ctx.account && eni.region === ctx.region && isAnalysed(eni))
      .map((eni) => eni.id);
  switch (id.slice(0, id.lastIndexOf("-"))) {
    case "i":
      return inside("instanceId");
    case "sg":
      return inside("groupId");
    case "subnet":
      return inside("subnetId");
    case "vpc":
      return inside("vpcId");
    default:
      return [id];
  }
}

function idsOfType(ctx: Context, type: string): readonly string[] {
  switch (type) {
    case "AWS::EC2::Instance":
      return analysedInterfaces(ctx).flatMap(({ id, attachment }) => (attachment?.instanceId === undefined ? [] : id));
    case "AWS::EC2::NetworkInterface":
      return analysedInterfaces(ctx).map(({ id }) => id);
    case "AWS::EC2::InternetGateway":
      return internetGatewayIds(ctx);
    case "AWS::EC2::NatGateway":
      return ctx.all(natGateways).map(({ id }) => id);
    case "AWS::EC2::VPCEndpoint":
      return endpointIds(ctx);
    case "AWS::EC2::VPCPeeringConnection":
      return visibleConnections(ctx).map(({ id }) => id);
    case "AWS::EC2::TransitGatewayAttachment":
      return ctx
        .by(transitGatewayAttachments, "side", ctx.scope)
        .filter(carries)
        .map(({ id }) => id);
    default:
      // Virtual private gateways begin and end nothing yet; load balancers, firewalls and endpoint services are not built.
      return [];
  }
}
