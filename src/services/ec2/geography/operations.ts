import type { Operation } from "../../../cloud/operation.ts";

export const geographyOperations: readonly Operation[] = [];
