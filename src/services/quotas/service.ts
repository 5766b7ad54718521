/** Service Quotas as the cloud knows it. */
import type { Service } from "../../cloud/operation.ts";
import { quotaOperations } from "./operations.ts";

export const quotasService: Service = { name: "service-quotas", operations: quotaOperations };
