/**
 * Roles that AWS's services make for themselves. A deletion is a task, done at once here.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
import type { DeletionTaskStatusType } from "@aws-sdk/client-iam";
import { fail } from "../../cloud/error.ts";
import { uuidOf } from "../../cloud/keys.ts";
import { findEntity, globalArn, missing, needEntity, ROLE } from "./entities.ts";
import { iam } from "./operation.ts";
import { roles } from "./resources.ts";
import { describeRole, putRole } from "./roles.ts";
import { checkLength } from "./validation.ts";

/** What the roles are called behind `AWSServiceRoleFor`, where it is not the service's name with a capital. */
const NAMES: Readonly<Record<string, string>> = {
  "autoscaling.amazonaws.com": "AutoScaling",
  "ecs.amazonaws.com": "ECS",
  "eks.amazonaws.com": "AmazonEKS",
  "eks-nodegroup.amazonaws.com": "AmazonEKSNodegroup",
  "elasticache.amazonaws.com": "ElastiCache",
  "elasticloadbalancing.amazonaws.com": "ElasticLoadBalancing",
  "es.amazonaws.com": "AmazonElasticsearchService",
  "globalaccelerator.amazonaws.com": "GlobalAccelerator",
  "ipam.amazonaws.com": "IPAM",
  "network-firewall.amazonaws.com": "NetworkFirewall",
  "networkmanager.amazonaws.com": "NetworkManager",
  "opensearchservice.amazonaws.com": "AmazonOpenSearchService",
  "organizations.amazonaws.com": "Organizations",
  "ram.amazonaws.com": "ResourceAccessManager",
  "rds.amazonaws.com": "RDS",
  "spot.amazonaws.com": "EC2Spot",
  "spotfleet.amazonaws.com": "EC2SpotFleet",
  "ssm.amazonaws.com": "AmazonSSM",
  "transitgateway.amazonaws.com": "VPCTransitGateway",
  "vpc-lattice.amazonaws.com": "VpcLattice",
  "clientvpn.amazonaws.com": "ClientVPN",
  "route53resolver.amazonaws.com": "Route53Resolver",
  "ec2fleet.amazonaws.com": "EC2Fleet",
  "batch.amazonaws.com": "Batch",
};

function nameOf(service: string, suffix: string | undefined): string {
  const first = service.split(".")[0] ?? "";
  const name =
    NAMES[service] ?? first.replace(/(^|-)([a-z])/g, (_, _dash: string, letter: string) => letter.toUpperCase());
  return `AWSServiceRoleFor${name}${suffix === undefined ? "" : `_${suffix}`}`;
}

export const createServiceLinkedRole = iam("CreateServiceLinkedRole", (input, ctx) => {
  const { AWSServiceName: service = "", CustomSuffix: suffix, Description: description } = input;
  if (!/^[\w+=,.@-]{1,128}$/.test(service) || !/\.amazonaws\.com(\.cn)?$/.test(service))
    fail("InvalidInput", `Service name ${service} is not valid. Check that the service supports service-linked roles.`);
  checkLength(description, "description", 1000);
  const name = nameOf(service, suffix);
  if (findEntity(ctx, ROLE, name))
    fail("InvalidInput", `Service role name ${name} has been taken in this account, please try a different suffix.`);
  const trustPolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { Service: [service] } }],
  });
  const path = `/aws-service-role/${service}/`;
  return { Role: describeRole(putRole(ctx, { name, path, trustPolicy, description, linkedTo: service })) };
});

export const deleteServiceLinkedRole = iam("DeleteServiceLinkedRole", ({ RoleName }, ctx) => {
  const role = needEntity(ctx, ROLE, RoleName);
  if (role.linkedTo === undefined) missing("role", role.name);
  ctx.delete(roles, role.id);
  return { DeletionTaskId: `task${role.path}${role.name}/${uuidOf(ctx.random)}` };
});

/** A task's id names its service and role; the role is gone as soon as the task has its id. */
export const getServiceLinkedRoleDeletionStatus = iam(
  "GetServiceLinkedRoleDeletionStatus",
  ({ DeletionTaskId = "" }, ctx) => {
    const role = /^task(\/aws-service-role\/[^/]+\/[^/]+)\/[0-9a-f-]{36}$/.exec(DeletionTaskId)?.[1];
    if (role === undefined) return fail("InvalidInput", `Invalid deletion task ID '${DeletionTaskId.slice(0, 200)}'.`);
    const gone = !ctx.all(roles).some(({ arn }) => arn === globalArn(ctx, `role${role}`));
    const status: DeletionTaskStatusType = gone ? "SUCCEEDED" : "FAILED";
    return { Status: status };
  },
);
