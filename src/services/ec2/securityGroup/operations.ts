import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import {
  associateSecurityGroupVpc,
  associationTransitions,
  describeVpcAssociations,
  disassociateSecurityGroupVpc,
} from "./associations.ts";
import { authorizeEgress, authorizeIngress } from "./authorize.ts";
import { createSecurityGroup, deleteSecurityGroup } from "./create.ts";
import { describeSecurityGroupRules, describeSecurityGroups, getSecurityGroupsForVpc } from "./list.ts";
import { modifySecurityGroupRules, updateDescriptionsEgress, updateDescriptionsIngress } from "./modify.ts";
import { describeReferences, describeStaleGroups } from "./references.ts";
import { revokeEgress, revokeIngress } from "./revoke.ts";

export const securityGroupOperations: readonly Operation[] = [
  createSecurityGroup,
  deleteSecurityGroup,
  describeSecurityGroups,
  authorizeIngress,
  authorizeEgress,
  revokeIngress,
  revokeEgress,
  describeSecurityGroupRules,
  modifySecurityGroupRules,
  updateDescriptionsIngress,
  updateDescriptionsEgress,
  describeReferences,
  describeStaleGroups,
  getSecurityGroupsForVpc,
  describeVpcAssociations,
  associateSecurityGroupVpc,
  disassociateSecurityGroupVpc,
];

export const securityGroupTransitions: Readonly<Record<string, Transition>> = associationTransitions;
