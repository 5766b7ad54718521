/**
 * How much of everything an account may have. The adjustable quotas hold where the region was started with them
 * (`Settings.quotas`), with the numbers that Service Quotas answers; what AWS never grants holds always.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { QUOTAS, type Quota, type QuotaCode, quotaOf } from "../quotas/resources.ts";

/** How many there may be: what was granted, or the most that AWS ever grants. */
export function limitOf(ctx: Context, code: QuotaCode): number {
  if (ctx.settings.quotas) return quotaOf(ctx, code);
  const { value, most }: Quota = QUOTAS[code];
  return most === 0 ? value : (most ?? Number.POSITIVE_INFINITY);
}

/** AWS's error for each quota. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const EXCEEDED = {
  "L-F678F1CE": ["VpcLimitExceeded", "The maximum number of VPCs has been reached."],
  "L-A4707A72": ["InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached."],
  "L-45FE3B85": [
    "EgressOnlyInternetGatewayLimitExceeded",
    "The maximum number of egress-only internet gateways has been reached.",
  ],
  "L-407747CB": ["SubnetLimitExceeded", "The maximum number of subnets has been reached."],
  "L-589F43AA": ["RouteTableLimitExceeded", "The maximum number of route tables has been reached."],
  "L-93826ACB": ["RouteLimitExceeded", "The maximum number of routes has been reached."],
  "L-B4A6D682": ["NetworkAclLimitExceeded", "The maximum number of network acls has been reached."],
  "L-2AEEBF1A": ["NetworkAclEntryLimitExceeded", "The maximum number of network acl entries has been reached."],
  "L-E79EC296": ["SecurityGroupLimitExceeded", "The maximum number of security groups has been reached."],
  "L-0EA8095F": [
    "RulesPerSecurityGroupLimitExceeded",
    "The maximum number of rules per security group has been reached.",
  ],
  "L-2AFB9258": [
    "SecurityGroupsPerInterfaceLimitExceeded",
    "The maximum number of security groups per interface has been reached.",
  ],
  "L-DF5E4CA3": ["NetworkInterfaceLimitExceeded", "The maximum number of network interfaces has been reached."],
  "L-FE5A380F": ["NatGatewayLimitExceeded", "The maximum number of NAT gateways has been reached."],
  "L-5F53652F": ["NatGatewayAddressLimitExceeded", "The maximum number of addresses of the NAT gateway is exceeded."],
  "L-DFA99DE7": ["NatGatewayAddressLimitExceeded", "The maximum number of addresses of the NAT gateway is exceeded."],
  "L-7E9ECCDB": [
    "ActiveVpcPeeringConnectionPerVpcLimitExceeded",
    "The maximum number of active VPC peering connections of the VPC has been reached.",
  ],
  "L-DC9F7029": [
    "OutstandingVpcPeeringConnectionLimitExceeded",
    "The maximum number of outstanding VPC peering connection requests has been reached.",
  ],
  "L-0263D0A3": ["AddressLimitExceeded", "The maximum number of addresses has been reached."],
  "L-1216C47A": [
    "VcpuLimitExceeded",
    "You have requested more vCPU capacity than your current vCPU limit allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
  ],
  "L-A2478D36": ["TransitGatewayLimitExceeded", "The maximum number of transit gateways has been reached."],
  "L-E0233F82": [
    "TransitGatewayAttachmentLimitExceeded",
    "The maximum number of attachments of the transit gateway has been reached.",
  ],
  "L-43872EB7": [
    "TransitGatewayRouteTableLimitExceeded",
    "The maximum number of route tables of the transit gateway has been reached.",
  ],
  "L-A1B5A36F": [
    "TransitGatewayPeeringAttachmentLimitExceeded",
    "The maximum number of peering attachments of the transit gateway has been reached.",
  ],
  "L-62499967": [
    "TransitGatewayPeeringAttachmentLimitExceeded",
    "The maximum number of pending peering attachments of the transit gateway has been reached.",
  ],
  "L-4FB7FF5D": ["CustomerGatewayLimitExceeded", "The maximum number of customer gateways has been reached."],
  "L-3E6EC3A3": ["VpnConnectionLimitExceeded", "The maximum number of VPN connections has been reached."],
  "L-7029FAB6": ["VpnGatewayLimitExceeded", "The maximum number of virtual private gateways has been reached."],
  "L-B91E5754": [
    "VpnConnectionLimitExceeded",
    "The maximum number of VPN connections of the virtual private gateway has been reached.",
  ],
} as const satisfies Partial<Record<QuotaCode, readonly [code: string, message: string]>>;

/** Refuses to have `count` of what the quota bounds, in AWS's words. */
export function checkQuota(ctx: Context, code: keyof typeof EXCEEDED, count: number): void {
  const [error, message] = EXCEEDED[code];
  if (count > limitOf(ctx, code)) fail(error, message);
}
