import type { Operation } from "../../../cloud/operation.ts";

export const prefixListOperations: readonly Operation[] = [];
