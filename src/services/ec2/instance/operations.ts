/** Instances, images, instance types and key pairs: what the API answers, and what time brings about. */
import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { describeInstanceAttribute, modifyInstanceAttribute, resetInstanceAttribute } from "./attributes.ts";
import { rebootInstances, startInstances, stopInstances, terminateInstances } from "./changeState.ts";
import { getConsoleOutput, getPasswordData } from "./console.ts";
import { describeImages } from "./describeImages.ts";
import {
  describeInstanceCreditSpecifications,
  describeInstanceStatus,
  describeInstances,
} from "./describeInstances.ts";
import { describeInstanceTypeOfferings, describeInstanceTypes } from "./describeTypes.ts";
import { createKeyPair, deleteKeyPair, describeKeyPairs, importKeyPair } from "./keyPairs.ts";
import {
  modifyInstanceCreditSpecification,
  modifyInstanceMaintenanceOptions,
  modifyInstanceMetadataOptions,
  modifyPrivateDnsNameOptions,
  monitorInstances,
  unmonitorInstances,
} from "./options.ts";
import {
  associateIamInstanceProfile,
  describeIamInstanceProfileAssociations,
  disassociateIamInstanceProfile,
  replaceIamInstanceProfileAssociation,
} from "./profile.ts";
import { runInstances } from "./run.ts";
import { stateTransitions } from "./states.ts";

export const instanceOperations: readonly Operation[] = [
  runInstances,
  startInstances,
  stopInstances,
  rebootInstances,
  terminateInstances,
  describeInstances,
  describeInstanceStatus,
  getConsoleOutput,
  getPasswordData,
  describeInstanceAttribute,
  modifyInstanceAttribute,
  resetInstanceAttribute,
  modifyInstanceMetadataOptions,
  modifyPrivateDnsNameOptions,
  modifyInstanceMaintenanceOptions,
  modifyInstanceCreditSpecification,
  describeInstanceCreditSpecifications,
  monitorInstances,
  unmonitorInstances,
  associateIamInstanceProfile,
  replaceIamInstanceProfileAssociation,
  disassociateIamInstanceProfile,
  describeIamInstanceProfileAssociations,
  describeInstanceTypes,
  describeInstanceTypeOfferings,
  describeImages,
  createKeyPair,
  importKeyPair,
  describeKeyPairs,
  deleteKeyPair,
];

export const instanceTransitions: Readonly<Record<string, Transition>> = stateTransitions;
