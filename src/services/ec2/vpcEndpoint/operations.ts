import type { Operation } from "../../../cloud/operation.ts";
import { createVpcEndpoint } from "./create.ts";
import { describeVpcEndpoints } from "./describe.ts";
import { deleteVpcEndpoints } from "./lifecycle.ts";
import { modifyVpcEndpoint } from "./modify.ts";
import { describeVpcEndpointServices } from "./services.ts";

export { vpcEndpointTransitions } from "./lifecycle.ts";

export const vpcEndpointOperations: readonly Operation[] = [
  createVpcEndpoint,
  modifyVpcEndpoint,
  deleteVpcEndpoints,
  describeVpcEndpoints,
  describeVpcEndpointServices,
];
