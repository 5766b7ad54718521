/** Transit gateways: what the API answers, and what time brings about. */
import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import {
  createTransitGatewayRouteTableAnnouncement,
  deleteTransitGatewayRouteTableAnnouncement,
  describeTransitGatewayRouteTableAnnouncements,
} from "./announcements.ts";
import {
  associateTransitGatewayRouteTable,
  associationTransitions,
  disassociateTransitGatewayRouteTable,
  getTransitGatewayRouteTableAssociations,
} from "./associations.ts";
import { attachmentTransitions } from "./attachmentStates.ts";
import { describeTransitGatewayAttachments } from "./attachments.ts";
import {
  acceptTransitGatewayVpcAttachment,
  createTransitGatewayVpcAttachment,
  deleteTransitGatewayVpcAttachment,
  modifyTransitGatewayVpcAttachment,
  rejectTransitGatewayVpcAttachment,
} from "./attachVpc.ts";
import {
  createTransitGatewayConnectPeer,
  deleteTransitGatewayConnectPeer,
  describeTransitGatewayConnectPeers,
} from "./connectPeers.ts";
import {
  createTransitGatewayConnect,
  deleteTransitGatewayConnect,
  describeTransitGatewayConnects,
} from "./connects.ts";
import { createTransitGateway, deleteTransitGateway, modifyTransitGateway } from "./createGateway.ts";
import { exportTransitGatewayRoutes } from "./exportRoutes.ts";
import { describeTransitGateways } from "./gateways.ts";
import { settlingTransitions } from "./lifecycle.ts";
import {
  acceptTransitGatewayMulticastDomainAssociations,
  associateTransitGatewayMulticastDomain,
  disassociateTransitGatewayMulticastDomain,
  getTransitGatewayMulticastDomainAssociations,
  multicastTransitions,
  rejectTransitGatewayMulticastDomainAssociations,
} from "./multicastAssociations.ts";
import {
  createTransitGatewayMulticastDomain,
  deleteTransitGatewayMulticastDomain,
  describeTransitGatewayMulticastDomains,
} from "./multicastDomains.ts";
import {
  deregisterTransitGatewayMulticastGroupMembers,
  deregisterTransitGatewayMulticastGroupSources,
  registerTransitGatewayMulticastGroupMembers,
  registerTransitGatewayMulticastGroupSources,
  searchTransitGatewayMulticastGroups,
} from "./multicastGroups.ts";
import {
  acceptTransitGatewayPeeringAttachment,
  createTransitGatewayPeeringAttachment,
  deleteTransitGatewayPeeringAttachment,
  describeTransitGatewayPeeringAttachments,
  rejectTransitGatewayPeeringAttachment,
} from "./peerings.ts";
import {
  associateTransitGatewayPolicyTable,
  createTransitGatewayPolicyTable,
  deleteTransitGatewayPolicyTable,
  describeTransitGatewayPolicyTables,
  disassociateTransitGatewayPolicyTable,
  getTransitGatewayPolicyTableAssociations,
  getTransitGatewayPolicyTableEntries,
  policyTransitions,
} from "./policyTables.ts";
import {
  createTransitGatewayPrefixListReference,
  deleteTransitGatewayPrefixListReference,
  getTransitGatewayPrefixListReferences,
  modifyTransitGatewayPrefixListReference,
  referenceTransitions,
} from "./prefixListReferences.ts";
import {
  disableTransitGatewayRouteTablePropagation,
  enableTransitGatewayRouteTablePropagation,
  getTransitGatewayAttachmentPropagations,
  getTransitGatewayRouteTablePropagations,
} from "./propagations.ts";
import { createTransitGatewayRoute, deleteTransitGatewayRoute, replaceTransitGatewayRoute } from "./routes.ts";
import {
  createTransitGatewayRouteTable,
  deleteTransitGatewayRouteTable,
  describeTransitGatewayRouteTables,
} from "./routeTables.ts";
import { searchTransitGatewayRoutes } from "./searchRoutes.ts";
import { describeTransitGatewayVpcAttachments } from "./vpcAttachments.ts";

export const transitGatewayOperations: readonly Operation[] = [
  createTransitGateway,
  modifyTransitGateway,
  deleteTransitGateway,
  describeTransitGateways,
  describeTransitGatewayAttachments,
  createTransitGatewayVpcAttachment,
  modifyTransitGatewayVpcAttachment,
  deleteTransitGatewayVpcAttachment,
  acceptTransitGatewayVpcAttachment,
  rejectTransitGatewayVpcAttachment,
  describeTransitGatewayVpcAttachments,
  createTransitGatewayPeeringAttachment,
  acceptTransitGatewayPeeringAttachment,
  rejectTransitGatewayPeeringAttachment,
  deleteTransitGatewayPeeringAttachment,
  describeTransitGatewayPeeringAttachments,
  createTransitGatewayConnect,
  deleteTransitGatewayConnect,
  describeTransitGatewayConnects,
  createTransitGatewayConnectPeer,
  deleteTransitGatewayConnectPeer,
  describeTransitGatewayConnectPeers,
  createTransitGatewayRouteTable,
  deleteTransitGatewayRouteTable,
  describeTransitGatewayRouteTables,
  associateTransitGatewayRouteTable,
  disassociateTransitGatewayRouteTable,
  getTransitGatewayRouteTableAssociations,
  enableTransitGatewayRouteTablePropagation,
  disableTransitGatewayRouteTablePropagation,
  getTransitGatewayRouteTablePropagations,
  getTransitGatewayAttachmentPropagations,
  createTransitGatewayRoute,
  replaceTransitGatewayRoute,
  deleteTransitGatewayRoute,
  exportTransitGatewayRoutes,
  searchTransitGatewayRoutes,
  createTransitGatewayPrefixListReference,
  modifyTransitGatewayPrefixListReference,
  deleteTransitGatewayPrefixListReference,
  getTransitGatewayPrefixListReferences,
  createTransitGatewayMulticastDomain,
  deleteTransitGatewayMulticastDomain,
  describeTransitGatewayMulticastDomains,
  acceptTransitGatewayMulticastDomainAssociations,
  rejectTransitGatewayMulticastDomainAssociations,
  associateTransitGatewayMulticastDomain,
  disassociateTransitGatewayMulticastDomain,
  getTransitGatewayMulticastDomainAssociations,
  registerTransitGatewayMulticastGroupMembers,
  registerTransitGatewayMulticastGroupSources,
  deregisterTransitGatewayMulticastGroupMembers,
  deregisterTransitGatewayMulticastGroupSources,
  searchTransitGatewayMulticastGroups,
  createTransitGatewayPolicyTable,
  deleteTransitGatewayPolicyTable,
  describeTransitGatewayPolicyTables,
  associateTransitGatewayPolicyTable,
  disassociateTransitGatewayPolicyTable,
  getTransitGatewayPolicyTableAssociations,
  getTransitGatewayPolicyTableEntries,
  createTransitGatewayRouteTableAnnouncement,
  deleteTransitGatewayRouteTableAnnouncement,
  describeTransitGatewayRouteTableAnnouncements,
];

export const transitGatewayTransitions: Readonly<Record<string, Transition>> = {
  ...settlingTransitions,
  ...attachmentTransitions,
  ...associationTransitions,
  ...referenceTransitions,
  ...multicastTransitions,
  ...policyTransitions,
};
