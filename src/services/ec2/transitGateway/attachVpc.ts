/**
 * Attaching VPCs: one subnet in each zone that the gateway is to reach, in which the attachment has an interface.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayVpcAttachment.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTransitGatewayVpcAttachment.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { createInterface, heldByAws } from "../interface/create.ts";
import { ec2 } from "../operation.ts";
import { need, wellFormed } from "../resource.ts";
import { tagNew } from "../tag/resources.ts";
import { isHeld } from "../vpc/prefixes.ts";
import { type Subnet, subnets, type Vpc, vpcs } from "../vpc/resources.ts";
import { checkAttachmentQuota, enter, leave, releaseInterfaces } from "./attachmentStates.ts";
import { needAttachment } from "./attachments.ts";
import { needUsableGateway } from "./gateways.ts";
import { live, needState } from "./lifecycle.ts";
import { switched } from "./options.ts";
import {
  type AttachmentSubnet,
  type TransitGatewayVpcAttachment,
  transitGatewayAttachments,
  transitGatewayMulticastAssociations,
  type VpcAttachmentOptions,
} from "./resources.ts";
import { describeVpcAttachment } from "./vpcAttachments.ts";

/** Transit gateways of one VPC, which AWS never lifts. @see https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html */
const MAX_GATEWAYS = 5;

const DEFAULTS: VpcAttachmentOptions = {
  dnsSupport: "enable",
  securityGroupReferencingSupport: "enable",
  ipv6Support: "disable",
  applianceModeSupport: "disable",
};

export const createTransitGatewayVpcAttachment = ec2("CreateTransitGatewayVpcAttachment", (input, ctx) => {
  const gateway = needUsableGateway(ctx, input.TransitGatewayId);
  needState(gateway, "available", "modifying");
  const vpc = need(ctx, vpcs, input.VpcId);
  refuseDuplicate(ctx, gateway.id, vpc.id);
  checkAttachmentQuota(ctx, gateway.id);
  const places = (input.SubnetIds ?? []).map((id) => placeIn(ctx, vpc, id));
  checkZones(places);
  const own = gateway.account === ctx.account;
  const accepted = own || gateway.options.autoAcceptSharedAttachments === "enable";
  const attachment: TransitGatewayVpcAttachment = {
    kind: "vpc",
    id: ctx.newId("tgw-attach"),
    account: ctx.account,
    region: ctx.region,
    state: "pendingAcceptance",
    transitGatewayId: gateway.id,
    transitGatewayOwnerId: gateway.account,
    creationTime: ctx.now().toISOString(),
    vpcId: vpc.id,
    subnets: places,
    options: changedOptions(vpc, DEFAULTS, input.Options),
  };
  ctx.put(transitGatewayAttachments, attachment);
  tagNew(ctx, "transit-gateway-attachment", attachment.id, input.TagSpecifications);
  const created = accepted ? enter(ctx, withInterfaces(ctx, attachment), "pending") : attachment;
  return { TransitGatewayVpcAttachment: describeVpcAttachment(ctx, created) };
});

function refuseDuplicate(ctx: Context, transitGatewayId: string, vpcId: string): void {
  const held = live(ctx.by(transitGatewayAttachments, "vpcId", vpcId));
  if (held.some((attachment) => attachment.transitGatewayId === transitGatewayId))
    fail(
      "DuplicateTransitGatewayAttachment",
      `${transitGatewayId} has non-deleted Transit Gateway Attachments with same VPC ID.`,
    );
  if (held.length >= MAX_GATEWAYS)
    fail(
      "TransitGatewayAttachmentLimitExceeded",
      `The maximum number of transit gateways attached to ${vpcId} has been reached.`,
    );
}

/** A subnet of the VPC, the caller's own or one that is shared with it by way of the VPC. */
function placeIn(ctx: Context, vpc: Vpc, id: string): AttachmentSubnet {
  const subnet = ctx.get(subnets, id);
  if (!subnet) {
    if (!wellFormed(subnets as never, id)) return fail(subnets.errors.malformed, `Invalid subnet ID: ${id}.`);
    return fail(subnets.errors.notFound, `Subnet ${id} was deleted or does not exist.`);
  }
  if (subnet.vpcId !== vpc.id)
    fail("InvalidParameterValue", `Subnet ${id} and VPC ${vpc.id} belong to different networks.`);
  const { availabilityZone, availabilityZoneId } = subnet;
  return { subnetId: id, availabilityZone, availabilityZoneId, networkInterfaceId: undefined };
}

function checkZones(places: readonly AttachmentSubnet[]): void {
  if (places.length === 0) fail("InvalidParameterValue", "An attachment must have at least one subnet.");
  if (new Set(places.map(({ availabilityZone }) => availabilityZone)).size < places.length)
    fail("DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ");
}

interface AskedOptions {
  readonly DnsSupport?: string | undefined;
  readonly SecurityGroupReferencingSupport?: string | undefined;
  readonly Ipv6Support?: string | undefined;
  readonly ApplianceModeSupport?: string | undefined;
}

