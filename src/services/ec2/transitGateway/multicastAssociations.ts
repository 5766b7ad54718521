/**
 * Subnets in a multicast domain, each by an attachment of its VPC.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateTransitGatewayMulticastDomain.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetTransitGatewayMulticastDomainAssociations.html
 */
import type { TransitGatewayMulticastDomainAssociations as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import type { Filters } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { subnets } from "../vpc/resources.ts";
import { type Joined, withEnds } from "./associations.ts";
import { type AttachmentEnd, needEnd } from "./attachments.ts";
import { JOINING_MS, joining, needState } from "./lifecycle.ts";
import { listed } from "./listed.ts";
import { needDomain, needUsableDomain } from "./multicastDomains.ts";
import {
  type TransitGatewayMulticastAssociation,
  type TransitGatewayMulticastDomain,
  transitGatewayMulticastAssociations,
  transitGatewayMulticastMemberships,
} from "./resources.ts";

const SETTLE = "ec2.transitGateway.multicast";

export const multicastTransitions: Readonly<Record<string, Transition>> = {
  [SETTLE]: joining(transitGatewayMulticastAssociations, {
    associating: "associated",
    disassociating: undefined,
    rejected: undefined,
  }),
};

const describeAll = (
  domain: TransitGatewayMulticastDomain,
  end: AttachmentEnd,
  associations: readonly TransitGatewayMulticastAssociation[],
): Shape => ({
  TransitGatewayMulticastDomainId: domain.id,
  TransitGatewayAttachmentId: end.id,
  ResourceId: end.resourceId,
  ResourceType: end.resourceType,
  ResourceOwnerId: end.resourceOwnerId,
  Subnets: associations.map(({ subnetId, state }) => ({ SubnetId: subnetId, State: state })),
});

function needVpcEnd(ctx: Context, domain: TransitGatewayMulticastDomain, id: string | undefined): AttachmentEnd {
  const end = needEnd(ctx, id);
  if (end.transitGatewayId !== domain.transitGatewayId)
    fail("InvalidParameterValue", `${end.id} and ${domain.id} belong to different transit gateways.`);
  if (end.resourceType !== "vpc") fail("InvalidParameterValue", `${end.id} is not a VPC attachment.`);
  return end;
}

/** Whoever does not own the domain asks its owner, where the domain does not accept by itself. */
export const associateTransitGatewayMulticastDomain = ec2("AssociateTransitGatewayMulticastDomain", (input, ctx) => {
  const domain = needUsableDomain(ctx, input.TransitGatewayMulticastDomainId);
  needState(domain, "available");
  const end = needVpcEnd(ctx, domain, input.TransitGatewayAttachmentId);
  needState({ id: end.id, state: end.attachment.state }, "available");
  const accepted = domain.account === ctx.account || domain.autoAcceptSharedAssociations === "enable";
  const ids = [...new Set(input.SubnetIds ?? [])];
  if (ids.length === 0) fail("MissingParameter", "The request must contain the parameter subnetIds");
  const associations = ids.map((subnetId) => {
    const subnet = ctx.find(subnets, subnetId);
    if (subnet?.vpcId !== end.resourceId)
      fail(subnets.errors.notFound, `Subnet ${subnetId} was deleted or does not exist.`);
    if (ctx.by(transitGatewayMulticastAssociations, "subnetId", subnetId).length > 0)
      fail("Resource.AlreadyAssociated", `Subnet ${subnetId} is already associated to a multicast domain.`);
    const association = ctx.put(transitGatewayMulticastAssociations, {
      id: `${domain.id}/${subnetId}`,
      account: domain.account,
      region: domain.region,
      domainId: domain.id,
      attachmentId: end.id,
      subnetId,
      state: accepted ? "associating" : "pendingAcceptance",
    });
    if (accepted) ctx.later(JOINING_MS, SETTLE, association.id);
    return association;
  });
  return { Associations: describeAll(domain, end, associations) };
});

/** The interfaces that were registered in a subnet leave the domain's groups with it. */
export const disassociateTransitGatewayMulticastDomain = ec2(
  "DisassociateTransitGatewayMulticastDomain",
  (input, ctx) => {
    const domain = needUsableDomain(ctx, input.TransitGatewayMulticastDomainId);
    const end = needVpcEnd(ctx, domain, input.TransitGatewayAttachmentId);
    const associations = [...new Set(input.SubnetIds ?? [])].map((subnetId) => {
      const association = ctx.find(transitGatewayMulticastAssociations, `${domain.id}/${subnetId}`);
      if (association?.attachmentId !== end.id)
        return fail(
          "InvalidTransitGatewayMulticastDomainAssociation.NotFound",
          `Subnet ${subnetId} is not associated to ${domain.id} by ${end.id}.`,
        );
      if (association.state === "disassociating")
        fail("IncorrectState", `The association of ${subnetId} with ${domain.id} is in invalid state`);
      for (const { id, domainId } of ctx.by(transitGatewayMulticastMemberships, "subnetId", subnetId))
        if (domainId === domain.id) ctx.delete(transitGatewayMulticastMemberships, id);
      ctx.later(JOINING_MS, SETTLE, association.id);
      return ctx.put(transitGatewayMulticastAssociations, { ...association, state: "disassociating" });
    });
    return { Associations: describeAll(domain, end, associations) };
  },
);

/** The owner's answer to what waits for it: to all of the attachment's subnets where the request names none. */
function answer(
  ctx: Context,
  input: {
    readonly TransitGatewayMulticastDomainId?: string | undefined;
    readonly TransitGatewayAttachmentId?: string | undefined;
    readonly SubnetIds?: readonly string[] | undefined;
  },
  state: "associating" | "rejected",
): { readonly Associations: Shape } {
  const domain = needDomain(ctx, input.TransitGatewayMulticastDomainId);
  const end = needVpcEnd(ctx, domain, input.TransitGatewayAttachmentId);
  const waiting = ctx
    .by(transitGatewayMulticastAssociations, "domainId", domain.id)
    .filter((one) => one.attachmentId === end.id && one.state === "pendingAcceptance");
  const ids = input.SubnetIds?.length ? [...new Set(input.SubnetIds)] : waiting.map(({ subnetId }) => subnetId);
  const answered = ids.map((id) => {
    const association = waiting.find(({ subnetId }) => subnetId === id);
    if (!association)
      return fail(
        "InvalidTransitGatewayMulticastDomainAssociation.NotFound",
        `Subnet ${id} does not wait to be associated to ${domain.id} by ${end.id}.`,
      );
    ctx.later(JOINING_MS, SETTLE, association.id);
    return ctx.put(transitGatewayMulticastAssociations, { ...association, state });
  });
  return { Associations: describeAll(domain, end, answered) };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AcceptTransitGatewayMulticastDomainAssociations.html */
export const acceptTransitGatewayMulticastDomainAssociations = ec2(
  "AcceptTransitGatewayMulticastDomainAssociations",
  (input, ctx) => answer(ctx, input, "associating"),
);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RejectTransitGatewayMulticastDomainAssociations.html */
export const rejectTransitGatewayMulticastDomainAssociations = ec2(
  "RejectTransitGatewayMulticastDomainAssociations",
  (input, ctx) => answer(ctx, input, "rejected"),
);

const filters: Filters<Joined<TransitGatewayMulticastAssociation>, never> = {
  "resource-id": ({ end }) => end.resourceId,
  "resource-type": ({ end }) => end.resourceType,
  state: ({ state }) => state,
  "subnet-id": ({ subnetId }) => subnetId,
  "transit-gateway-attachment-id": ({ attachmentId }) => attachmentId,
};

export const getTransitGatewayMulticastDomainAssociations = ec2(
  "GetTransitGatewayMulticastDomainAssociations",
  (input, ctx) => {
    const domain = needDomain(ctx, input.TransitGatewayMulticastDomainId);
    const held = ctx.by(transitGatewayMulticastAssociations, "domainId", domain.id);
    const all = withEnds(ctx, domain.transitGatewayId, held);
    const { rows, nextToken } = listed(ctx, `${domain.id}.associations`, all, filters, input);
    return {
      MulticastDomainAssociations: rows.map(({ end, subnetId, state }) => ({
        TransitGatewayAttachmentId: end.id,
        ResourceId: end.resourceId,
        ResourceType: end.resourceType,
        ResourceOwnerId: end.resourceOwnerId,
        Subnet: { SubnetId: subnetId, State: state },
      })),
      NextToken: nextToken,
    };
  },
);
