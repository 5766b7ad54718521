/**
 * VPC attachments as they are described.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGatewayVpcAttachments.html
 */
import type { TransitGatewayVpcAttachment as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { tagList } from "../tag/resources.ts";
import { attachmentsOfKind, visibleOfKind } from "./attachments.ts";
import type { TransitGatewayVpcAttachment } from "./resources.ts";

export const describeVpcAttachment = (ctx: Context, attachment: TransitGatewayVpcAttachment): Shape => ({
  TransitGatewayAttachmentId: attachment.id,
  TransitGatewayId: attachment.transitGatewayId,
  VpcId: attachment.vpcId,
  VpcOwnerId: attachment.account,
  State: attachment.state,
  SubnetIds: attachment.subnets.map(({ subnetId }) => subnetId),
  CreationTime: new Date(attachment.creationTime),
  Options: {
    DnsSupport: attachment.options.dnsSupport,
    SecurityGroupReferencingSupport: attachment.options.securityGroupReferencingSupport,
    Ipv6Support: attachment.options.ipv6Support,
    ApplianceModeSupport: attachment.options.applianceModeSupport,
  },
  Tags: tagList(ctx, attachment.id),
});

const filters: Filters<TransitGatewayVpcAttachment, never> = {
  state: ({ state }) => state,
  "transit-gateway-attachment-id": ({ id }) => id,
  "transit-gateway-id": ({ transitGatewayId }) => transitGatewayId,
  "vpc-id": ({ vpcId }) => vpcId,
};

export const describeTransitGatewayVpcAttachments = ec2("DescribeTransitGatewayVpcAttachments", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: attachmentsOfKind("vpc"),
    filters,
    ids: input.TransitGatewayAttachmentIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    idsName: "transitGatewayAttachmentIds",
    rows: visibleOfKind(ctx, "vpc"),
  });
  return {
    TransitGatewayVpcAttachments: rows.map((attachment) => describeVpcAttachment(ctx, attachment)),
    NextToken: nextToken,
  };
});
