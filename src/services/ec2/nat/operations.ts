import type { Operation } from "../../../cloud/operation.ts";

export const natOperations: readonly Operation[] = [];
