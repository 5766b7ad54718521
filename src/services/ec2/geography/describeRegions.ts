/** DescribeRegions. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
import type { Region } from "@aws-sdk/client-ec2";
import { openings } from "../../../cloud/cloud.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Row, scopeOf } from "../../../cloud/table.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { generated } from "./generated.ts";
import { type RegionFacts, regions } from "./regions.ts";

interface RegionRow extends Row {
  readonly shape: Region;
}

const table = generated<RegionRow>("region");

/** An account opts in to a region by using it: nobody has to enable one here first. */
function optInStatus(ctx: Context, { name, optIn }: RegionFacts): string {
  if (!optIn) return "opt-in-not-required";
  return ctx.find(openings, scopeOf({ account: ctx.account, region: name })) ? "opted-in" : "not-opted-in";
}

const rowsFor = (ctx: Context): RegionRow[] =>
  regions.map((facts) => ({
    id: facts.name,
    account: ctx.account,
    region: ctx.region,
    shape: {
      RegionName: facts.name,
      Endpoint: `ec2.${facts.name}.amazonaws.com`,
      OptInStatus: optInStatus(ctx, facts),
    },
  }));

const filters: Filters<RegionRow, never> = {
  endpoint: ({ shape }) => shape.Endpoint,
  "opt-in-status": ({ shape }) => shape.OptInStatus,
  "region-name": ({ shape }) => shape.RegionName,
};

export const describeRegions = ec2("DescribeRegions", (input, ctx) => {
  const { RegionNames: names = [], AllRegions: all = false } = input;
  const unknown = names.filter((name) => !regions.some((facts) => facts.name === name));
  if (unknown.length > 0) fail("InvalidParameterValue", `Invalid region(s): [${unknown.join(", ")}]`);
  const rows = rowsFor(ctx).filter(({ id, shape }) =>
    names.length > 0 ? names.includes(id) : all || shape.OptInStatus !== "not-opted-in",
  );
  const page = list(ctx, { resource: table, filters, where: input.Filters, rows });
  return { Regions: page.rows.map(({ shape }) => shape) };
});
