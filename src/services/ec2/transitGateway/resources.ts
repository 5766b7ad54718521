/**
 * Transit gateways and what hangs on them. An attachment is one row, whoever sees it; what joins an attachment to a
 * route table (association, propagation, route) is a row of its own, because a peering has a table on either side.
 */
import { defineTable, type Row } from "../../../cloud/table.ts";
import { type Resource, resource } from "../resource.ts";

export type Switch = "enable" | "disable";

export interface TransitGatewayOptions {
  readonly amazonSideAsn: number;
  readonly autoAcceptSharedAttachments: Switch;
  readonly defaultRouteTableAssociation: Switch;
  readonly defaultRouteTablePropagation: Switch;
  readonly dnsSupport: Switch;
  readonly vpnEcmpSupport: Switch;
  readonly multicastSupport: Switch;
  readonly securityGroupReferencingSupport: Switch;
}

export interface TransitGateway extends Row {
  readonly state: "pending" | "available" | "modifying" | "deleting" | "deleted";
  readonly description: string;
  /** ISO 8601. */
  readonly creationTime: string;
  readonly options: TransitGatewayOptions;
  /** Canonical CIDRs, for Connect peers and private VPN tunnels. */
  readonly cidrBlocks: readonly string[];
  /** Kept while the default is switched off; shown only while it is on. */
  readonly associationDefaultRouteTableId: string | undefined;
  readonly propagationDefaultRouteTableId: string | undefined;
}

const gone = (noun: string) => (id: string) => `${noun} ${id} was deleted or does not exist.`;

export const transitGateways = resource<TransitGateway>()({
  type: "transit-gateway",
  prefix: "tgw",
  code: "InvalidTransitGatewayID",
  noun: "transit gateway ID",
  errors: { missing: gone("Transit Gateway") },
});

export type AttachmentState =
  | "initiatingRequest"
  | "pendingAcceptance"
  | "rollingBack"
  | "pending"
  | "available"
  | "modifying"
  | "deleting"
  | "deleted"
  | "failed"
  | "rejected"
  | "rejecting"
  | "failing";

/** Owned by who made it: the VPC's owner, the VPN's, the requester of a peering. */
interface AttachmentRow extends Row {
  readonly state: AttachmentState;
  readonly transitGatewayId: string;
  readonly transitGatewayOwnerId: string;
  /** ISO 8601. */
  readonly creationTime: string;
}

/** Where a VPC attachment stands in a zone: traffic enters and leaves the VPC by this interface. */
export interface AttachmentSubnet {
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  /** Absent until the attachment is accepted. */
  readonly networkInterfaceId: string | undefined;
}

export interface VpcAttachmentOptions {
  readonly dnsSupport: Switch;
  readonly securityGroupReferencingSupport: Switch;
  readonly ipv6Support: Switch;
  readonly applianceModeSupport: Switch;
}

export interface TransitGatewayVpcAttachment extends AttachmentRow {
  readonly kind: "vpc";
  readonly vpcId: string;
  /** One for each zone that the attachment serves. */
  readonly subnets: readonly AttachmentSubnet[];
  readonly options: VpcAttachmentOptions;
}

export interface TransitGatewayVpnAttachment extends AttachmentRow {
  readonly kind: "vpn";
  readonly vpnConnectionId: string;
}

export interface TransitGatewayConnectAttachment extends AttachmentRow {
  readonly kind: "connect";
  readonly transportAttachmentId: string;
}

/** The row's own gateway is the requester's; `account` and `region` are its. */
export interface TransitGatewayPeering extends AttachmentRow {
  readonly kind: "peering";
  readonly accepter: {
    /** The requester's id where the peering crosses regions; within a region each gateway has an attachment of its own. */
    readonly attachmentId: string;
    readonly transitGatewayId: string;
    readonly account: string;
    readonly region: string;
  };
  readonly status: { readonly code: string; readonly message: string };
  /** Told only where the request said it. */
  readonly dynamicRouting: Switch | undefined;
}

export type TransitGatewayAttachment =
  | TransitGatewayVpcAttachment
  | TransitGatewayVpnAttachment
  | TransitGatewayConnectAttachment
  | TransitGatewayPeering;

