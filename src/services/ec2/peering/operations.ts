import type { Operation } from "../../../cloud/operation.ts";

export const peeringOperations: readonly Operation[] = [];
