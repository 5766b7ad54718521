/** IAM as the cloud knows it. */
import type { Operation, Service } from "../../cloud/operation.ts";
import * as account from "./account.ts";
import { GROUP, ROLE, USER } from "./entities.ts";
import { entityPolicies } from "./entityPolicies.ts";
import * as instanceProfiles from "./instanceProfiles.ts";
import * as policies from "./policies.ts";
import * as roles from "./roles.ts";
import * as serviceLinkedRoles from "./serviceLinkedRoles.ts";
import { tagging } from "./tags.ts";
import * as users from "./users.ts";

const isOperation = (value: unknown): value is Operation =>
  typeof value === "object" && value !== null && "run" in value && "name" in value;

/** What a file exports besides its operations is not one. */
const operationsIn = (...files: readonly object[]): Operation[] =>
  files.flatMap((file) => Object.values(file).filter(isOperation));

export const iamService: Service = {
  name: "iam",
  operations: [
    ...operationsIn(roles, policies, instanceProfiles, users, serviceLinkedRoles, account),
    ...entityPolicies(ROLE),
    ...entityPolicies(USER),
    ...entityPolicies(GROUP),
    ...tagging,
  ],
};
