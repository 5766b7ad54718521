/**
 * DescribeNetworkInterfaces' filters.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
 */
import type { Filters } from "../listing.ts";
import { vpcs } from "../vpc/resources.ts";
import { ipOwnerOf, privateDnsName, publicDnsName } from "./describe.ts";
import type { NetworkInterface, networkInterfaces, PrivateAddress } from "./resources.ts";

export type InterfaceIndex = keyof typeof networkInterfaces.indexes & string;

const publicIps = ({ privateAddresses }: NetworkInterface): readonly PrivateAddress[] =>
  privateAddresses.filter(({ publicIp }) => publicIp !== undefined);

/** The primary address, where it has a public one: `association.…` speaks of it, `addresses.association.…` of all. */
const associated = ({ privateAddresses: [primary] }: NetworkInterface): PrivateAddress | undefined =>
  primary?.publicIp === undefined ? undefined : primary;

export const interfaceFilters: Filters<NetworkInterface, InterfaceIndex> = {
  "addresses.association.allocation-id": (eni) => publicIps(eni).map(({ allocationId }) => allocationId),
  "addresses.association.association-id": (eni) => publicIps(eni).map(({ associationId }) => associationId),
  "addresses.association.owner-id": (eni, ctx) => publicIps(eni).map((address) => ipOwnerOf(ctx, address)),
  "addresses.association.public-ip": { of: (eni) => publicIps(eni).map(({ publicIp }) => publicIp), index: "publicIp" },
  "addresses.primary": (eni) => eni.privateAddresses.map(({ primary }) => primary),
  "addresses.private-ip-address": {
    of: (eni) => eni.privateAddresses.map(({ address }) => address),
    index: "privateAddress",
  },
  "association.allocation-id": (eni) => associated(eni)?.allocationId,
  "association.association-id": (eni) => associated(eni)?.associationId,
  "association.ip-owner-id": (eni, ctx) => {
    const address = associated(eni);
    return address && ipOwnerOf(ctx, address);
  },
  "association.public-ip": { of: (eni) => associated(eni)?.publicIp, index: "publicIp" },
  "association.public-dns-name": (eni, ctx) => {
    const publicIp = associated(eni)?.publicIp;
    return publicIp && publicDnsName(ctx, ctx.find(vpcs, eni.vpcId), publicIp);
  },
  "attachment.attach-time": (eni) => eni.attachment?.attachTime,
  "attachment.attachment-id": { of: (eni) => (eni.attachment ?? eni.detached)?.id, index: "attachmentId" },
  "attachment.delete-on-termination": (eni) => eni.attachment?.deleteOnTermination,
  "attachment.device-index": (eni) => eni.attachment?.deviceIndex,
  "attachment.instance-id": { of: (eni) => eni.attachment?.instanceId, index: "instanceId" },
  "attachment.instance-owner-id": (eni) => eni.attachment?.instanceOwnerId,
  "attachment.network-card-index": (eni) => eni.attachment?.networkCardIndex,
  "attachment.status": (eni) => eni.attachment?.status,
  "availability-zone": (eni) => eni.availabilityZone,
  "availability-zone-id": (eni) => eni.availabilityZoneId,
  description: (eni) => eni.description,
  "group-id": { of: (eni) => eni.groupIds, index: "groupId" },
  "interface-type": (eni) => eni.interfaceType,
  "ipv6-addresses.ipv6-address": (eni) => eni.ipv6Addresses.map(({ address }) => address),
  "mac-address": (eni) => eni.macAddress,
  "network-interface-id": { of: (eni) => eni.id, index: "id" },
  "operator.managed": () => false,
  "operator.principal": () => undefined,
  "owner-id": (eni) => eni.account,
  "private-dns-name": (eni, ctx) =>
    ctx.find(vpcs, eni.vpcId)?.enableDnsHostnames
      ? eni.privateAddresses.map(({ address }) => privateDnsName(ctx, address))
      : undefined,
  "private-ip-address": {
    of: (eni) => eni.privateAddresses.map(({ address }) => address),
    index: "privateAddress",
  },
  "requester-id": (eni) => eni.requesterId,
  "requester-managed": (eni) => eni.requesterManaged,
  "source-dest-check": (eni) => eni.sourceDestCheck,
  status: (eni) => eni.status,
  "subnet-id": { of: (eni) => eni.subnetId, index: "subnetId" },
  "vpc-id": { of: (eni) => eni.vpcId, index: "vpcId" },
};
