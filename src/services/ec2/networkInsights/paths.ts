/**
 * CreateNetworkInsightsPath, DescribeNetworkInsightsPaths, DeleteNetworkInsightsPath.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInsightsPath.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInsightsPaths.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInsightsPath.html
 */
import type {
  CreateNetworkInsightsPathRequest,
  PathFilter as FilterShape,
  PathRequestFilter,
  NetworkInsightsPath as Shape,
} from "@aws-sdk/client-ec2";
import { parseIpv4 } from "../../../base/address.ts";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import type { PortRange } from "../../../cloud/reachability.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, tagNew, untag } from "../tag/resources.ts";
import { needEnd } from "./ends.ts";
import { arnOfResource } from "./named.ts";
import {
  type NetworkInsightsPath,
  networkInsightsAnalyses,
  networkInsightsPaths,
  type PathFilter,
  type PathProtocol,
} from "./resources.ts";

/** How many of these a page may have. */
export const PAGE_BOUNDS = [1, 100] as const;

export const createNetworkInsightsPath = ec2("CreateNetworkInsightsPath", (input, ctx) => {
  const { account, region } = ctx;
  const asked = parametersOf(input);
  if (!input.Source) fail("MissingParameter", "The request must contain the parameter Source");
  const source = needEnd(ctx, "source", input.Source ?? "");
  const destination = input.Destination ? needEnd(ctx, "destination", input.Destination) : undefined;
  if (
    destination === undefined &&
    asked.filterAtSource?.destinationAddress === undefined &&
    asked.destinationIp === undefined
  )
    fail("MissingParameter", "The request must contain the parameter Destination or FilterAtSource.DestinationAddress");
  if (destination?.id === source.id)
    fail("InvalidParameterValue", "The source and the destination must not be the same resource.");
  const path = ctx.put(networkInsightsPaths, {
    id: ctx.newId("nip"),
    account,
    region,
    createdDate: ctx.now().toISOString(),
    source: source.id,
    sourceArn: source.arn,
    destination: destination?.id,
    destinationArn: destination?.arn,
    ...asked,
  });
  tagNew(ctx, networkInsightsPaths.type, path.id, input.TagSpecifications);
  return { NetworkInsightsPath: describe(ctx, path) };
});

type Parameters = Pick<
  NetworkInsightsPath,
  "sourceIp" | "destinationIp" | "destinationPort" | "protocol" | "filterAtSource" | "filterAtDestination"
>;

function parametersOf(input: CreateNetworkInsightsPathRequest): Parameters {
  const { SourceIp, DestinationIp, DestinationPort, FilterAtSource, FilterAtDestination } = input;
  if (FilterAtSource && (SourceIp !== undefined || DestinationPort !== undefined))
    fail(
      "InvalidParameterCombination",
      "The parameter filterAtSource cannot be used with the parameters sourceIp and destinationPort",
    );
  if (FilterAtDestination && DestinationIp !== undefined)
    fail(
      "InvalidParameterCombination",
      "The parameter filterAtDestination cannot be used with the parameter destinationIp",
    );
  return {
    protocol: protocolFrom(input.Protocol),
    sourceIp: checkAddress("sourceIp", SourceIp),
    destinationIp: checkAddress("destinationIp", DestinationIp),
    destinationPort: DestinationPort === undefined ? undefined : checkPort("destinationPort", DestinationPort),
    filterAtSource: filterFrom("filterAtSource", FilterAtSource),
    filterAtDestination: filterFrom("filterAtDestination", FilterAtDestination),
  };
}

function protocolFrom(text: string | undefined): PathProtocol {
  if (!text) fail("MissingParameter", "The request must contain the parameter Protocol");
  const protocol = text?.toLowerCase();
  if (protocol === "tcp" || protocol === "udp") return protocol;
  return fail("InvalidParameterValue", `Value (${text}) for parameter protocol is invalid. Valid values: tcp, udp.`);
}

function checkAddress(parameter: string, text: string | undefined): string | undefined {
  if (text === undefined || parseIpv4(text) !== undefined) return text;
  return fail(
    "InvalidParameterValue",
    `Value (${text}) for parameter ${parameter} is invalid. It must be an IPv4 address.`,
  );
}

