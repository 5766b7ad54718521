/** What an account asks AWS to measure between places; places themselves are no rows. */
import { defineTable, type Row } from "../../../cloud/table.ts";

export interface PerformanceSubscription extends Row {
  readonly source: string;
  readonly destination: string;
}

export const performanceSubscriptions = defineTable<PerformanceSubscription>()("ec2.network-performance-subscription");
