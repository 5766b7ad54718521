/**
 * SearchTransitGatewayRoutes. The searches by CIDR are filters of their own kind; the longest match is taken among the
 * routes that the other filters leave.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SearchTransitGatewayRoutes.html
 */
import type { TransitGatewayRoute as Shape } from "@aws-sdk/client-ec2";
import { parseAddress } from "../../../base/address.ts";
import { covers, formatPrefix, hostPrefix, type Prefix, parsePrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";
import { checkPageSize, type Filter, matcher, page } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { describeAttachments } from "./routes.ts";
import { type ComputedRoute, lookupsOf, routesOf } from "./routesOf.ts";
import { needRouteTable } from "./routeTables.ts";

/** "If a value is not provided, the default is 1000." */
const DEFAULT_RESULTS = 1000;

const FILTERS: Readonly<Record<string, (route: ComputedRoute) => readonly string[]>> = {
  "attachment.transit-gateway-attachment-id": ({ attachments }) => attachments.map(({ id }) => id),
  "attachment.resource-id": ({ attachments }) => attachments.map(({ resourceId }) => resourceId),
  "attachment.resource-type": ({ attachments }) => attachments.map(({ resourceType }) => resourceType),
  "prefix-list-id": ({ prefixListId }) => (prefixListId === undefined ? [] : [prefixListId]),
  state: ({ state }) => [state],
  "transit-gateway-route-destination-cidr-block": ({ destination }) => [formatPrefix(destination)],
  type: ({ type }) => [type],
};

const same = (a: Prefix, b: Prefix): boolean => a.length === b.length && a.address === b.address;

const SEARCHES: Readonly<Record<string, (destination: Prefix, wanted: Prefix) => boolean>> = {
  "route-search.exact-match": same,
  "route-search.longest-prefix-match": covers,
  "route-search.subnet-of-match": (destination, wanted) => covers(wanted, destination),
  "route-search.supernet-of-match": covers,
};

/** A CIDR, or an address by itself. */
function wantedPrefix(name: string, text: string): Prefix {
  const address = parseAddress(text);
  const wanted = address === undefined ? parsePrefix(text)?.prefix : hostPrefix(address);
  return wanted ?? fail("InvalidParameterValue", `Value (${text}) for parameter ${name} is invalid.`);
}

/** The routes that all filters leave. */
export function searched(routes: readonly ComputedRoute[], filters: readonly Filter[]): readonly ComputedRoute[] {
  let left = routes;
  const longest: Prefix[] = [];
  for (const { Name: name = "", Values: values = [] } of filters) {
    const search = Object.hasOwn(SEARCHES, name) ? SEARCHES[name] : undefined;
    const read = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
    if (search) {
      const wanted = values.map((value) => wantedPrefix(name, value));
      left = left.filter(({ destination }) => wanted.some((one) => search(destination, one)));
      if (name === "route-search.longest-prefix-match") longest.push(...wanted);
    } else if (read) {
      const matches = matcher(values);
      left = left.filter((route) => read(route).some(matches));
    } else fail("InvalidParameterValue", `The filter '${name}' is invalid`);
  }
  if (longest.length === 0) return left;
  const best = new Set(longest.map((wanted) => longestOf(left, wanted)));
  return left.filter((route) => best.has(route));
}

function longestOf(routes: readonly ComputedRoute[], wanted: Prefix): ComputedRoute | undefined {
  let best: ComputedRoute | undefined;
  for (const route of routes)
    if (covers(route.destination, wanted) && (!best || route.destination.length > best.destination.length))
      best = route;
  return best;
}

/** A route as answers and exports have it. */
export const describeRoute = ({ destination, type, state, attachments, prefixListId }: ComputedRoute): Shape => ({
  DestinationCidrBlock: formatPrefix(destination),
  ...(prefixListId === undefined ? {} : { PrefixListId: prefixListId }),
  ...(attachments.length === 0 ? {} : { TransitGatewayAttachments: describeAttachments(attachments) }),
  Type: type,
  State: state,
});

export const searchTransitGatewayRoutes = ec2("SearchTransitGatewayRoutes", (input, ctx) => {
  const table = needRouteTable(ctx, input.TransitGatewayRouteTableId);
  const { Filters: filters = [], MaxResults: maxResults = DEFAULT_RESULTS, NextToken: token } = input;
  if (filters.length === 0) fail("MissingParameter", "The request must contain the parameter Filter");
  checkPageSize(maxResults, [5, 1000]);
  const routes = searched(routesOf(lookupsOf(ctx), table.id), filters);
  const { rows, nextToken } = page(routes, `${table.id}.routes`, maxResults, token);
  return {
    Routes: rows.map(describeRoute),
    AdditionalRoutesAvailable: nextToken !== undefined,
    NextToken: nextToken,
  };
});
