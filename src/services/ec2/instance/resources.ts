/** Instances and key pairs. An instance's network is its interfaces: they are rows of their own, found by `instanceId`. */
import type { Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export type InstanceStateName = "pending" | "running" | "shutting-down" | "terminated" | "stopping" | "stopped";

export interface Instance extends Row {
  readonly state: InstanceStateName;
  readonly stateTransitionReason: string;
  readonly stateReason: { readonly code: string; readonly message: string } | undefined;
  readonly reservationId: string;
  /** Position within its reservation. */
  readonly launchIndex: number;
  readonly imageId: string;
  readonly rootDeviceName: string;
  readonly architecture: Image["architecture"];
  /** `windows` or nothing, from the image. */
  readonly platform: string | undefined;
  readonly instanceType: string;
  readonly keyName: string | undefined;
  readonly clientToken: string | undefined;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly tenancy: string;
  readonly launchTime: string;
  readonly disableApiTermination: boolean;
  readonly disableApiStop: boolean;
  readonly instanceInitiatedShutdownBehavior: "stop" | "terminate";
  readonly ebsOptimized: boolean;
  readonly monitoring: boolean;
  /** Base64, as given. */
  readonly userData: string | undefined;
  readonly iamInstanceProfile: string | undefined;
  readonly placementGroupName: string | undefined;
  readonly placementPartitionNumber: number | undefined;
  /** Whether AWS gave the primary address a public one at launch (and gives a new one at each start). */
  readonly autoPublicIp: boolean;
  readonly rootVolumeId: string;
  readonly metadataOptions: {
    readonly httpTokens: "optional" | "required";
    readonly httpPutResponseHopLimit: number;
    readonly httpEndpoint: "enabled" | "disabled";
    readonly httpProtocolIpv6: "enabled" | "disabled";
    readonly instanceMetadataTags: "enabled" | "disabled";
  };
  readonly privateDnsNameOptions: {
    readonly hostnameType: "ip-name" | "resource-name";
    readonly enableResourceNameDnsARecord: boolean;
    readonly enableResourceNameDnsAaaaRecord: boolean;
  };
  /** What the request set and Describe must read back, without any effect on the network. */
  readonly cpuOptions:
    | {
        readonly coreCount: number;
        readonly threadsPerCore: number;
        readonly amdSevSnp?: "enabled" | "disabled" | undefined;
      }
    | undefined;
  readonly creditSpecification: string | undefined;
  readonly maintenanceAutoRecovery: "default" | "disabled";
  readonly hibernation: boolean;
  readonly enclave: boolean;
  /** When a terminated instance is forgotten: milliseconds since the epoch. */
  readonly forgetAt: number | undefined;
}

export const instances = resource<Instance>()(
  { type: "instance", prefix: "i", code: "InvalidInstanceID", noun: "instance ID" },
  {
    vpcId: (instance) => instance.vpcId,
    subnetId: (instance) => instance.subnetId,
    keyName: (instance) => instance.keyName,
    /** `account/region/name` of its placement group. */
    placementGroup: ({ account, region, placementGroupName: name }) =>
      name === undefined ? undefined : `${account}/${region}/${name}`,
  },
);

export interface KeyPair extends Row {
  readonly name: string;
  readonly type: "rsa" | "ed25519";
  readonly fingerprint: string;
  readonly publicKey: string;
  readonly createTime: string;
}

export const keyPairs = resource<KeyPair>()(
  {
    type: "key-pair",
    prefix: "key",
    code: "InvalidKeyPair",
    noun: "key pair",
  },
  { name: (pair) => `${pair.account}/${pair.region}/${pair.name}` },
);

export interface Image extends Row {
  readonly name: string;
  readonly ownerId: string;
  readonly ownerAlias: string | undefined;
  readonly description: string;
  readonly architecture: "x86_64" | "arm64" | "i386";
  readonly platform: string | undefined;
  readonly creationDate: string;
  readonly rootDevice: string;
  readonly rootSizeGb: number;
  readonly rootVolumeType: "gp2" | "gp3" | "standard";
  readonly rootSnapshotId: string;
  /** Whether instances of it ask for IMDSv2 unless told otherwise. */
  readonly imdsV2: boolean;
  /** False for an id that nobody registered and that stands for itself. */
  readonly registered: boolean;
}

export const images = resource<Image>()(
  {
    type: "image",
    prefix: "ami",
    code: "InvalidAMIID",
    noun: "image id",
    errors: { missing: (id) => `The image id '[${id}]' does not exist` },
  },
  { name: (image) => `${image.account}/${image.region}/${image.name}` },
);

/** A block device: an instance's root volume, one that its launch asked for, or one of its own. Its contents do not exist. */
export interface Volume extends Row {
  readonly state: "creating" | "available" | "in-use" | "deleting" | "deleted";
  readonly availabilityZone: string;
  readonly sizeGb: number;
  readonly volumeType: string;
  readonly iops: number | undefined;
  readonly throughput: number | undefined;
  readonly encrypted: boolean;
  readonly kmsKeyId: string | undefined;
  readonly snapshotId: string | undefined;
  /** ISO 8601. */
  readonly createTime: string;
  readonly attachment:
    | {
        readonly instanceId: string;
        readonly device: string;
        readonly deleteOnTermination: boolean;
        readonly attachTime: string;
      }
    | undefined;
  /** What the volume was before ModifyVolume changed it last, and when that was (ISO 8601). */
  readonly modification?: {
    readonly original: Pick<Volume, "sizeGb" | "iops" | "throughput" | "volumeType">;
    readonly time: string;
  };
}

export const volumes = resource<Volume>()(
  {
    type: "volume",
    prefix: "vol",
    code: "InvalidVolume",
    noun: "volume",
    errors: { malformed: "InvalidVolumeID.Malformed", missing: (id) => `The volume '${id}' does not exist.` },
  },
  { instanceId: (volume) => volume.attachment?.instanceId },
);
