import type { Operation } from "../../../cloud/operation.ts";
import { acceptVpcPeeringConnection, deleteVpcPeeringConnection, rejectVpcPeeringConnection } from "./answer.ts";
import { describeVpcPeeringConnections } from "./describe.ts";
import { modifyVpcPeeringConnectionOptions } from "./options.ts";
import { createVpcPeeringConnection } from "./request.ts";

export { peeringTransitions } from "./lifecycle.ts";

export const peeringOperations: readonly Operation[] = [
  createVpcPeeringConnection,
  acceptVpcPeeringConnection,
  rejectVpcPeeringConnection,
  deleteVpcPeeringConnection,
  describeVpcPeeringConnections,
  modifyVpcPeeringConnectionOptions,
];
