/**
 * The DNS names that AWS gives to addresses: `ip-10-0-0-5.ec2.internal`, `ec2-54-80-1-2.compute-1.amazonaws.com`.
 * us-east-1 keeps the forms that are older than regions.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
 */
import type { Context } from "../../../cloud/context.ts";
import type { Vpc } from "../vpc/resources.ts";

/** `ec2.internal` in us-east-1, `eu-west-1.compute.internal` elsewhere. */
export const privateDomain = (region: string): string =>
  region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;

const publicDomain = (region: string): string =>
  region === "us-east-1" ? "compute-1.amazonaws.com" : `${region}.compute.amazonaws.com`;

const dashed = (address: string): string => address.replaceAll(".", "-");

/** The IP name of a private IPv4 address. */
export const privateDnsName = (ctx: Context, address: string): string =>
  `ip-${dashed(address)}.${privateDomain(ctx.region)}`;

/** The resource name of an instance: `i-0123456789abcdef0.ec2.internal`. */
export const resourceDnsName = (ctx: Context, instanceId: string): string =>
  `${instanceId}.${privateDomain(ctx.region)}`;

/** The name of a public address; only in a VPC with DNS hostnames and DNS support. */
export const publicDnsName = (ctx: Context, vpc: Vpc | undefined, publicIp: string): string | undefined =>
  vpc?.enableDnsHostnames && vpc.enableDnsSupport ? `ec2-${dashed(publicIp)}.${publicDomain(ctx.region)}` : undefined;
