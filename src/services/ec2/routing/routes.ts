/**
 * CreateRoute, ReplaceRoute and DeleteRoute.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { checkQuota } from "../quotas.ts";
import { need } from "../resource.ts";
import { checkPrefixList, destinationFrom, destinationParameter, isPrefixList } from "./destinations.ts";
import { checkRoute } from "./permitted.ts";
import { type Route, type RouteTable, type RouteTarget, routeTables } from "./resources.ts";
import { type TargetInput, targetFrom, targetsIn } from "./targets.ts";

const routeTo = (table: RouteTable, destination: string): Route | undefined =>
  table.routes.find((route) => route.destination === destination);

const sameTarget = (a: RouteTarget, b: RouteTarget): boolean =>
  a.kind === b.kind && (a.kind === "local" || b.kind === "local" || a.id === b.id);

/** Whether a route counts with one to this destination: of its family, and not propagated. */
const isAlike = (route: Route, destination: string): boolean =>
  route.origin !== "EnableVgwRoutePropagation" && route.destination.includes(":") === destination.includes(":");

/** Asking again for a route that is there already succeeds; asking for another target does not. */
export const createRoute = ec2("CreateRoute", (input, ctx) => {
  const table = need(ctx, routeTables, input.RouteTableId);
  const destination = destinationFrom(input);
  checkPrefixList(ctx, destination);
  const target = targetFrom(ctx, table, input);
  const existing = routeTo(table, destination);
  if (existing && sameTarget(existing.target, target)) return { Return: true };
  if (existing) fail("RouteAlreadyExists", `The route identified by ${destination} already exists.`);
  checkRoute(ctx, table, destination, target);
  checkQuota(ctx, "L-93826ACB", 1 + table.routes.filter((route) => isAlike(route, destination)).length);
  ctx.put(routeTables, { ...table, routes: [...table.routes, { destination, target, origin: "CreateRoute" }] });
  return { Return: true };
});

export const replaceRoute = ec2("ReplaceRoute", (input, ctx) => {
  const table = need(ctx, routeTables, input.RouteTableId);
  const destination = destinationFrom(input);
  const existing = routeTo(table, destination);
  if (!existing || existing.origin === "EnableVgwRoutePropagation")
    return fail(
      "InvalidParameterValue",
      `There is no route defined for '${destination}' in the route table. Use CreateRoute instead.`,
    );
  refuseEndpointRoute(table, existing, "replace");
  const target = replacement(ctx, table, input);
  if (target.kind === "local" && existing.origin !== "CreateRouteTable")
    fail("InvalidParameterValue", `The route ${destination} is not a local route, and cannot be reset to local.`);
  checkRoute(ctx, table, destination, target);
  const routes = table.routes.map((route) => (route === existing ? { ...route, target } : route));
  ctx.put(routeTables, { ...table, routes });
  return {};
});

/** The target asked for: one of CreateRoute's, or a local route's own again. */
function replacement(
  ctx: Context,
  table: RouteTable,
  input: TargetInput & { readonly LocalTarget?: boolean | undefined },
): RouteTarget {
  if (!input.LocalTarget) return targetFrom(ctx, table, input);
  const others = targetsIn(input);
  if (others.length > 0)
    fail("InvalidParameterCombination", `The parameter localTarget cannot be used with the parameter ${others[0]}`);
  return { kind: "local" };
}

export const deleteRoute = ec2("DeleteRoute", (input, ctx) => {
  const table = need(ctx, routeTables, input.RouteTableId);
  const destination = destinationFrom(input);
  const existing = routeTo(table, destination);
  if (!existing || existing.origin === "EnableVgwRoutePropagation")
    return fail(
      "InvalidRoute.NotFound",
      `no route with ${destinationParameter(destination)} ${destination} in route table ${table.id}`,
    );
  if (existing.origin === "CreateRouteTable")
    fail("InvalidParameterValue", `cannot remove local route ${destination} in route table ${table.id}`);
  refuseEndpointRoute(table, existing, "remove");
  ctx.put(routeTables, { ...table, routes: table.routes.filter((route) => route !== existing) });
  return {};
});

/** The routes of a gateway endpoint come and go with the endpoint's route tables only. */
function refuseEndpointRoute(table: RouteTable, { destination, target }: Route, verb: "remove" | "replace"): void {
  if (target.kind === "vpc-endpoint" && isPrefixList(destination))
    fail("InvalidParameterValue", `cannot ${verb} VPC endpoint route ${destination} in route table ${table.id}`);
}
