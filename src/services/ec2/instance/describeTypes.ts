/** DescribeInstanceTypes and DescribeInstanceTypeOfferings. */
import type { InstanceTypeInfo, InstanceTypeOffering } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { regionFacts, zoneIdOf } from "../geography/regions.ts";
import { type Filter, matcher, page } from "../listing.ts";
import { ec2 } from "../operation.ts";
import {
  enclaves,
  processorFeatures,
  storageCapability,
  threadsPerCore,
  tpmVersions,
  validCores,
  validThreads,
} from "./typeCapabilities.ts";
import { type InstanceTypeFacts, instanceTypes } from "./types.ts";

type Value = string | number | boolean | undefined;
type Filters<R> = Readonly<Record<string, (row: R) => Value | readonly Value[]>>;

/** Filters over what is no resource of anybody's. */
function matching<R>(rows: Iterable<R>, where: readonly Filter[] | undefined, filters: Filters<R>): readonly R[] {
  const tests = (where ?? []).map(({ Name = "", Values = [] }) => {
    const valuesOf = Object.hasOwn(filters, Name) ? filters[Name] : undefined;
    if (!valuesOf) return fail("InvalidParameterValue", `The filter '${Name}' is invalid`);
    const matches = matcher(Values);
    return (row: R): boolean => [valuesOf(row)].flat().some((value) => value !== undefined && matches(String(value)));
  });
  return [...rows].filter((row) => tests.every((passes) => passes(row)));
}

function checkMaxResults(value: number | undefined, least: number, most: number): void {
  if (value !== undefined && (value < least || value > most))
    fail(
      "InvalidParameterValue",
      `Value ( ${value} ) for parameter maxResults is invalid. Expecting a value between ${least} and ${most}.`,
    );
}

const FREE_TIER: ReadonlySet<string> = new Set([
  "t2.micro",
  "t3.micro",
  "t3.small",
  "t4g.micro",
  "t4g.small",
  "c7i-flex.large",
  "m7i-flex.large",
]);

const bootModes = (type: InstanceTypeFacts): ("legacy-bios" | "uefi")[] =>
  type.architectures.includes("arm64")
    ? ["uefi"]
    : type.hypervisor === "nitro"
      ? ["legacy-bios", "uefi"]
      : ["legacy-bios"];
const strategies = (type: InstanceTypeFacts): ("cluster" | "partition" | "spread")[] =>
  type.burstable ? ["partition", "spread"] : ["cluster", "partition", "spread"];

/** What the table does not know: such a filter finds nothing. */
const unknown = (): undefined => undefined;

