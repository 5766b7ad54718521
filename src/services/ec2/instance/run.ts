/** RunInstances. */
import type { RunInstancesRequest } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { needImage, rootedAs } from "../image/images.ts";
import type { Image } from "../image/resources.ts";
import { freeAddressCount } from "../interface/addresses.ts";
import { attach, checkInterfaceLimits } from "../interface/attach.ts";
import { createInterface } from "../interface/create.ts";
import { autoPublicAddress } from "../interface/elasticIps.ts";
import { launchTemplateOf, tagFromTemplate, withTemplate } from "../launchTemplate/launch.ts";
import { ec2 } from "../operation.ts";
import { type PlaceInGroup, placeInGroup } from "../placementGroup/launch.ts";
import { tagNew } from "../tag/resources.ts";
import { createVolumes } from "../volume/launch.ts";
import { vpcs } from "../vpc/resources.ts";
import { describeInstance } from "./describe.ts";
import { type LaunchNetwork, planNetwork } from "./launchNetwork.ts";
import { profileArn } from "./profile.ts";
import { type Instance, instances, keyPairs } from "./resources.ts";
import { START_MS, STARTED } from "./states.ts";
import { type InstanceTypeFacts, instanceType } from "./types.ts";
import { withinVcpus } from "./vcpuQuota.ts";

/** AWS's own default, which nobody means to get. */
const DEFAULT_TYPE = "m1.small";
const USER_DATA_BYTES = 16_384;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html */
export const runInstances = ec2("RunInstances", (request, ctx) => {
  const template = launchTemplateOf(ctx, request.LaunchTemplate);
  const input = withoutEmpty(template ? withTemplate(request, template) : request);
  refuseUnbuilt(input);
  const { MinCount: least = 1, MaxCount: most = 1 } = input;
  if (least < 1)
    fail("InvalidParameterValue", `Value (${least}) for parameter minCount is invalid. Expected at least 1.`);
  if (most < least)
    fail("InvalidParameterValue", `Value (${most}) for parameter maxCount is invalid. Expected at least minCount.`);
  if (input.ImageId === undefined) return fail("MissingParameter", "The request must contain the parameter ImageId");
  const image = rootedAs(needImage(ctx, input.ImageId), input.BlockDeviceMappings ?? []);
  const type = typeFor(input.InstanceType ?? DEFAULT_TYPE, image);
  if (input.KeyName !== undefined && ctx.by(keyPairs, "name", ctx.key(input.KeyName)).length === 0)
    fail("InvalidKeyPair.NotFound", `The key pair '${input.KeyName}' does not exist`);
  checkUserData(input.UserData);
  const network = planNetwork(ctx, input);
  const { availabilityZone: zone } = network.subnet;
  const count = withinVcpus(ctx, type, least, fitting(ctx, network, least, most));
  const place = placeInGroup(ctx, input.Placement, type, zone, { least, count });
  const reservationId = ctx.newId("r");
  const launched: Instance[] = [];
  for (let index = 0; index < place.count; index++)
    launched.push(launch(ctx, input, { image, type, network, reservationId, index, place }));
  if (template) for (const { id } of launched) tagFromTemplate(ctx, id, template);
  return {
    ReservationId: reservationId,
    OwnerId: ctx.account,
    Groups: [],
    Instances: launched.map((instance) => describeInstance(ctx, instance)),
  };
});

/** An empty text is one that was not given: Terraform sends `Placement.AvailabilityZone=` for a zone nobody chose. */
function withoutEmpty(input: RunInstancesRequest): RunInstancesRequest {
  const kept = <T extends object>(value: T): T =>
    Object.fromEntries(Object.entries(value).filter(([, text]) => text !== "")) as T;
  const { Placement, IamInstanceProfile, ...rest } = kept(input);
  return {
    ...rest,
    ...(Placement ? { Placement: kept(Placement) } : {}),
    ...(IamInstanceProfile ? { IamInstanceProfile: kept(IamInstanceProfile) } : {}),
  };
}

