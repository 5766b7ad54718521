/**
 * Flow logs: what they would record, and where to. No record is written yet.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
 */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export type LogDestinationType = "cloud-watch-logs" | "s3" | "kinesis-data-firehose";

export interface FlowLog extends Row {
  readonly resourceId: string;
  /** Absent of a transit gateway, whose logs have all of its traffic. */
  readonly trafficType: "ACCEPT" | "REJECT" | "ALL" | undefined;
  readonly destinationType: LogDestinationType;
  /** An ARN; absent where a log group is given by its name alone. */
  readonly destination: string | undefined;
  readonly logGroupName: string | undefined;
  readonly deliveryRole: string | undefined;
  readonly crossAccountRole: string | undefined;
  readonly format: string;
  /** Seconds. */
  readonly maxAggregationInterval: number;
  readonly destinationOptions:
    | {
        readonly fileFormat: "plain-text" | "parquet";
        readonly hiveCompatiblePartitions: boolean;
        readonly perHourPartition: boolean;
      }
    | undefined;
  /** ISO 8601. */
  readonly creationTime: string;
}

export const flowLogs = resource<FlowLog>()(
  {
    type: "vpc-flow-log",
    prefix: "fl",
    code: "InvalidFlowLogId",
    noun: "flow log ID",
    errors: { missing: (id) => `These flow log ids in the input list are not found: [TotalCount: 1] ${id}` },
  },
  { resourceId: (log) => log.resourceId },
);
