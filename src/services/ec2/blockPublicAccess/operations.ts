import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import {
  createVpcBlockPublicAccessExclusion,
  deleteVpcBlockPublicAccessExclusion,
  describeVpcBlockPublicAccessExclusions,
  exclusionTransitions,
  modifyVpcBlockPublicAccessExclusion,
} from "./exclusions.ts";
import {
  describeVpcBlockPublicAccessOptions,
  modifyVpcBlockPublicAccessOptions,
  optionTransitions,
} from "./options.ts";

export const blockPublicAccessOperations: readonly Operation[] = [
  describeVpcBlockPublicAccessOptions,
  modifyVpcBlockPublicAccessOptions,
  createVpcBlockPublicAccessExclusion,
  modifyVpcBlockPublicAccessExclusion,
  deleteVpcBlockPublicAccessExclusion,
  describeVpcBlockPublicAccessExclusions,
];

export const blockPublicAccessTransitions: Readonly<Record<string, Transition>> = {
  ...optionTransitions,
  ...exclusionTransitions,
};
