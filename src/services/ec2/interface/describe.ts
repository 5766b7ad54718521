/** Interfaces as the API shows them. */
import type {
  NetworkInterface as Answer,
  NetworkInterfaceAssociation,
  NetworkInterfaceAttachment,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { groupIdentifiers } from "../securityGroup/groups.ts";
import { tagList } from "../tag/resources.ts";
import { type Vpc, vpcs } from "../vpc/resources.ts";
import { privateDnsName, publicDnsName } from "./dnsNames.ts";
import { type Attachment, elasticIps, type NetworkInterface, type PrivateAddress } from "./resources.ts";

export { privateDnsName, publicDnsName } from "./dnsNames.ts";

/** As AWS shows it; the VPC decides whether names are shown. */
export function describeNetworkInterface(ctx: Context, eni: NetworkInterface): Answer {
  const vpc = ctx.find(vpcs, eni.vpcId);
  const names = vpc?.enableDnsHostnames === true;
  const primary = eni.privateAddresses[0];
  const association = primary && describeAssociation(ctx, vpc, primary);
  return {
    NetworkInterfaceId: eni.id,
    OwnerId: eni.account,
    Status: eni.status as Answer["Status"],
    InterfaceType: eni.interfaceType as Answer["InterfaceType"],
    VpcId: eni.vpcId,
    SubnetId: eni.subnetId,
    AvailabilityZone: eni.availabilityZone,
    AvailabilityZoneId: eni.availabilityZoneId,
    Description: eni.description,
    MacAddress: eni.macAddress,
    SourceDestCheck: eni.sourceDestCheck,
    RequesterManaged: eni.requesterManaged,
    RequesterId: eni.requesterId,
    Groups: groupIdentifiers(ctx, eni.groupIds),
    PrivateIpAddress: primary?.address,
    PrivateDnsName: names && primary ? privateDnsName(ctx, primary.address) : undefined,
    PublicDnsName: association?.PublicDnsName,
    PrivateIpAddresses: eni.privateAddresses.map((address) => ({
      PrivateIpAddress: address.address,
      Primary: address.primary,
      PrivateDnsName: names ? privateDnsName(ctx, address.address) : undefined,
      Association: describeAssociation(ctx, vpc, address),
    })),
    Ipv6Address: eni.ipv6Addresses[0]?.address,
    Ipv6Addresses: eni.ipv6Addresses.map(({ address, primary: isPrimary }) => ({
      Ipv6Address: address,
      IsPrimaryIpv6: isPrimary,
    })),
    ...(eni.ipv4Prefixes?.length ? { Ipv4Prefixes: eni.ipv4Prefixes.map((Ipv4Prefix) => ({ Ipv4Prefix })) } : {}),
    ...(eni.ipv6Prefixes?.length ? { Ipv6Prefixes: eni.ipv6Prefixes.map((Ipv6Prefix) => ({ Ipv6Prefix })) } : {}),
    Ipv6Native: eni.privateAddresses.length === 0 && eni.ipv6Addresses.length > 0 ? true : undefined,
    Association: association,
    Attachment: eni.attachment && describeAttachment(eni.attachment),
    ConnectionTrackingConfiguration: eni.connectionTracking && {
      TcpEstablishedTimeout: eni.connectionTracking.tcpEstablishedTimeout,
      UdpStreamTimeout: eni.connectionTracking.udpStreamTimeout,
      UdpTimeout: eni.connectionTracking.udpTimeout,
    },
    TagSet: tagList(ctx, eni.id),
    Operator: { Managed: false },
  };
}

/** Who owns a public address: the account whose Elastic IP it is, `amazon` otherwise. */
export const ipOwnerOf = (ctx: Context, address: PrivateAddress): string =>
  (address.allocationId && ctx.find(elasticIps, address.allocationId)?.account) ?? "amazon";

function describeAssociation(
  ctx: Context,
  vpc: Vpc | undefined,
  address: PrivateAddress,
): NetworkInterfaceAssociation | undefined {
  if (address.publicIp === undefined) return undefined;
  return {
    PublicIp: address.publicIp,
    PublicDnsName: publicDnsName(ctx, vpc, address.publicIp) ?? "",
    IpOwnerId: ipOwnerOf(ctx, address),
    AllocationId: address.allocationId,
    AssociationId: address.associationId,
  };
}

export const describeAttachment = (attachment: Attachment): NetworkInterfaceAttachment => ({
  AttachmentId: attachment.id,
  Status: attachment.status,
  InstanceId: attachment.instanceId,
  InstanceOwnerId: attachment.instanceOwnerId,
  DeviceIndex: attachment.deviceIndex,
  NetworkCardIndex: attachment.networkCardIndex,
  DeleteOnTermination: attachment.deleteOnTermination,
  AttachTime: new Date(attachment.attachTime),
});
