/**
 * Which routes a table may hold: inside the VPC only to a middlebox and by whole subnets, nothing to AWS's own ranges,
 * and in a gateway's table nothing but the VPC's own blocks.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
 */
import { covers, formatPrefix, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { subnetPrefixes, vpcPrefixes } from "../vpc/prefixes.ts";
import { subnets } from "../vpc/resources.ts";
import { isPrefixList } from "./destinations.ts";
import type { Route, RouteTable, RouteTarget } from "./resources.ts";
import { vpcOfTable } from "./routeTables.ts";

/** Ranges that AWS's own services of the instance (metadata, DNS, time) use. */
const RESERVED = ["169.254.168.0/22", "fd00:ec2::/32"].map(prefix);

/** What traffic inside the VPC may be sent through. */
const MIDDLEBOXES: ReadonlySet<RouteTarget["kind"]> = new Set([
  "nat-gateway",
  "network-interface",
  "instance",
  "vpc-endpoint",
]);
/** What traffic that enters by a gateway may be sent to. */
const GATEWAY_TARGETS: ReadonlySet<RouteTarget["kind"]> = new Set([
  "local",
  "network-interface",
  "instance",
  "vpc-endpoint",
]);

/** Refuses a route that this table may not have. */
export function checkRoute(ctx: Context, table: RouteTable, destination: string, target: RouteTarget): void {
  if (!isPrefixList(destination)) {
    checkFamily(destination, target);
    checkRange(ctx, table, destination, target);
  }
  const gatewayId = table.associations.find((association) => association.gatewayId)?.gatewayId;
  const reason = gatewayId && gatewayRouteProblem(ctx, table, { destination, target });
  if (reason)
    fail("InvalidParameterValue", `Route table ${table.id} is associated with gateway ${gatewayId}: ${reason}`);
}

function checkFamily(destination: string, { kind }: RouteTarget): void {
  const ipv6 = destination.includes(":");
  if (kind === "egress-only-internet-gateway" && !ipv6)
    fail("InvalidParameterValue", `The destination ${destination} of an egress-only internet gateway must be IPv6.`);
  if (kind === "carrier-gateway" && ipv6)
    fail("InvalidParameterValue", `The destination ${destination} of a carrier gateway must be IPv4.`);
}

function checkRange(ctx: Context, table: RouteTable, destination: string, target: RouteTarget): void {
  const block = prefix(destination);
  if (RESERVED.some((range) => covers(range, block)))
    fail("InvalidParameterValue", `The destination CIDR block ${destination} is reserved for AWS services.`);
  const vpc = vpcOfTable(ctx, table);
  if (target.kind === "local" || !vpcPrefixes(vpc).some((own) => covers(own, block))) return;
  if (!MIDDLEBOXES.has(target.kind))
    fail(
      "InvalidParameterValue",
      `The destination CIDR block ${destination} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
    );
  if (!isOwnBlock(ctx, table, destination))
    fail(
      "InvalidParameterValue",
      `The destination CIDR block ${destination} is more specific than one of this VPC's CIDR blocks and does not match the CIDR block of any subnet in the VPC.`,
    );
}

/** Whether a CIDR is a whole block of the table's VPC or of one of its subnets. */
function isOwnBlock(ctx: Context, table: RouteTable, destination: string): boolean {
  const own = [
    ...vpcPrefixes(vpcOfTable(ctx, table)),
    ...ctx.by(subnets, "vpcId", table.vpcId).flatMap(subnetPrefixes),
  ];
  return own.some((block) => formatPrefix(block) === destination);
}

/** Why a gateway's table may not hold a route, or nothing. */
export function gatewayRouteProblem(
  ctx: Context,
  table: RouteTable,
  { destination, target }: Pick<Route, "destination" | "target">,
): string | undefined {
  if (!GATEWAY_TARGETS.has(target.kind))
    return `the route ${destination} must target local, a network interface or a Gateway Load Balancer endpoint.`;
  if (isPrefixList(destination) || !isOwnBlock(ctx, table, destination))
    return `the destination ${destination} must be a CIDR block of the VPC or of one of its subnets.`;
  return undefined;
}
