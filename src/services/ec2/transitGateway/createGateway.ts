/**
 * Making, changing and deleting transit gateways.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGateway.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTransitGateway.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTransitGateway.html
 */
import type { ModifyTransitGatewayOptions } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { tagNew } from "../tag/resources.ts";
import { describeGateway, needGateway } from "./gateways.ts";
import { live, needState, settleLater } from "./lifecycle.ts";
import { checkAmazonSideAsn, DEFAULT_AMAZON_SIDE_ASN, gatewayCidrBlocks, switched } from "./options.ts";
import {
  type TransitGateway,
  type TransitGatewayAttachment,
  type TransitGatewayOptions,
  transitGatewayAttachments,
  transitGatewayConnectPeers,
  transitGatewayMulticastDomains,
  transitGatewayPolicyTables,
  transitGatewayRouteTables,
  transitGateways,
} from "./resources.ts";
import { createRouteTableRow, deleteRouteTableRow, needTableOf } from "./routeTables.ts";

export const createTransitGateway = ec2("CreateTransitGateway", (input, ctx) => {
  const { Options: asked = {} } = input;
  const options: TransitGatewayOptions = {
    amazonSideAsn: checkAmazonSideAsn(asked.AmazonSideAsn ?? DEFAULT_AMAZON_SIDE_ASN),
    autoAcceptSharedAttachments: switched(asked.AutoAcceptSharedAttachments, "autoAcceptSharedAttachments", "disable"),
    defaultRouteTableAssociation: switched(
      asked.DefaultRouteTableAssociation,
      "defaultRouteTableAssociation",
      "enable",
    ),
    defaultRouteTablePropagation: switched(
      asked.DefaultRouteTablePropagation,
      "defaultRouteTablePropagation",
      "enable",
    ),
    dnsSupport: switched(asked.DnsSupport, "dnsSupport", "enable"),
    vpnEcmpSupport: switched(asked.VpnEcmpSupport, "vpnEcmpSupport", "enable"),
    multicastSupport: switched(asked.MulticastSupport, "multicastSupport", "disable"),
    securityGroupReferencingSupport: switched(
      asked.SecurityGroupReferencingSupport,
      "securityGroupReferencingSupport",
      "disable",
    ),
  };
  checkQuota(ctx, "L-A2478D36", live(ctx.all(transitGateways)).length + 1);
  const gateway: TransitGateway = {
    id: ctx.newId("tgw"),
    account: ctx.account,
    region: ctx.region,
    state: "pending",
    description: input.Description ?? "",
    creationTime: ctx.now().toISOString(),
    options,
    cidrBlocks: gatewayCidrBlocks([], asked.TransitGatewayCidrBlocks),
    associationDefaultRouteTableId: undefined,
    propagationDefaultRouteTableId: undefined,
  };
  const created = withDefaultTables(ctx, ctx.put(transitGateways, gateway));
  tagNew(ctx, "transit-gateway", gateway.id, input.TagSpecifications);
  settleLater(ctx, transitGateways, gateway.id);
  return { TransitGateway: describeGateway(ctx, created) };
});

/** The gateway with a table for each default that it uses and has no table for: one table serves both. */
function withDefaultTables(ctx: Context, gateway: TransitGateway): TransitGateway {
  const { options, associationDefaultRouteTableId: association, propagationDefaultRouteTableId: propagation } = gateway;
  const associates = options.defaultRouteTableAssociation === "enable";
  const propagates = options.defaultRouteTablePropagation === "enable";
  const lacks = (associates && association === undefined) || (propagates && propagation === undefined);
  if (!lacks) return gateway;
  const id = association ?? propagation ?? createRouteTableRow(ctx, gateway).id;
  return ctx.put(transitGateways, {
    ...gateway,
    associationDefaultRouteTableId: association ?? (associates ? id : undefined),
    propagationDefaultRouteTableId: propagation ?? (propagates ? id : undefined),
  });
}

export const modifyTransitGateway = ec2("ModifyTransitGateway", (input, ctx) => {
  const gateway = needGateway(ctx, input.TransitGatewayId);
  needState(gateway, "available");
  const { Options: asked = {}, Description: description = gateway.description } = input;
  if (asked.EncryptionSupport !== undefined)
    fail(
      "UnsupportedOperation",
      "Underlay does not build the parameter EncryptionSupport of ModifyTransitGateway yet.",
    );
  const { options: held } = gateway;
  const options: TransitGatewayOptions = {
    amazonSideAsn: changedAsn(ctx, gateway, asked.AmazonSideAsn),
    autoAcceptSharedAttachments: switched(
      asked.AutoAcceptSharedAttachments,
      "autoAcceptSharedAttachments",
      held.autoAcceptSharedAttachments,
    ),
    defaultRouteTableAssociation: switched(
      asked.DefaultRouteTableAssociation,
      "defaultRouteTableAssociation",
      held.defaultRouteTableAssociation,
    ),
    defaultRouteTablePropagation: switched(
      asked.DefaultRouteTablePropagation,
      "defaultRouteTablePropagation",
      held.defaultRouteTablePropagation,
    ),
    dnsSupport: switched(asked.DnsSupport, "dnsSupport", held.dnsSupport),
    vpnEcmpSupport: switched(asked.VpnEcmpSupport, "vpnEcmpSupport", held.vpnEcmpSupport),
    multicastSupport: held.multicastSupport,
    securityGroupReferencingSupport: switched(
      asked.SecurityGroupReferencingSupport,
      "securityGroupReferencingSupport",
      held.securityGroupReferencingSupport,
    ),
  };
  const changed: TransitGateway = {
    ...gateway,
    state: "modifying",
    description,
    options,
    cidrBlocks: changedBlocks(ctx, gateway, asked),
    associationDefaultRouteTableId: defaultTable(ctx, gateway, options, asked, "association"),
    propagationDefaultRouteTableId: defaultTable(ctx, gateway, options, asked, "propagation"),
  };
  const modified = withDefaultTables(ctx, ctx.put(transitGateways, changed));
  settleLater(ctx, transitGateways, gateway.id);
  return { TransitGateway: describeGateway(ctx, modified) };
});

