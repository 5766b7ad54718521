/**
 * GetLaunchTemplateData: an instance's own settings, as a launch template would have them.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetLaunchTemplateData.html
 */
import type { _InstanceType as InstanceType } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { interfacesOf } from "../instance/describe.ts";
import { type Instance, instances } from "../instance/resources.ts";
import { ec2 } from "../operation.ts";
import { need } from "../resource.ts";
import { tagList } from "../tag/resources.ts";
import { volumes } from "../volume/resources.ts";
import { mappedPerformance } from "../volume/shape.ts";

export const getLaunchTemplateData = ec2("GetLaunchTemplateData", ({ InstanceId }, ctx) => {
  const instance = need(ctx, instances, InstanceId);
  const tags = tagList(ctx, instance.id).filter(({ Key }) => !Key.startsWith("aws:"));
  return {
    LaunchTemplateData: {
      ImageId: instance.imageId,
      InstanceType: instance.instanceType as InstanceType,
      KeyName: instance.keyName,
      UserData: instance.userData,
      EbsOptimized: instance.ebsOptimized,
      IamInstanceProfile: instance.iamInstanceProfile === undefined ? undefined : { Arn: instance.iamInstanceProfile },
      Monitoring: { Enabled: instance.monitoring },
      Placement: {
        AvailabilityZone: instance.availabilityZone,
        GroupName: instance.placementGroupName ?? "",
        PartitionNumber: instance.placementPartitionNumber,
        Tenancy: instance.tenancy as "default",
      },
      DisableApiTermination: instance.disableApiTermination,
      DisableApiStop: instance.disableApiStop,
      InstanceInitiatedShutdownBehavior: instance.instanceInitiatedShutdownBehavior,
      CreditSpecification:
        instance.creditSpecification === undefined ? undefined : { CpuCredits: instance.creditSpecification },
      CpuOptions: instance.cpuOptions && {
        CoreCount: instance.cpuOptions.coreCount,
        ThreadsPerCore: instance.cpuOptions.threadsPerCore,
        AmdSevSnp: instance.cpuOptions.amdSevSnp,
      },
      HibernationOptions: { Configured: instance.hibernation },
      EnclaveOptions: { Enabled: instance.enclave },
      MaintenanceOptions: { AutoRecovery: instance.maintenanceAutoRecovery },
      MetadataOptions: {
        HttpTokens: instance.metadataOptions.httpTokens,
        HttpPutResponseHopLimit: instance.metadataOptions.httpPutResponseHopLimit,
        HttpEndpoint: instance.metadataOptions.httpEndpoint,
        HttpProtocolIpv6: instance.metadataOptions.httpProtocolIpv6,
        InstanceMetadataTags: instance.metadataOptions.instanceMetadataTags,
      },
      PrivateDnsNameOptions: {
        HostnameType: instance.privateDnsNameOptions.hostnameType,
        EnableResourceNameDnsARecord: instance.privateDnsNameOptions.enableResourceNameDnsARecord,
        EnableResourceNameDnsAAAARecord: instance.privateDnsNameOptions.enableResourceNameDnsAaaaRecord,
      },
      NetworkInterfaces: networkOf(ctx, instance),
      BlockDeviceMappings: ctx.by(volumes, "instanceId", instance.id).map((volume) => ({
        DeviceName: volume.attachment?.device,
        Ebs: {
          DeleteOnTermination: volume.attachment?.deleteOnTermination,
          Encrypted: volume.encrypted,
          SnapshotId: volume.snapshotId,
          VolumeSize: volume.sizeGb,
          VolumeType: volume.volumeType as "gp3",
          ...mappedPerformance(volume),
        },
      })),
      ...(tags.length > 0 ? { TagSpecifications: [{ ResourceType: "instance" as const, Tags: tags }] } : {}),
    },
  };
});

/** AWS leaves addresses out, since the next instance cannot have the same. */
const networkOf = (ctx: Context, { id, autoPublicIp }: Instance) =>
  interfacesOf(ctx, id).map((eni) => ({
    DeviceIndex: eni.attachment?.deviceIndex ?? 0,
    NetworkCardIndex: eni.attachment?.networkCardIndex ?? 0,
    DeleteOnTermination: eni.attachment?.deleteOnTermination,
    Description: eni.description,
    SubnetId: eni.subnetId,
    Groups: [...eni.groupIds],
    InterfaceType: eni.interfaceType,
    ...(eni.attachment?.deviceIndex === 0 ? { AssociatePublicIpAddress: autoPublicIp } : {}),
  }));
