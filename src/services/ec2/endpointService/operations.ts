import type { Operation } from "../../../cloud/operation.ts";
import {
  createVpcEndpointServiceConfiguration,
  modifyVpcEndpointServiceConfiguration,
  modifyVpcEndpointServicePayerResponsibility,
  startVpcEndpointServicePrivateDnsVerification,
} from "./configurations.ts";
import {
  acceptVpcEndpointConnections,
  describeVpcEndpointConnections,
  rejectVpcEndpointConnections,
} from "./connections.ts";
import { deleteVpcEndpointServiceConfigurations } from "./deletion.ts";
import { describeVpcEndpointServiceConfigurations } from "./describe.ts";
import {
  createVpcEndpointConnectionNotification,
  deleteVpcEndpointConnectionNotifications,
  describeVpcEndpointConnectionNotifications,
  modifyVpcEndpointConnectionNotification,
} from "./notifications.ts";
import { describeVpcEndpointServicePermissions, modifyVpcEndpointServicePermissions } from "./permissions.ts";

export { endpointServiceTransitions } from "./deletion.ts";

export const endpointServiceOperations: readonly Operation[] = [
  createVpcEndpointServiceConfiguration,
  describeVpcEndpointServiceConfigurations,
  modifyVpcEndpointServiceConfiguration,
  deleteVpcEndpointServiceConfigurations,
  modifyVpcEndpointServicePayerResponsibility,
  startVpcEndpointServicePrivateDnsVerification,
  modifyVpcEndpointServicePermissions,
  describeVpcEndpointServicePermissions,
  describeVpcEndpointConnections,
  acceptVpcEndpointConnections,
  rejectVpcEndpointConnections,
  createVpcEndpointConnectionNotification,
  modifyVpcEndpointConnectionNotification,
  deleteVpcEndpointConnectionNotifications,
  describeVpcEndpointConnectionNotifications,
];
