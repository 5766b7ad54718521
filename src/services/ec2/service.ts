/** EC2 as the cloud knows it: every area's operations and transitions, and what a region holds before the first call. */
import type { Service } from "../../cloud/operation.ts";
import { aclOperations } from "./acl/operations.ts";
import { blockPublicAccessOperations, blockPublicAccessTransitions } from "./blockPublicAccess/operations.ts";
import { cidrReservationOperations } from "./cidrReservation/operations.ts";
import { clientVpnOperations, clientVpnTransitions } from "./clientVpn/operations.ts";
import { endpointServiceOperations, endpointServiceTransitions } from "./endpointService/operations.ts";
import { ec2Compiler } from "./fabric/compiler.ts";
import { flowLogOperations } from "./flowLog/operations.ts";
import { geographyOperations } from "./geography/operations.ts";
import { instanceOperations, instanceTransitions } from "./instance/operations.ts";
import { instanceConnectOperations, instanceConnectTransitions } from "./instanceConnect/operations.ts";
import { interfaceOperations, interfaceTransitions } from "./interface/operations.ts";
import { launchTemplateOperations } from "./launchTemplate/operations.ts";
import { natOperations, natTransitions } from "./nat/operations.ts";
import { networkInsightsOperations, networkInsightsTransitions } from "./networkInsights/operations.ts";
import { outline } from "./outline.ts";
import { peeringOperations, peeringTransitions } from "./peering/operations.ts";
import { placementGroupOperations } from "./placementGroup/operations.ts";
import { prefixListOperations, prefixListTransitions } from "./prefixList/operations.ts";
import { routingOperations } from "./routing/operations.ts";
import { securityGroupOperations, securityGroupTransitions } from "./securityGroup/operations.ts";
import { locate } from "./selector.ts";
import { tagOperations } from "./tag/operations.ts";
import { transitGatewayOperations, transitGatewayTransitions } from "./transitGateway/operations.ts";
import { volumeOperations } from "./volume/operations.ts";
import { openRegion } from "./vpc/defaultVpc.ts";
import { vpcOperations, vpcTransitions } from "./vpc/operations.ts";
import { vpcEndpointOperations, vpcEndpointTransitions } from "./vpcEndpoint/operations.ts";
import { vpnOperations, vpnTransitions } from "./vpn/operations.ts";
import { wording } from "./wording.ts";

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
    ...volumeOperations,
    ...tagOperations,
    ...vpcEndpointOperations,
    ...endpointServiceOperations,
    ...instanceConnectOperations,
    ...transitGatewayOperations,
    ...vpnOperations,
    ...flowLogOperations,
    ...blockPublicAccessOperations,
    ...cidrReservationOperations,
    ...placementGroupOperations,
    ...launchTemplateOperations,
    ...clientVpnOperations,
    ...networkInsightsOperations,
    ...geographyOperations,
  ],
  transitions: {
    ...vpcTransitions,
    ...peeringTransitions,
    ...securityGroupTransitions,
    ...interfaceTransitions,
    ...instanceTransitions,
    ...natTransitions,
    ...prefixListTransitions,
    ...clientVpnTransitions,
    ...blockPublicAccessTransitions,
    ...transitGatewayTransitions,
    ...vpnTransitions,
    ...vpcEndpointTransitions,
    ...endpointServiceTransitions,
    ...instanceConnectTransitions,
    ...networkInsightsTransitions,
  },
  open: openRegion,
  compiler: ec2Compiler,
  locate,
  wording,
  outline,
};
