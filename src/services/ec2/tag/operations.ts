import type { Operation } from "../../../cloud/operation.ts";

export const tagOperations: readonly Operation[] = [];