function changedBlocks(
  ctx: Context,
  { id, cidrBlocks }: TransitGateway,
  { AddTransitGatewayCidrBlocks: added, RemoveTransitGatewayCidrBlocks: removed }: ModifyTransitGatewayOptions,
): readonly string[] {
  const blocks = gatewayCidrBlocks(cidrBlocks, added, removed);
  const peers = live(ctx.by(transitGatewayConnectPeers, "transitGatewayId", id));
  if (removed?.length && peers.length > 0)
    fail(
      "IncorrectState",
      `${id} has non-deleted Transit Gateway Connect Peers: ${peers.map((peer) => peer.id).join(", ")}.`,
    );
  return blocks;
}

/** "The modify ASN operation is not allowed on a transit gateway if it has" VPN, Direct Connect or Connect attachments. */
function changedAsn(ctx: Context, gateway: TransitGateway, asked: number | undefined): number {
  if (asked === undefined || asked === gateway.options.amazonSideAsn) return gateway.options.amazonSideAsn;
  const asn = checkAmazonSideAsn(asked);
  const speakers = attachmentsOf(ctx, gateway.id).filter(({ kind }) => kind === "vpn" || kind === "connect");
  if (speakers.length > 0)
    fail(
      "IncorrectState",
      `${gateway.id} has non-deleted attachments that use BGP: ${speakers.map(({ id }) => id).join(", ")}.`,
    );
  return asn;
}

function defaultTable(
  ctx: Context,
  gateway: TransitGateway,
  options: TransitGatewayOptions,
  asked: ModifyTransitGatewayOptions,
  which: "association" | "propagation",
): string | undefined {
  const associates = which === "association";
  const id = associates ? asked.AssociationDefaultRouteTableId : asked.PropagationDefaultRouteTableId;
  if (id === undefined)
    return associates ? gateway.associationDefaultRouteTableId : gateway.propagationDefaultRouteTableId;
  const used = associates ? options.defaultRouteTableAssociation : options.defaultRouteTablePropagation;
  if (used !== "enable")
    fail(
      "InvalidParameterCombination",
      `The default ${which} route table cannot be set while default route table ${which} is disabled.`,
    );
  const table = needTableOf(ctx, id, gateway.id);
  needState(table, "available");
  return table.id;
}

/** What keeps a gateway from being deleted, in AWS's words. */
const NOUNS: Readonly<Record<TransitGatewayAttachment["kind"], string>> = {
  vpc: "Transit Gateway Attachments",
  vpn: "VPN Attachments",
  connect: "Transit Gateway Connect Attachments",
  peering: "Transit Gateway Cross Region Peering Attachments",
};

const attachmentsOf = (ctx: Context, gatewayId: string): TransitGatewayAttachment[] =>
  live(ctx.by(transitGatewayAttachments, "transitGatewayId", gatewayId));

export const deleteTransitGateway = ec2("DeleteTransitGateway", ({ TransitGatewayId }, ctx) => {
  const gateway = needGateway(ctx, TransitGatewayId);
  needState(gateway, "available");
  const { id } = gateway;
  const [first] = attachmentsOf(ctx, id);
  if (first) {
    const same = attachmentsOf(ctx, id).filter(({ kind }) => kind === first.kind);
    fail(
      "IncorrectState",
      `${id} has non-deleted ${NOUNS[first.kind]}: ${same.map((attachment) => attachment.id).join(", ")}.`,
    );
  }
  refuseLeft(id, "Transit Gateway Multicast Domains", ctx.by(transitGatewayMulticastDomains, "transitGatewayId", id));
  refuseLeft(id, "Transit Gateway Policy Tables", ctx.by(transitGatewayPolicyTables, "transitGatewayId", id));
  for (const table of ctx.by(transitGatewayRouteTables, "transitGatewayId", id))
    if (table.state !== "deleted") deleteRouteTableRow(ctx, table);
  const deleting = ctx.put(transitGateways, { ...gateway, state: "deleting" });
  settleLater(ctx, transitGateways, id);
  return { TransitGateway: describeGateway(ctx, deleting) };
});

function refuseLeft(id: string, noun: string, rows: readonly { readonly id: string; readonly state: string }[]): void {
  const left = live(rows);
  if (left.length > 0)
    fail("IncorrectState", `${id} has non-deleted ${noun}: ${left.map((row) => row.id).join(", ")}.`);
}
