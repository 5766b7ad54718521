import type { Operation } from "../../../cloud/operation.ts";

export const routingOperations: readonly Operation[] = [];
