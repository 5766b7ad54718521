import type { Operation } from "../../../cloud/operation.ts";

export const securityGroupOperations: readonly Operation[] = [];
