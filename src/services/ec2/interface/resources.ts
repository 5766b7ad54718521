/** Network interfaces and Elastic IP addresses. */
import { defineTable, type Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface Attachment {
  readonly id: string;
  readonly status: "attaching" | "attached" | "detaching" | "detached";
  /** Absent where AWS holds the attachment (a NAT gateway's). */
  readonly instanceId: string | undefined;
  readonly instanceOwnerId: string;
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
  readonly deleteOnTermination: boolean;
  /** ISO 8601. */
  readonly attachTime: string;
}

export interface PrivateAddress {
  readonly address: string;
  readonly primary: boolean;
  /** The public address that the Internet gateway translates this one to, if any. */
  readonly publicIp: string | undefined;
  /** Where the public address is an Elastic IP. */
  readonly allocationId: string | undefined;
  readonly associationId: string | undefined;
}

export interface NetworkInterface extends Row {
  readonly status: "pending" | "available" | "associated" | "attaching" | "in-use" | "detaching";
  readonly interfaceType: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  readonly description: string;
  readonly macAddress: string;
  /** The primary first; empty in an IPv6-only subnet. */
  readonly privateAddresses: readonly PrivateAddress[];
  /** In order of assignment. */
  readonly ipv6Addresses: readonly { readonly address: string; readonly primary: boolean }[];
  /** Whole /28s and /80s of the subnet, in order of assignment. */
  readonly ipv4Prefixes?: readonly string[] | undefined;
  readonly ipv6Prefixes?: readonly string[] | undefined;
  readonly groupIds: readonly string[];
  readonly sourceDestCheck: boolean;
  readonly requesterId: string | undefined;
  readonly requesterManaged: boolean;
  readonly attachment: Attachment | undefined;
  /** The attachment that has just come off: for a while it can still be asked for by its own id, as `detached`. */
  readonly detached?: Attachment | undefined;
  /** ISO 8601. */
  readonly createTime: string;
  /** Idle timeouts of tracked connections in seconds, where the request set them. */
  readonly connectionTracking?: ConnectionTracking | undefined;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html */
export interface ConnectionTracking {
  readonly tcpEstablishedTimeout: number | undefined;
  readonly udpStreamTimeout: number | undefined;
  readonly udpTimeout: number | undefined;
}

export const networkInterfaces = resource<NetworkInterface>()(
  {
    type: "network-interface",
    prefix: "eni",
    code: "InvalidNetworkInterfaceID",
    noun: "networkInterface ID",
    errors: { malformed: "InvalidNetworkInterfaceId.Malformed" },
  },
  {
    vpcId: (eni) => eni.vpcId,
    subnetId: (eni) => eni.subnetId,
    groupId: (eni) => eni.groupIds,
    instanceId: (eni) => eni.attachment?.instanceId,
    /** The attachment there is, or the one that has just come off. */
    attachmentId: (eni) => (eni.attachment ?? eni.detached)?.id,
    /** `vpc id/address`, IPv4 and IPv6; a prefix as `vpc id/address/length`. */
    address: (eni) => [
      ...[...(eni.ipv4Prefixes ?? []), ...(eni.ipv6Prefixes ?? [])].map((one) => `${eni.vpcId}/${one}`),
      ...eni.privateAddresses.map(({ address }) => `${eni.vpcId}/${address}`),
      ...eni.ipv6Addresses.map(({ address }) => `${eni.vpcId}/${address}`),
    ],
    privateAddress: (eni) => eni.privateAddresses.map(({ address }) => address),
    publicIp: (eni) => eni.privateAddresses.flatMap(({ publicIp }) => publicIp ?? []),
  },
);

export interface ElasticIp extends Row {
  readonly publicIp: string;
  readonly domain: "vpc";
  readonly networkBorderGroup: string;
  readonly publicIpv4Pool: string;
  readonly associationId: string | undefined;
  readonly networkInterfaceId: string | undefined;
  readonly privateIpAddress: string | undefined;
  /** The instance whose interface it is on, if any. */
  readonly instanceId: string | undefined;
  /** The reverse DNS name that its owner gave it, absolute. */
  readonly domainName?: string | undefined;
  /** The name that it is about to get; an empty one while it is about to lose its own. */
  readonly domainNameUpdate?: string | undefined;
}

export const elasticIps = resource<ElasticIp>()(
  {
    type: "elastic-ip",
    prefix: "eipalloc",
    code: "InvalidAllocationID",
    noun: "allocation ID",
    errors: { malformed: "InvalidAllocationID.NotFound" },
  },
  {
    publicIp: (eip) => eip.publicIp,
    associationId: (eip) => eip.associationId,
    networkInterfaceId: (eip) => eip.networkInterfaceId,
    instanceId: (eip) => eip.instanceId,
  },
);

/** An Elastic IP that is offered to another account, or was accepted by it. Its id is the giver's allocation's. */
export interface AddressTransfer extends Row {
  readonly publicIp: string;
  readonly transferAccountId: string;
  readonly status: "pending" | "accepted";
  /** ISO 8601. */
  readonly expirationTime: string;
  readonly acceptedTime: string | undefined;
}

export const addressTransfers = defineTable<AddressTransfer>()("ec2.address-transfer", {
  publicIp: (transfer) => transfer.publicIp,
});

export interface NetworkInterfacePermission extends Row {
  readonly networkInterfaceId: string;
  /** The account that has the permission. */
  readonly grantee: string;
  readonly permission: "INSTANCE-ATTACH" | "EIP-ASSOCIATE";
  readonly state: "pending" | "granted" | "revoking";
}

export const networkInterfacePermissions = resource<NetworkInterfacePermission>()(
  { type: "network-interface-permission", prefix: "eni-perm", code: "InvalidPermissionID", noun: "permission ID" },
  { networkInterfaceId: (permission) => permission.networkInterfaceId },
);
