/**
 * Virtual private gateways: Amazon's end of a VPN connection, attached to one VPC.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnGateway.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVpnGateway.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpnGateways.html
 */
import type { VpnGateway as Shape, VpcAttachment } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { regionFacts } from "../geography/regions.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { routeTables } from "../routing/resources.ts";
import { dissociateEverywhere } from "../routing/routeTables.ts";
import { tagList, tagNew } from "../tag/resources.ts";
import { checkAmazonSideAsn, DEFAULT_AMAZON_SIDE_ASN } from "../transitGateway/options.ts";
import { vpcs } from "../vpc/resources.ts";
import { ATTACHING_MS, forgetLater, forgettingOf, needLive } from "./lifecycle.ts";
import { type VpnGateway, vpnConnections, vpnGateways } from "./resources.ts";

const SETTLE = "ec2.vpn.attach";

const attachmentsOf = ({ attachment }: VpnGateway): VpcAttachment[] =>
  attachment ? [{ VpcId: attachment.vpcId, State: attachment.state }] : [];

const describeVpnGateway = (ctx: Context, gateway: VpnGateway): Shape => ({
  VpnGatewayId: gateway.id,
  State: gateway.state,
  Type: gateway.type,
  ...(gateway.availabilityZone === undefined ? {} : { AvailabilityZone: gateway.availabilityZone }),
  AmazonSideAsn: gateway.amazonSideAsn,
  VpcAttachments: attachmentsOf(gateway),
  Tags: tagList(ctx, gateway.id),
});

export const createVpnGateway = ec2("CreateVpnGateway", (input, ctx) => {
  if (input.Type !== "ipsec.1") fail("InvalidParameterValue", `Value (${input.Type}) for parameter type is invalid.`);
  // Terraform sends an empty zone where none was asked for.
  const zone = input.AvailabilityZone || undefined;
  if (zone !== undefined && !regionFacts(ctx.region).zones.includes(zone))
    fail("InvalidParameterValue", `Value (${zone}) for parameter availabilityZone is invalid.`);
  const held = ctx.all(vpnGateways).filter(({ state }) => state !== "deleted");
  checkQuota(ctx, "L-7029FAB6", held.length + 1);
  const gateway = ctx.put(vpnGateways, {
    id: ctx.newId("vgw"),
    account: ctx.account,
    region: ctx.region,
    state: "available",
    type: "ipsec.1",
    availabilityZone: zone,
    amazonSideAsn: checkAmazonSideAsn(input.AmazonSideAsn ?? DEFAULT_AMAZON_SIDE_ASN),
    vpcId: undefined,
    attachment: undefined,
  });
  tagNew(ctx, "vpn-gateway", gateway.id, input.TagSpecifications);
  return { VpnGateway: describeVpnGateway(ctx, gateway) };
});

/** "You can attach one virtual private gateway to one VPC at a time." */
export const attachVpnGateway = ec2("AttachVpnGateway", ({ VpnGatewayId, VpcId }, ctx) => {
  const gateway = needLive(ctx, vpnGateways, VpnGatewayId);
  const vpc = need(ctx, vpcs, VpcId);
  const [held] = attachmentsOf(gateway);
  if (gateway.vpcId === vpc.id && held?.State !== "detaching") return { VpcAttachment: held };
  if (gateway.vpcId !== undefined)
    fail("VpnGatewayAttachmentLimitExceeded", `The vpn gateway ${gateway.id} is attached to ${gateway.vpcId} already.`);
  const other = ctx.by(vpnGateways, "vpcId", vpc.id)[0];
  if (other) fail("InvalidParameterValue", `Network ${vpc.id} already has the vpn gateway ${other.id} attached.`);
  const attachment = { vpcId: vpc.id, state: "attaching" } as const;
  ctx.put(vpnGateways, { ...gateway, vpcId: vpc.id, attachment });
  ctx.later(ATTACHING_MS, SETTLE, gateway.id);
  return { VpcAttachment: { VpcId: vpc.id, State: attachment.state } };
});

/** The VPC's route tables forget the gateway: neither its propagation nor a table of its own stays. */
export const detachVpnGateway = ec2("DetachVpnGateway", ({ VpnGatewayId, VpcId }, ctx) => {
  const gateway = needLive(ctx, vpnGateways, VpnGatewayId);
  const { id, attachment, vpcId } = gateway;
  if (vpcId === undefined || vpcId !== VpcId || !attachment)
    return fail(
      "InvalidVpnGatewayAttachment.NotFound",
      `The attachment with vpn gateway ID '${id}' and vpc ID '${VpcId}' does not exist`,
    );
  if (attachment.state !== "attached") fail("IncorrectState", `The attachment of ${id} is ${attachment.state}.`);
  dissociateEverywhere(ctx, id);
  for (const table of ctx.by(routeTables, "vpcId", vpcId))
    if (table.propagatingGateways.includes(id))
      ctx.put(routeTables, {
        ...table,
        propagatingGateways: table.propagatingGateways.filter((other) => other !== id),
      });
  ctx.put(vpnGateways, { ...gateway, attachment: { vpcId, state: "detaching" } });
  ctx.later(ATTACHING_MS, SETTLE, id);
  return {};
});

export const deleteVpnGateway = ec2("DeleteVpnGateway", ({ VpnGatewayId }, ctx) => {
  const gateway = needLive(ctx, vpnGateways, VpnGatewayId);
  if (gateway.vpcId !== undefined)
    fail("IncorrectState", `The vpnGateway ID '${gateway.id}' is attached to ${gateway.vpcId}.`);
  if (ctx.by(vpnConnections, "vpnGatewayId", gateway.id).some(({ state }) => state !== "deleted"))
    fail("IncorrectState", `The vpnGateway ID '${gateway.id}' is in use.`);
  ctx.put(vpnGateways, { ...gateway, state: "deleted" });
  forgetLater(ctx, vpnGateways, gateway.id);
  return {};
});

const filters: Filters<VpnGateway, never> = {
  "amazon-side-asn": ({ amazonSideAsn }) => amazonSideAsn,
  "attachment.state": ({ attachment }) => attachment?.state,
  "attachment.vpc-id": ({ attachment }) => attachment?.vpcId,
  "availability-zone": ({ availabilityZone }) => availabilityZone,
  state: ({ state }) => state,
  type: ({ type }) => type,
  "vpn-gateway-id": ({ id }) => id,
};

export const describeVpnGateways = ec2("DescribeVpnGateways", (input, ctx) => {
  const { rows } = list(ctx, { resource: vpnGateways, filters, ids: input.VpnGatewayIds, where: input.Filters });
  return { VpnGateways: rows.map((gateway) => describeVpnGateway(ctx, gateway)) };
});

const settle: Transition = (ctx, id) => {
  const gateway = ctx.get(vpnGateways, id);
  const { attachment } = gateway ?? {};
  if (!gateway || !attachment) return;
  if (attachment.state === "attaching")
    ctx.put(vpnGateways, { ...gateway, attachment: { ...attachment, state: "attached" } });
  if (attachment.state === "detaching")
    ctx.put(vpnGateways, { ...gateway, vpcId: undefined, attachment: { ...attachment, state: "detached" } });
};

export const vpnGatewayTransitions: Readonly<Record<string, Transition>> = {
  [SETTLE]: settle,
  ...forgettingOf(vpnGateways),
};
