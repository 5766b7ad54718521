/** EC2 as the cloud knows it: every area's operations and transitions, and what a region holds before the first call. */
import type { Service } from "../../cloud/operation.ts";
import { aclOperations } from "./acl/operations.ts";
import { geographyOperations } from "./geography/operations.ts";
import { instanceOperations } from "./instance/operations.ts";
import { interfaceOperations } from "./interface/operations.ts";
import { natOperations } from "./nat/operations.ts";
import { peeringOperations } from "./peering/operations.ts";
import { prefixListOperations } from "./prefixList/operations.ts";
import { routingOperations } from "./routing/operations.ts";
import { securityGroupOperations } from "./securityGroup/operations.ts";
import { tagOperations } from "./tag/operations.ts";
import { vpcOperations } from "./vpc/operations.ts";

export const ec2Service: Service = {
  name: "ec2",
  operations: [
    ...vpcOperations,
    ...routingOperations,
    ...aclOperations,
    ...securityGroupOperations,
    ...interfaceOperations,
    ...natOperations,
    ...prefixListOperations,
    ...peeringOperations,
    ...instanceOperations,
    ...tagOperations,
    ...geographyOperations,
  ],
};
