/**
 * ExportTransitGatewayRoutes: a route table as JSON in a bucket of the caller's.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ExportTransitGatewayRoutes.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-export-route-tables.html
 */
import { fail } from "../../../cloud/error.ts";
import { bucketOf, putVersion } from "../../s3/resources.ts";
import { ec2 } from "../operation.ts";
import { lookupsOf, routesOf } from "./routesOf.ts";
import { needRouteTable } from "./routeTables.ts";
import { describeRoute, searched } from "./searchRoutes.ts";

const FOLDER = "VPCTransitGateway/TransitGatewayRouteTables";

/** `{ DestinationCidrBlock: … }` as `{ destinationCidrBlock: … }`, all the way down. */
function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), lowered(inner)]),
  );
}

export const exportTransitGatewayRoutes = ec2("ExportTransitGatewayRoutes", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  const { S3Bucket: name = "", Filters: filters = [] } = input;
  const bucket = bucketOf(ctx, name);
  if (!bucket) return fail("InvalidParameterValue", `The S3 bucket '${name}' does not exist, or is not the caller's.`);
  const routes = searched(routesOf(lookupsOf(ctx), table.id), filters).map(describeRoute);
  const key = `${FOLDER}/${table.id}_${ctx.now().getTime()}.json`;
  putVersion(ctx, bucket, {
    key,
    deleteMarker: false,
    body: Buffer.from(JSON.stringify({ filter: lowered(filters), routes: lowered(routes) })),
    headers: { ContentType: "application/json" },
  });
  return { S3Location: `s3://${bucket.id}/${key}` };
});
