/**
 * DescribeAvailabilityZones. Underlay has no Local or Wavelength Zones: every zone is an Availability Zone, available.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html
 */
import type { AvailabilityZone } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { Row } from "../../../cloud/table.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { generated } from "./generated.ts";
import { longName, regionFacts, zoneIdOf } from "./regions.ts";

interface Zone extends Row {
  readonly shape: AvailabilityZone;
}

const zones = generated<Zone>("availability-zone");

const zonesOf = (ctx: Context): Zone[] =>
  regionFacts(ctx.region).zones.map((name) => ({
    id: name,
    account: ctx.account,
    region: ctx.region,
    shape: {
      ZoneName: name,
      ZoneId: zoneIdOf(ctx.region, name),
      ZoneType: "availability-zone",
      RegionName: ctx.region,
      GroupName: `${ctx.region}-zg-1`,
      GroupLongName: `${longName(ctx.region)} 1`,
      NetworkBorderGroup: ctx.region,
      OptInStatus: "opt-in-not-required",
      State: "available",
      Messages: [],
    },
  }));

const filters: Filters<Zone, never> = {
  "group-long-name": ({ shape }) => shape.GroupLongName,
  "group-name": ({ shape }) => shape.GroupName,
  message: () => undefined,
  "opt-in-status": ({ shape }) => shape.OptInStatus,
  "parent-zone-id": () => undefined,
  "parent-zone-name": () => undefined,
  "region-name": ({ shape }) => shape.RegionName,
  state: ({ shape }) => shape.State,
  "zone-id": ({ shape }) => shape.ZoneId,
  "zone-name": ({ shape }) => shape.ZoneName,
  "zone-type": ({ shape }) => shape.ZoneType,
};

export const describeAvailabilityZones = ec2("DescribeAvailabilityZones", (input, ctx) => {
  const all = zonesOf(ctx);
  const { ZoneNames: names, ZoneIds: ids } = input;
  if (names?.length && ids?.length)
    fail("InvalidParameterCombination", "The parameter zoneNames cannot be used with the parameter zoneIds");
  const unknown = [
    ...(names ?? []).filter((name) => !all.some(({ shape }) => shape.ZoneName === name)),
    ...(ids ?? []).filter((id) => !all.some(({ shape }) => shape.ZoneId === id)),
  ];
  if (unknown.length > 0)
    fail("InvalidParameterValue", `Invalid availability zone${unknown.length > 1 ? "s" : ""}: [${unknown.join(", ")}]`);
  const rows = all.filter(
    ({ shape: { ZoneName = "", ZoneId = "" } }) =>
      (!names?.length || names.includes(ZoneName)) && (!ids?.length || ids.includes(ZoneId)),
  );
  const page = list(ctx, { resource: zones, filters, where: input.Filters, rows });
  return { AvailabilityZones: page.rows.map(({ shape }) => shape) };
});

/**
 * There are no groups of Local or Wavelength Zones to opt in to, and Availability Zones need none.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyAvailabilityZoneGroup.html
 */
export const modifyAvailabilityZoneGroup = ec2("ModifyAvailabilityZoneGroup", (input, ctx) => {
  const { GroupName: name, OptInStatus: status } = input;
  if (status !== "opted-in")
    return fail("InvalidParameterValue", `Value (${status}) for parameter optInStatus is invalid. Expecting opted-in.`);
  const known = zonesOf(ctx).some(({ shape }) => shape.GroupName === name);
  return fail(
    "InvalidParameterValue",
    known ? `The zone group '${name}' does not need opting in.` : `The zone group '${name}' does not exist.`,
  );
});
