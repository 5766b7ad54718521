/** DescribeInstanceAttribute, ModifyInstanceAttribute, ResetInstanceAttribute. */
import type { ModifyInstanceAttributeRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { checkInterfaceLimits } from "../interface/attach.ts";
import { type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { groupIdentifiers, needGroups } from "../securityGroup/groups.ts";
import { volumes } from "../volume/resources.ts";
import { interfacesOf } from "./describe.ts";
import { type Instance, instances } from "./resources.ts";
import { checkUserData, creditsOf } from "./run.ts";
import { instanceType } from "./types.ts";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html */
export const describeInstanceAttribute = ec2("DescribeInstanceAttribute", (input, ctx) => {
  const instance = need(ctx, instances, input.InstanceId);
  const [primary] = interfacesOf(ctx, instance.id);
  const InstanceId = instance.id;
  switch (input.Attribute) {
    case "instanceType":
      return { InstanceId, InstanceType: { Value: instance.instanceType } };
    case "kernel":
      return { InstanceId, KernelId: {} };
    case "ramdisk":
      return { InstanceId, RamdiskId: {} };
    case "userData":
      return { InstanceId, UserData: { Value: instance.userData } };
    case "disableApiTermination":
      return { InstanceId, DisableApiTermination: { Value: instance.disableApiTermination } };
    case "disableApiStop":
      return { InstanceId, DisableApiStop: { Value: instance.disableApiStop } };
    case "instanceInitiatedShutdownBehavior":
      return { InstanceId, InstanceInitiatedShutdownBehavior: { Value: instance.instanceInitiatedShutdownBehavior } };
    case "rootDeviceName":
      return { InstanceId, RootDeviceName: { Value: instance.rootDeviceName } };
    case "blockDeviceMapping":
      return {
        InstanceId,
        BlockDeviceMappings: ctx.by(volumes, "instanceId", instance.id).map(({ id, attachment }) => ({
          DeviceName: attachment?.device,
          Ebs: {
            VolumeId: id,
            Status: "attached" as const,
            DeleteOnTermination: attachment?.deleteOnTermination,
            AttachTime: attachment && new Date(attachment.attachTime),
          },
        })),
      };
    case "productCodes":
      return { InstanceId, ProductCodes: [] };
    case "sourceDestCheck":
      return { InstanceId, SourceDestCheck: { Value: primary?.sourceDestCheck } };
    case "groupSet":
      return { InstanceId, Groups: primary ? groupIdentifiers(ctx, primary.groupIds) : [] };
    case "ebsOptimized":
      return { InstanceId, EbsOptimized: { Value: instance.ebsOptimized } };
    case "sriovNetSupport":
      return { InstanceId, SriovNetSupport: { Value: "simple" } };
    case "enaSupport":
      return { InstanceId, EnaSupport: { Value: instanceType(instance.instanceType)?.ena !== "unsupported" } };
    case "enclaveOptions":
      return { InstanceId, EnclaveOptions: { Enabled: instance.enclave } };
    default:
      return fail(
        "InvalidParameterValue",
        `Value (${input.Attribute}) for parameter attribute is invalid. Unknown attribute.`,
      );
  }
});

type Change = Omit<ModifyInstanceAttributeRequest, "InstanceId" | "DryRun" | "Attribute" | "Value">;

/** `Attribute` with `Value`, the older way to say the same. */
function fromPair(attribute: string, value: string): Change {
  const yes = { Value: value === "true" };
  switch (attribute) {
    case "instanceType":
      return { InstanceType: { Value: value } };
    case "userData":
      return { UserData: { Value: Buffer.from(value, "base64") } };
    case "disableApiTermination":
      return { DisableApiTermination: yes };
    case "disableApiStop":
      return { DisableApiStop: yes };
    case "instanceInitiatedShutdownBehavior":
      return { InstanceInitiatedShutdownBehavior: { Value: value } };
    case "sourceDestCheck":
      return { SourceDestCheck: yes };
    case "ebsOptimized":
      return { EbsOptimized: yes };
    case "enaSupport":
      return { EnaSupport: yes };
    case "sriovNetSupport":
      return { SriovNetSupport: { Value: value } };
    default:
      return fail(
        "InvalidParameterValue",
        `Value (${attribute}) for parameter attribute is invalid. Unknown attribute.`,
      );
  }
}

/**
 * One attribute at a time.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
 */
export const modifyInstanceAttribute = ec2("ModifyInstanceAttribute", (input, ctx) => {
  const instance = need(ctx, instances, input.InstanceId);
  const { InstanceId, DryRun, Attribute, Value, ...named } = input;
  const change: Change = {
    ...named,
    ...(Attribute !== undefined && Value !== undefined ? fromPair(Attribute, Value) : {}),
  };
  const given = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : name));
  if (given.length === 0) fail("InvalidParameterCombination", "No attributes specified.");
  if (given.length > 1)
    fail("InvalidParameterCombination", `Fields for multiple attribute types specified: ${given.join(", ")}`);
  if (instance.state === "terminated" || instance.state === "shutting-down")
    fail("IncorrectInstanceState", `The instance '${instance.id}' is not in a valid state for this operation.`);
  if (change.SourceDestCheck) {
    const eni = onlyInterface(ctx, instance);
    ctx.put(networkInterfaces, { ...eni, sourceDestCheck: change.SourceDestCheck.Value ?? eni.sourceDestCheck });
  } else if (change.Groups) {
    const eni = onlyInterface(ctx, instance);
    const groups = needGroups(ctx, eni.vpcId, [...new Set(change.Groups)]);
    ctx.put(networkInterfaces, { ...eni, groupIds: groups.map(({ id }) => id) });
  } else if (change.BlockDeviceMappings) changeVolumes(ctx, instance, change.BlockDeviceMappings);
  else ctx.put(instances, changed(ctx, instance, change));
  return {};
});