function refuseUnbuilt(input: RunInstancesRequest): void {
  const unbuilt: Readonly<Record<string, unknown>> = {
    "spot instances": input.InstanceMarketOptions,
    "dedicated hosts": input.Placement?.HostId ?? input.Placement?.HostResourceGroupArn,
    "capacity reservations": input.CapacityReservationSpecification?.CapacityReservationTarget,
    licenses: input.LicenseSpecifications?.length ? true : undefined,
    "secondary networks": input.SecondaryInterfaces?.length ? true : undefined,
  };
  for (const [what, given] of Object.entries(unbuilt))
    if (given !== undefined) fail("UnsupportedOperation", `Underlay does not build ${what} yet.`);
}

function typeFor(name: string, image: Image): InstanceTypeFacts {
  const type = instanceType(name);
  if (!type) return fail("InvalidParameterValue", `Invalid value '${name}' for InstanceType.`);
  if (image.registered && !type.architectures.includes(image.architecture))
    fail(
      "InvalidParameterValue",
      `The architecture '${type.architectures.join(",")}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
    );
  return type;
}

/** User data is base64 of at most 16 KB. */
export function checkUserData(text: string | undefined): void {
  if (text === undefined || text === "") return;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text))
    fail("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  if (Buffer.from(text, "base64").length > USER_DATA_BYTES)
    fail("InvalidParameterValue", `User data is limited to ${USER_DATA_BYTES} bytes`);
}

/** How many instances the subnet's free addresses hold, between the least and the most that were asked for. */
function fitting(ctx: Context, { interfaces }: LaunchNetwork, least: number, most: number): number {
  // Where no number between is as good, the launch finds out by itself; counting a large subnet is not free.
  if (least === most) return most;
  let count = most;
  const needed = new Map<string, number>();
  for (const { existing, request } of interfaces) {
    if (existing || request.subnet.cidr === undefined) continue;
    const secondaries =
      (request.secondaryPrivateIpCount ?? 0) + (request.privateIps ?? []).filter(({ primary }) => !primary).length;
    needed.set(request.subnet.id, (needed.get(request.subnet.id) ?? 0) + 1 + secondaries);
  }
  for (const { request } of interfaces) {
    const each = needed.get(request.subnet.id);
    if (each !== undefined) count = Math.min(count, Math.floor(freeAddressCount(ctx, request.subnet) / each));
  }
  if (count < least)
    fail(
      "InsufficientFreeAddressesInSubnet",
      "The specified subnet does not have enough free addresses to satisfy the request.",
    );
  return count;
}

interface Launch {
  readonly image: Image;
  readonly type: InstanceTypeFacts;
  readonly network: LaunchNetwork;
  readonly reservationId: string;
  readonly index: number;
  readonly place: PlaceInGroup;
}

function launch(
  ctx: Context,
  input: RunInstancesRequest,
  { image, type, network, reservationId, index, place }: Launch,
): Instance {
  const { subnet } = network;
  const now = ctx.now().toISOString();
  const id = ctx.newId("i");
  const architecture = image.registered ? image.architecture : (type.architectures.at(-1) ?? "x86_64");
  const instance: Instance = ctx.put(instances, {
    id,
    account: ctx.account,
    region: ctx.region,
    state: "pending",
    stateTransitionReason: "",
    stateReason: { code: "pending", message: "pending" },
    reservationId,
    launchIndex: index,
    imageId: image.id,
    rootDeviceName: image.rootDevice,
    architecture,
    platform: image.platform,
    instanceType: type.name,
    keyName: input.KeyName,
    clientToken: input.ClientToken,
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    availabilityZone: subnet.availabilityZone,
    tenancy: tenancyOf(ctx, input, subnet.vpcId),
    launchTime: now,
    disableApiTermination: input.DisableApiTermination ?? false,
    disableApiStop: input.DisableApiStop ?? false,
    instanceInitiatedShutdownBehavior: input.InstanceInitiatedShutdownBehavior ?? "stop",
    ebsOptimized: input.EbsOptimized ?? false,
    monitoring: input.Monitoring?.Enabled ?? false,
    userData: input.UserData,
    iamInstanceProfile: profileArn(ctx, input.IamInstanceProfile),
    placementGroupName: place.groupName,
    placementPartitionNumber: place.partitionOf(index),
    autoPublicIp: network.publicIp,
    rootVolumeId: createVolumes(ctx, id, image, subnet.availabilityZone, input),
    metadataOptions: {
      httpTokens: input.MetadataOptions?.HttpTokens ?? (image.imdsV2 ? "required" : "optional"),
      httpPutResponseHopLimit: hopLimit(input.MetadataOptions?.HttpPutResponseHopLimit) ?? (image.imdsV2 ? 2 : 1),
      httpEndpoint: input.MetadataOptions?.HttpEndpoint ?? "enabled",
      httpProtocolIpv6: input.MetadataOptions?.HttpProtocolIpv6 ?? "disabled",
      instanceMetadataTags: input.MetadataOptions?.InstanceMetadataTags ?? "disabled",
    },
    privateDnsNameOptions: {
      hostnameType: input.PrivateDnsNameOptions?.HostnameType ?? subnet.hostnameType,
      enableResourceNameDnsARecord:
        input.PrivateDnsNameOptions?.EnableResourceNameDnsARecord ?? subnet.resourceNameDnsARecord,
      enableResourceNameDnsAaaaRecord:
        input.PrivateDnsNameOptions?.EnableResourceNameDnsAAAARecord ?? subnet.resourceNameDnsAaaaRecord,
    },
    cpuOptions: {
      coreCount: input.CpuOptions?.CoreCount ?? type.cores,
      threadsPerCore: input.CpuOptions?.ThreadsPerCore ?? Math.max(1, Math.round(type.vcpus / type.cores)),
      amdSevSnp: input.CpuOptions?.AmdSevSnp,
    },
    creditSpecification: creditsOf(type, input.CreditSpecification?.CpuCredits),
    maintenanceAutoRecovery: input.MaintenanceOptions?.AutoRecovery ?? "default",
    hibernation: input.HibernationOptions?.Configured ?? false,
    enclave: input.EnclaveOptions?.Enabled ?? false,
    forgetAt: undefined,
  });
  tagNew(ctx, instances.type, id, input.TagSpecifications);
  for (const { existing, request, deviceIndex, networkCardIndex, deleteOnTermination } of network.interfaces) {
    const eni =
      existing ??
      createInterface(ctx, {
        ...request,
        publicIp: deviceIndex === 0 && network.publicIp ? autoPublicAddress(ctx) : undefined,
        tags: input.TagSpecifications,
      });
    checkInterfaceLimits(type.name, network.interfaces.length, eni);
    attach(ctx, eni, instance, { deviceIndex, networkCardIndex, deleteOnTermination, status: "attaching" });
  }
  ctx.later(START_MS, STARTED, id);
  return instance;
}

/** A VPC of dedicated tenancy makes its instances dedicated, whatever the request says. */
function tenancyOf(ctx: Context, input: RunInstancesRequest, vpcId: string): string {
  if (ctx.find(vpcs, vpcId)?.instanceTenancy === "dedicated") return "dedicated";
  return input.Placement?.Tenancy ?? "default";
}

/** 1 to 64 hops. */
export function hopLimit(value: number | undefined): number | undefined {
  if (value !== undefined && (value < 1 || value > 64))
    fail(
      "InvalidParameterValue",
      `Value (${value}) for parameter HttpPutResponseHopLimit is invalid. Expected 1 to 64.`,
    );
  return value;
}

/** Burstable types earn credits: T2 stops at them, later families go on and pay. */
export function creditsOf(type: InstanceTypeFacts, wanted: string | undefined): string | undefined {
  if (!type.burstable) return undefined;
  return wanted ?? (type.family === "t2" ? "standard" : "unlimited");
}
