/** Site-to-Site VPN: what the API answers, and what time brings about. */
import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { describeVpnConnections } from "./connections.ts";
import { connectionTransitions, createVpnConnection, deleteVpnConnection } from "./createConnection.ts";
import {
  createCustomerGateway,
  customerGatewayTransitions,
  deleteCustomerGateway,
  describeCustomerGateways,
} from "./customerGateways.ts";
import { getVpnConnectionDeviceSampleConfiguration, getVpnConnectionDeviceTypes } from "./devices.ts";
import {
  getVpnTunnelReplacementStatus,
  modifyVpnConnection,
  modifyVpnConnectionOptions,
  modifyVpnTunnelOptions,
  replaceVpnTunnel,
} from "./modifyConnection.ts";
import { disableVgwRoutePropagation, enableVgwRoutePropagation } from "./propagation.ts";
import { createVpnConnectionRoute, deleteVpnConnectionRoute, vpnRouteTransitions } from "./routes.ts";
import { getActiveVpnTunnelStatus, modifyVpnTunnelCertificate } from "./tunnelStatus.ts";
import {
  attachVpnGateway,
  createVpnGateway,
  deleteVpnGateway,
  describeVpnGateways,
  detachVpnGateway,
  vpnGatewayTransitions,
} from "./vpnGateways.ts";

export const vpnOperations: readonly Operation[] = [
  createCustomerGateway,
  deleteCustomerGateway,
  describeCustomerGateways,
  createVpnGateway,
  attachVpnGateway,
  detachVpnGateway,
  deleteVpnGateway,
  describeVpnGateways,
  enableVgwRoutePropagation,
  disableVgwRoutePropagation,
  createVpnConnection,
  deleteVpnConnection,
  describeVpnConnections,
  modifyVpnConnection,
  modifyVpnConnectionOptions,
  modifyVpnTunnelOptions,
  replaceVpnTunnel,
  getVpnTunnelReplacementStatus,
  getActiveVpnTunnelStatus,
  modifyVpnTunnelCertificate,
  getVpnConnectionDeviceTypes,
  getVpnConnectionDeviceSampleConfiguration,
  createVpnConnectionRoute,
  deleteVpnConnectionRoute,
];

export const vpnTransitions: Readonly<Record<string, Transition>> = {
  ...customerGatewayTransitions,
  ...vpnGatewayTransitions,
  ...connectionTransitions,
  ...vpnRouteTransitions,
};
