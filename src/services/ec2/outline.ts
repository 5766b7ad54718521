/** What a region's VPCs hold, as a tree: gateways, then each zone's subnets with what stands in them. */
import type { Context } from "../../cloud/context.ts";
import type { OutlineNode } from "../../cloud/operation.ts";
import { instances } from "./instance/resources.ts";
import { type NetworkInterface, networkInterfaces } from "./interface/resources.ts";
import { natGateways } from "./nat/resources.ts";
import { vpcPeeringConnections } from "./peering/resources.ts";
import { type RouteTable, routeTables } from "./routing/resources.ts";
import { securityGroups } from "./securityGroup/resources.ts";
import { tagsOf } from "./tag/resources.ts";
import { egressOnlyInternetGateways, internetGateways, type Subnet, subnets, type Vpc, vpcs } from "./vpc/resources.ts";

export const outline = (ctx: Context): readonly OutlineNode[] => ctx.all(vpcs).map((vpc) => ofVpc(ctx, vpc));

const titled = (ctx: Context, noun: string, id: string): string => {
  const name = tagsOf(ctx, id)["Name"];
  return name === undefined ? noun : `${noun} ${name}`;
};

function ofVpc(ctx: Context, vpc: Vpc): OutlineNode {
  const gateways = [
    ...ctx.by(internetGateways, "vpcId", vpc.id).map(({ id }) => leaf(titled(ctx, "internet gateway", id), id)),
    ...ctx
      .by(egressOnlyInternetGateways, "vpcId", vpc.id)
      .map(({ id }) => leaf(titled(ctx, "egress-only gateway", id), id)),
    ...ctx
      .by(vpcPeeringConnections, "vpcId", vpc.id)
      .filter(({ status }) => status === "active" || status === "pending-acceptance")
      .map(({ id, status, requester, accepter }) =>
        leaf(titled(ctx, "peering", id), id, [
          `with ${requester.vpcId === vpc.id ? accepter.vpcId : requester.vpcId}`,
          status,
        ]),
      ),
  ];
  const zones = groupByZone(ctx.by(subnets, "vpcId", vpc.id));
  return {
    label: titled(ctx, vpc.isDefault ? "default VPC" : "VPC", vpc.id),
    id: vpc.id,
    notes: [...vpc.cidrs.map(({ cidr }) => cidr), ...vpc.ipv6Cidrs.map(({ cidr }) => cidr)],
    children: [
      ...gateways,
      ...[...zones].map(([zone, inZone]) => ({
        label: `zone ${zone}`,
        id: zone,
        notes: [],
        children: inZone.map((subnet) => ofSubnet(ctx, subnet)),
      })),
    ],
  };
}

function groupByZone(all: readonly Subnet[]): ReadonlyMap<string, readonly Subnet[]> {
  const zones = new Map<string, Subnet[]>();
  for (const subnet of [...all].sort((a, b) => (a.availabilityZone < b.availabilityZone ? -1 : 1))) {
    const zone = zones.get(subnet.availabilityZone);
    if (zone) zone.push(subnet);
    else zones.set(subnet.availabilityZone, [subnet]);
  }
  return zones;
}

function ofSubnet(ctx: Context, subnet: Subnet): OutlineNode {
  const cidrs = [...(subnet.cidr === undefined ? [] : [subnet.cidr]), ...subnet.ipv6Cidrs.map(({ cidr }) => cidr)];
  return {
    label: titled(ctx, "subnet", subnet.id),
    id: subnet.id,
    notes: [...cidrs, ...defaultRoute(ctx, subnet)],
    children: ctx.by(networkInterfaces, "subnetId", subnet.id).map((eni) => ofInterface(ctx, eni)),
  };
}

/** Where the subnet's table sends what is not the VPC's. */
function defaultRoute(ctx: Context, subnet: Subnet): readonly string[] {
  const table = ctx.by(routeTables, "associated", subnet.id)[0] ?? mainTable(ctx, subnet.vpcId);
  return (table?.routes ?? [])
    .filter(({ destination }) => destination === "0.0.0.0/0" || destination === "::/0")
    .map(
      ({ destination, target }) => `${destination} → ${"id" in target ? titledTarget(ctx, target.id) : target.kind}`,
    );
}

const titledTarget = (ctx: Context, id: string): string => tagsOf(ctx, id)["Name"] ?? id;

const mainTable = (ctx: Context, vpcId: string): RouteTable | undefined =>
  ctx.by(routeTables, "vpcId", vpcId).find(({ associations }) => associations.some(({ main }) => main));

function ofInterface(ctx: Context, eni: NetworkInterface): OutlineNode {
  const addresses = [
    ...eni.privateAddresses.map(({ address, publicIp }) =>
      publicIp === undefined ? address : `${address} (${publicIp})`,
    ),
    ...eni.ipv6Addresses.map(({ address }) => address),
  ];
  const groups = eni.groupIds.map((id) => ctx.get(securityGroups, id)?.name ?? id);
  const nat = ctx.by(natGateways, "networkInterfaceId", eni.id)[0];
  if (nat) return leaf(titled(ctx, "NAT gateway", nat.id), nat.id, [...addresses, nat.state]);
  const instance = eni.attachment?.instanceId === undefined ? undefined : ctx.get(instances, eni.attachment.instanceId);
  const notes = [...addresses, ...(groups.length > 0 ? [`groups ${groups.join(", ")}`] : [])];
  if (!instance) return leaf(titled(ctx, "interface", eni.id), eni.id, [...notes, eni.status]);
  if (eni.attachment?.deviceIndex !== 0)
    return leaf(titled(ctx, "interface", eni.id), eni.id, [...notes, `of ${instance.id}`]);
  return leaf(titled(ctx, "instance", instance.id), instance.id, [
    ...notes,
    ...(instance.state === "running" ? [] : [instance.state]),
  ]);
}

const leaf = (label: string, id: string, notes: readonly string[] = []): OutlineNode => ({
  label,
  id,
  notes,
  children: [],
});
