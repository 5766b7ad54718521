import type { Operation } from "../../../cloud/operation.ts";
import { createNetworkAcl, deleteNetworkAcl, describeNetworkAcls, replaceNetworkAclAssociation } from "./acls.ts";
import { createNetworkAclEntry, deleteNetworkAclEntry, replaceNetworkAclEntry } from "./changeEntries.ts";

export const aclOperations: readonly Operation[] = [
  createNetworkAcl,
  deleteNetworkAcl,
  describeNetworkAcls,
  createNetworkAclEntry,
  replaceNetworkAclEntry,
  deleteNetworkAclEntry,
  replaceNetworkAclAssociation,
];
