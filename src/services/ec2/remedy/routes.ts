/** Changes to route tables, and to what they lead to: Internet gateways, transit gateways. */
import { formatPrefix } from "../../../base/prefix.ts";
import type { Remedy } from "../../../cloud/operation.ts";
import type { Store } from "../../../cloud/store.ts";
import {
  type AssociateChange,
  type EdgeChange,
  endsOfNewTunnel,
  newEdge,
  type PortChange,
  type RouteChange,
} from "../../../fabric/change.ts";
import { named } from "../named.ts";
import { type RouteTable, routeTables } from "../routing/resources.ts";
import {
  transitGatewayAssociations,
  transitGatewayAttachments,
  transitGatewayRoutes,
  transitGatewayRouteTables,
} from "../transitGateway/resources.ts";
import { internetGateways, subnets, vpcs } from "../vpc/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { commandLine, printedBy } from "./commandLine.ts";
import { newPeering } from "./peerings.ts";

/** The flag that a target is named by, by the prefix of its id, and the noun. */
const targets = {
  igw: ["--gateway-id", "Internet gateway"],
  eigw: ["--egress-only-internet-gateway-id", "egress-only Internet gateway"],
  nat: ["--nat-gateway-id", "NAT gateway"],
  eni: ["--network-interface-id", "network interface"],
  pcx: ["--vpc-peering-connection-id", "peering connection"],
  tgw: ["--transit-gateway-id", "transit gateway"],
} as const satisfies Readonly<Record<string, readonly [flag: string, noun: string]>>;

const isTarget = (kind: string): kind is keyof typeof targets => Object.hasOwn(targets, kind);

export function routeRemedy(store: Store, change: RouteChange): Remedy | undefined {
  const table = store.table(routeTables).get(change.router);
  if (table) return tableRoute(store, table, change);
  return store.table(transitGatewayRouteTables).get(change.router) ? hubRoute(store, change) : undefined;
}

function tableRoute(store: Store, table: RouteTable, change: RouteChange): Remedy | undefined {
  const { next, prefix } = change;
  if (!("id" in next)) return undefined; // Every table has its local route, and nobody wants a route that discards.
  if (next.id.startsWith("vpce-")) return endpointRoute(store, table, next.id);
  // A gateway's own table leads to the VPC's hosts only.
  if (table.associations.some(({ gatewayId }) => gatewayId) && next.kind !== "interface") return undefined;
  const target = targetOf(store, table, next.id);
  if (!target) return undefined;
  const cidr = formatPrefix(prefix);
  const existing = table.routes.find(({ destination }) => destination === cidr);
  const isThere = existing !== undefined && existing.origin !== "EnableVgwRoutePropagation";
  const { region } = table;
  return {
    change: `${isThere ? "replace the route" : "add a route"} ${cidr} → ${target.words} in route table ${named(store, table.id)}`,
    resource: table.id,
    command: commandLine(
      region,
      isThere ? "replace-route" : "create-route",
      "--route-table-id",
      table.id,
      cidr.includes(":") ? "--destination-ipv6-cidr-block" : "--destination-cidr-block",
      cidr,
      target.flag,
      target.id,
    ),
  };
}

/** A route's target: its flag, its id or the command that prints it, and what it is called. */
interface Target {
  readonly flag: string;
  readonly id: string;
  readonly words: string;
}

/** What is yet to be made is looked up when the route is made. */
function targetOf(store: Store, { vpcId, region }: RouteTable, id: string): Target | undefined {
  if (id === newEdge(vpcId)) {
    const attached = `Name=attachment.vpc-id,Values=${vpcId}`;
    const query = "InternetGateways[0].InternetGatewayId";
    const [flag] = targets.igw;
    const lookup = printedBy(region, query, "describe-internet-gateways", "--filters", attached);
    return { flag, id: lookup, words: "the VPC's Internet gateway" };
  }
  const ends = endsOfNewTunnel(id);
  if (ends) {
    const other = ends[0] === vpcId ? ends[1] : ends[0];
    const [flag] = targets.pcx;
    return { flag, id: newPeering(region, ends), words: `the peering connection with VPC ${named(store, other)}` };
  }
  const kind = id.slice(0, id.indexOf("-"));
  if (!isTarget(kind)) return undefined;
  const [flag, noun] = targets[kind];
  return { flag, id, words: `${noun} ${named(store, id)}` };
}

