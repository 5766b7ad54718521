/**
 * What an account finds in a region before its first call, and how it gets it back: the default VPC 172.31.0.0/16 with a
 * public /20 in every zone, an Internet gateway and a route to it.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 */
import { formatPrefix, nth, overlaps, prefix, prefixOf } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { regionFacts } from "../geography/regions.ts";
import { ec2 } from "../operation.ts";
import { routeTables } from "../routing/resources.ts";
import { zoneFor } from "./createSubnet.ts";
import { createDefaultDhcpOptions } from "./dhcpOptions.ts";
import { createInternetGatewayRow } from "./internetGateways.ts";
import { refuseUnbuilt } from "./parameters.ts";
import { subnetPrefixes } from "./prefixes.ts";
import { type Subnet, subnets, type Vpc, vpcs } from "./resources.ts";
import { createSubnetRow, describeSubnet } from "./subnets.ts";
import { createVpcRow, describeVpc, settleVpc } from "./vpcs.ts";

const CIDR = prefix("172.31.0.0/16");
const SUBNET_LENGTH = 20;

/** Brings an account's region into being. Its default VPC has been there for long: it is `available`. */
export function openRegion(ctx: Context): void {
  createDefaultDhcpOptions(ctx);
  settleVpc(ctx, createDefault(ctx).id);
}

function createDefault(ctx: Context): Vpc {
  const cidr = formatPrefix(CIDR);
  const vpc = createVpcRow(ctx, { cidr, instanceTenancy: "default", ipv6: false, isDefault: true });
  for (const zone of regionFacts(ctx.region).zones) createDefaultSubnetRow(ctx, vpc, zone);
  const { id } = createInternetGatewayRow(ctx, vpc.id);
  for (const table of ctx.by(routeTables, "vpcId", vpc.id))
    ctx.put(routeTables, {
      ...table,
      routes: [
        ...table.routes,
        { destination: "0.0.0.0/0", target: { kind: "internet-gateway", id }, origin: "CreateRoute" },
      ],
    });
  return vpc;
}

/** A default subnet in the first free /20 of the default VPC. */
function createDefaultSubnetRow(ctx: Context, vpc: Vpc, zone: string): Subnet {
  const taken = ctx.by(subnets, "vpcId", vpc.id).flatMap(subnetPrefixes);
  for (let i = 0; i < 2 ** (SUBNET_LENGTH - CIDR.length); i++) {
    const block = prefixOf(nth(CIDR, i * 2 ** (32 - SUBNET_LENGTH)), SUBNET_LENGTH);
    if (taken.some((other) => overlaps(other, block))) continue;
    const cidr = formatPrefix(block);
    return createSubnetRow(ctx, { vpcId: vpc.id, zone, cidr, ipv6Cidr: undefined, defaultForAz: true });
  }
  return fail("InsufficientFreeAddressesInSubnet", `The default VPC '${vpc.id}' has no room for a default subnet.`);
}

const defaultVpcOf = (ctx: Context): Vpc | undefined => ctx.all(vpcs).find(({ isDefault }) => isDefault);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDefaultVpc.html */
export const createDefaultVpc = ec2("CreateDefaultVpc", (_input, ctx) => {
  if (defaultVpcOf(ctx))
    fail("DefaultVpcAlreadyExists", "A Default VPC already exists for this account in this region.");
  return { Vpc: describeVpc(ctx, createDefault(ctx)) };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDefaultSubnet.html */
export const createDefaultSubnet = ec2("CreateDefaultSubnet", (input, ctx) => {
  if (input.Ipv6Native) refuseUnbuilt("CreateDefaultSubnet", input, ["Ipv6Native"]);
  if (input.AvailabilityZone === undefined && input.AvailabilityZoneId === undefined)
    fail("MissingParameter", "Either 'availabilityZone' or 'availabilityZoneId' should be provided.");
  const zone = zoneFor(ctx, input);
  const vpc = defaultVpcOf(ctx);
  if (!vpc) return fail("DefaultVpcDoesNotExist", "No default VPC exists for this account in this region.");
  const existing = ctx
    .by(subnets, "vpcId", vpc.id)
    .find(({ defaultForAz, availabilityZone }) => defaultForAz && availabilityZone === zone);
  if (existing)
    fail("DefaultSubnetAlreadyExistsInAvailabilityZone", `'${existing.id}' is already the default subnet in ${zone}.`);
  return { Subnet: describeSubnet(ctx, createDefaultSubnetRow(ctx, vpc, zone)) };
});
