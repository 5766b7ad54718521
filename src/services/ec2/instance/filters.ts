/**
 * DescribeInstances' filters.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
 */
import type { Context } from "../../../cloud/context.ts";
import { zoneIdOf } from "../geography/regions.ts";
import { privateDnsName, publicDnsName } from "../interface/dnsNames.ts";
import { interfaceFilters } from "../interface/filters.ts";
import type { NetworkInterface } from "../interface/resources.ts";
import type { FilterOn, Filters } from "../listing.ts";
import { securityGroups } from "../securityGroup/resources.ts";
import { tagsOf } from "../tag/resources.ts";
import { type Volume, volumes } from "../volume/resources.ts";
import { vpcs } from "../vpc/resources.ts";
import { interfacesOf, privateNameOf } from "./describe.ts";
import { describeProfile } from "./profile.ts";
import type { Instance, instances } from "./resources.ts";
import { stateCode } from "./states.ts";
import { instanceType } from "./types.ts";

export type InstanceIndex = keyof typeof instances.indexes & string;
type Value = string | number | boolean | undefined;
type On = FilterOn<Instance, InstanceIndex>;

const primaryOf = (ctx: Context, instance: Instance): NetworkInterface | undefined => interfacesOf(ctx, instance.id)[0];
const windows = (instance: Instance): boolean => instance.platform === "windows";

/** A filter over the instance's interfaces: any of them may match. */
const each =
  (of: (eni: NetworkInterface, ctx: Context) => Value | readonly Value[]): On =>
  (instance, ctx) =>
    interfacesOf(ctx, instance.id).flatMap((eni) => of(eni, ctx));

const eachVolume =
  (of: (volume: Volume) => Value): On =>
  (instance, ctx) =>
    ctx.by(volumes, "instanceId", instance.id).map(of);

const nothing: On = () => undefined;
const never: On = () => false;

const groupNames = (ctx: Context, groupIds: readonly string[]): readonly Value[] =>
  groupIds.map((id) => ctx.find(securityGroups, id)?.name);

/** DescribeNetworkInterfaces' filters, that DescribeInstances has again under `network-interface.`. */
const BORROWED = [
  "addresses.association.allocation-id",
  "addresses.association.association-id",
  "addresses.association.public-ip",
  "addresses.primary",
  "addresses.private-ip-address",
  "association.allocation-id",
  "association.association-id",
  "association.ip-owner-id",
  "association.public-dns-name",
  "association.public-ip",
  "attachment.attach-time",
  "attachment.attachment-id",
  "attachment.delete-on-termination",
  "attachment.device-index",
  "attachment.instance-id",
  "attachment.instance-owner-id",
  "attachment.network-card-index",
  "attachment.status",
  "availability-zone",
  "description",
  "group-id",
  "ipv6-addresses.ipv6-address",
  "mac-address",
  "network-interface-id",
  "operator.managed",
  "operator.principal",
  "owner-id",
  "private-dns-name",
  "private-ip-address",
  "requester-id",
  "requester-managed",
  "status",
  "source-dest-check",
  "subnet-id",
  "vpc-id",
] as const;

const borrowed: Readonly<Record<string, On>> = Object.fromEntries(
  BORROWED.map((name) => {
    const filter = interfaceFilters[name];
    if (!filter) throw new Error(`no interface filter ${name}`);
    return [`network-interface.${name}`, each(typeof filter === "function" ? filter : filter.of)];
  }),
);

