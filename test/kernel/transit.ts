/**
 * Transit gateways: a namespace each, a veth to every attached VPC's router, and for every attachment the routes of the
 * table it is associated with. What comes out of one goes by the table, and through the ACL, of the attachment's subnet.
 *
 * Of AWS's own rules: statements `transit-table`, `transit-acl`, `transit-reference`.
 */
import { need } from "./described.ts";
import type { Link, Space } from "./linux.ts";
import {
  bridge,
  LOCAL,
  type Places,
  quiet,
  routerHop,
  routerName,
  TRANSIT_HOP,
  transitDevice,
  transitMacs,
  vpcIndex,
} from "./places.ts";

const cidrOf = ({ subnets }: Places, id: string): string =>
  need(subnets.find(({ SubnetId }) => SubnetId === id)?.CidrBlock, "CidrBlock");

const gateways = ({ transit }: Places): readonly string[] => [...new Set(transit.map(({ gateway }) => gateway))];

export const transitLinks = (places: Places): Link[] =>
  places.transit.map(({ id, gateway, vpc }) => {
    const device = transitDevice(places, id);
    return [routerName(vpc), device, gateway, device] as const;
  });

export const transitSpaces = (places: Places): Space[] =>
  gateways(places).map((gateway) => {
    const attachments = places.transit.filter((one) => one.gateway === gateway);
    const legs = attachments.flatMap(({ id, vpc }) => {
      const device = transitDevice(places, id);
      return [
        `link set ${device} address ${transitMacs.gateway(places, id)}`,
        `link set ${device} up`,
        `neigh add ${routerHop(vpcIndex(places, vpc))} lladdr ${transitMacs.router(places, id)} dev ${device}`,
      ];
    });
    const tables = attachments.flatMap(({ id, routes }, i) => {
      const device = transitDevice(places, id);
      const table = 100 + i;
      return [
        `rule add pref ${table} iif ${device} lookup ${table}`,
        `route add blackhole default table ${table} metric 9999`,
        ...routes.map(({ DestinationCidrBlock, State, TransitGatewayAttachments }) => {
          const to = attachments.find((one) =>
            TransitGatewayAttachments?.some(({ TransitGatewayAttachmentId }) => TransitGatewayAttachmentId === one.id),
          );
          const hop =
            to && State === "active"
              ? `${DestinationCidrBlock} via ${routerHop(vpcIndex(places, to.vpc))} dev ${transitDevice(places, to.id)} onlink`
              : `blackhole ${DestinationCidrBlock}`;
          return `route add ${hop} table ${table}`;
        }),
      ];
    });
    const nft = `table ip tgw { chain pass { type filter hook forward priority 0; ip dscp set cs1; }; }\n`;
    const ip = ["link set lo up", `addr add ${TRANSIT_HOP}/32 dev lo`, ...legs, ...tables];
    return { name: gateway, sysctl: { ...quiet, "net.ipv4.ip_forward": 1 }, ip, nft };
  });

/** A router's legs to transit gateways; its subnet's table has the number `tableOf` says. */
export const transitLegs = (places: Places, vpcId: string, tableOf: (subnetId: string) => number): string[] =>
  places.transit
    .filter(({ vpc }) => vpc === vpcId)
    .flatMap(({ id, subnets: [subnet = ""] }, i) => {
      const device = transitDevice(places, id);
      return [
        `link set ${device} address ${transitMacs.router(places, id)}`,
        `link set ${device} up`,
        `neigh add ${TRANSIT_HOP} lladdr ${transitMacs.gateway(places, id)} dev ${device}`,
        // The attachment is an interface in its subnet: its neighbours there are reached as by any other, directly.
        `rule add pref ${600 + 2 * i} iif ${device} to ${cidrOf(places, subnet)} lookup ${LOCAL}`,
        `rule add pref ${601 + 2 * i} iif ${device} lookup ${tableOf(subnet)}`,
      ];
    });

/** Into the gateway, the attachment's subnet is entered; out of it, it is left, unless the packet stays in it. */
export const transitAclRules = (places: Places, vpcId: string, chainOf: (subnetId: string) => string): string[] =>
  places.transit
    .filter(({ vpc }) => vpc === vpcId)
    .flatMap(({ id, subnets: [subnet = ""] }) => {
      const device = transitDevice(places, id);
      return [
        `iifname "${device}" oifname "${bridge(places, subnet)}" accept`,
        `iifname "${device}" jump ${chainOf(subnet)}_out`,
        `oifname "${device}" jump ${chainOf(subnet)}_in`,
      ];
    });
