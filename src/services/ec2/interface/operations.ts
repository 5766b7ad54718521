/** Network interfaces and Elastic IP addresses: what the API answers, and what time brings about. */
import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import {
  allocateAddressOperation,
  associateAddress,
  disassociateAddress,
  releaseAddress,
} from "./addressOperations.ts";
import {
  assignIpv6Addresses,
  assignPrivateIpAddresses,
  unassignIpv6Addresses,
  unassignPrivateIpAddresses,
} from "./assign.ts";
import { attachNetworkInterface, attachTransitions, detachNetworkInterface } from "./attach.ts";
import {
  describeNetworkInterfaceAttribute,
  modifyNetworkInterfaceAttribute,
  resetNetworkInterfaceAttribute,
} from "./attributes.ts";
import { describeAddresses } from "./describeAddresses.ts";
import {
  createNetworkInterface,
  deleteNetworkInterface,
  describeNetworkInterfaces,
  lifecycleTransitions,
} from "./lifecycle.ts";
import {
  createNetworkInterfacePermission,
  deleteNetworkInterfacePermission,
  describeNetworkInterfacePermissions,
  permissionTransitions,
} from "./permissions.ts";
import {
  describeAddressesAttribute,
  modifyAddressAttribute,
  resetAddressAttribute,
  reverseDnsTransitions,
} from "./reverseDns.ts";
import {
  acceptAddressTransfer,
  describeAddressTransfers,
  disableAddressTransfer,
  enableAddressTransfer,
  transferTransitions,
} from "./transfers.ts";

export const interfaceOperations: readonly Operation[] = [
  createNetworkInterface,
  deleteNetworkInterface,
  describeNetworkInterfaces,
  describeNetworkInterfaceAttribute,
  modifyNetworkInterfaceAttribute,
  resetNetworkInterfaceAttribute,
  attachNetworkInterface,
  detachNetworkInterface,
  assignPrivateIpAddresses,
  unassignPrivateIpAddresses,
  assignIpv6Addresses,
  unassignIpv6Addresses,
  allocateAddressOperation,
  releaseAddress,
  describeAddresses,
  describeAddressesAttribute,
  associateAddress,
  disassociateAddress,
  modifyAddressAttribute,
  resetAddressAttribute,
  enableAddressTransfer,
  disableAddressTransfer,
  acceptAddressTransfer,
  describeAddressTransfers,
  createNetworkInterfacePermission,
  deleteNetworkInterfacePermission,
  describeNetworkInterfacePermissions,
];

export const interfaceTransitions: Readonly<Record<string, Transition>> = {
  ...lifecycleTransitions,
  ...attachTransitions,
  ...reverseDnsTransitions,
  ...transferTransitions,
  ...permissionTransitions,
};