function changedOptions(vpc: Vpc | undefined, held: VpcAttachmentOptions, asked: AskedOptions = {}) {
  const options: VpcAttachmentOptions = {
    dnsSupport: switched(asked.DnsSupport, "dnsSupport", held.dnsSupport),
    securityGroupReferencingSupport: switched(
      asked.SecurityGroupReferencingSupport,
      "securityGroupReferencingSupport",
      held.securityGroupReferencingSupport,
    ),
    ipv6Support: switched(asked.Ipv6Support, "ipv6Support", held.ipv6Support),
    applianceModeSupport: switched(asked.ApplianceModeSupport, "applianceModeSupport", held.applianceModeSupport),
  };
  if (asked.Ipv6Support === "enable" && !vpc?.ipv6Cidrs.some(isHeld))
    fail("InvalidParameterValue", `The VPC ${vpc?.id} has no IPv6 CIDR block: IPv6 support cannot be enabled.`);
  return options;
}

/** An interface in each subnet that has none yet: "The transit gateway uses one IP address from each specified subnet." */
export function withInterfaces(ctx: Context, attachment: TransitGatewayVpcAttachment): TransitGatewayVpcAttachment {
  const owner = ctx.within(attachment.account, attachment.region);
  return {
    ...attachment,
    subnets: attachment.subnets.map((place) => {
      const subnet = place.networkInterfaceId === undefined ? owner.find(subnets, place.subnetId) : undefined;
      return subnet ? { ...place, networkInterfaceId: interfaceIn(owner, attachment, subnet) } : place;
    }),
  };
}

function interfaceIn(ctx: Context, { id, options }: TransitGatewayVpcAttachment, subnet: Subnet): string {
  const ipv6 = options.ipv6Support === "enable" && subnet.ipv6Cidrs.some(isHeld);
  return createInterface(ctx, {
    subnet,
    groupIds: [],
    description: `Network Interface for Transit Gateway Attachment ${id}`,
    ipv6Count: ipv6 ? 1 : undefined,
    interfaceType: "transit_gateway",
    sourceDestCheck: false,
    ...heldByAws(ctx),
  }).id;
}

/** The owner of the VPC changes its attachment; the gateway's owner cannot. */
export const modifyTransitGatewayVpcAttachment = ec2("ModifyTransitGatewayVpcAttachment", (input, ctx) => {
  const attachment = needAttachment(ctx, "vpc", input.TransitGatewayAttachmentId);
  const vpc = need(ctx, vpcs, attachment.vpcId);
  needState(attachment, "available");
  const removed = input.RemoveSubnetIds ?? [];
  for (const id of removed)
    if (!attachment.subnets.some(({ subnetId }) => subnetId === id))
      fail("InvalidParameterValue", `Subnet ${id} is not attached to ${attachment.id}.`);
  for (const id of input.AddSubnetIds ?? [])
    if (attachment.subnets.some(({ subnetId }) => subnetId === id))
      fail("InvalidParameterValue", `Subnet ${id} is already attached to ${attachment.id}.`);
  const kept = attachment.subnets.filter(({ subnetId }) => !removed.includes(subnetId));
  const places = [...kept, ...(input.AddSubnetIds ?? []).map((id) => placeIn(ctx, vpc, id))];
  checkZones(places);
  releaseInterfaces(
    ctx,
    attachment.subnets.filter((place) => !kept.includes(place)).map(({ networkInterfaceId }) => networkInterfaceId),
  );
  const changed = { ...attachment, subnets: places, options: changedOptions(vpc, attachment.options, input.Options) };
  const modified = enter(ctx, withInterfaces(ctx, changed), "modifying");
  return { TransitGatewayVpcAttachment: describeVpcAttachment(ctx, modified) };
});

export const deleteTransitGatewayVpcAttachment = ec2("DeleteTransitGatewayVpcAttachment", (input, ctx) => {
  const attachment = needAttachment(ctx, "vpc", input.TransitGatewayAttachmentId);
  const { id } = attachment;
  needState(attachment, "available", "pendingAcceptance", "rejected", "failed");
  const carried = ctx
    .by(transitGatewayAttachments, "transportAttachmentId", id)
    .filter((connect) => connect.state !== "deleted");
  if (carried.length > 0)
    fail(
      "IncorrectState",
      `${id} has non-deleted Transit Gateway Connect Attachments: ${carried.map((connect) => connect.id).join(", ")}.`,
    );
  if (ctx.by(transitGatewayMulticastAssociations, "attachmentId", id).length > 0)
    fail("IncorrectState", `${id} has non-deleted Transit Gateway Multicast Domain Associations.`);
  return { TransitGatewayVpcAttachment: describeVpcAttachment(ctx, leave(ctx, attachment)) };
});

/** A request that the gateway's owner may answer. */
function needRequest(ctx: Context, id: string | undefined): TransitGatewayVpcAttachment {
  const attachment = needAttachment(ctx, "vpc", id);
  if (attachment.transitGatewayOwnerId !== ctx.account)
    fail("UnauthorizedOperation", "You are not authorized to perform this operation.", 403);
  needState(attachment, "pendingAcceptance");
  return attachment;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AcceptTransitGatewayVpcAttachment.html */
export const acceptTransitGatewayVpcAttachment = ec2("AcceptTransitGatewayVpcAttachment", (input, ctx) => {
  const attachment = withInterfaces(ctx, needRequest(ctx, input.TransitGatewayAttachmentId));
  return { TransitGatewayVpcAttachment: describeVpcAttachment(ctx, enter(ctx, attachment, "pending")) };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RejectTransitGatewayVpcAttachment.html */
export const rejectTransitGatewayVpcAttachment = ec2("RejectTransitGatewayVpcAttachment", (input, ctx) => {
  const attachment = enter(ctx, needRequest(ctx, input.TransitGatewayAttachmentId), "rejecting");
  return { TransitGatewayVpcAttachment: describeVpcAttachment(ctx, attachment) };
});