/** A gateway endpoint puts its own routes into the tables that it is told of. */
function endpointRoute(store: Store, { id, region }: RouteTable, endpointId: string): Remedy | undefined {
  if (!store.table(vpcEndpoints).get(endpointId)) return undefined;
  return {
    change: `route to VPC endpoint ${named(store, endpointId)} from route table ${named(store, id)}`,
    resource: id,
    command: commandLine(region, "modify-vpc-endpoint", "--vpc-endpoint-id", endpointId, "--add-route-table-ids", id),
  };
}

/** The compiler names a hub's end `gateway/attachment`. */
const attachmentOf = (end: string): string => end.slice(end.indexOf("/") + 1);

function hubRoute(store: Store, { router, prefix, next }: RouteChange): Remedy | undefined {
  const table = store.table(transitGatewayRouteTables).get(router);
  if (!table || next.kind !== "end") return undefined;
  const attachment = attachmentOf(next.id);
  const cidr = formatPrefix(prefix);
  const isThere = store.table(transitGatewayRoutes).get(`${router}/${cidr}`) !== undefined;
  const where = `in transit gateway route table ${named(store, router)}`;
  return {
    change: `${isThere ? "replace the route" : "add a route"} ${cidr} → attachment ${named(store, attachment)} ${where}`,
    resource: router,
    command: commandLine(
      table.region,
      isThere ? "replace-transit-gateway-route" : "create-transit-gateway-route",
      "--transit-gateway-route-table-id",
      router,
      "--destination-cidr-block",
      cidr,
      "--transit-gateway-attachment-id",
      attachment,
    ),
  };
}

/** The gateway that routes name already, one that is attached to nothing, or a new one. */
export function edgeRemedy(store: Store, { id, domain }: EdgeChange): Remedy | undefined {
  const vpc = store.table(vpcs).get(domain);
  if (!vpc) return undefined;
  const { account, region } = vpc;
  const known = store.table(internetGateways).get(id);
  if (id !== newEdge(domain) && (!known || known.vpcId !== undefined || known.region !== region)) return undefined;
  const free =
    known ?? [...store.table(internetGateways).in(`${account}/${region}`).values()].find((one) => !one.vpcId);
  const gateway = free?.id ?? printedBy(region, "InternetGateway.InternetGatewayId", "create-internet-gateway");
  const which = free ? `Internet gateway ${named(store, free.id)}` : "a new Internet gateway";
  return {
    change: `attach ${which} to VPC ${named(store, domain)}`,
    resource: domain,
    command: commandLine(region, "attach-internet-gateway", "--internet-gateway-id", gateway, "--vpc-id", domain),
  };
}

export function associateRemedy(store: Store, { end, router }: AssociateChange): Remedy | undefined {
  const table = store.table(transitGatewayRouteTables).get(router);
  // While the old association is on its way out there can be no new one.
  if (!table || store.table(transitGatewayAssociations).get(end)) return undefined;
  const attachment = attachmentOf(end);
  return {
    change: `associate attachment ${named(store, attachment)} with transit gateway route table ${named(store, router)}`,
    resource: attachment,
    command: commandLine(
      table.region,
      "associate-transit-gateway-route-table",
      "--transit-gateway-route-table-id",
      router,
      "--transit-gateway-attachment-id",
      attachment,
    ),
  };
}

export function portRemedy(store: Store, { end, segment }: PortChange): Remedy | undefined {
  const id = attachmentOf(end);
  const attachment = store.table(transitGatewayAttachments).get(id);
  const subnet = store.table(subnets).get(segment);
  if (attachment?.kind !== "vpc" || !subnet) return undefined;
  return {
    change: `add subnet ${named(store, segment)} to attachment ${named(store, id)}: it has none in ${subnet.availabilityZone}`,
    resource: id,
    command: commandLine(
      attachment.region,
      "modify-transit-gateway-vpc-attachment",
      "--transit-gateway-attachment-id",
      id,
      "--add-subnet-ids",
      segment,
    ),
  };
}
