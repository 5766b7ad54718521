import type { Operation } from "../../../cloud/operation.ts";
import { describeAccountAttributes } from "./accountAttributes.ts";
import { describeRegions } from "./describeRegions.ts";
import {
  describeAwsNetworkPerformanceMetricSubscriptions,
  disableAwsNetworkPerformanceMetricSubscription,
  enableAwsNetworkPerformanceMetricSubscription,
} from "./performance.ts";
import { describeAvailabilityZones, modifyAvailabilityZoneGroup } from "./zones.ts";

export const geographyOperations: readonly Operation[] = [
  describeRegions,
  describeAvailabilityZones,
  modifyAvailabilityZoneGroup,
  describeAccountAttributes,
  enableAwsNetworkPerformanceMetricSubscription,
  disableAwsNetworkPerformanceMetricSubscription,
  describeAwsNetworkPerformanceMetricSubscriptions,
];
