/**
 * CreateRouteTable and DeleteRouteTable.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html
 */
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagNew, untag } from "../tag/resources.ts";
import { vpcs } from "../vpc/resources.ts";
import { describeRouteTable } from "./describeRouteTables.ts";
import { routeTables } from "./resources.ts";
import { createRouteTableRow } from "./routeTables.ts";

export const createRouteTable = ec2("CreateRouteTable", ({ VpcId, TagSpecifications, ClientToken }, ctx) => {
  const table = createRouteTableRow(ctx, need(ctx, vpcs, VpcId));
  tagNew(ctx, "route-table", table.id, TagSpecifications);
  return { RouteTable: describeRouteTable(ctx, table), ClientToken };
});

export const deleteRouteTable = ec2("DeleteRouteTable", ({ RouteTableId }, ctx) => {
  const { id, associations } = need(ctx, routeTables, RouteTableId);
  if (associations.length > 0)
    fail("DependencyViolation", `The routeTable '${id}' has dependencies and cannot be deleted.`);
  untag(ctx, id);
  ctx.delete(routeTables, id);
  return {};
});
