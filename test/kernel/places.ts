/** Which of a described region has a place in the kernel, and under what names. */
import type { NetworkInterface, Subnet, Vpc } from "@aws-sdk/client-ec2";
import { type Described, need, type TransitAttachment } from "./described.ts";

export const INTERNET = "internet";
/** What the Internet's hosts answer at: the documentation prefixes of RFC 5737. */
export const WORLD = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];
/** The link-local addresses of the routers, which no packet carries: next hops only. */
export const INTERNET_HOP = "169.254.2.1";
export const routerHop = (vpc: number): string => `169.254.1.${vpc + 1}`;
export const interfaceHop = ({ interfaces }: Places, eni: NetworkInterface): string =>
  `169.254.3.${interfaces.indexOf(eni) + 1}`;

/** The VPCs, subnets and interfaces that have a place in the kernel, and the names of their devices. */
export interface Places {
  readonly described: Described;
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly interfaces: readonly NetworkInterface[];
  readonly peerings: readonly { readonly id: string; readonly vpcs: readonly [string, string] }[];
  readonly transit: readonly TransitAttachment[];
  /** Attached Internet gateways, by VPC. */
  readonly internetGateways: ReadonlyMap<string, string>;
}

export const bridge = (places: Places, subnetId: string | undefined): string =>
  `s${places.subnets.findIndex(({ SubnetId }) => SubnetId === subnetId)}`;
export const peeringDevice = (places: Places, id: string): string =>
  `pcx${places.peerings.findIndex((one) => one.id === id)}`;
export const routerName = (vpcId: string): string => `router ${vpcId}`;
export const machineName = (interfaceId: string): string => `machine ${interfaceId}`;
/** Whose machine it is: an interface's, or `internet`. */
export const interfaceOf = (machine: string): string => machine.replace("machine ", "");

export function placesOf(described: Described): Places {
  const interfaces = described.networkInterfaces.filter((eni) => runs(described, eni));
  const inhabited = new Set(interfaces.map(({ VpcId }) => VpcId));
  const vpcs = described.vpcs.filter(({ VpcId }) => inhabited.has(VpcId));
  const peerings = described.peerings
    .filter(({ Status }) => Status?.Code === "active")
    .map(({ VpcPeeringConnectionId, RequesterVpcInfo, AccepterVpcInfo }) => ({
      id: need(VpcPeeringConnectionId, "VpcPeeringConnectionId"),
      vpcs: [need(RequesterVpcInfo?.VpcId, "VpcId"), need(AccepterVpcInfo?.VpcId, "VpcId")] as const,
    }))
    .filter(({ vpcs: ends }) => ends.every((end) => inhabited.has(end)));
  const internetGateways = new Map(
    described.internetGateways.flatMap(({ InternetGatewayId, Attachments }) =>
      (Attachments ?? [])
        .filter(({ VpcId, State }) => inhabited.has(VpcId) && (State as string) === "available")
        .map(({ VpcId }) => [need(VpcId, "VpcId"), need(InternetGatewayId, "InternetGatewayId")] as const),
    ),
  );
  const transit = described.transit.filter(({ vpc }) => inhabited.has(vpc));
  const lived = new Set([...interfaces.map(({ SubnetId }) => SubnetId), ...transit.flatMap((one) => one.subnets)]);
  const subnets = described.subnets.filter(({ SubnetId }) => lived.has(SubnetId));
  return { described, vpcs, subnets, interfaces, peerings, transit, internetGateways };
}

/** An interface counts where something running is behind it: an instance, or a NAT gateway that is available. */
function runs({ instances, natGateways }: Described, { NetworkInterfaceId, Attachment }: NetworkInterface): boolean {
  const nat = natGateways.find(({ NatGatewayAddresses }) =>
    NatGatewayAddresses?.some((address) => address.NetworkInterfaceId === NetworkInterfaceId),
  );
  if (nat) return nat.State === "available";
  const instance = instances.find(({ InstanceId }) => InstanceId === Attachment?.InstanceId);
  return Attachment?.InstanceId !== undefined && instance?.State?.Name === "running";
}

/** The subnet's router has its first address (statement `reserved-addresses`). */
export function gatewayOf({ CidrBlock }: Subnet): string {
  const [a, b, c, d] = (CidrBlock ?? "").split(/[./]/).map(Number);
  return [a, b, c, (d ?? 0) + 1].join(".");
}

/** Nothing that Linux does of itself and a VPC does not. */
export const quiet: Readonly<Record<string, number>> = {
  "net.ipv4.conf.all.rp_filter": 0,
  "net.ipv4.conf.default.rp_filter": 0,
  "net.ipv4.conf.all.send_redirects": 0,
  "net.ipv4.conf.default.send_redirects": 0,
  "net.ipv4.conf.all.accept_redirects": 0,
  "net.ipv4.conf.default.accept_redirects": 0,
  "net.ipv4.icmp_ratelimit": 0,
  "net.ipv6.conf.all.disable_ipv6": 1,
  "net.ipv6.conf.default.disable_ipv6": 1,
};

/**
 * Link-layer addresses, known beforehand: who is a neighbour is written down, so that nobody waits for ARP (which goes
 * unanswered for addresses that nobody has).
 */
const mac = (kind: number, index: number, other = 0): string =>
  `02:00:00:0${kind}:${other.toString(16).padStart(2, "0")}:${index.toString(16).padStart(2, "0")}`;
const interfaceIndex = ({ interfaces }: Places, eni: NetworkInterface): number => interfaces.indexOf(eni);
export const vpcIndex = ({ vpcs }: Places, vpcId: string): number => vpcs.findIndex(({ VpcId }) => VpcId === vpcId);

export const macs = {
  /** An interface, as its subnet sees it. */
  outer: (places: Places, eni: NetworkInterface): string => mac(1, interfaceIndex(places, eni)),
  /** An interface, as its machine sees it. */
  inner: (places: Places, eni: NetworkInterface): string => mac(2, interfaceIndex(places, eni)),
  machine: (places: Places, eni: NetworkInterface): string => mac(3, interfaceIndex(places, eni)),
  bridge: (places: Places, subnet: Subnet): string => mac(4, places.subnets.indexOf(subnet)),
  /** A router's leg to the Internet, and the Internet's to the router. */
  edge: (places: Places, vpcId: string): string => mac(5, vpcIndex(places, vpcId)),
  internet: (places: Places, vpcId: string): string => mac(6, vpcIndex(places, vpcId)),
  /** A router's leg to a peering connection. */
  peering: (places: Places, vpcId: string, id: string): string =>
    mac(
      7,
      vpcIndex(places, vpcId),
      places.peerings.findIndex((one) => one.id === id),
    ),
} as const;

export const addressesOf = ({ PrivateIpAddresses }: NetworkInterface): readonly string[] =>
  (PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => need(PrivateIpAddress, "PrivateIpAddress"));

/** The names of both ends of an attachment's link, and the next hop that stands for the gateway. */
export const transitDevice = ({ transit }: Places, id: string): string =>
  `tgw${transit.findIndex((one) => one.id === id)}`;
export const TRANSIT_HOP = "169.254.4.1";
export const transitMacs = {
  router: ({ transit }: Places, id: string): string =>
    mac(
      8,
      transit.findIndex((one) => one.id === id),
    ),
  gateway: ({ transit }: Places, id: string): string =>
    mac(
      9,
      transit.findIndex((one) => one.id === id),
    ),
} as const;
/** The number of the table of a VPC's own subnets, in its router. */
export const LOCAL = 1000;
