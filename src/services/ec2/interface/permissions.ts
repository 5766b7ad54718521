/**
 * Permissions for another account to attach an interface or to put an Elastic IP on it.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterfacePermission.html
 */
import type { NetworkInterfacePermissionStateCode, NetworkInterfacePermission as Shape } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import type { Transition } from "../../../cloud/timers.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { refuseManaged } from "./refusals.ts";
import { type NetworkInterfacePermission, networkInterfacePermissions, networkInterfaces } from "./resources.ts";

/** From `pending` to `granted`, from `revoking` to gone. */
const CHANGE_MS = 50;
const CHANGED = "ec2.interface.permission";

/** One account at a time has a permission of a kind. */
export const createNetworkInterfacePermission = ec2("CreateNetworkInterfacePermission", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  refuseManaged(eni);
  const { Permission: permission, AwsAccountId: grantee = "" } = input;
  if (permission !== "INSTANCE-ATTACH" && permission !== "EIP-ASSOCIATE")
    return fail("InvalidParameterValue", `Value (${permission}) for parameter permission is invalid.`);
  if (input.AwsService !== undefined)
    fail("InvalidParameterValue", "Permissions for AWS services are not supported. Specify an AWS account.");
  if (!/^\d{12}$/.test(grantee))
    fail("InvalidParameterValue", `Value (${grantee}) for parameter awsAccountId is invalid.`);
  const rival = ctx
    .by(networkInterfacePermissions, "networkInterfaceId", eni.id)
    .find((one) => one.permission === permission);
  if (rival)
    fail(
      "InvalidParameterValue",
      `The permission ${permission} on the network interface ${eni.id} is granted to account ${rival.grantee} already.`,
    );
  const { account, region } = ctx;
  const row = ctx.put(networkInterfacePermissions, {
    id: ctx.newId("eni-perm"),
    account,
    region,
    networkInterfaceId: eni.id,
    grantee,
    permission,
    state: "pending",
  });
  ctx.later(CHANGE_MS, CHANGED, row.id);
  return { InterfacePermission: describe(row) };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInterfacePermission.html */
export const deleteNetworkInterfacePermission = ec2("DeleteNetworkInterfacePermission", (input, ctx) => {
  const row = need(ctx, networkInterfacePermissions, input.NetworkInterfacePermissionId);
  const attachment = ctx.get(networkInterfaces, row.networkInterfaceId)?.attachment;
  if (attachment?.instanceOwnerId === row.grantee && input.Force !== true)
    fail(
      "OperationNotPermitted",
      `The network interface ${row.networkInterfaceId} is attached to an instance of account ${row.grantee}.`,
    );
  ctx.put(networkInterfacePermissions, { ...row, state: "revoking" });
  ctx.later(CHANGE_MS, CHANGED, row.id);
  return { Return: true };
});

const changed: Transition = (ctx, id) => {
  const row = ctx.get(networkInterfacePermissions, id);
  if (row?.state === "pending") ctx.put(networkInterfacePermissions, { ...row, state: "granted" });
  if (row?.state === "revoking") ctx.delete(networkInterfacePermissions, id);
};

export const permissionTransitions: Readonly<Record<string, Transition>> = { [CHANGED]: changed };

const describe = (row: NetworkInterfacePermission): Shape => ({
  NetworkInterfacePermissionId: row.id,
  NetworkInterfaceId: row.networkInterfaceId,
  AwsAccountId: row.grantee,
  Permission: row.permission,
  // Upper case on the wire, where the SDK's type has it small; Terraform's provider waits for `GRANTED`.
  PermissionState: { State: row.state.toUpperCase() as NetworkInterfacePermissionStateCode },
});

const filters: Filters<NetworkInterfacePermission, never> = {
  "network-interface-permission.network-interface-permission-id": ({ id }) => id,
  "network-interface-permission.network-interface-id": ({ networkInterfaceId }) => networkInterfaceId,
  "network-interface-permission.aws-account-id": ({ grantee }) => grantee,
  "network-interface-permission.aws-service": () => undefined,
  "network-interface-permission.permission": ({ permission }) => permission,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfacePermissions.html */
export const describeNetworkInterfacePermissions = ec2("DescribeNetworkInterfacePermissions", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: networkInterfacePermissions,
    filters,
    ids: input.NetworkInterfacePermissionIds,
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [5, 255],
    idsName: "networkInterfacePermissionIds",
  });
  return { NetworkInterfacePermissions: rows.map(describe), NextToken: nextToken };
});
