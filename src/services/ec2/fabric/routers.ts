/** Route tables as longest-prefix tables, subnets as segments, and what takes in traffic at a peering's end. */
import { formatPrefix, type Prefix, prefix } from "../../../base/prefix.ts";
import { PrefixMap } from "../../../base/prefixMap.ts";
import type { NextHop, Route, Router, Seclusion, Segment } from "../../../fabric/fabric.ts";
import { networkAcls } from "../acl/resources.ts";
import { inForce } from "../blockPublicAccess/mode.ts";
import { blockPublicAccess, blockPublicAccessExclusions } from "../blockPublicAccess/resources.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { type Route as AwsRoute, type RouteTable, type RouteTarget, routeTables } from "../routing/resources.ts";
import type { Subnet, Vpc } from "../vpc/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { propagatedRoutes } from "../vpn/propagation.ts";
import { prefixesOfList } from "./sets.ts";
import type { Tables } from "./tables.ts";

/**
 * Where two routes have the same destination, the static CIDR route wins over a prefix list's, and both win over a
 * propagated one.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#route-tables-priority
 */
const rank = (route: AwsRoute): number =>
  route.origin === "EnableVgwRoutePropagation" ? 0 : route.destination.startsWith("pl-") ? 1 : 2;

export function routerOf(tables: Tables, table: RouteTable): Router {
  const routes = new PrefixMap<Route>();
  for (const route of [...table.routes, ...propagatedRoutes(tables, table)].sort((a, b) => rank(a) - rank(b))) {
    const next = nextHop(tables, route.target);
    for (const destination of destinations(tables, route.destination))
      routes.set(destination, { prefix: destination, next, name: route.destination });
  }
  return { id: table.id, resource: table.id, routes };
}

const destinations = (tables: Tables, destination: string): readonly Prefix[] =>
  destination.startsWith("pl-") ? prefixesOfList(tables, destination) : [prefix(destination)];

function nextHop(tables: Tables, target: RouteTarget): NextHop {
  switch (target.kind) {
    case "local":
      return { kind: "local" };
    case "internet-gateway":
    case "egress-only-internet-gateway":
    case "nat-gateway":
    case "vpc-peering-connection":
    case "transit-gateway":
      return { kind: "gateway", id: target.id };
    case "vpc-endpoint":
      return tables.get(vpcEndpoints, target.id)?.type === "GatewayLoadBalancer"
        ? recorded(target.id)
        : { kind: "gateway", id: target.id };
    case "network-interface":
      return { kind: "interface", id: target.id };
    case "instance":
      return primaryInterface(tables, target.id);
    default:
      return recorded(target.id);
  }
}

const recorded = (id: string): NextHop => ({
  kind: "discard",
  why: `packets do not pass ${id} yet: Underlay keeps it as a record only`,
});

function primaryInterface(tables: Tables, instanceId: string): NextHop {
  for (const eni of tables.by(networkInterfaces, "instanceId", instanceId))
    if (eni.attachment?.deviceIndex === 0) return { kind: "interface", id: eni.id };
  return { kind: "discard", why: `${instanceId} is gone` };
}

/** A subnet with the table and the ACL in force: its own, or the VPC's main table. */
export function segmentOf(tables: Tables, subnet: Subnet): Segment {
  const table = tables.one(routeTables, "associated", subnet.id) ?? mainTable(tables, subnet.vpcId);
  return {
    id: subnet.id,
    domain: subnet.vpcId,
    zone: subnet.availabilityZone,
    prefixes: [...(subnet.cidr === undefined ? [] : [subnet.cidr]), ...subnet.ipv6Cidrs.map(({ cidr }) => cidr)].map(
      prefix,
    ),
    boundary: tables.one(networkAcls, "subnetId", subnet.id)?.id ?? "",
    router: table?.id ?? "",
    ...seclusionOf(tables, subnet),
  };
}

/**
 * VPC Block Public Access: the account's mode in the region, lifted by the subnet's own exclusion or its VPC's. Where
 * only ingress is blocked, NAT and egress-only gateways still pass, since they let nothing in but answers.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
function seclusionOf(tables: Tables, { id, vpcId, account, region }: Subnet): { readonly seclusion?: Seclusion } {
  const mode = tables.get(blockPublicAccess, `${account}/${region}`)?.mode ?? "off";
  if (mode === "off") return {};
  const rule = `VPC Block Public Access: ${mode}`;
  for (const resource of [id, vpcId])
    for (const exclusion of tables.by(blockPublicAccessExclusions, "resourceId", resource)) {
      if (!inForce(exclusion)) continue;
      if (exclusion.mode === "allow-bidirectional") return {};
      return { seclusion: { allows: "gateways", rule: `${rule}, ${exclusion.id}: ${exclusion.mode}` } };
    }
  return { seclusion: { allows: mode === "block-ingress" ? "gateways" : "nothing", rule } };
}

function mainTable(tables: Tables, vpcId: string): RouteTable | undefined {
  for (const table of tables.by(routeTables, "vpcId", vpcId))
    if (table.associations.some((association) => association.main)) return table;
  return undefined;
}

export const prefixesOfVpc = (vpc: Vpc): readonly Prefix[] =>
  [...vpc.cidrs, ...vpc.ipv6Cidrs]
    .filter(({ state }) => state === "associated" || state === "associating")
    .map(({ cidr }) => prefix(cidr));

export const arrivalId = (peeringId: string, vpcId: string): string => `${peeringId}/${vpcId}`;

/** A peering leads to the other VPC's own addresses and nowhere else, whatever that VPC's tables say. */
export function arrivalRouter(peeringId: string, vpc: Vpc): Router {
  const routes = new PrefixMap<Route>();
  for (const one of prefixesOfVpc(vpc))
    routes.set(one, { prefix: one, next: { kind: "local" }, name: formatPrefix(one) });
  return {
    id: arrivalId(peeringId, vpc.id),
    resource: peeringId,
    routes,
    otherwise: `peering is not transitive, it leads to addresses of ${vpc.id} only`,
  };
}