export const instanceFilters: Filters<Instance, InstanceIndex> = {
  ...borrowed,
  "network-interface.addresses.association.carrier-ip": nothing,
  "network-interface.addresses.association.customer-owned-ip": nothing,
  "network-interface.addresses.association.ip-owner-id": each((eni, ctx) =>
    valuesOf("addresses.association.owner-id", eni, ctx),
  ),
  "network-interface.addresses.association.public-dns-name": each((eni, ctx) => {
    const vpc = ctx.find(vpcs, eni.vpcId);
    return eni.privateAddresses.map(({ publicIp }) => publicIp && publicDnsName(ctx, vpc, publicIp));
  }),
  "network-interface.addresses.private-dns-name": each((eni, ctx) =>
    ctx.find(vpcs, eni.vpcId)?.enableDnsHostnames
      ? eni.privateAddresses.map(({ address }) => privateDnsName(ctx, address))
      : undefined,
  ),
  "network-interface.association.carrier-ip": nothing,
  "network-interface.association.customer-owned-ip": nothing,
  "network-interface.deny-all-igw-traffic": nothing,
  "network-interface.group-name": each((eni, ctx) => groupNames(ctx, eni.groupIds)),
  "network-interface.ipv4-prefixes.ipv4-prefix": nothing,
  "network-interface.ipv6-address": each((eni) => eni.ipv6Addresses.map(({ address }) => address)),
  "network-interface.ipv6-addresses.is-primary-ipv6": each((eni) => eni.ipv6Addresses.map(({ primary }) => primary)),
  "network-interface.ipv6-native": each((eni) => eni.privateAddresses.length === 0),
  "network-interface.ipv6-prefixes.ipv6-prefix": nothing,
  "network-interface.outpost-arn": nothing,
  "network-interface.public-dns-name": each((eni, ctx) => valuesOf("association.public-dns-name", eni, ctx)),
  "network-interface.tag-key": each((eni, ctx) => Object.keys(tagsOf(ctx, eni.id))),
  "network-interface.tag-value": each((eni, ctx) => Object.values(tagsOf(ctx, eni.id))),

  affinity: nothing,
  architecture: (instance) => instance.architecture,
  "availability-zone": (instance) => instance.availabilityZone,
  "availability-zone-id": (instance) => zoneIdOf(instance.region, instance.availabilityZone),
  "block-device-mapping.attach-time": eachVolume(({ attachment }) => attachment?.attachTime),
  "block-device-mapping.delete-on-termination": eachVolume(({ attachment }) => attachment?.deleteOnTermination),
  "block-device-mapping.device-name": eachVolume(({ attachment }) => attachment?.device),
  "block-device-mapping.status": eachVolume(() => "attached"),
  "block-device-mapping.volume-id": eachVolume(({ id }) => id),
  "boot-mode": (instance) => (instance.architecture === "arm64" ? "uefi" : undefined),
  "capacity-reservation-id": nothing,
  "capacity-reservation-specification.capacity-reservation-preference": () => "open",
  "capacity-reservation-specification.capacity-reservation-target.capacity-reservation-id": nothing,
  "capacity-reservation-specification.capacity-reservation-target.capacity-reservation-resource-group-arn": nothing,
  "client-token": (instance) => instance.clientToken,
  "current-instance-boot-mode": (instance) => (instance.architecture === "arm64" ? "uefi" : "legacy-bios"),
  "dns-name": (instance, ctx) => {
    const eni = primaryOf(ctx, instance);
    return eni && valuesOf("association.public-dns-name", eni, ctx);
  },
  "ebs-optimized": (instance) => instance.ebsOptimized,
  "ena-support": (instance) => instanceType(instance.instanceType)?.ena !== "unsupported",
  "enclave-options.enabled": (instance) => instance.enclave,
  "hibernation-options.configured": (instance) => instance.hibernation,
  "host-id": nothing,
  hypervisor: () => "xen",
  "iam-instance-profile.arn": (instance) => instance.iamInstanceProfile,
  "iam-instance-profile.id": ({ iamInstanceProfile: arn }, ctx) =>
    arn === undefined ? undefined : describeProfile(ctx, arn).Id,
  "iam-instance-profile.name": ({ iamInstanceProfile: arn }) => arn?.split("/").at(-1),
  "image-id": (instance) => instance.imageId,
  "instance-id": (instance) => instance.id,
  "instance-lifecycle": nothing,
  "instance-state-code": (instance) => stateCode(instance.state),
  "instance-state-name": (instance) => instance.state,
  "instance-type": (instance) => instance.instanceType,
  "instance.group-id": (instance, ctx) => primaryOf(ctx, instance)?.groupIds ?? [],
  "instance.group-name": (instance, ctx) => groupNames(ctx, primaryOf(ctx, instance)?.groupIds ?? []),
  "ip-address": (instance, ctx) => primaryOf(ctx, instance)?.privateAddresses[0]?.publicIp,
  "ipv6-address": each((eni) => eni.ipv6Addresses.map(({ address }) => address)),
  "kernel-id": nothing,
  "key-name": { of: (instance) => instance.keyName, index: "keyName" },
  "launch-index": (instance) => instance.launchIndex,
  "launch-time": (instance) => instance.launchTime,
  "maintenance-options.auto-recovery": (instance) => instance.maintenanceAutoRecovery,
  "metadata-options.http-endpoint": (instance) => instance.metadataOptions.httpEndpoint,
  "metadata-options.http-protocol-ipv4": () => "enabled",
  "metadata-options.http-protocol-ipv6": (instance) => instance.metadataOptions.httpProtocolIpv6,
  "metadata-options.http-put-response-hop-limit": (instance) => instance.metadataOptions.httpPutResponseHopLimit,
  "metadata-options.http-tokens": (instance) => instance.metadataOptions.httpTokens,
  "metadata-options.instance-metadata-tags": (instance) => instance.metadataOptions.instanceMetadataTags,
  "metadata-options.state": () => "applied",
  "monitoring-state": (instance) => (instance.monitoring ? "enabled" : "disabled"),
  "network-performance-options.bandwidth-weighting": () => "default",
  "operator.managed": never,
  "operator.principal": nothing,
  "outpost-arn": nothing,
  "owner-id": (instance) => instance.account,
  "placement-group-name": (instance) => instance.placementGroupName,
  "placement-partition-number": (instance) => instance.placementPartitionNumber,
  platform: (instance) => instance.platform,
  "platform-details": (instance) => (windows(instance) ? "Windows" : "Linux/UNIX"),
  "private-dns-name": (instance, ctx) => privateNameOf(ctx, instance, primaryOf(ctx, instance)),
  "private-dns-name-options.enable-resource-name-dns-a-record": (instance) =>
    instance.privateDnsNameOptions.enableResourceNameDnsARecord,
  "private-dns-name-options.enable-resource-name-dns-aaaa-record": (instance) =>
    instance.privateDnsNameOptions.enableResourceNameDnsAaaaRecord,
  "private-dns-name-options.hostname-type": (instance) => instance.privateDnsNameOptions.hostnameType,
  "private-ip-address": (instance, ctx) => primaryOf(ctx, instance)?.privateAddresses[0]?.address,
  "product-code": nothing,
  "product-code.type": nothing,
  "ramdisk-id": nothing,
  reason: (instance) => instance.stateTransitionReason,
  "requester-id": nothing,
  "reservation-id": (instance) => instance.reservationId,
  "root-device-name": (instance) => instance.rootDeviceName,
  "root-device-type": () => "ebs",
  "source-dest-check": (instance, ctx) => primaryOf(ctx, instance)?.sourceDestCheck,
  "spot-instance-request-id": nothing,
  "state-reason-code": (instance) => instance.stateReason?.code,
  "state-reason-message": (instance) => instance.stateReason?.message,
  "subnet-id": { of: (instance) => instance.subnetId || undefined, index: "subnetId" },
  tenancy: (instance) => instance.tenancy,
  "tpm-support": nothing,
  "usage-operation": (instance) => (windows(instance) ? "RunInstances:0002" : "RunInstances"),
  "usage-operation-update-time": (instance) => instance.launchTime,
  "virtualization-type": () => "hvm",
  "vpc-id": { of: (instance) => instance.vpcId || undefined, index: "vpcId" },
};

function valuesOf(name: string, eni: NetworkInterface, ctx: Context): Value | readonly Value[] {
  const filter = interfaceFilters[name];
  return typeof filter === "function" ? filter(eni, ctx) : filter?.of(eni, ctx);
}
