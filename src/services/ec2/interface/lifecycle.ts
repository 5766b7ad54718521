/** CreateNetworkInterface, DeleteNetworkInterface, DescribeNetworkInterfaces. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { lasting } from "../../../cloud/lasting.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { needUsableSubnet } from "../vpc/sharing.ts";
import { connectionTrackingOf } from "./connectionTracking.ts";
import { createInterface, removeInterface } from "./create.ts";
import { describeAttachment, describeNetworkInterface } from "./describe.ts";
import { interfaceFilters } from "./filters.ts";
import { prefixRequest } from "./prefixes.ts";
import { refuseManaged } from "./refusals.ts";
import { networkInterfaces } from "./resources.ts";

/** From `pending` to `available`. AWS takes about a second. */
const CREATION_MS = AT_ONCE;
const CREATED = "ec2.interface.created";

const REQUESTABLE_TYPES: readonly string[] = ["interface", "efa", "efa-only", "branch", "trunk"];

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html */
export const createNetworkInterface = ec2("CreateNetworkInterface", (input, ctx) => {
  const subnet = needUsableSubnet(ctx, input.SubnetId);
  if (input.InterfaceType !== undefined && !REQUESTABLE_TYPES.includes(input.InterfaceType))
    fail("InvalidParameterValue", `Value (${input.InterfaceType}) for parameter interfaceType is invalid.`);
  const eni = createInterface(ctx, {
    subnet,
    groupIds: input.Groups?.length ? input.Groups : undefined,
    description: input.Description,
    privateIp: input.PrivateIpAddress,
    secondaryPrivateIpCount: input.SecondaryPrivateIpAddressCount,
    privateIps: input.PrivateIpAddresses?.map((one) => ({ address: one.PrivateIpAddress, primary: one.Primary })),
    ipv6Count: input.Ipv6AddressCount,
    ipv6Addresses: input.Ipv6Addresses?.flatMap(({ Ipv6Address }) => Ipv6Address ?? []),
    primaryIpv6: input.EnablePrimaryIpv6,
    ...prefixRequest(input),
    interfaceType: input.InterfaceType,
    requesterId: ctx.account,
    status: "pending",
    connectionTracking: connectionTrackingOf(input.ConnectionTrackingSpecification),
    tags: input.TagSpecifications,
  });
  ctx.later(CREATION_MS, CREATED, eni.id);
  return { NetworkInterface: describeNetworkInterface(ctx, eni), ClientToken: input.ClientToken };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInterface.html */
export const deleteNetworkInterface = ec2("DeleteNetworkInterface", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  if (eni.attachment) fail("InvalidParameterValue", `Network interface '${eni.id}' is currently in use.`);
  refuseManaged(eni);
  removeInterface(ctx, eni);
  return {};
});

const describeAll = lasting(describeNetworkInterface);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html */
export const describeNetworkInterfaces = ec2("DescribeNetworkInterfaces", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: networkInterfaces,
    filters: interfaceFilters,
    ids: input.NetworkInterfaceIds,
    idsName: "networkInterfaceIds",
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  const byAttachment = input.Filters?.some(({ Name }) => Name === "attachment.attachment-id");
  const shown = describeAll(ctx, rows);
  if (!byAttachment) return { NetworkInterfaces: shown, NextToken: nextToken };
  return {
    NetworkInterfaces: rows.map(({ detached }, i) =>
      detached ? { ...shown[i], Attachment: describeAttachment(detached) } : { ...shown[i] },
    ),
    NextToken: nextToken,
  };
});

const created: Transition = (ctx: Context, id) => {
  const eni = ctx.get(networkInterfaces, id);
  if (eni?.status === "pending") ctx.put(networkInterfaces, { ...eni, status: "available" });
};

export const lifecycleTransitions: Readonly<Record<string, Transition>> = { [CREATED]: created };
