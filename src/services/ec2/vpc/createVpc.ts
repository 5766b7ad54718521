/** CreateVpc. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html */
import { formatPrefix, overlaps, type Prefix, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { tagNew } from "../tag/resources.ts";
import { cidrBlock, refuseUnbuilt } from "./parameters.ts";
import { createVpcRow, describeVpc } from "./vpcs.ts";

/** Blocks in which AWS makes no VPC: this network, loopback, link-local, multicast and reserved (RFC 6890). */
const UNUSABLE = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map(prefix);

/** A VPC's IPv4 block: a /16 to a /28, outside the ranges that no VPC may have. */
export function vpcCidr(text: string): Prefix {
  const block = cidrBlock(text, "cidrBlock", "ipv4");
  if (block.length < 16 || block.length > 28 || UNUSABLE.some((range) => overlaps(range, block)))
    fail("InvalidVpc.Range", `The CIDR '${formatPrefix(block)}' is invalid.`);
  return block;
}

/** The network border group is the region itself: Underlay has no Local Zones. */
export function checkBorderGroup(ctx: Context, group: string | undefined, amazonProvided: boolean): void {
  if (group === undefined) return;
  if (!amazonProvided)
    fail(
      "InvalidParameterCombination",
      "The parameter ipv6CidrBlockNetworkBorderGroup requires amazonProvidedIpv6CidrBlock to be true.",
    );
  if (group !== ctx.region)
    fail("InvalidParameterValue", `Value (${group}) for parameter ipv6CidrBlockNetworkBorderGroup is invalid.`);
}

export const createVpc = ec2("CreateVpc", (input, ctx) => {
  refuseUnbuilt("CreateVpc", input, [
    "Ipv4IpamPoolId",
    "Ipv4NetmaskLength",
    "Ipv6IpamPoolId",
    "Ipv6NetmaskLength",
    "Ipv6Pool",
    "Ipv6CidrBlock",
    "VpcEncryptionControl",
  ]);
  const { CidrBlock, InstanceTenancy: tenancy = "default", AmazonProvidedIpv6CidrBlock: ipv6 = false } = input;
  if (!CidrBlock) return fail("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
  const block = vpcCidr(CidrBlock);
  if (tenancy !== "default" && tenancy !== "dedicated")
    return fail("InvalidParameterValue", `Value (${tenancy}) for parameter instanceTenancy is invalid.`);
  checkBorderGroup(ctx, input.Ipv6CidrBlockNetworkBorderGroup, ipv6);
  const vpc = createVpcRow(ctx, { cidr: formatPrefix(block), instanceTenancy: tenancy, ipv6, isDefault: false });
  tagNew(ctx, "vpc", vpc.id, input.TagSpecifications);
  return { Vpc: describeVpc(ctx, vpc) };
});
