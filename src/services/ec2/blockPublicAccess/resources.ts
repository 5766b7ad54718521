/**
 * VPC Block Public Access: an account's mode in a region, and the VPCs and subnets that it does not apply to.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
import { defineTable, type Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export type BlockMode = "off" | "block-bidirectional" | "block-ingress";
export type ExclusionMode = "allow-bidirectional" | "allow-egress";

/** One row at most in an account's region; its id is `account/region`. None: the mode is off and never was another. */
export interface BlockPublicAccess extends Row {
  readonly mode: BlockMode;
  readonly state: "update-in-progress" | "update-complete";
  /** ISO 8601. */
  readonly updateTime: string;
}

export const blockPublicAccess = defineTable<BlockPublicAccess>()("ec2.block-public-access");

export interface BlockPublicAccessExclusion extends Row {
  readonly mode: ExclusionMode;
  /** A VPC or a subnet. */
  readonly resourceId: string;
  readonly state:
    | "create-in-progress"
    | "create-complete"
    | "update-in-progress"
    | "update-complete"
    | "delete-in-progress"
    | "delete-complete";
  readonly creationTime: string;
  readonly updateTime: string;
  readonly deletionTime: string | undefined;
}

export const blockPublicAccessExclusions = resource<BlockPublicAccessExclusion>()(
  {
    type: "vpc-block-public-access-exclusion",
    prefix: "vpcbpa-exclude",
    code: "InvalidVpcBlockPublicAccessExclusionId",
    noun: "VPC Block Public Access exclusion ID",
  },
  { resourceId: (exclusion) => exclusion.resourceId },
);
