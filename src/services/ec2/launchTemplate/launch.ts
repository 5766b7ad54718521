/**
 * A launch from a template: what the request says comes first, the template fills in the rest.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-instances-from-launch-template.html
 */
import type {
  LaunchTemplateSpecification,
  RequestLaunchTemplateData,
  RunInstancesRequest,
  TagSpecification,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { putTags, tagsOf } from "../tag/resources.ts";
import type { LaunchTemplateVersion } from "./resources.ts";
import { needTemplate, needVersion } from "./templates.ts";

/** The version that a request launches from: the template's default one where it names none. */
export function launchTemplateOf(
  ctx: Context,
  specification: LaunchTemplateSpecification | undefined,
): LaunchTemplateVersion | undefined {
  if (specification === undefined) return undefined;
  return needVersion(ctx, needTemplate(ctx, specification), specification.Version || "$Default");
}

/**
 * The request with what the template adds. A parameter of the request replaces the template's, but for three lists:
 * block devices and network interfaces are replaced one by one, by device, and tags by type and key.
 */
export function withTemplate(request: RunInstancesRequest, { data }: LaunchTemplateVersion): RunInstancesRequest {
  if (data.InstanceRequirements !== undefined && request.InstanceType === undefined)
    fail("InvalidParameterCombination", "InstanceRequirements of a launch template cannot be used with RunInstances.");
  const { RamDiskId, InstanceRequirements, ElasticGpuSpecifications, TagSpecifications, ...rest } = data;
  const given = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined && value !== ""));
  const merged = { ...rest, ...given } as RunInstancesRequest;
  const { BlockDeviceMappings, NetworkInterfaces } = data;
  return {
    ...merged,
    BlockDeviceMappings: byKey(BlockDeviceMappings, request.BlockDeviceMappings, ({ DeviceName }) => DeviceName),
    NetworkInterfaces: byKey(
      NetworkInterfaces,
      request.NetworkInterfaces,
      ({ DeviceIndex, NetworkCardIndex = 0 }) => `${NetworkCardIndex}/${DeviceIndex}`,
    ),
    TagSpecifications: mergedTags(TagSpecifications, request.TagSpecifications),
  };
}

function byKey<T>(
  ofTemplate: readonly T[] | undefined,
  ofRequest: readonly T[] | undefined,
  key: (one: T) => string | undefined,
): T[] | undefined {
  if (!ofTemplate?.length && !ofRequest?.length) return undefined;
  const merged = new Map((ofTemplate ?? []).map((one) => [key(one), one]));
  for (const one of ofRequest ?? []) merged.set(key(one), one);
  return [...merged.values()];
}

function mergedTags(
  ofTemplate: RequestLaunchTemplateData["TagSpecifications"],
  ofRequest: readonly TagSpecification[] | undefined,
): TagSpecification[] | undefined {
  if (!ofTemplate?.length) return ofRequest ? [...ofRequest] : undefined;
  const types = new Map<string, Map<string | undefined, string | undefined>>();
  for (const { ResourceType = "", Tags = [] } of [...ofTemplate, ...(ofRequest ?? [])]) {
    const tags = types.get(ResourceType) ?? new Map<string | undefined, string | undefined>();
    for (const { Key, Value } of Tags) tags.set(Key, Value);
    types.set(ResourceType, tags);
  }
  return [...types].map(([type, tags]) => ({
    ResourceType: type as NonNullable<TagSpecification["ResourceType"]>,
    Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
  }));
}

/** The tags by which AWS tells which template an instance comes from. */
export function tagFromTemplate(ctx: Context, instanceId: string, { templateId, number }: LaunchTemplateVersion): void {
  putTags(ctx, "instance", instanceId, {
    ...tagsOf(ctx, instanceId),
    "aws:ec2launchtemplate:id": templateId,
    "aws:ec2launchtemplate:version": String(number),
  });
}
