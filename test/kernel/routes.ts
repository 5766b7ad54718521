/**
 * Route tables as the kernel's own: one table a subnet. `local` is a `throw`: the packet goes on to the table of the
 * VPC's subnets, which is all that a peering connection or (without an edge table) an Internet gateway sees.
 */
import type { Route, RouteTable, Subnet } from "@aws-sdk/client-ec2";
import { need } from "./described.ts";
import {
  bridge,
  INTERNET_HOP,
  LOCAL,
  type Places,
  peeringDevice,
  routerHop,
  TRANSIT_HOP,
  transitDevice,
} from "./places.ts";

const EDGE = 500;
const FIRST_SUBNET = 100;

export const tableNumber = ({ subnets }: Places, subnetId: string | undefined): number =>
  FIRST_SUBNET + subnets.findIndex(({ SubnetId }) => SubnetId === subnetId);

/** The table in force: the subnet's own, or the VPC's main one. */
export function subnetTable(places: Places, subnet: Subnet): readonly string[] {
  const { SubnetId, VpcId } = subnet;
  const device = bridge(places, SubnetId);
  const number = tableNumber(places, SubnetId);
  const tables = places.described.routeTables.filter((table) => table.VpcId === VpcId);
  const table =
    tables.find(({ Associations }) => Associations?.some((one) => one.SubnetId === SubnetId)) ??
    tables.find(({ Associations }) => Associations?.some(({ Main }) => Main));
  return tableLines(places, number, device, need(table, `a route table of ${SubnetId}`));
}

/** The table that an Internet gateway's own traffic goes by, where it has one. */
export function edgeTable(places: Places, vpcId: string): readonly string[] {
  const gateway = places.internetGateways.get(vpcId);
  const table =
    gateway &&
    places.described.routeTables.find(({ Associations }) => Associations?.some((one) => one.GatewayId === gateway));
  return table ? tableLines(places, EDGE, "igw", table) : [];
}

/** Every subnet of the VPC, and nothing else. Of AWS's own rules: statements `peering-not-transitive`, `local-route`. */
export function localTable(places: Places, vpcId: string): readonly string[] {
  return [
    `rule add pref ${LOCAL} lookup ${LOCAL}`,
    ...places.subnets
      .filter(({ VpcId }) => VpcId === vpcId)
      .map(
        ({ SubnetId, CidrBlock }) => `route add ${CidrBlock} dev ${bridge(places, SubnetId)} scope link table ${LOCAL}`,
      ),
    `route add blackhole default table ${LOCAL}`,
  ];
}

const tableLines = (places: Places, number: number, device: string, table: RouteTable): readonly string[] => [
  `rule add pref ${number} iif ${device} lookup ${number}`,
  ...destinations(places, table.Routes ?? []).map(([destination, route]) =>
    routeLine(places, number, need(table.VpcId, "VpcId"), destination, route),
  ),
  `route add blackhole default table ${number} metric 9999`,
];

/** Every prefix with its route: a static one before a prefix list's (statement `static-before-list`). */
function destinations({ described }: Places, routes: readonly Route[]): readonly (readonly [string, Route])[] {
  const listed = routes.flatMap((route) =>
    (described.prefixLists.get(route.DestinationPrefixListId ?? "") ?? []).map((prefix) => [prefix, route] as const),
  );
  const plain = routes.flatMap((route) =>
    route.DestinationCidrBlock === undefined ? [] : [[route.DestinationCidrBlock, route] as const],
  );
  return [...new Map([...listed, ...plain])];
}

function routeLine(places: Places, number: number, vpcId: string, destination: string, route: Route): string {
  const table = `table ${number}`;
  if (route.State === "blackhole") return `route add blackhole ${destination} ${table}`;
  if (route.GatewayId === "local") return `route add throw ${destination} ${table}`;
  const hop = nextHop(places, vpcId, route);
  return hop ? `route add ${destination} ${hop} onlink ${table}` : `route add blackhole ${destination} ${table}`;
}

/** Where a route leads, if that place is built: what does not run is not, and a packet to it is lost. */
function nextHop(places: Places, vpcId: string, route: Route): string | undefined {
  if (route.GatewayId !== undefined && places.internetGateways.get(vpcId) === route.GatewayId)
    return `via ${INTERNET_HOP} dev igw`;
  if (route.VpcPeeringConnectionId !== undefined) {
    const peering = places.peerings.find(({ id }) => id === route.VpcPeeringConnectionId);
    const far = peering?.vpcs.find((id) => id !== vpcId);
    if (!peering || far === undefined) return undefined;
    const index = places.vpcs.findIndex(({ VpcId }) => VpcId === far);
    return `via ${routerHop(index)} dev ${peeringDevice(places, peering.id)}`;
  }
  if (route.TransitGatewayId !== undefined) {
    const attachment = places.transit.find((one) => one.gateway === route.TransitGatewayId && one.vpc === vpcId);
    return attachment && `via ${TRANSIT_HOP} dev ${transitDevice(places, attachment.id)}`;
  }
  const nat = places.described.natGateways.find(({ NatGatewayId }) => NatGatewayId === route.NatGatewayId);
  const id = route.NetworkInterfaceId ?? nat?.NatGatewayAddresses?.[0]?.NetworkInterfaceId;
  const eni = places.interfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === id);
  return eni && `via ${eni.PrivateIpAddress} dev ${bridge(places, eni.SubnetId)}`;
}
