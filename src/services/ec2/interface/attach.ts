/** AttachNetworkInterface and DetachNetworkInterface. */
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { AT_ONCE, type Transition } from "../../../cloud/timers.ts";
import { type Instance, instances } from "../instance/resources.ts";
import { instanceType } from "../instance/types.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { refuseManaged } from "./refusals.ts";
import { type Attachment, elasticIps, type NetworkInterface, networkInterfaces } from "./resources.ts";

/** From `attaching` to `attached`, from `detaching` to gone. AWS takes seconds. */
const ATTACHMENT_MS = AT_ONCE;
const ATTACHED = "ec2.interface.attached";
const DETACHED = "ec2.interface.detached";

/**
 * How long an attachment that came off is still found by its id. Terraform's provider waits to see `detached` there,
 * and takes minutes to believe its absence.
 */
const DETACHED_MEMORY_MS = 60_000;
const FORGOTTEN = "ec2.interface.detached-forgotten";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachNetworkInterface.html */
export const attachNetworkInterface = ec2("AttachNetworkInterface", (input, ctx) => {
  const eni = need(ctx, networkInterfaces, input.NetworkInterfaceId);
  const instance = need(ctx, instances, input.InstanceId);
  if (input.DeviceIndex === undefined)
    return fail("MissingParameter", "The request must contain the parameter deviceIndex");
  refuseManaged(eni);
  refuseInUse(eni);
  if (instance.state !== "running" && instance.state !== "stopped")
    fail("IncorrectInstanceState", `Instance '${instance.id}' is not 'running' or 'stopped'.`);
  if (instance.availabilityZone !== eni.availabilityZone)
    fail(
      "InvalidParameterCombination",
      "You may not attach a network interface to an instance if they are not in the same availability zone",
    );
  const card = input.NetworkCardIndex ?? 0;
  checkDevice(ctx, instance, input.DeviceIndex, card);
  checkInterfaceLimits(instance.instanceType, ctx.by(networkInterfaces, "instanceId", instance.id).length + 1, eni);
  const attached = attach(ctx, eni, instance, {
    deviceIndex: input.DeviceIndex,
    networkCardIndex: card,
    deleteOnTermination: false,
    status: "attaching",
  });
  return { AttachmentId: attached.id, NetworkCardIndex: card };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (InvalidNetworkInterface.InUse) */
export function refuseInUse(eni: NetworkInterface): void {
  if (eni.attachment) fail("InvalidNetworkInterface.InUse", `Interface: [${eni.id}] in use.`);
}

function checkDevice(ctx: Context, instance: Instance, deviceIndex: number, networkCardIndex: number): void {
  const cards = instanceType(instance.instanceType)?.networkCards ?? 1;
  if (deviceIndex < 0) fail("InvalidParameterValue", `Value (${deviceIndex}) for parameter deviceIndex is invalid.`);
  if (networkCardIndex < 0 || networkCardIndex >= cards)
    fail(
      "InvalidParameterValue",
      `Network card index ${networkCardIndex} exceeds the limit for ${instance.instanceType}.`,
    );
  for (const { attachment } of ctx.by(networkInterfaces, "instanceId", instance.id))
    if (attachment?.deviceIndex === deviceIndex && attachment.networkCardIndex === networkCardIndex)
      fail(
        "InvalidParameterValue",
        `Instance '${instance.id}' already has an interface attached at device index '${deviceIndex}'.`,
      );
}

/**
 * What an instance type holds: so many interfaces, so many addresses on each.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 */
export function checkInterfaceLimits(
  type: string,
  interfaces: number,
  eni: Pick<NetworkInterface, "privateAddresses" | "ipv6Addresses" | "ipv4Prefixes" | "ipv6Prefixes">,
): void {
  const limits = instanceType(type);
  if (!limits) return;
  if (interfaces > limits.interfaces)
    fail("AttachmentLimitExceeded", `Interface count ${interfaces} exceeds the limit for ${type}`);
  // A prefix takes the place of one address.
  if (eni.privateAddresses.length + (eni.ipv4Prefixes?.length ?? 0) > limits.ipv4PerInterface)
    fail("PrivateIpAddressLimitExceeded", `Number of private addresses will exceed limit.`);
  if (eni.ipv6Addresses.length + (eni.ipv6Prefixes?.length ?? 0) > limits.ipv6PerInterface)
    fail("PrivateIpAddressLimitExceeded", `Number of IPv6 addresses will exceed limit.`);
}

/** Puts an interface on an instance; its Elastic IPs then name the instance too. */
export function attach(
  ctx: Context,
  eni: NetworkInterface,
  instance: { readonly id: string; readonly account: string },
  how: Pick<Attachment, "deviceIndex" | "networkCardIndex" | "deleteOnTermination" | "status">,
): Attachment {
  const attachment: Attachment = {
    ...how,
    id: ctx.newId("eni-attach"),
    instanceId: instance.id,
    instanceOwnerId: instance.account,
    attachTime: ctx.now().toISOString(),
  };
  ctx.put(networkInterfaces, { ...eni, status: "in-use", attachment, detached: undefined });
  nameInstance(ctx, eni.id, instance.id);
  if (how.status === "attaching") ctx.later(ATTACHMENT_MS, ATTACHED, eni.id);
  return attachment;
}

/** Takes an interface off its instance at once: it is `available`, and keeps its addresses and Elastic IPs. */
export function detach(ctx: Context, eni: NetworkInterface): NetworkInterface {
  nameInstance(ctx, eni.id, undefined);
  ctx.later(DETACHED_MEMORY_MS, FORGOTTEN, eni.id);
  return ctx.put(networkInterfaces, {
    ...eni,
    status: "available",
    attachment: undefined,
    detached: eni.attachment && { ...eni.attachment, status: "detached" },
  });
}

function nameInstance(ctx: Context, eniId: string, instanceId: string | undefined): void {
  for (const eip of ctx.by(elasticIps, "networkInterfaceId", eniId)) ctx.put(elasticIps, { ...eip, instanceId });
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachNetworkInterface.html */
export const detachNetworkInterface = ec2("DetachNetworkInterface", (input, ctx) => {
  const id = input.AttachmentId ?? "";
  const [eni] = ctx.by(networkInterfaces, "attachmentId", id).filter(({ account }) => account === ctx.account);
  const attachment = eni?.attachment;
  if (!eni || attachment?.id !== id || eni.region !== ctx.region)
    return fail("InvalidAttachmentID.NotFound", `The networkInterface attachment ID '${id}' does not exist`);
  if (eni.requesterManaged || attachment.instanceId === undefined)
    fail("OperationNotPermitted", `You are not allowed to manage 'ela-attach' attachments.`);
  if (attachment.deviceIndex === 0)
    fail("OperationNotPermitted", "The network interface at device index 0 cannot be detached.");
  if (input.Force === true) {
    detach(ctx, eni);
    return {};
  }
  if (attachment.status === "detaching") fail("IncorrectState", `The attachment '${id}' is already being detached.`);
  ctx.put(networkInterfaces, { ...eni, attachment: { ...attachment, status: "detaching" } });
  ctx.later(ATTACHMENT_MS, DETACHED, eni.id);
  return {};
});

const attached: Transition = (ctx, id) => {
  const eni = ctx.get(networkInterfaces, id);
  if (eni?.attachment?.status === "attaching")
    ctx.put(networkInterfaces, { ...eni, attachment: { ...eni.attachment, status: "attached" } });
};

const detached: Transition = (ctx, id) => {
  const eni = ctx.get(networkInterfaces, id);
  if (eni?.attachment?.status === "detaching") detach(ctx, eni);
};

const forgotten: Transition = (ctx, id) => {
  const eni = ctx.get(networkInterfaces, id);
  if (eni?.detached) ctx.put(networkInterfaces, { ...eni, detached: undefined });
};

export const attachTransitions: Readonly<Record<string, Transition>> = {
  [ATTACHED]: attached,
  [DETACHED]: detached,
  [FORGOTTEN]: forgotten,
};
