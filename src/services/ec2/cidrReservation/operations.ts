/**
 * CreateSubnetCidrReservation, DeleteSubnetCidrReservation and GetSubnetCidrReservations.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnetCidrReservation.html
 */
import type { SubnetCidrReservation as Shape } from "@aws-sdk/client-ec2";
import { covers, formatPrefix, overlaps, type Prefix, parsePrefix, prefix } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Operation } from "../../../cloud/operation.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { subnetPrefixes } from "../vpc/prefixes.ts";
import { type Subnet, subnets } from "../vpc/resources.ts";
import { reservedPrefixes } from "./reserved.ts";
import { type SubnetCidrReservation, subnetCidrReservations } from "./resources.ts";

/** Addresses that are in use already stay in use: a reservation is about those to come. */
const createSubnetCidrReservation = ec2("CreateSubnetCidrReservation", (input, ctx) => {
  const subnet = need(ctx, subnets, input.SubnetId);
  const type = input.ReservationType;
  if (type !== "prefix" && type !== "explicit")
    return fail("InvalidParameterValue", `Value (${type}) for parameter reservationType is invalid.`);
  const range = rangeIn(subnet, input.Cidr ?? "");
  const rival = reservedPrefixes(ctx, subnet.id).find((other) => overlaps(other, range));
  if (rival)
    fail(
      "InvalidParameterValue",
      `The CIDR ${formatPrefix(range)} overlaps the subnet CIDR reservation ${formatPrefix(rival)}.`,
    );
  const { account, region } = ctx;
  const reservation = ctx.put(subnetCidrReservations, {
    id: ctx.newId("scr"),
    account,
    region,
    subnetId: subnet.id,
    cidr: formatPrefix(range),
    reservationType: type,
    description: input.Description,
  });
  tagNew(ctx, subnetCidrReservations.type, reservation.id, input.TagSpecifications);
  return { SubnetCidrReservation: describe(ctx, reservation) };
});

function rangeIn(subnet: Subnet, cidr: string): Prefix {
  const range = parsePrefix(cidr)?.prefix;
  if (!range) return fail("InvalidParameterValue", `Value (${cidr}) for parameter cidr is invalid.`);
  if (!subnetPrefixes(subnet).some((block) => covers(block, range)))
    fail("InvalidParameterValue", `The CIDR ${cidr} is not within the CIDR blocks of the subnet ${subnet.id}.`);
  return range;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnetCidrReservation.html */
const deleteSubnetCidrReservation = ec2("DeleteSubnetCidrReservation", (input, ctx) => {
  const reservation = need(ctx, subnetCidrReservations, input.SubnetCidrReservationId);
  const shown = describe(ctx, reservation);
  ctx.delete(subnetCidrReservations, reservation.id);
  untag(ctx, reservation.id);
  return { DeletedSubnetCidrReservation: shown };
});

const describe = (ctx: Context, reservation: SubnetCidrReservation): Shape => ({
  SubnetCidrReservationId: reservation.id,
  SubnetId: reservation.subnetId,
  Cidr: reservation.cidr,
  ReservationType: reservation.reservationType,
  OwnerId: reservation.account,
  Description: reservation.description,
  Tags: tagList(ctx, reservation.id),
});

const filters: Filters<SubnetCidrReservation, never> = {
  reservationType: ({ reservationType }) => reservationType,
  "reservation-type": ({ reservationType }) => reservationType,
  "subnet-id": ({ subnetId }) => subnetId,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSubnetCidrReservations.html */
const getSubnetCidrReservations = ec2("GetSubnetCidrReservations", (input, ctx) => {
  const { id } = need(ctx, subnets, input.SubnetId);
  const { rows, nextToken } = list(ctx, {
    resource: subnetCidrReservations,
    filters,
    rows: ctx.by(subnetCidrReservations, "subnetId", id),
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  const isIpv4 = ({ cidr }: SubnetCidrReservation): boolean => typeof prefix(cidr).address === "number";
  const shown = (of: readonly SubnetCidrReservation[]): Shape[] => of.map((reservation) => describe(ctx, reservation));
  return {
    SubnetIpv4CidrReservations: shown(rows.filter(isIpv4)),
    SubnetIpv6CidrReservations: shown(rows.filter((reservation) => !isIpv4(reservation))),
    NextToken: nextToken,
  };
});

export const cidrReservationOperations: readonly Operation[] = [
  createSubnetCidrReservation,
  deleteSubnetCidrReservation,
  getSubnetCidrReservations,
];
