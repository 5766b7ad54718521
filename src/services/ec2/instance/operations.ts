import type { Operation } from "../../../cloud/operation.ts";

export const instanceOperations: readonly Operation[] = [];
