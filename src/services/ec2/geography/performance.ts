/**
 * Subscriptions to metrics of AWS's own network, between Regions or between the zones of one. They are records: nothing is
 * measured, so there are no data.
 * @see https://docs.aws.amazon.com/network-manager/latest/infrastructure-performance/what-is-nmip.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableAwsNetworkPerformanceMetricSubscription.html
 */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { checkPageSize, page } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { regions, zoneOfId } from "./regions.ts";
import { type PerformanceSubscription, performanceSubscriptions } from "./resources.ts";

interface Asked {
  readonly Source?: string | undefined;
  readonly Destination?: string | undefined;
  readonly Metric?: string | undefined;
  readonly Statistic?: string | undefined;
}

/** The Region that a Region's name or a zone's id is of. */
const regionOf = (place: string): string | undefined =>
  regions.find(({ name }) => name === place || zoneOfId(name, place) !== undefined)?.name;

const isRegion = (place: string): boolean => regions.some(({ name }) => name === place);

/** What a request asks for: two Regions, or two zones of one Region. */
function subscriptionOf(ctx: Context, asked: Asked): PerformanceSubscription {
  const { Source: source = "", Destination: destination = "" } = asked;
  const { Metric: metric = "aggregate-latency", Statistic: statistic = "p50" } = asked;
  const [from, to] = [regionOf(source), regionOf(destination)];
  if (from === undefined) fail("InvalidParameterValue", `Value (${source}) for parameter source is invalid.`);
  if (to === undefined || isRegion(source) !== isRegion(destination) || (!isRegion(source) && from !== to))
    fail("InvalidParameterValue", `Value (${destination}) for parameter destination is invalid.`);
  if (metric !== "aggregate-latency")
    fail("InvalidParameterValue", `Value (${metric}) for parameter metric is invalid.`);
  if (statistic !== "p50") fail("InvalidParameterValue", `Value (${statistic}) for parameter statistic is invalid.`);
  const { account, region } = ctx;
  return { id: ctx.key(`${source} ${destination}`), account, region, source, destination };
}

export const enableAwsNetworkPerformanceMetricSubscription = ec2(
  "EnableAwsNetworkPerformanceMetricSubscription",
  (input, ctx) => {
    ctx.put(performanceSubscriptions, subscriptionOf(ctx, input));
    return { Output: true };
  },
);

export const disableAwsNetworkPerformanceMetricSubscription = ec2(
  "DisableAwsNetworkPerformanceMetricSubscription",
  (input, ctx) => {
    const { id, source, destination } = subscriptionOf(ctx, input);
    if (!ctx.get(performanceSubscriptions, id))
      fail("InvalidParameterValue", `There is no subscription from ${source} to ${destination}.`);
    ctx.delete(performanceSubscriptions, id);
    return { Output: true };
  },
);

/** The page documents no filter. */
export const describeAwsNetworkPerformanceMetricSubscriptions = ec2(
  "DescribeAwsNetworkPerformanceMetricSubscriptions",
  (input, ctx) => {
    checkPageSize(input.MaxResults, [1, 100]);
    for (const { Name } of input.Filters ?? []) fail("InvalidParameterValue", `The filter '${Name}' is invalid`);
    const all = ctx.all(performanceSubscriptions);
    const { rows, nextToken } = page(all, "network-performance-subscription", input.MaxResults, input.NextToken);
    return {
      Subscriptions: rows.map(({ source, destination }) => ({
        Source: source,
        Destination: destination,
        Metric: "aggregate-latency" as const,
        Statistic: "p50" as const,
        Period: "five-minutes" as const,
      })),
      NextToken: nextToken,
    };
  },
);
