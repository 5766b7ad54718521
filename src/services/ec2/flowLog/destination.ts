/**
 * Where a flow log goes.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
 */
import type { CreateFlowLogsRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { buckets } from "../../s3/resources.ts";
import type { FlowLog, LogDestinationType } from "./resources.ts";

type Destination = Pick<
  FlowLog,
  "destinationType" | "destination" | "logGroupName" | "deliveryRole" | "crossAccountRole" | "destinationOptions"
>;

/** What an ARN of each type looks like. */
const ARNS: Readonly<Record<LogDestinationType, RegExp>> = {
  "cloud-watch-logs": /^arn:[^:]+:logs:[^:]+:\d{12}:log-group:([^:*]+)(:\*)?$/,
  s3: /^arn:[^:]+:s3:::[^/:]+(\/.*)?$/,
  "kinesis-data-firehose": /^arn:[^:]+:firehose:[^:]+:\d{12}:deliverystream\/.+$/,
};

const isType = (text: string): text is LogDestinationType => Object.hasOwn(ARNS, text);

/** The destination that a request names. */
export function destinationFrom(input: CreateFlowLogsRequest): Destination {
  const { LogDestinationType: type = "cloud-watch-logs", LogDestination: arn, LogGroupName: group } = input;
  if (!isType(type))
    return fail("InvalidParameterValue", `Value (${type}) for parameter LogDestinationType is invalid.`);
  if (arn !== undefined && group !== undefined)
    fail("InvalidParameter", "Please only provide LogGroupName or only provide LogDestination.");
  if (group !== undefined && type !== "cloud-watch-logs")
    fail("InvalidParameter", "LogDestination type must be cloud-watch-logs if LogGroupName is provided.");
  if (arn === undefined && group === undefined)
    fail(
      "InvalidParameter",
      type === "cloud-watch-logs"
        ? "LogGroupName can't be empty if LogDestinationType is cloud-watch-logs."
        : "LogDestination can't be empty if LogGroupName is not provided.",
    );
  const match = arn === undefined ? undefined : ARNS[type].exec(arn);
  if (match === null) fail("InvalidParameter", `LogDestination: ${arn} is not a valid ARN for ${type}.`);
  return {
    destinationType: type,
    // The ARN of a group is the same with and without the asterisk that stands for its streams.
    destination: arn?.replace(/:\*$/, ""),
    logGroupName: type === "cloud-watch-logs" ? (group ?? match?.[1]) : undefined,
    ...roles(input, type),
    destinationOptions: options(input, type),
  };
}

/** A bucket that nobody has; what its policy lets in is not asked, nor whose account it is in. */
export function destinationProblem(
  ctx: Context,
  { destinationType, destination = "" }: Pick<Destination, "destinationType" | "destination">,
): { readonly code: string; readonly message: string } | undefined {
  const bucket = destinationType === "s3" ? /:s3:::([^/]+)/.exec(destination)?.[1] : undefined;
  if (bucket === undefined || ctx.find(buckets, bucket)) return undefined;
  return { code: "400", message: `LogDestination: ${bucket} does not exist.` };
}

function roles(input: CreateFlowLogsRequest, type: LogDestinationType) {
  const { DeliverLogsPermissionArn: deliveryRole, DeliverCrossAccountRole: crossAccountRole } = input;
  if (type === "cloud-watch-logs" && deliveryRole === undefined)
    fail("InvalidParameter", "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.");
  if (type === "s3" && deliveryRole !== undefined)
    fail("InvalidParameter", "DeliverLogsPermissionArn is not applicable for s3 delivery");
  for (const arn of [deliveryRole, crossAccountRole])
    if (arn !== undefined && !/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(arn))
      fail("InvalidParameter", `The role ARN ${arn} is not valid.`);
  return { deliveryRole, crossAccountRole };
}

/** Only logs in S3 have options. */
function options({ DestinationOptions: given }: CreateFlowLogsRequest, type: LogDestinationType) {
  if (!given) return undefined;
  if (type !== "s3") fail("InvalidParameter", `DestinationOptions is not applicable for ${type} delivery`);
  return {
    fileFormat: given.FileFormat ?? "plain-text",
    hiveCompatiblePartitions: given.HiveCompatiblePartitions ?? false,
    perHourPartition: given.PerHourPartition ?? false,
  };
}
