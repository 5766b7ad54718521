/**
 * Service quotas: what AWS grants by default, and what an account's region was granted instead. `quotaOf` is the number
 * that holds. Whether a service refuses what goes beyond it is that service's own matter.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html
 */
import type { Context } from "../../cloud/context.ts";
import { defineTable, type Row } from "../../cloud/table.ts";

/** What the account's region was granted. */
export interface AppliedQuota extends Row {
  readonly code: QuotaCode;
  readonly value: number;
}

export const appliedQuotas = defineTable<AppliedQuota>()("quotas.applied");

/** A request for more, which is granted at once. */
export interface QuotaRequest extends Row {
  readonly code: QuotaCode;
  readonly desired: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export const quotaRequests = defineTable<QuotaRequest>()("quotas.request");

export const SERVICES = {
  ec2: "Amazon Elastic Compute Cloud (Amazon EC2)",
  elasticloadbalancing: "Elastic Load Balancing",
  vpc: "Amazon Virtual Private Cloud (Amazon VPC)",
} as const;

export type QuotedService = keyof typeof SERVICES;

export interface Quota {
  readonly service: QuotedService;
  readonly name: string;
  readonly value: number;
  /** AWS never raises it further than this; 0: AWS raises it not at all. */
  readonly most?: number;
}

const vpc = (name: string, value: number, most?: number): Quota => quota("vpc", name, value, most);
const ec2 = (name: string, value: number, most?: number): Quota => quota("ec2", name, value, most);
const elb = (name: string, value: number, most?: number): Quota => quota("elasticloadbalancing", name, value, most);
const quota = (service: QuotedService, name: string, value: number, most?: number): Quota =>
  most === undefined ? { service, name, value } : { service, name, value, most };

export const QUOTAS = {
  "L-F678F1CE": vpc("VPCs per Region", 5),
  "L-A4707A72": vpc("Internet gateways per Region", 5),
  "L-45FE3B85": vpc("Egress-only internet gateways per Region", 5),
  "L-407747CB": vpc("Subnets per VPC", 200),
  "L-83CA0A9D": vpc("IPv4 CIDR blocks per VPC", 5, 50),
  "L-085A6257": vpc("IPv6 CIDR blocks per VPC", 5, 50),
  "L-589F43AA": vpc("Route tables per VPC", 200),
  "L-93826ACB": vpc("Routes per route table", 500, 1000),
  "L-B4A6D682": vpc("Network ACLs per VPC", 200),
  "L-2AEEBF1A": vpc("Rules per network ACL", 20, 40),
  "L-E79EC296": vpc("VPC security groups per Region", 2500, 10_000),
  "L-0EA8095F": vpc("Inbound or outbound rules per security group", 60, 1000),
  "L-2AFB9258": vpc("Security groups per network interface", 5, 16),
  "L-DF5E4CA3": vpc("Network interfaces per Region", 5000),
  "L-FE5A380F": vpc("NAT gateways per Availability Zone", 5),
  "L-5F53652F": vpc("Elastic IP address quota per NAT gateway", 2, 8),
  "L-DFA99DE7": vpc("Private IP address quota per NAT gateway", 8, 31),
  "L-7E9ECCDB": vpc("Active VPC peering connections per VPC", 50, 125),
  "L-DC9F7029": vpc("Outstanding VPC peering connection requests", 25),
  "L-8312C5BB": vpc("VPC peering connection request expiry hours", 168, 0),
  "L-1B52E74A": vpc("Gateway VPC endpoints per Region", 20),
  "L-29B6F2EB": vpc("Interface VPC endpoints per VPC", 50),
  "L-3248932A": vpc("Characters per VPC endpoint policy", 20_480, 0),
  "L-BB24F6E5": vpc("Network Address Usage", 64_000, 256_000),
  "L-CD17FD4B": vpc("Peered Network Address Usage", 128_000, 512_000),
  "L-2C462E13": vpc("Participant accounts per VPC", 100),
  "L-44499CD2": vpc("Subnets that can be shared with an account", 100),
  "L-0263D0A3": ec2("EC2-VPC Elastic IPs", 5),
  "L-1216C47A": ec2("Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5),
  "L-A2478D36": ec2("Transit gateways per account", 5),
  "L-E0233F82": ec2("Attachments per transit gateway", 5000),
  "L-43872EB7": ec2("Route tables per transit gateway", 20),
  "L-A1B5A36F": ec2("Peering attachments per transit gateway", 50),
  "L-62499967": ec2("Pending peering attachments per transit gateway", 10),
  "L-4FB7FF5D": ec2("Customer gateways per region", 50),
  "L-3E6EC3A3": ec2("VPN connections per region", 50),
  "L-7029FAB6": ec2("Virtual private gateways per region", 5),
  "L-B91E5754": ec2("VPN connections per VGW", 10),
  "L-8EA77D34": ec2("Client VPN endpoints", 5),
  "L-9A1BC94B": ec2("Authorization rules per Client VPN endpoint", 200),
  "L-FB451C26": ec2("Launch templates", 5000, 0),
  "L-142B4294": ec2("Launch template versions", 10_000, 0),
  "L-53DA6B97": elb("Application Load Balancers per Region", 50),
  "L-69A177A2": elb("Network Load Balancers per Region", 50),
  "L-B22855CB": elb("Target Groups per Region", 3000),
  "L-E9E9831D": elb("Classic Load Balancers per Region", 20),
} as const satisfies Readonly<Record<string, Quota>>;

export type QuotaCode = keyof typeof QUOTAS;

/** Raised with the first: AWS keeps them equal. */
export const RAISED_TOGETHER: Readonly<Partial<Record<QuotaCode, readonly QuotaCode[]>>> = {
  "L-F678F1CE": ["L-A4707A72", "L-45FE3B85"],
};

/** The quota that holds for the caller's account and region. */
export const quotaOf = (ctx: Context, code: QuotaCode): number =>
  ctx.find(appliedQuotas, ctx.key(code))?.value ?? QUOTAS[code].value;