const typeFilters: Filters<InstanceTypeFacts> = {
  "auto-recovery-supported": (type) => !type.bareMetal && type.storage === undefined,
  "bare-metal": (type) => type.bareMetal,
  "burstable-performance-supported": (type) => type.burstable,
  "current-generation": (type) => type.current,
  "dedicated-hosts-supported": (type) => !type.bareMetal,
  "ebs-info.attachment-limit-type": unknown,
  "ebs-info.ebs-optimized-info.baseline-bandwidth-in-mbps": unknown,
  "ebs-info.ebs-optimized-info.baseline-iops": unknown,
  "ebs-info.ebs-optimized-info.baseline-throughput-in-mbps": unknown,
  "ebs-info.ebs-optimized-info.maximum-bandwidth-in-mbps": unknown,
  "ebs-info.ebs-optimized-info.maximum-iops": unknown,
  "ebs-info.ebs-optimized-info.maximum-throughput-in-mbps": unknown,
  "ebs-info.ebs-optimized-support": (type) => type.ebsOptimized,
  "ebs-info.encryption-support": () => "supported",
  "ebs-info.maximum-ebs-attachments": unknown,
  "ebs-info.nvme-support": (type) => (type.hypervisor === "nitro" ? "required" : "unsupported"),
  "free-tier-eligible": (type) => FREE_TIER.has(type.name),
  "hibernation-supported": (type) => type.burstable,
  hypervisor: (type) => (type.bareMetal ? undefined : type.hypervisor),
  "instance-storage-info.disk.count": (type) => type.storage?.count,
  "instance-storage-info.disk.size-in-gb": (type) => type.storage?.gb,
  "instance-storage-info.disk.type": (type) => type.storage?.kind,
  "instance-storage-info.encryption-support": storageCapability,
  "instance-storage-info.nvme-support": storageCapability,
  "instance-storage-info.total-size-in-gb": (type) => type.storage && type.storage.count * type.storage.gb,
  "instance-storage-supported": (type) => type.storage !== undefined,
  "instance-type": (type) => type.name,
  "memory-info.size-in-mib": (type) => type.memoryMib,
  "network-info.bandwidth-weightings": () => undefined,
  "network-info.efa-info.maximum-efa-interfaces": (type) => (type.efa ? type.networkCards : undefined),
  "network-info.efa-supported": (type) => type.efa,
  "network-info.ena-support": (type) => type.ena,
  "network-info.encryption-in-transit-supported": (type) => type.encryptionInTransit,
  "network-info.flexible-ena-queues-support": () => "unsupported",
  "network-info.ipv4-addresses-per-interface": (type) => type.ipv4PerInterface,
  "network-info.ipv6-addresses-per-interface": (type) => type.ipv6PerInterface,
  "network-info.ipv6-supported": (type) => type.ipv6,
  "network-info.maximum-network-cards": (type) => type.networkCards,
  "network-info.maximum-network-interfaces": (type) => type.interfaces,
  "network-info.network-performance": (type) => type.networkPerformance,
  "nitro-enclaves-support": enclaves,
  "nitro-tpm-info.supported-versions": tpmVersions,
  "nitro-tpm-support": (type) => (tpmVersions(type).length > 0 ? "supported" : "unsupported"),
  "processor-info.supported-architecture": (type) => type.architectures,
  "processor-info.supported-features": processorFeatures,
  "processor-info.sustained-clock-speed-in-ghz": (type) => type.clockGhz,
  "reboot-migration-support": unknown,
  "supported-boot-mode": bootModes,
  "supported-root-device-type": () => "ebs",
  "supported-usage-class": () => ["on-demand", "spot"],
  "supported-virtualization-type": () => "hvm",
  "vcpu-info.default-cores": (type) => type.cores,
  "vcpu-info.default-threads-per-core": threadsPerCore,
  "vcpu-info.default-vcpus": (type) => type.vcpus,
  "vcpu-info.valid-cores": validCores,
  "vcpu-info.valid-threads-per-core": validThreads,
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html */
export const describeInstanceTypes = ec2("DescribeInstanceTypes", (input, _ctx) => {
  checkMaxResults(input.MaxResults, 5, 100);
  const known = instanceTypes();
  const named: readonly string[] = input.InstanceTypes ?? [];
  if (named.length > 0 && input.MaxResults !== undefined)
    fail("InvalidParameterCombination", "The parameter instanceTypes cannot be used with the parameter maxResults");
  const unknown = named.filter((name) => !known.has(name));
  if (unknown.length > 0)
    fail("InvalidInstanceType", `The following supplied instance types do not exist: [${unknown.join(", ")}]`);
  const rows = named.length > 0 ? [...new Set(named)].flatMap((name) => known.get(name) ?? []) : known.values();
  const found = page(
    matching(rows, input.Filters, typeFilters),
    "instance-type",
    input.MaxResults ?? 100,
    input.NextToken,
  );
  return { InstanceTypes: found.rows.map(describe), NextToken: found.nextToken };
});

const describe = (type: InstanceTypeFacts): InstanceTypeInfo => ({
  InstanceType: type.name as InstanceTypeInfo["InstanceType"],
  CurrentGeneration: type.current,
  FreeTierEligible: FREE_TIER.has(type.name),
  SupportedUsageClasses: ["on-demand", "spot"],
  SupportedRootDeviceTypes: ["ebs"],
  SupportedVirtualizationTypes: ["hvm"],
  BareMetal: type.bareMetal,
  Hypervisor: type.bareMetal ? undefined : type.hypervisor,
  ProcessorInfo: {
    SupportedArchitectures: [...type.architectures],
    SustainedClockSpeedInGhz: type.clockGhz,
    SupportedFeatures: some(processorFeatures(type)),
    Manufacturer: type.maker,
  },
  VCpuInfo: {
    DefaultVCpus: type.vcpus,
    DefaultCores: type.cores,
    DefaultThreadsPerCore: threadsPerCore(type),
    ValidCores: some(validCores(type)),
    ValidThreadsPerCore: some(validThreads(type)),
  },
  MemoryInfo: { SizeInMiB: type.memoryMib },
  InstanceStorageSupported: type.storage !== undefined,
  InstanceStorageInfo: type.storage && {
    TotalSizeInGB: type.storage.count * type.storage.gb,
    Disks: [{ SizeInGB: type.storage.gb, Count: type.storage.count, Type: type.storage.kind }],
    NvmeSupport: storageCapability(type),
    EncryptionSupport: storageCapability(type),
  },
  EbsInfo: {
    EbsOptimizedSupport: type.ebsOptimized,
    EncryptionSupport: "supported",
    NvmeSupport: type.hypervisor === "nitro" ? "required" : "unsupported",
  },
  NetworkInfo: {
    NetworkPerformance: type.networkPerformance,
    MaximumNetworkInterfaces: type.interfaces,
    MaximumNetworkCards: type.networkCards,
    DefaultNetworkCardIndex: 0,
    NetworkCards: networkCards(type),
    Ipv4AddressesPerInterface: type.ipv4PerInterface,
    Ipv6AddressesPerInterface: type.ipv6PerInterface,
    Ipv6Supported: type.ipv6,
    EnaSupport: type.ena,
    EfaSupported: type.efa,
    EfaInfo: type.efa ? { MaximumEfaInterfaces: type.networkCards } : undefined,
    EncryptionInTransitSupported: type.encryptionInTransit,
    ConnectionTrackingConfiguration: {
      DefaultTcpEstablishedTimeout: 432_000,
      DefaultUdpStreamTimeout: 180,
      DefaultUdpTimeout: 30,
    },
  },
  PlacementGroupInfo: { SupportedStrategies: strategies(type) },
  HibernationSupported: type.burstable,
  BurstablePerformanceSupported: type.burstable,
  DedicatedHostsSupported: !type.bareMetal,
  AutoRecoverySupported: !type.bareMetal && type.storage === undefined,
  SupportedBootModes: bootModes(type),
  NitroEnclavesSupport: enclaves(type),
  NitroTpmSupport: tpmVersions(type).length > 0 ? "supported" : "unsupported",
  NitroTpmInfo: tpmVersions(type).length > 0 ? { SupportedVersions: [...tpmVersions(type)] } : undefined,
});

/** A list that AWS leaves out where it has nothing in it. */
const some = <T>(list: readonly T[]): T[] | undefined => (list.length > 0 ? [...list] : undefined);

/** The cards share the interfaces evenly; the table's bandwidth is the first card's. */
function networkCards(type: InstanceTypeFacts): NonNullable<InstanceTypeInfo["NetworkInfo"]>["NetworkCards"] {
  return Array.from({ length: type.networkCards }, (_, NetworkCardIndex) => ({
    NetworkCardIndex,
    NetworkPerformance: type.networkCards === 1 ? type.networkPerformance : `${type.peakGbps ?? 0} Gigabit`,
    MaximumNetworkInterfaces: Math.max(1, Math.floor(type.interfaces / type.networkCards)),
    BaselineBandwidthInGbps: type.baselineGbps,
    PeakBandwidthInGbps: type.peakGbps,
  }));
}

/**
 * Every type is offered in every zone.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypeOfferings.html
 */
export const describeInstanceTypeOfferings = ec2("DescribeInstanceTypeOfferings", (input, ctx) => {
  checkMaxResults(input.MaxResults, 5, 1000);
  const LocationType = input.LocationType ?? "region";
  const places = locations(ctx, LocationType);
  const offerings: InstanceTypeOffering[] = [];
  for (const name of instanceTypes().keys())
    for (const Location of places)
      offerings.push({ InstanceType: name as InstanceTypeOffering["InstanceType"], LocationType, Location });
  const rows = matching(offerings, input.Filters, {
    "instance-type": ({ InstanceType }) => InstanceType,
    location: ({ Location }) => Location,
  });
  const found = page(rows, "instance-type-offering", input.MaxResults ?? 1000, input.NextToken);
  return { InstanceTypeOfferings: [...found.rows], NextToken: found.nextToken };
});

function locations(ctx: Context, kind: string): readonly string[] {
  const { zones } = regionFacts(ctx.region);
  switch (kind) {
    case "region":
      return [ctx.region];
    case "availability-zone":
      return zones;
    case "availability-zone-id":
      return zones.flatMap((zone) => zoneIdOf(ctx.region, zone) ?? []);
    case "outpost":
      return [];
    default:
      return fail("InvalidParameterValue", `Value (${kind}) for parameter locationType is invalid.`);
  }
}
