/** DescribeSubnets. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html */

import { lasting } from "../../../cloud/lasting.ts";
import { freeAddressCount } from "../interface/addresses.ts";
import { type Filters, list, rowsOf } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { withTagsIfAny } from "../tag/resources.ts";
import { type Subnet, subnets } from "./resources.ts";
import { visibleSubnets } from "./sharing.ts";
import { describeSubnet, subnetArn } from "./subnets.ts";

const zone = (subnet: Subnet) => subnet.availabilityZone;
const zoneId = (subnet: Subnet) => subnet.availabilityZoneId;
const cidr = (subnet: Subnet) => subnet.cidr;
const defaultForAz = (subnet: Subnet) => subnet.defaultForAz;

const filters: Filters<Subnet, "vpcId" | "associationId"> = {
  "availability-zone": zone,
  availabilityZone: zone,
  "availability-zone-id": zoneId,
  availabilityZoneId: zoneId,
  "available-ip-address-count": (subnet, ctx) => freeAddressCount(ctx, subnet),
  "cidr-block": cidr,
  cidr,
  cidrBlock: cidr,
  "customer-owned-ipv4-pool": (subnet) => subnet.customerOwnedIpv4Pool,
  "default-for-az": defaultForAz,
  defaultForAz,
  "enable-dns64": (subnet) => subnet.enableDns64,
  "enable-lni-at-device-index": (subnet) => subnet.enableLniAtDeviceIndex,
  "ipv6-cidr-block-association.ipv6-cidr-block": (subnet) => subnet.ipv6Cidrs.map((association) => association.cidr),
  "ipv6-cidr-block-association.association-id": {
    of: (subnet) => subnet.ipv6Cidrs.map(({ associationId }) => associationId),
    index: "associationId",
  },
  "ipv6-cidr-block-association.state": (subnet) => subnet.ipv6Cidrs.map(({ state }) => state),
  "ipv6-native": (subnet) => subnet.ipv6Native,
  "map-customer-owned-ip-on-launch": (subnet) => subnet.mapCustomerOwnedIpOnLaunch,
  "map-public-ip-on-launch": (subnet) => subnet.mapPublicIpOnLaunch,
  "outpost-arn": () => undefined,
  "owner-id": (subnet) => subnet.account,
  "private-dns-name-options-on-launch.hostname-type": (subnet) => subnet.hostnameType,
  "private-dns-name-options-on-launch.enable-resource-name-dns-a-record": (subnet) => subnet.resourceNameDnsARecord,
  "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record": (subnet) =>
    subnet.resourceNameDnsAaaaRecord,
  state: (subnet) => subnet.state,
  "subnet-arn": subnetArn,
  "subnet-id": (subnet) => subnet.id,
  "vpc-id": { of: (subnet) => subnet.vpcId, index: "vpcId" },
};

const describeAll = lasting((ctx, subnet: Subnet) => withTagsIfAny(describeSubnet(ctx, subnet)));

export const describeSubnets = ec2("DescribeSubnets", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: subnets,
    filters,
    ids: input.SubnetIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "subnetIds",
    ...rowsOf(visibleSubnets(ctx)),
  });
  return { Subnets: describeAll(ctx, rows), NextToken: nextToken };
});
