import type { Operation } from "../../../cloud/operation.ts";
import { filterOperations } from "./filters.ts";
import { ruleOperations } from "./rules.ts";
import { sessionOperations } from "./sessions.ts";
import { targetOperations } from "./targets.ts";

export const trafficMirrorOperations: readonly Operation[] = [
  ...filterOperations,
  ...ruleOperations,
  ...targetOperations,
  ...sessionOperations,
];
