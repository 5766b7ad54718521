/** DeleteVpc. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { deleteDefaultNetworkAcl } from "../acl/defaultAcl.ts";
import { networkAcls } from "../acl/resources.ts";
import { networkInterfaces } from "../interface/resources.ts";
import { natGateways } from "../nat/resources.ts";
import { ec2 } from "../operation.ts";
import { vpcPeeringConnections } from "../peering/resources.ts";
import { need } from "../resource.ts";
import { routeTables } from "../routing/resources.ts";
import { deleteVpcRouteTables } from "../routing/routeTables.ts";
import { removeVpcAssociations } from "../securityGroup/associations.ts";
import { defaultGroupOf, deleteDefaultSecurityGroup } from "../securityGroup/defaultGroup.ts";
import { securityGroups } from "../securityGroup/resources.ts";
import { untag } from "../tag/resources.ts";
import { vpcEndpoints } from "../vpcEndpoint/resources.ts";
import { vpnGateways } from "../vpn/resources.ts";
import { carrierGateways, egressOnlyInternetGateways, internetGateways, subnets, vpcs } from "./resources.ts";

/** Whether anything but what every VPC brings is in the VPC, or joins it to another. */
function hasDependencies(ctx: Context, vpcId: string): boolean {
  const defaultGroup = defaultGroupOf(ctx, vpcId).id;
  return (
    ctx.by(subnets, "vpcId", vpcId).length > 0 ||
    ctx.by(internetGateways, "vpcId", vpcId).length > 0 ||
    ctx.by(egressOnlyInternetGateways, "vpcId", vpcId).length > 0 ||
    ctx.by(carrierGateways, "vpcId", vpcId).length > 0 ||
    ctx.by(vpnGateways, "vpcId", vpcId).length > 0 ||
    ctx.by(networkInterfaces, "vpcId", vpcId).length > 0 ||
    ctx.by(natGateways, "vpcId", vpcId).some(({ state }) => state !== "deleted" && state !== "failed") ||
    ctx.by(vpcEndpoints, "vpcId", vpcId).length > 0 ||
    ctx.by(networkAcls, "vpcId", vpcId).some(({ isDefault }) => !isDefault) ||
    ctx.by(securityGroups, "vpcId", vpcId).some(({ id }) => id !== defaultGroup) ||
    ctx.by(routeTables, "vpcId", vpcId).some(({ associations }) => !associations.some(({ main }) => main)) ||
    // A request that the other side has not been granted yet holds nobody's VPC but its own.
    ctx
      .by(vpcPeeringConnections, "vpcId", vpcId)
      .some(
        ({ status, requester }) =>
          status === "active" ||
          status === "provisioning" ||
          ((status === "pending-acceptance" || status === "initiating-request") && requester.vpcId === vpcId),
      )
  );
}

export const deleteVpc = ec2("DeleteVpc", ({ VpcId }, ctx) => {
  const { id } = need(ctx, vpcs, VpcId);
  if (hasDependencies(ctx, id)) fail("DependencyViolation", `The vpc '${id}' has dependencies and cannot be deleted.`);
  deleteVpcRouteTables(ctx, id);
  deleteDefaultNetworkAcl(ctx, id);
  deleteDefaultSecurityGroup(ctx, id);
  removeVpcAssociations(ctx, id);
  untag(ctx, id);
  ctx.delete(vpcs, id);
  return {};
});
