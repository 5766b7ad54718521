import type { Operation } from "../../../cloud/operation.ts";

export const vpcOperations: readonly Operation[] = [];
