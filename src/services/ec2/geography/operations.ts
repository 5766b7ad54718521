import type { Operation } from "../../../cloud/operation.ts";
import { describeAccountAttributes } from "./accountAttributes.ts";
import { describeRegions } from "./describeRegions.ts";
import { describeAvailabilityZones, modifyAvailabilityZoneGroup } from "./zones.ts";

export const geographyOperations: readonly Operation[] = [
  describeRegions,
  describeAvailabilityZones,
  modifyAvailabilityZoneGroup,
  describeAccountAttributes,
];
