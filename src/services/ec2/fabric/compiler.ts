/**
 * Keeps the fabric in step with EC2's tables. A change marks the elements that it touches, each is then built once from
 * the rows as they are; nothing else is looked at.
 */
import { parseAddress } from "../../../base/address.ts";
import { type Prefix, prefix } from "../../../base/prefix.ts";
import type { Compiler } from "../../../cloud/operation.ts";
import type { Change, Store } from "../../../cloud/store.ts";
import type { Row, Scope } from "../../../cloud/table.ts";
import type { Fabric, Gateway } from "../../../fabric/fabric.ts";
import { type NetworkAcl, networkAcls } from "../acl/resources.ts";
import {
  type BlockPublicAccessExclusion,
  blockPublicAccess,
  blockPublicAccessExclusions,
} from "../blockPublicAccess/resources.ts";
import { instances } from "../instance/resources.ts";
import { type ElasticIp, elasticIps, type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { type NatGateway, natGateways } from "../nat/resources.ts";
import { type VpcPeeringConnection, vpcPeeringConnections } from "../peering/resources.ts";
import { type PrefixList, prefixLists } from "../prefixList/resources.ts";
import { type RouteTable, routeTables } from "../routing/resources.ts";
import { type SecurityGroupRule, securityGroupRules, securityGroups } from "../securityGroup/resources.ts";
import { endsOf } from "../transitGateway/attachments.ts";
import {
  type TransitGatewayAssociation,
  type TransitGatewayAttachment,
  type TransitGatewayRouteTable,
  transitGatewayAssociations,
  transitGatewayAttachments,
  transitGatewayPrefixListReferences,
  transitGatewayPropagations,
  transitGatewayRoutes,
  transitGatewayRouteTables,
  transitGateways,
} from "../transitGateway/resources.ts";
import {
  type EgressOnlyInternetGateway,
  egressOnlyInternetGateways,
  type InternetGateway,
  internetGateways,
  type Subnet,
  subnets,
  type Vpc,
  vpcs,
} from "../vpc/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { type VpnConnection, type VpnGateway, vpnConnections, vpnGateways } from "../vpn/resources.ts";
import { boundaryOf, filterOf } from "./filters.ts";
import { edgeOf, edgesOf, egressOnlyOf, serviceEdgeOf, translatorOf, tunnelOf } from "./gateways.ts";
import { buildHub, type HubParts } from "./hubs.ts";
import { compileInterface, type PublicAddresses } from "./interfaces.ts";
import { arrivalId, arrivalRouter, prefixesOfVpc, routerOf, segmentOf } from "./routers.ts";
import { prefixesOfList, setOf } from "./sets.ts";
import { type Tables, tablesOf } from "./tables.ts";

/** The kinds of elements, in the order in which they are built, each with the ids to build. */
class Marks {
  readonly vpc = new Set<string>();
  readonly prefixList = new Set<string>();
  readonly filter = new Set<string>();
  readonly boundary = new Set<string>();
  readonly router = new Set<string>();
  readonly segment = new Set<string>();
  readonly interface = new Set<string>();
  readonly internetGateway = new Set<string>();
  readonly egressOnly = new Set<string>();
  readonly nat = new Set<string>();
  readonly peering = new Set<string>();
  readonly endpoint = new Set<string>();
  readonly elasticIp = new Set<string>();
  readonly hub = new Set<string>();
}

export function ec2Compiler(store: Store, fabric: Fabric): Compiler {
  const tables = tablesOf(store);
  const published = new Map<string, PublicAddresses>();
  const routed = new Map<string, readonly Prefix[]>();
  const hubs = new Map<string, HubParts>();
  return (changes) => {
    const marks = new Marks();
    for (const change of changes) (touch[change.table] ?? hubTouches[change.table])?.(tables, marks, change);
    build(tables, fabric, marks, published, routed);
    for (const id of marks.hub) place(hubs, id, buildHub(tables, fabric, id, hubs.get(id)));
  };
}

type Touch = (tables: Tables, marks: Marks, change: Change) => void;

/** What a change of each table touches. */
const touch: Readonly<Record<string, Touch>> = {
  [vpcs.name]: (tables, marks, change) => {
    for (const { id } of sides<Vpc>(change)) {
      marks.vpc.add(id);
      for (const peering of tables.by(vpcPeeringConnections, "vpcId", id)) marks.peering.add(peering.id);
      for (const attachment of tables.by(transitGatewayAttachments, "vpcId", id))
        marks.hub.add(attachment.transitGatewayId);
    }
  },
  [subnets.name]: (_, marks, change) => {
    for (const { id } of sides<Subnet>(change)) marks.segment.add(id);
  },
  [routeTables.name]: (tables, marks, change) => {
    const [one, other] = sides<RouteTable>(change);
    for (const table of sides<RouteTable>(change)) marks.router.add(table.id);
    if (one && one.associations === other?.associations) return;
    for (const table of sides<RouteTable>(change)) {
      for (const subnet of tables.by(subnets, "vpcId", table.vpcId)) marks.segment.add(subnet.id);
      for (const { gatewayId } of table.associations)
        if (gatewayId?.startsWith("igw-")) marks.internetGateway.add(gatewayId);
    }
  },
  [networkAcls.name]: (_, marks, change) => {
    for (const acl of sides<NetworkAcl>(change)) {
      marks.boundary.add(acl.id);
      for (const { subnetId } of acl.associations) marks.segment.add(subnetId);
    }
  },
  [networkInterfaces.name]: (tables, marks, change) => {
    for (const { id, attachment } of sides<NetworkInterface>(change)) {
      marks.interface.add(id);
      if (attachment?.instanceId === undefined) continue;
      for (const table of tables.by(routeTables, "target", attachment.instanceId)) marks.router.add(table.id);
    }
  },
  [elasticIps.name]: (_, marks, change) => {
    for (const { publicIp } of sides<ElasticIp>(change)) marks.elasticIp.add(publicIp);
  },
  [instances.name]: (tables, marks, change) => {
    for (const { id } of sides(change)) {
      for (const eni of tables.by(networkInterfaces, "instanceId", id)) marks.interface.add(eni.id);
    }
  },
  [securityGroups.name]: (_, marks, change) => {
    for (const { id } of sides(change)) marks.filter.add(id);
  },
  [securityGroupRules.name]: (_, marks, change) => {
    for (const { groupId } of sides<SecurityGroupRule>(change)) marks.filter.add(groupId);
  },
  [prefixLists.name]: (tables, marks, change) => {
    for (const { id } of sides<PrefixList>(change)) {
      marks.prefixList.add(id);
      for (const table of tables.by(routeTables, "prefixListId", id)) marks.router.add(table.id);
      for (const { routeTableId } of tables.by(transitGatewayPrefixListReferences, "prefixListId", id))
        markHubOf(tables, marks, routeTableId);
    }
  },
  [internetGateways.name]: (_, marks, change) => {
    for (const { id, vpcId } of sides<InternetGateway>(change)) {
      marks.internetGateway.add(id);
      if (vpcId !== undefined) marks.vpc.add(vpcId);
    }
  },
  [egressOnlyInternetGateways.name]: (_, marks, change) => {
    for (const { id, vpcId } of sides<EgressOnlyInternetGateway>(change)) {
      marks.egressOnly.add(id);
      marks.vpc.add(vpcId);
    }
  },
  [natGateways.name]: (_, marks, change) => {
    for (const { id, addresses } of sides<NatGateway>(change)) {
      marks.nat.add(id);
      for (const { networkInterfaceId } of addresses) marks.interface.add(networkInterfaceId);
    }
  },
  [blockPublicAccess.name]: (tables, marks, change) => {
    for (const { id: scope } of sides(change))
      for (const subnet of tables.in(subnets, scope as Scope)) marks.segment.add(subnet.id);
  },
  [blockPublicAccessExclusions.name]: (tables, marks, change) => {
    for (const { resourceId } of sides<BlockPublicAccessExclusion>(change)) {
      marks.segment.add(resourceId);
      for (const subnet of tables.by(subnets, "vpcId", resourceId)) marks.segment.add(subnet.id);
    }
  },
  [vpnGateways.name]: (tables, marks, change) => {
    for (const gateway of sides<VpnGateway>(change)) markPropagation(tables, marks, gateway);
  },
  [vpnConnections.name]: (tables, marks, change) => {
    for (const { vpnGatewayId } of sides<VpnConnection>(change)) {
      const gateway = vpnGatewayId === undefined ? undefined : tables.get(vpnGateways, vpnGatewayId);
      if (gateway) markPropagation(tables, marks, gateway);
    }
  },
  [vpcEndpoints.name]: (_, marks, change) => {
    for (const { id } of sides(change)) marks.endpoint.add(id);
  },
  [vpcPeeringConnections.name]: (_, marks, change) => {
    for (const { id } of sides<VpcPeeringConnection>(change)) marks.peering.add(id);
  },
};

/** Tables of the gateway's VPC hold what it propagates. */
function markPropagation(tables: Tables, marks: Marks, { vpcId }: VpnGateway): void {
  if (vpcId === undefined) return;
  for (const table of tables.by(routeTables, "vpcId", vpcId)) marks.router.add(table.id);
}

/** A change of a transit gateway's tables rebuilds that gateway's hub; a peering's, both. */
const hubTouches: Readonly<Record<string, Touch>> = {
  [transitGateways.name]: (_, marks, change) => {
    for (const { id } of sides(change)) marks.hub.add(id);
  },
  [transitGatewayAttachments.name]: (_, marks, change) => {
    for (const attachment of sides<TransitGatewayAttachment>(change))
      for (const { transitGatewayId } of endsOf(attachment)) marks.hub.add(transitGatewayId);
  },
  [transitGatewayAssociations.name]: (_, marks, change) => {
    for (const { transitGatewayId } of sides<TransitGatewayAssociation>(change)) marks.hub.add(transitGatewayId);
  },
  [transitGatewayRouteTables.name]: (_, marks, change) => {
    for (const { transitGatewayId } of sides<TransitGatewayRouteTable>(change)) marks.hub.add(transitGatewayId);
  },
  ...Object.fromEntries(
    [transitGatewayRoutes, transitGatewayPropagations, transitGatewayPrefixListReferences].map(({ name }) => [
      name,
      ((tables, marks, change) => {
        for (const { routeTableId } of sides<Row & { readonly routeTableId: string }>(change))
          markHubOf(tables, marks, routeTableId);
      }) satisfies Touch,
    ]),
  ),
};

function markHubOf(tables: Tables, marks: Marks, routeTableId: string): void {
  const gatewayId = tables.get(transitGatewayRouteTables, routeTableId)?.transitGatewayId;
  if (gatewayId !== undefined) marks.hub.add(gatewayId);
}

/** The row before and after, as far as there was one. */
function sides<R extends { readonly id: string }>({ before, after }: Change): readonly R[] {
  const rows = before === undefined ? [after] : after === undefined ? [before] : [before, after];
  return rows as unknown as readonly R[];
}

function build(
  tables: Tables,
  fabric: Fabric,
  marks: Marks,
  published: Map<string, PublicAddresses>,
  routed: Map<string, readonly Prefix[]>,
): void {
  for (const id of marks.vpc) buildVpc(tables, fabric, id, routed);
  for (const id of marks.prefixList) setOf(fabric, id).prefixes = prefixesOfList(tables, id);
  for (const id of marks.filter) buildFilter(tables, fabric, id);
  for (const id of marks.boundary) place(fabric.boundaries, id, map(tables.get(networkAcls, id), boundaryOf));
  for (const id of marks.router)
    place(
      fabric.routers,
      id,
      map(tables.get(routeTables, id), (row) => routerOf(tables, row)),
    );
  for (const id of marks.segment)
    place(
      fabric.segments,
      id,
      map(tables.get(subnets, id), (row) => segmentOf(tables, row)),
    );
  for (const id of marks.interface) {
    const addresses = compileInterface(tables, fabric, id, published.get(id) ?? []);
    place(published, id, addresses.length > 0 ? addresses : undefined);
  }
  for (const id of marks.internetGateway)
    placeGateway(
      fabric,
      id,
      map(tables.get(internetGateways, id), (row) => edgeOf(tables, row)),
    );
  for (const id of marks.egressOnly)
    placeGateway(fabric, id, map(tables.get(egressOnlyInternetGateways, id), egressOnlyOf));
  for (const address of marks.elasticIp) keepAddress(tables, fabric, address);
  for (const id of marks.nat) placeGateway(fabric, id, map(tables.get(natGateways, id), translatorOf));
  for (const id of marks.endpoint) placeGateway(fabric, id, map(tables.get(vpcEndpoints, id), serviceEdgeOf));
  for (const id of marks.peering) buildPeering(tables, fabric, id);
}

function buildFilter(tables: Tables, fabric: Fabric, id: string): void {
  const filter = tables.get(securityGroups, id) && filterOf(tables, id);
  place(fabric.filters, id, filter);
  // AWS's own lists are no rows: nothing else makes their sets.
  for (const rules of filter ? [filter.ingress, filter.egress] : [])
    for (const { peer } of rules)
      if (peer.set?.startsWith("pl-") && !fabric.sets.has(peer.set))
        setOf(fabric, peer.set).prefixes = prefixesOfList(tables, peer.set);
}

/** Nobody but its owner answers at an Elastic IP, associated or not. */
function keepAddress(tables: Tables, fabric: Fabric, publicIp: string): void {
  const address = parseAddress(publicIp);
  if (address === undefined) return;
  if (tables.one(elasticIps, "publicIp", publicIp)) fabric.kept.add(address);
  else fabric.kept.delete(address);
}

function buildVpc(tables: Tables, fabric: Fabric, id: string, routed: Map<string, readonly Prefix[]>): void {
  const vpc = tables.get(vpcs, id);
  for (const old of routed.get(id) ?? []) fabric.routedIn.delete(old);
  const ipv6 = vpc?.ipv6Cidrs.map(({ cidr }) => prefix(cidr)) ?? [];
  for (const one of ipv6) fabric.routedIn.set(one, id);
  place(routed, id, ipv6.length > 0 ? ipv6 : undefined);
  place(fabric.domains, id, vpc && { id, prefixes: prefixesOfVpc(vpc) });
  place(fabric.edges, id, vpc && edgesOf(tables, id));
}

function buildPeering(tables: Tables, fabric: Fabric, id: string): void {
  const peering = tables.get(vpcPeeringConnections, id);
  placeGateway(fabric, id, peering && tunnelOf(peering));
  for (const { vpcId } of peering ? [peering.requester, peering.accepter] : []) {
    const vpc = tables.get(vpcs, vpcId);
    place(
      fabric.routers,
      arrivalId(id, vpcId),
      vpc && peering?.status === "active" ? arrivalRouter(id, vpc) : undefined,
    );
  }
}

const map = <T, U>(value: T | undefined, of: (value: T) => U): U | undefined =>
  value === undefined ? undefined : of(value);

function place<V>(elements: Map<string, V>, id: string, element: V | undefined): void {
  if (element === undefined) elements.delete(id);
  else elements.set(id, element);
}

const placeGateway = (fabric: Fabric, id: string, gateway: Gateway | undefined): void =>
  place(fabric.gateways, id, gateway);
