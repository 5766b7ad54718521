import type { Operation } from "../../../cloud/operation.ts";
import { associateRouteTable, disassociateRouteTable, replaceRouteTableAssociation } from "./associations.ts";
import { describeRouteTables } from "./describeRouteTables.ts";
import { createRoute, deleteRoute, replaceRoute } from "./routes.ts";
import { createRouteTable, deleteRouteTable } from "./tables.ts";

export const routingOperations: readonly Operation[] = [
  createRouteTable,
  deleteRouteTable,
  describeRouteTables,
  createRoute,
  replaceRoute,
  deleteRoute,
  associateRouteTable,
  disassociateRouteTable,
  replaceRouteTableAssociation,
];
