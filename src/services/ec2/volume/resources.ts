/**
 * EBS volumes, their snapshots, and what of them an account has set for a region. Records: nothing is written on a volume.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/what-is-ebs.html
 */
import { defineTable, type Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

/** What a volume can do; shared by volumes, their modifications and an image's devices. */
export interface VolumeShape {
  /** GiB. */
  readonly sizeGb: number;
  readonly volumeType: string;
  readonly iops: number | undefined;
  /** MiB/s, of gp3 alone. */
  readonly throughput: number | undefined;
}

export interface Volume extends Row, VolumeShape {
  readonly state: "available" | "in-use";
  readonly availabilityZone: string;
  readonly encrypted: boolean;
  /** The key's ARN where the key is known, else what the request said. */
  readonly kmsKeyId: string | undefined;
  readonly snapshotId: string | undefined;
  /** ISO 8601. */
  readonly createTime: string;
  /** Whether I/O goes on by itself after a suspected inconsistency; none ever is. */
  readonly autoEnableIo?: boolean;
  readonly attachment:
    | {
        readonly instanceId: string;
        readonly device: string;
        readonly deleteOnTermination: boolean;
        readonly attachTime: string;
      }
    | undefined;
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

export interface VolumeModification extends Row {
  readonly volumeId: string;
  readonly original: VolumeShape;
  readonly target: VolumeShape;
  /** ISO 8601. */
  readonly startTime: string;
}

/** Of every change to a volume one row, oldest first. */
export const volumeModifications = defineTable<VolumeModification>()("ec2.volume-modification", {
  volumeId: (modification) => modification.volumeId,
});

export interface Snapshot extends Row {
  /** The volume it was taken of; of a copy, an id that means nothing. */
  readonly volumeId: string;
  readonly sizeGb: number;
  readonly encrypted: boolean;
  readonly kmsKeyId: string | undefined;
  readonly description: string;
  /** ISO 8601. */
  readonly startTime: string;
  /** Whether it was made by CopySnapshot. */
  readonly copied: boolean;
  /** Who else may make volumes of it: accounts, and `all`. */
  readonly sharedWith: readonly string[];
}

export const snapshots = resource<Snapshot>()(
  {
    type: "snapshot",
    prefix: "snap",
    code: "InvalidSnapshot",
    noun: "snapshot",
    errors: { malformed: "InvalidSnapshotID.Malformed", missing: (id) => `The snapshot '${id}' does not exist.` },
  },
  { sharedWith: ({ region, sharedWith }) => sharedWith.map((grantee) => `${region}/${grantee}`) },
);

/** One row at most in an account's region; its id is `account/region`. None: AWS's defaults. */
export interface EncryptionDefaults extends Row {
  readonly encryptByDefault: boolean;
  readonly kmsKeyId: string | undefined;
}

export const encryptionDefaults = defineTable<EncryptionDefaults>()("ec2.ebs-encryption-defaults");
