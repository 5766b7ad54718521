/** NAT gateways: what the API answers, and what time brings about. */
import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import {
  addressTransitions,
  assignPrivateNatGatewayAddress,
  associateNatGatewayAddress,
  disassociateNatGatewayAddress,
  unassignPrivateNatGatewayAddress,
} from "./addresses.ts";
import { createNatGateway } from "./create.ts";
import { describeNatGateways } from "./describe.ts";
import { deleteNatGateway, stateTransitions } from "./states.ts";

export const natOperations: readonly Operation[] = [
  createNatGateway,
  deleteNatGateway,
  describeNatGateways,
  associateNatGatewayAddress,
  disassociateNatGatewayAddress,
  assignPrivateNatGatewayAddress,
  unassignPrivateNatGatewayAddress,
];

export const natTransitions: Readonly<Record<string, Transition>> = { ...stateTransitions, ...addressTransitions };