export const transitGatewayAttachments = resource<TransitGatewayAttachment>()(
  {
    type: "transit-gateway-attachment",
    prefix: "tgw-attach",
    code: "InvalidTransitGatewayAttachmentID",
    noun: "transit gateway attachment ID",
    errors: { missing: gone("Transit Gateway Attachment") },
  },
  {
    /** The ids that it goes by: two for a peering within a region. */
    attachmentId: (row) =>
      row.kind === "peering" && row.accepter.attachmentId !== row.id ? [row.id, row.accepter.attachmentId] : row.id,
    transitGatewayId: (row) =>
      row.kind === "peering" ? [row.transitGatewayId, row.accepter.transitGatewayId] : row.transitGatewayId,
    vpcId: (row) => (row.kind === "vpc" ? row.vpcId : undefined),
    subnetId: (row) => (row.kind === "vpc" ? row.subnets.map(({ subnetId }) => subnetId) : undefined),
    vpnConnectionId: (row) => (row.kind === "vpn" ? row.vpnConnectionId : undefined),
    transportAttachmentId: (row) => (row.kind === "connect" ? row.transportAttachmentId : undefined),
    /** The account and region of everybody who sees it: the maker, the gateway's owner, a peering's accepter. */
    side: (row) => [
      ...new Set([
        `${row.account}/${row.region}`,
        `${row.transitGatewayOwnerId}/${row.region}`,
        ...(row.kind === "peering" ? [`${row.accepter.account}/${row.accepter.region}`] : []),
      ]),
    ],
  },
);

export interface TransitGatewayRouteTable extends Row {
  readonly transitGatewayId: string;
  readonly state: "pending" | "available" | "deleting" | "deleted";
  readonly creationTime: string;
}

export const transitGatewayRouteTables = resource<TransitGatewayRouteTable>()(
  {
    type: "transit-gateway-route-table",
    prefix: "tgw-rtb",
    code: "InvalidRouteTableID",
    noun: "transit gateway route table ID",
    errors: { missing: gone("Transit Gateway Route Table") },
  },
  { transitGatewayId: (table) => table.transitGatewayId },
);

/** The table that traffic from an attachment is looked up in: one for each gateway's end. Its id is `gateway id/attachment id`. */
export interface TransitGatewayAssociation extends Row {
  readonly transitGatewayId: string;
  readonly attachmentId: string;
  readonly routeTableId: string;
  readonly state: "associating" | "associated" | "disassociating";
}

export const transitGatewayAssociations = defineTable<TransitGatewayAssociation>()("ec2.transit-gateway-association", {
  routeTableId: (one) => one.routeTableId,
  attachmentId: (one) => one.attachmentId,
});

/** An attachment whose prefixes a table learns. Its id is `route table id/attachment id`. */
export interface TransitGatewayPropagation extends Row {
  readonly attachmentId: string;
  readonly routeTableId: string;
  readonly announcementId: string | undefined;
}

export const transitGatewayPropagations = defineTable<TransitGatewayPropagation>()("ec2.transit-gateway-propagation", {
  routeTableId: (one) => one.routeTableId,
  attachmentId: (one) => one.attachmentId,
});

/** A static route. Its id is `route table id/destination`. */
export interface TransitGatewayRoute extends Row {
  readonly routeTableId: string;
  /** A canonical CIDR. */
  readonly destination: string;
  /** Absent where the route drops what it matches. */
  readonly attachmentId: string | undefined;
}

export const transitGatewayRoutes = defineTable<TransitGatewayRoute>()("ec2.transit-gateway-route", {
  routeTableId: (route) => route.routeTableId,
  attachmentId: (route) => route.attachmentId,
});

/** Static routes to every entry of a prefix list. Its id is `route table id/prefix list id`. */
export interface TransitGatewayPrefixListReference extends Row {
  readonly routeTableId: string;
  readonly prefixListId: string;
  readonly prefixListOwnerId: string;
  readonly attachmentId: string | undefined;
  readonly state: "pending" | "available" | "modifying" | "deleting";
}

export const transitGatewayPrefixListReferences = defineTable<TransitGatewayPrefixListReference>()(
  "ec2.transit-gateway-prefix-list-reference",
  {
    routeTableId: (reference) => reference.routeTableId,
    prefixListId: (reference) => reference.prefixListId,
    attachmentId: (reference) => reference.attachmentId,
  },
);

/** A GRE tunnel of a Connect attachment. */
export interface TransitGatewayConnectPeer extends Row {
  readonly attachmentId: string;
  readonly transitGatewayId: string;
  readonly state: "pending" | "available" | "deleting" | "deleted";
  readonly creationTime: string;
  readonly transitGatewayAddress: string;
  readonly peerAddress: string;
  readonly insideCidrBlocks: readonly string[];
  readonly transitGatewayAsn: number;
  readonly peerAsn: number;
}

export const transitGatewayConnectPeers = resource<TransitGatewayConnectPeer>()(
  {
    type: "transit-gateway-connect-peer",
    prefix: "tgw-connect-peer",
    code: "InvalidTransitGatewayConnectPeerID",
    noun: "transit gateway connect peer ID",
    errors: { missing: gone("Transit Gateway Connect Peer") },
  },
  {
    attachmentId: (peer) => peer.attachmentId,
    transitGatewayId: (peer) => peer.transitGatewayId,
  },
);