function checkPort(parameter: string, port: number | undefined): number {
  if (port !== undefined && Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  return fail(
    "InvalidParameterValue",
    `Value (${port}) for parameter ${parameter} is invalid. Ports must be 0 to 65535.`,
  );
}

function filterFrom(parameter: string, filter: PathRequestFilter | undefined): PathFilter | undefined {
  if (!filter) return undefined;
  const range = (name: string, given: PathRequestFilter["SourcePortRange"]): PortRange | undefined => {
    if (!given) return undefined;
    const from = checkPort(`${parameter}.${name}.fromPort`, given.FromPort);
    const to = checkPort(`${parameter}.${name}.toPort`, given.ToPort);
    if (from > to) fail("InvalidParameterValue", `The ports ${from}-${to} of ${parameter}.${name} are no range.`);
    return { from, to };
  };
  return {
    sourceAddress: checkAddress(`${parameter}.sourceAddress`, filter.SourceAddress),
    sourcePortRange: range("sourcePortRange", filter.SourcePortRange),
    destinationAddress: checkAddress(`${parameter}.destinationAddress`, filter.DestinationAddress),
    destinationPortRange: range("destinationPortRange", filter.DestinationPortRange),
  };
}

function describe(ctx: Context, path: NetworkInsightsPath): Shape {
  const { filterAtSource, filterAtDestination } = path;
  return {
    NetworkInsightsPathId: path.id,
    NetworkInsightsPathArn: arnOfResource(path, path.id),
    CreatedDate: new Date(path.createdDate),
    Source: path.source,
    Destination: path.destination,
    SourceArn: path.sourceArn,
    DestinationArn: path.destinationArn,
    SourceIp: path.sourceIp,
    DestinationIp: path.destinationIp,
    Protocol: path.protocol,
    DestinationPort: path.destinationPort,
    Tags: tagList(ctx, path.id),
    ...(filterAtSource ? { FilterAtSource: describeFilter(filterAtSource) } : {}),
    ...(filterAtDestination ? { FilterAtDestination: describeFilter(filterAtDestination) } : {}),
  };
}

const describeRange = (range: PortRange | undefined) => range && { FromPort: range.from, ToPort: range.to };

const describeFilter = (filter: PathFilter): FilterShape => ({
  SourceAddress: filter.sourceAddress,
  SourcePortRange: describeRange(filter.sourcePortRange),
  DestinationAddress: filter.destinationAddress,
  DestinationPortRange: describeRange(filter.destinationPortRange),
});

const rangeText = (range: PortRange | undefined) => range && `${range.from}-${range.to}`;

const filters: Filters<NetworkInsightsPath, never> = {
  destination: ({ destination }) => destination,
  "filter-at-source.source-address": ({ filterAtSource }) => filterAtSource?.sourceAddress,
  "filter-at-source.source-port-range": ({ filterAtSource }) => rangeText(filterAtSource?.sourcePortRange),
  "filter-at-source.destination-address": ({ filterAtSource }) => filterAtSource?.destinationAddress,
  "filter-at-source.destination-port-range": ({ filterAtSource }) => rangeText(filterAtSource?.destinationPortRange),
  "filter-at-destination.source-address": ({ filterAtDestination }) => filterAtDestination?.sourceAddress,
  "filter-at-destination.source-port-range": ({ filterAtDestination }) =>
    rangeText(filterAtDestination?.sourcePortRange),
  "filter-at-destination.destination-address": ({ filterAtDestination }) => filterAtDestination?.destinationAddress,
  "filter-at-destination.destination-port-range": ({ filterAtDestination }) =>
    rangeText(filterAtDestination?.destinationPortRange),
  protocol: ({ protocol }) => protocol,
  source: ({ source }) => source,
};

export const describeNetworkInsightsPaths = ec2("DescribeNetworkInsightsPaths", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: networkInsightsPaths,
    filters,
    ids: input.NetworkInsightsPathIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: PAGE_BOUNDS,
    idsName: "networkInsightsPathIds",
  });
  return { NetworkInsightsPaths: rows.map((path) => describe(ctx, path)), NextToken: nextToken };
});

export const deleteNetworkInsightsPath = ec2("DeleteNetworkInsightsPath", ({ NetworkInsightsPathId }, ctx) => {
  const { id } = need(ctx, networkInsightsPaths, NetworkInsightsPathId);
  if (ctx.by(networkInsightsAnalyses, "pathId", id).length > 0)
    fail("AnalysisExistsForNetworkInsightsPath", `The path ${id} has analyses: delete them first.`);
  untag(ctx, id);
  ctx.delete(networkInsightsPaths, id);
  return { NetworkInsightsPathId: id };
});
