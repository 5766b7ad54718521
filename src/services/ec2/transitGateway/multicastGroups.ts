/**
 * Members and sources of multicast groups, registered by their interfaces.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterTransitGatewayMulticastGroupMembers.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterTransitGatewayMulticastGroupSources.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SearchTransitGatewayMulticastGroups.html
 */
import { formatAddress, parseAddress } from "../../../base/address.ts";
import { contains, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { networkInterfaces } from "../interface/resources.ts";
import type { Filters } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { type Joined, withEnds } from "./associations.ts";
import { needState } from "./lifecycle.ts";
import { listed } from "./listed.ts";
import { needDomain } from "./multicastDomains.ts";
import {
  type TransitGatewayMulticastMembership,
  transitGatewayMulticastAssociations,
  transitGatewayMulticastMemberships,
} from "./resources.ts";

const MULTICAST = [prefix("224.0.0.0/4"), prefix("ff00::/8")];

interface GroupInput {
  readonly TransitGatewayMulticastDomainId?: string | undefined;
  readonly GroupIpAddress?: string | undefined;
  readonly NetworkInterfaceIds?: readonly string[] | undefined;
}

function groupAddress(text = ""): string {
  const address = parseAddress(text);
  if (address === undefined || !MULTICAST.some((range) => contains(range, address)))
    return fail("InvalidParameterValue", `Value (${text}) for parameter groupIpAddress is invalid.`);
  return formatAddress(address);
}

function interfacesOf({ NetworkInterfaceIds: ids = [] }: GroupInput): readonly string[] {
  if (ids.length === 0) fail("MissingParameter", "The request must contain the parameter networkInterfaceIds");
  return [...new Set(ids)];
}

type Role = TransitGatewayMulticastMembership["role"];

function register(ctx: Context, input: GroupInput, role: Role) {
  const domain = needDomain(ctx, input.TransitGatewayMulticastDomainId);
  needState(domain, "available");
  if (role === "source" && domain.staticSourcesSupport !== "enable")
    fail("InvalidParameterValue", `Static sources support is not enabled on ${domain.id}.`);
  const groupIpAddress = groupAddress(input.GroupIpAddress);
  const ids = interfacesOf(input);
  for (const networkInterfaceId of ids) {
    const eni = ctx.find(networkInterfaces, networkInterfaceId);
    const association = eni && ctx.find(transitGatewayMulticastAssociations, `${domain.id}/${eni.subnetId}`);
    if (!eni || eni.region !== ctx.region || (eni.account !== ctx.account && !association))
      return fail(networkInterfaces.errors.notFound, networkInterfaces.errors.missing(networkInterfaceId));
    if (association?.state !== "associated")
      return fail(
        "InvalidParameterValue",
        `The subnet ${eni.subnetId} of ${networkInterfaceId} is not associated to ${domain.id}.`,
      );
    ctx.put(transitGatewayMulticastMemberships, {
      id: `${domain.id}/${groupIpAddress}/${role}/${networkInterfaceId}`,
      account: domain.account,
      region: domain.region,
      domainId: domain.id,
      groupIpAddress,
      role,
      networkInterfaceId,
      subnetId: eni.subnetId,
      attachmentId: association.attachmentId,
    });
  }
  return { domainId: domain.id, groupIpAddress, ids: [...ids] };
}

const NOT_FOUND: Readonly<Record<Role, string>> = {
  member: "TransitGatewayMulticastGroupMember.NotFound",
  source: "TransitGatewayMulticastGroupSource.NotFound",
};

function deregister(ctx: Context, input: GroupInput, role: Role) {
  const domain = needDomain(ctx, input.TransitGatewayMulticastDomainId);
  const groupIpAddress = groupAddress(input.GroupIpAddress);
  const ids = interfacesOf(input);
  for (const networkInterfaceId of ids) {
    const id = `${domain.id}/${groupIpAddress}/${role}/${networkInterfaceId}`;
    if (!ctx.find(transitGatewayMulticastMemberships, id))
      fail(NOT_FOUND[role], `${networkInterfaceId} is not a ${role} of the group ${groupIpAddress} in ${domain.id}.`);
    ctx.delete(transitGatewayMulticastMemberships, id);
  }
  return { domainId: domain.id, groupIpAddress, ids: [...ids] };
}

export const registerTransitGatewayMulticastGroupMembers = ec2(
  "RegisterTransitGatewayMulticastGroupMembers",
  (input, ctx) => {
    const { domainId, groupIpAddress, ids } = register(ctx, input, "member");
    return {
      RegisteredMulticastGroupMembers: {
        TransitGatewayMulticastDomainId: domainId,
        RegisteredNetworkInterfaceIds: ids,
        GroupIpAddress: groupIpAddress,
      },
    };
  },
);

export const registerTransitGatewayMulticastGroupSources = ec2(
  "RegisterTransitGatewayMulticastGroupSources",
  (input, ctx) => {
    const { domainId, groupIpAddress, ids } = register(ctx, input, "source");
    return {
      RegisteredMulticastGroupSources: {
        TransitGatewayMulticastDomainId: domainId,
        RegisteredNetworkInterfaceIds: ids,
        GroupIpAddress: groupIpAddress,
      },
    };
  },
);

export const deregisterTransitGatewayMulticastGroupMembers = ec2(
  "DeregisterTransitGatewayMulticastGroupMembers",
  (input, ctx) => {
    const { domainId, groupIpAddress, ids } = deregister(ctx, input, "member");
    return {
      DeregisteredMulticastGroupMembers: {
        TransitGatewayMulticastDomainId: domainId,
        DeregisteredNetworkInterfaceIds: ids,
        GroupIpAddress: groupIpAddress,
      },
    };
  },
);

export const deregisterTransitGatewayMulticastGroupSources = ec2(
  "DeregisterTransitGatewayMulticastGroupSources",
  (input, ctx) => {
    const { domainId, groupIpAddress, ids } = deregister(ctx, input, "source");
    return {
      DeregisteredMulticastGroupSources: {
        TransitGatewayMulticastDomainId: domainId,
        DeregisteredNetworkInterfaceIds: ids,
        GroupIpAddress: groupIpAddress,
      },
    };
  },
);

const filters: Filters<Joined<TransitGatewayMulticastMembership>, never> = {
  "group-ip-address": ({ groupIpAddress }) => groupIpAddress,
  "is-group-member": ({ role }) => role === "member",
  "is-group-source": ({ role }) => role === "source",
  "member-type": ({ role }) => (role === "member" ? "static" : undefined),
  "resource-id": ({ end }) => end.resourceId,
  "resource-type": ({ end }) => end.resourceType,
  "source-type": ({ role }) => (role === "source" ? "static" : undefined),
  "subnet-id": ({ subnetId }) => subnetId,
  "transit-gateway-attachment-id": ({ attachmentId }) => attachmentId,
};

/** A line for each role: an interface that both sends and receives has two. */
export const searchTransitGatewayMulticastGroups = ec2("SearchTransitGatewayMulticastGroups", (input, ctx) => {
  const domain = needDomain(ctx, input.TransitGatewayMulticastDomainId);
  // An interface that was deleted has left its groups.
  const held = ctx
    .by(transitGatewayMulticastMemberships, "domainId", domain.id)
    .filter(({ networkInterfaceId }) => ctx.find(networkInterfaces, networkInterfaceId));
  const all = withEnds(ctx, domain.transitGatewayId, held);
  const { rows, nextToken } = listed(ctx, `${domain.id}.groups`, all, filters, input);
  return {
    MulticastGroups: rows.map(({ end, groupIpAddress, networkInterfaceId, subnetId, role }) => ({
      GroupIpAddress: groupIpAddress,
      TransitGatewayAttachmentId: end.id,
      SubnetId: subnetId,
      ResourceId: end.resourceId,
      ResourceType: end.resourceType,
      ResourceOwnerId: end.resourceOwnerId,
      NetworkInterfaceId: networkInterfaceId,
      GroupMember: role === "member",
      GroupSource: role === "source",
      ...(role === "member" ? { MemberType: "static" as const } : { SourceType: "static" as const }),
    })),
    NextToken: nextToken,
  };
});
