/**
 * Placement groups: how instances lie to each other on AWS's hardware.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-groups.html
 */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface PlacementGroup extends Row {
  readonly name: string;
  readonly strategy: "cluster" | "spread" | "partition";
  /** Of a partition group only. */
  readonly partitionCount: number | undefined;
  /** Of a spread group only; racks, since hosts are for Outposts. */
  readonly spreadLevel: "rack" | undefined;
}

export const placementGroups = resource<PlacementGroup>()(
  {
    type: "placement-group",
    prefix: "pg",
    code: "InvalidPlacementGroupId",
    noun: "placement group",
    errors: {
      notFound: "InvalidPlacementGroup.Unknown",
      missing: (id) => `The Placement Group '${id}' is unknown.`,
    },
  },
  { name: (group) => `${group.account}/${group.region}/${group.name}` },
);
