/** The blocks that VPCs and subnets hold, as prefixes. */
import { type Prefix, prefix } from "../../../base/prefix.ts";
import type { CidrAssociation, Subnet, Vpc } from "./resources.ts";

/** Whether the block is its owner's now: what is being taken away no longer counts. */
export const isHeld = ({ state }: CidrAssociation): boolean => state === "associated" || state === "associating";

/** The IPv4 and IPv6 blocks that a VPC holds, the primary first. */
export const vpcPrefixes = (vpc: Vpc): Prefix[] =>
  [...vpc.cidrs, ...vpc.ipv6Cidrs].filter(isHeld).map(({ cidr }) => prefix(cidr));

/** The IPv4 and IPv6 blocks that a subnet holds. */
export const subnetPrefixes = ({ cidr, ipv6Cidrs }: Subnet): Prefix[] => [
  ...(cidr === undefined ? [] : [prefix(cidr)]),
  ...ipv6Cidrs.filter(isHeld).map((association) => prefix(association.cidr)),
];
