import type { Operation } from "../../../cloud/operation.ts";

export const aclOperations: readonly Operation[] = [];
