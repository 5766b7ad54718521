/**
 * CreateSubnet and DeleteSubnet.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { dissociateSubnetAcl } from "../acl/defaultAcl.ts";
import { removeReservations } from "../cidrReservation/reserved.ts";
import { regionFacts, zoneIdOf, zoneOfId } from "../geography/regions.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { dissociateEverywhere } from "../routing/routeTables.ts";
import { tagNew, untag } from "../tag/resources.ts";
import { refuseUnbuilt } from "./parameters.ts";
import { subnets, vpcs } from "./resources.ts";
import { subnetCidr, subnetIpv6Cidr } from "./subnetBlocks.ts";
import { createSubnetRow, describeSubnet } from "./subnets.ts";

export interface ZoneParameters {
  readonly AvailabilityZone?: string | undefined;
  readonly AvailabilityZoneId?: string | undefined;
}

/** The zone that a request names by name or id; the region's first where it names none. */
export function zoneFor(ctx: Context, { AvailabilityZone: name, AvailabilityZoneId: id }: ZoneParameters): string {
  const { zones } = regionFacts(ctx.region);
  if (name !== undefined && id !== undefined && zoneIdOf(ctx.region, name) !== id)
    fail(
      "InvalidParameterCombination",
      "The parameter availabilityZone cannot be used with the parameter availabilityZoneId",
    );
  if (name !== undefined) return zones.includes(name) ? name : noSuchZone(name, "availabilityZone", zones);
  if (id === undefined) return zones[0] ?? `${ctx.region}a`;
  const ids = zones.map((zone) => zoneIdOf(ctx.region, zone) ?? zone);
  return zoneOfId(ctx.region, id) ?? noSuchZone(id, "availabilityZoneId", ids);
}

const noSuchZone = (value: string, parameter: string, known: readonly string[]): never =>
  fail(
    "InvalidParameterValue",
    `Value (${value}) for parameter ${parameter} is invalid. Subnets can currently only be created in the following availability zones: ${known.join(", ")}.`,
  );

export const createSubnet = ec2("CreateSubnet", (input, ctx) => {
  const { CidrBlock, Ipv6CidrBlock, Ipv6Native = false, TagSpecifications } = input;
  refuseUnbuilt("CreateSubnet", input, [
    "OutpostArn",
    "Ipv4IpamPoolId",
    "Ipv4NetmaskLength",
    "Ipv6IpamPoolId",
    "Ipv6NetmaskLength",
  ]);
  const vpc = need(ctx, vpcs, input.VpcId);
  if (Ipv6Native && CidrBlock !== undefined)
    fail("InvalidParameterCombination", "The parameter cidrBlock cannot be used with an IPv6-only subnet (ipv6Native)");
  if (Ipv6Native && Ipv6CidrBlock === undefined)
    fail("MissingParameter", "The request must contain the parameter ipv6CidrBlock");
  if (!Ipv6Native && CidrBlock === undefined)
    fail("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
  const zone = zoneFor(ctx, input);
  const cidr = CidrBlock === undefined ? undefined : subnetCidr(ctx, vpc, CidrBlock);
  const ipv6Cidr = Ipv6CidrBlock === undefined ? undefined : subnetIpv6Cidr(ctx, vpc, Ipv6CidrBlock);
  const subnet = createSubnetRow(ctx, { vpcId: vpc.id, zone, cidr, ipv6Cidr, ipv6Native: Ipv6Native });
  tagNew(ctx, "subnet", subnet.id, TagSpecifications);
  return { Subnet: describeSubnet(ctx, subnet) };
});

export const deleteSubnet = ec2("DeleteSubnet", ({ SubnetId }, ctx) => {
  const { id } = need(ctx, subnets, SubnetId);
  if (ctx.by(networkInterfaces, "subnetId", id).length > 0)
    fail("DependencyViolation", `The subnet '${id}' has dependencies and cannot be deleted.`);
  dissociateEverywhere(ctx, id);
  dissociateSubnetAcl(ctx, id);
  removeReservations(ctx, id);
  untag(ctx, id);
  ctx.delete(subnets, id);
  return {};
});
