import type { Operation } from "../../../cloud/operation.ts";
import {
  authorizeClientVpnIngress,
  describeClientVpnAuthorizationRules,
  revokeClientVpnIngress,
} from "./authorization.ts";
import { describeClientVpnConnections, terminateClientVpnConnections } from "./connections.ts";
import { describeClientVpnEndpoints, exportClientVpnClientConfiguration } from "./describe.ts";
import { createClientVpnEndpoint, deleteClientVpnEndpoint, modifyClientVpnEndpoint } from "./endpoints.ts";
import {
  exportClientVpnClientCertificateRevocationList,
  importClientVpnClientCertificateRevocationList,
} from "./revocation.ts";
import { createClientVpnRoute, deleteClientVpnRoute, describeClientVpnRoutes } from "./routes.ts";
import {
  applySecurityGroups,
  associateClientVpnTargetNetwork,
  describeClientVpnTargetNetworks,
  disassociateClientVpnTargetNetwork,
} from "./targetNetworks.ts";

export { clientVpnTransitions } from "./states.ts";

export const clientVpnOperations: readonly Operation[] = [
  createClientVpnEndpoint,
  modifyClientVpnEndpoint,
  deleteClientVpnEndpoint,
  describeClientVpnEndpoints,
  associateClientVpnTargetNetwork,
  disassociateClientVpnTargetNetwork,
  describeClientVpnTargetNetworks,
  applySecurityGroups,
  authorizeClientVpnIngress,
  revokeClientVpnIngress,
  describeClientVpnAuthorizationRules,
  createClientVpnRoute,
  deleteClientVpnRoute,
  describeClientVpnRoutes,
  exportClientVpnClientConfiguration,
  describeClientVpnConnections,
  terminateClientVpnConnections,
  importClientVpnClientCertificateRevocationList,
  exportClientVpnClientCertificateRevocationList,
];
