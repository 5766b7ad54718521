/** RAM as the cloud knows it. */
import type { Service } from "../../cloud/operation.ts";
import * as associations from "./associations.ts";
import * as invitations from "./invitations.ts";
import * as listings from "./listings.ts";
import * as permissions from "./permissions.ts";
import * as shares from "./shares.ts";

export const ramService: Service = {
  name: "ram",
  operations: [
    shares.createResourceShare,
    shares.getResourceShares,
    shares.updateResourceShare,
    shares.deleteResourceShare,
    shares.tagResource,
    shares.untagResource,
    associations.associateResourceShare,
    associations.disassociateResourceShare,
    associations.getResourceShareAssociations,
    associations.enableSharingWithAwsOrganization,
    invitations.getResourceShareInvitations,
    invitations.acceptResourceShareInvitation,
    invitations.rejectResourceShareInvitation,
    listings.listResources,
    listings.listPrincipals,
    listings.listPendingInvitationResources,
    permissions.listPermissions,
    permissions.getPermission,
    permissions.listResourceSharePermissions,
    permissions.listResourceTypes,
  ],
  transitions: shares.shareTransitions,
};