export interface TransitGatewayMulticastDomain extends Row {
  readonly transitGatewayId: string;
  readonly state: "pending" | "available" | "deleting" | "deleted";
  readonly creationTime: string;
  readonly igmpv2Support: Switch;
  readonly staticSourcesSupport: Switch;
  readonly autoAcceptSharedAssociations: Switch;
}

export const transitGatewayMulticastDomains = resource<TransitGatewayMulticastDomain>()(
  {
    type: "transit-gateway-multicast-domain",
    prefix: "tgw-mcast-domain",
    code: "InvalidTransitGatewayMulticastDomainId",
    noun: "transit gateway multicast domain ID",
    errors: { missing: gone("Transit Gateway Multicast Domain") },
  },
  { transitGatewayId: (domain) => domain.transitGatewayId },
);

/** A subnet in a multicast domain, at most one domain for a subnet. Its id is `domain id/subnet id`. */
export interface TransitGatewayMulticastAssociation extends Row {
  readonly domainId: string;
  readonly attachmentId: string;
  readonly subnetId: string;
  readonly state: "pendingAcceptance" | "associating" | "associated" | "disassociating" | "rejected";
}

export const transitGatewayMulticastAssociations = defineTable<TransitGatewayMulticastAssociation>()(
  "ec2.transit-gateway-multicast-association",
  {
    domainId: (one) => one.domainId,
    attachmentId: (one) => one.attachmentId,
    subnetId: (one) => one.subnetId,
  },
);

/** An interface that sends to a multicast group or receives from it. Its id is `domain id/group/role/interface id`. */
export interface TransitGatewayMulticastMembership extends Row {
  readonly domainId: string;
  readonly groupIpAddress: string;
  readonly role: "member" | "source";
  readonly networkInterfaceId: string;
  readonly subnetId: string;
  readonly attachmentId: string;
}

export const transitGatewayMulticastMemberships = defineTable<TransitGatewayMulticastMembership>()(
  "ec2.transit-gateway-multicast-membership",
  {
    domainId: (one) => one.domainId,
    subnetId: (one) => one.subnetId,
    networkInterfaceId: (one) => one.networkInterfaceId,
  },
);

export interface TransitGatewayPolicyTable extends Row {
  readonly transitGatewayId: string;
  readonly state: "pending" | "available" | "deleting" | "deleted";
  readonly creationTime: string;
}

export const transitGatewayPolicyTables = resource<TransitGatewayPolicyTable>()(
  {
    type: "transit-gateway-policy-table",
    prefix: "tgw-ptb",
    code: "InvalidTransitGatewayPolicyTableId",
    noun: "transit gateway policy table ID",
    errors: { missing: gone("Transit Gateway Policy Table") },
  },
  { transitGatewayId: (table) => table.transitGatewayId },
);

/** An attachment whose traffic a policy table directs. Its id is `gateway id/attachment id`. */
export interface TransitGatewayPolicyAssociation extends Row {
  readonly attachmentId: string;
  readonly policyTableId: string;
  readonly state: "associating" | "associated" | "disassociating";
}

export const transitGatewayPolicyAssociations = defineTable<TransitGatewayPolicyAssociation>()(
  "ec2.transit-gateway-policy-association",
  {
    policyTableId: (one) => one.policyTableId,
    attachmentId: (one) => one.attachmentId,
  },
);

/** Advertises a route table's routes over a peering with dynamic routing. */
export interface TransitGatewayRouteTableAnnouncement extends Row {
  readonly transitGatewayId: string;
  readonly routeTableId: string;
  readonly peeringAttachmentId: string;
  readonly peerTransitGatewayId: string;
  readonly state: "pending" | "available" | "deleting" | "deleted";
  readonly creationTime: string;
}

export const transitGatewayRouteTableAnnouncements = resource<TransitGatewayRouteTableAnnouncement>()(
  {
    type: "transit-gateway-route-table-announcement",
    prefix: "tgw-rtb-ann",
    code: "InvalidTransitGatewayRouteTableAnnouncementId",
    noun: "transit gateway route table announcement ID",
    errors: { missing: gone("Transit Gateway Route Table Announcement") },
  },
  {
    routeTableId: (announcement) => announcement.routeTableId,
    peeringAttachmentId: (announcement) => announcement.peeringAttachmentId,
  },
);

/** Any of the resources above that come and go through `pending` and `deleting`. */
export type Settling = Resource<Row & { readonly state: string }, string>;
