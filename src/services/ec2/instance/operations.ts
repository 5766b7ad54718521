/** Instances, images, instance types and key pairs: what the API answers, and what time brings about. */
import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { rebootInstances, startInstances, stopInstances, terminateInstances } from "./changeState.ts";
import {
  describeInstanceCreditSpecifications,
  describeInstanceStatus,
  describeInstances,
} from "./describeInstances.ts";
import { runInstances } from "./run.ts";
import { stateTransitions } from "./states.ts";
import { describeVolumes } from "./volumes.ts";

export const instanceOperations: readonly Operation[] = [
  runInstances,
  startInstances,
  stopInstances,
  rebootInstances,
  terminateInstances,
  describeInstances,
  describeInstanceStatus,
  describeInstanceCreditSpecifications,
  describeVolumes,
];

export const instanceTransitions: Readonly<Record<string, Transition>> = stateTransitions;
