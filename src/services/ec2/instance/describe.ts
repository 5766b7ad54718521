/** Instances as the API shows them. */
import type { Instance as Answer, InstanceNetworkInterface } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { zoneIdOf } from "../geography/regions.ts";
import { describeNetworkInterface } from "../interface/describe.ts";
import { privateDnsName, resourceDnsName } from "../interface/dnsNames.ts";
import { type NetworkInterface, networkInterfaces } from "../interface/resources.ts";
import { groupIdentifiers } from "../securityGroup/groups.ts";
import { tagList } from "../tag/resources.ts";
import { volumes } from "../volume/resources.ts";
import { describeProfile } from "./profile.ts";
import type { Instance } from "./resources.ts";
import { describeState } from "./states.ts";
import { instanceType } from "./types.ts";

/** An instance's interfaces, the primary first. */
export const interfacesOf = (ctx: Context, instanceId: string): readonly NetworkInterface[] =>
  ctx
    .by(networkInterfaces, "instanceId", instanceId)
    .sort(
      (a, b) =>
        (a.attachment?.networkCardIndex ?? 0) - (b.attachment?.networkCardIndex ?? 0) ||
        (a.attachment?.deviceIndex ?? 0) - (b.attachment?.deviceIndex ?? 0),
    );

/** The name that the instance's own hostname follows; empty once it is terminated. */
export function privateNameOf(ctx: Context, instance: Instance, primary: NetworkInterface | undefined): string {
  if (!primary) return "";
  const address = primary.privateAddresses[0]?.address;
  return instance.privateDnsNameOptions.hostnameType === "resource-name" || address === undefined
    ? resourceDnsName(ctx, instance.id)
    : privateDnsName(ctx, address);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html */
export function describeInstance(ctx: Context, instance: Instance): Answer {
  const interfaces = interfacesOf(ctx, instance.id);
  const [primary] = interfaces;
  const shown = interfaces.map((eni) => describeNetworkInterface(ctx, eni));
  const type = instanceType(instance.instanceType);
  const windows = instance.platform === "windows";
  const { metadataOptions, privateDnsNameOptions } = instance;
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    State: describeState(instance.state),
    StateTransitionReason: instance.stateTransitionReason,
    StateReason: instance.stateReason && { Code: instance.stateReason.code, Message: instance.stateReason.message },
    InstanceType: instance.instanceType as Answer["InstanceType"],
    Architecture: instance.architecture,
    Platform: windows ? "Windows" : undefined,
    PlatformDetails: windows ? "Windows" : "Linux/UNIX",
    UsageOperation: windows ? "RunInstances:0002" : "RunInstances",
    UsageOperationUpdateTime: new Date(instance.launchTime),
    Hypervisor: "xen",
    VirtualizationType: "hvm",
    BootMode: instance.architecture === "arm64" ? "uefi" : undefined,
    CurrentInstanceBootMode: instance.architecture === "arm64" ? "uefi" : "legacy-bios",
    EnaSupport: type?.ena !== "unsupported",
    EbsOptimized: instance.ebsOptimized,
    LaunchTime: new Date(instance.launchTime),
    AmiLaunchIndex: instance.launchIndex,
    ClientToken: instance.clientToken ?? "",
    KeyName: instance.keyName,
    Placement: {
      AvailabilityZone: instance.availabilityZone,
      AvailabilityZoneId: zoneIdOf(instance.region, instance.availabilityZone),
      GroupName: instance.placementGroupName ?? "",
      PartitionNumber: instance.placementPartitionNumber,
      Tenancy: instance.tenancy as "default" | "dedicated" | "host",
    },
    Monitoring: { State: instance.monitoring ? "enabled" : "disabled" },
    VpcId: instance.vpcId || undefined,
    SubnetId: instance.subnetId || undefined,
    PrivateIpAddress: primary?.privateAddresses[0]?.address,
    PrivateDnsName: privateNameOf(ctx, instance, primary),
    PublicIpAddress: primary?.privateAddresses[0]?.publicIp,
    PublicDnsName: shown[0]?.PublicDnsName ?? "",
    Ipv6Address: primary?.ipv6Addresses[0]?.address,
    SourceDestCheck: primary?.sourceDestCheck,
    SecurityGroups: primary ? groupIdentifiers(ctx, primary.groupIds) : [],
    NetworkInterfaces: shown.map(
      ({ AvailabilityZone, AvailabilityZoneId, TagSet, RequesterId, RequesterManaged, ...eni }) =>
        eni as InstanceNetworkInterface,
    ),
    RootDeviceName: instance.rootDeviceName,
    RootDeviceType: "ebs",
    BlockDeviceMappings: ctx.by(volumes, "instanceId", instance.id).map((volume) => ({
      DeviceName: volume.attachment?.device,
      Ebs: {
        VolumeId: volume.id,
        Status: "attached",
        AttachTime: volume.attachment && new Date(volume.attachment.attachTime),
        DeleteOnTermination: volume.attachment?.deleteOnTermination,
      },
    })),
    IamInstanceProfile:
      instance.iamInstanceProfile === undefined ? undefined : describeProfile(ctx, instance.iamInstanceProfile),
    CpuOptions: instance.cpuOptions && {
      CoreCount: instance.cpuOptions.coreCount,
      ThreadsPerCore: instance.cpuOptions.threadsPerCore,
      AmdSevSnp: instance.cpuOptions.amdSevSnp,
    },
    CapacityReservationSpecification: { CapacityReservationPreference: "open" },
    HibernationOptions: { Configured: instance.hibernation },
    EnclaveOptions: { Enabled: instance.enclave },
    MaintenanceOptions: { AutoRecovery: instance.maintenanceAutoRecovery, RebootMigration: "default" },
    MetadataOptions: {
      State: "applied",
      HttpTokens: metadataOptions.httpTokens,
      HttpPutResponseHopLimit: metadataOptions.httpPutResponseHopLimit,
      HttpEndpoint: metadataOptions.httpEndpoint,
      HttpProtocolIpv6: metadataOptions.httpProtocolIpv6,
      InstanceMetadataTags: metadataOptions.instanceMetadataTags,
    },
    PrivateDnsNameOptions: {
      HostnameType: privateDnsNameOptions.hostnameType,
      EnableResourceNameDnsARecord: privateDnsNameOptions.enableResourceNameDnsARecord,
      EnableResourceNameDnsAAAARecord: privateDnsNameOptions.enableResourceNameDnsAaaaRecord,
    },
    NetworkPerformanceOptions: { BandwidthWeighting: "default" },
    Operator: { Managed: false },
    ProductCodes: [],
    Tags: tagList(ctx, instance.id),
  };
}
