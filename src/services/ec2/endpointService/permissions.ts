/** Who may connect to a service. @see https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html */
import type { AddedPrincipal, PrincipalType } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList, untag } from "../tag/resources.ts";
import { atMost1000 } from "./describe.ts";
import { endpointServices, type ServicePermission, servicePermissions } from "./resources.ts";

/** What kind of principal an ARN is of; nothing where it is none. */
function principalTypeOf(principal: string): PrincipalType | undefined {
  if (principal === "*") return "All";
  if (/^arn:aws[a-z-]*:iam::\d{12}:root$/.test(principal)) return "Account";
  if (/^arn:aws[a-z-]*:iam::\d{12}:user\/\S+$/.test(principal)) return "User";
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(principal)) return "Role";
  return undefined;
}

/**
 * Adds and removes; adding who is there already and removing who is not change nothing.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointServicePermissions.html
 */
export const modifyVpcEndpointServicePermissions = ec2("ModifyVpcEndpointServicePermissions", (input, ctx) => {
  const { account, region } = ctx;
  const { id: serviceId } = need(ctx, endpointServices, input.ServiceId);
  const present = new Map(
    ctx.by(servicePermissions, "serviceId", serviceId).map((permission) => [permission.principal, permission]),
  );
  for (const principal of input.RemoveAllowedPrincipals ?? []) {
    const permission = present.get(principal);
    if (!permission) continue;
    forgetPermission(ctx, permission);
    present.delete(principal);
  }
  const AddedPrincipals: AddedPrincipal[] = [];
  for (const principal of new Set(input.AddAllowedPrincipals)) {
    const principalType = principalTypeOf(principal);
    if (!principalType) return fail("InvalidPrincipal", `Invalid principal: '${principal}'`);
    if (present.has(principal)) continue;
    const id = ctx.newId("vpce-svc-perm");
    ctx.put(servicePermissions, { id, account, region, serviceId, principal, principalType });
    AddedPrincipals.push({
      PrincipalType: principalType,
      Principal: principal,
      ServicePermissionId: id,
      ServiceId: serviceId,
    });
  }
  return { AddedPrincipals, ReturnValue: true };
});

/** Takes a permission away, with its tags. */
export function forgetPermission(ctx: Context, { id }: ServicePermission): void {
  ctx.delete(servicePermissions, id);
  untag(ctx, id);
}

const filters: Filters<ServicePermission, never> = {
  principal: ({ principal }) => principal,
  "principal-type": ({ principalType }) => principalType,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServicePermissions.html */
export const describeVpcEndpointServicePermissions = ec2("DescribeVpcEndpointServicePermissions", (input, ctx) => {
  const { id } = need(ctx, endpointServices, input.ServiceId);
  const { rows, nextToken } = list(ctx, {
    resource: servicePermissions,
    filters,
    rows: ctx.by(servicePermissions, "serviceId", id),
    where: input.Filters,
    maxResults: atMost1000(input.MaxResults),
    nextToken: input.NextToken,
  });
  return {
    AllowedPrincipals: rows.map((permission) => ({
      PrincipalType: permission.principalType,
      Principal: permission.principal,
      ServicePermissionId: permission.id,
      Tags: tagList(ctx, permission.id),
      ServiceId: id,
    })),
    NextToken: nextToken,
  };
});
