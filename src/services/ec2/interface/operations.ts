import type { Operation } from "../../../cloud/operation.ts";

export const interfaceOperations: readonly Operation[] = [];
