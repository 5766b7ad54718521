/**
 * Which IPv4 block a VPC may take beside those it has: AWS's table by the ranges of RFC 1918, the VPC's routes, and
 * its peers.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#vpc-resize
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
 */
import { covers, formatPrefix, overlaps, type Prefix, parsePrefix, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { vpcPeeringConnections } from "../peering/resources.ts";
import { routeTables } from "../routing/resources.ts";
import { vpcPrefixes } from "./prefixes.ts";
import { type Vpc, vpcs } from "./resources.ts";

const TEN = prefix("10.0.0.0/8");
const ONE_SEVEN_TWO = prefix("172.16.0.0/12");
const ONE_NINE_TWO = prefix("192.168.0.0/16");
/** Which AWS keeps for itself. */
const BENCHMARK = prefix("198.19.0.0/16");
const PRIVATE = [TEN, ONE_SEVEN_TWO, ONE_NINE_TWO];

/** The ranges that a VPC whose primary block lies in `own` may not add. */
const RESTRICTED: readonly { readonly own: Prefix; readonly ranges: readonly Prefix[] }[] = [
  { own: TEN, ranges: [ONE_SEVEN_TWO, ONE_NINE_TWO, BENCHMARK] },
  { own: ONE_SEVEN_TWO, ranges: [TEN, ONE_NINE_TWO, prefix("172.31.0.0/16"), BENCHMARK] },
  { own: ONE_NINE_TWO, ranges: [TEN, ONE_SEVEN_TWO, BENCHMARK] },
  { own: BENCHMARK, ranges: PRIVATE },
];
/** Publicly routable blocks and 100.64.0.0/10. */
const RESTRICTED_OTHERWISE = [...PRIVATE, BENCHMARK];

/** Refuses a block that the VPC may not add. */
export function checkAddition(ctx: Context, vpc: Vpc, block: Prefix): void {
  const text = formatPrefix(block);
  const primary = prefix(vpc.cidr);
  const restricted = RESTRICTED.find(({ own }) => covers(own, primary))?.ranges ?? RESTRICTED_OTHERWISE;
  if (restricted.some((range) => overlaps(range, block)))
    fail(
      "InvalidVpc.Range",
      `The CIDR '${text}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html`,
    );
  if (vpcPrefixes(vpc).some((held) => overlaps(held, block)))
    fail("InvalidVpc.Conflict", `The CIDR '${text}' conflicts with another CIDR block of the VPC '${vpc.id}'.`);
  // "must not be the same or larger than a destination CIDR range in a route in any of the VPC route tables"
  const routed = ctx
    .by(routeTables, "vpcId", vpc.id)
    .flatMap(({ routes }) => routes.map(({ destination }) => parsePrefix(destination)?.prefix))
    .find((destination) => destination !== undefined && covers(block, destination));
  if (routed)
    fail(
      "InvalidVpc.Conflict",
      `The CIDR '${text}' is the same as or larger than the destination '${formatPrefix(routed)}' of a route in a route table of the VPC '${vpc.id}'.`,
    );
  checkPeers(ctx, vpc, block);
}

/**
 * An active peering forbids blocks that overlap the peer's; a requester adds none while its request is pending.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
 */
function checkPeers(ctx: Context, vpc: Vpc, block: Prefix): void {
  const text = formatPrefix(block);
  for (const { id, status, requester, accepter } of ctx.by(vpcPeeringConnections, "vpcId", vpc.id)) {
    if (status === "pending-acceptance" && requester.vpcId === vpc.id)
      fail("OperationNotPermitted", `The VPC '${vpc.id}' has the pending VPC peering request ${id}.`);
    if (status !== "active" && status !== "provisioning") continue;
    const peer = ctx.find(vpcs, requester.vpcId === vpc.id ? accepter.vpcId : requester.vpcId);
    if (peer && vpcPrefixes(peer).some((held) => overlaps(held, block)))
      fail("InvalidVpc.Conflict", `The CIDR '${text}' overlaps a CIDR block of a VPC peered by ${id}.`);
  }
}