function onlyInterface(ctx: Context, instance: Instance): NetworkInterface {
  const [primary, ...others] = interfacesOf(ctx, instance.id);
  if (!primary || others.length > 0)
    return fail(
      "InvalidInstanceID",
      `There are multiple interfaces attached to instance '${instance.id}'. Please specify an interface ID for the operation instead.`,
    );
  return primary;
}

function changeVolumes(
  ctx: Context,
  instance: Instance,
  mappings: NonNullable<ModifyInstanceAttributeRequest["BlockDeviceMappings"]>,
): void {
  for (const { DeviceName, Ebs } of mappings) {
    const volume = ctx
      .by(volumes, "instanceId", instance.id)
      .find(({ attachment }) => attachment?.device === DeviceName);
    if (!volume?.attachment) fail("InvalidInstanceAttributeValue", `No device is currently mapped at ${DeviceName}`);
    const deleteOnTermination = Ebs?.DeleteOnTermination ?? volume.attachment.deleteOnTermination;
    ctx.put(volumes, { ...volume, attachment: { ...volume.attachment, deleteOnTermination } });
  }
}

function changed(ctx: Context, instance: Instance, change: Change): Instance {
  if (change.DisableApiTermination)
    return { ...instance, disableApiTermination: change.DisableApiTermination.Value ?? false };
  if (change.DisableApiStop) return { ...instance, disableApiStop: change.DisableApiStop.Value ?? false };
  if (change.InstanceInitiatedShutdownBehavior) {
    const behaviour = change.InstanceInitiatedShutdownBehavior.Value;
    if (behaviour !== "stop" && behaviour !== "terminate")
      return fail(
        "InvalidParameterValue",
        `Value (${behaviour}) for parameter value is invalid. Must be 'stop' or 'terminate'.`,
      );
    return { ...instance, instanceInitiatedShutdownBehavior: behaviour };
  }
  if (instance.state !== "stopped")
    fail("IncorrectInstanceState", `The instance '${instance.id}' is not in the 'stopped' state.`);
  if (change.UserData) {
    const text = Buffer.from(change.UserData.Value ?? []).toString("base64");
    checkUserData(text);
    return { ...instance, userData: text === "" ? undefined : text };
  }
  if (change.EbsOptimized) return { ...instance, ebsOptimized: change.EbsOptimized.Value ?? false };
  if (change.InstanceType) return ofType(ctx, instance, change.InstanceType.Value ?? "");
  if (change.EnaSupport || change.SriovNetSupport) return instance;
  return fail("UnsupportedOperation", "Underlay does not build kernels and RAM disks of instances.");
}

/** Another type for a stopped instance: of the same architecture, and with room for its interfaces. */
function ofType(ctx: Context, instance: Instance, name: string): Instance {
  const type = instanceType(name);
  if (!type) return fail("InvalidInstanceAttributeValue", `Invalid value '${name}' for InstanceType.`);
  if (!type.architectures.includes(instance.architecture))
    fail(
      "InvalidInstanceAttributeValue",
      `The architecture '${type.architectures.join(",")}' of the specified instance type does not match the architecture '${instance.architecture}' of the instance.`,
    );
  const interfaces = interfacesOf(ctx, instance.id);
  for (const eni of interfaces) checkInterfaceLimits(name, interfaces.length, eni);
  return {
    ...instance,
    instanceType: name,
    creditSpecification: creditsOf(type, undefined),
    cpuOptions: { coreCount: type.cores, threadsPerCore: Math.max(1, Math.round(type.vcpus / type.cores)) },
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetInstanceAttribute.html */
export const resetInstanceAttribute = ec2("ResetInstanceAttribute", (input, ctx) => {
  const instance = need(ctx, instances, input.InstanceId);
  if (input.Attribute === "kernel" || input.Attribute === "ramdisk") {
    if (instance.state !== "stopped")
      fail("IncorrectInstanceState", `The instance '${instance.id}' is not in the 'stopped' state.`);
    return {};
  }
  if (input.Attribute !== "sourceDestCheck")
    fail("InvalidParameterValue", `Value (${input.Attribute}) for parameter attribute is invalid. Unknown attribute.`);
  ctx.put(networkInterfaces, { ...onlyInterface(ctx, instance), sourceDestCheck: true });
  return {};
});
