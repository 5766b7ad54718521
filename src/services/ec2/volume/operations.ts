import type { Operation } from "../../../cloud/operation.ts";
import { attachVolume, detachVolume } from "./attach.ts";
import { createVolume, deleteVolume } from "./create.ts";
import {
  describeVolumeAttribute,
  describeVolumeStatus,
  describeVolumes,
  enableVolumeIo,
  modifyVolumeAttribute,
} from "./describe.ts";
import {
  describeSnapshotAttribute,
  describeSnapshots,
  modifySnapshotAttribute,
  resetSnapshotAttribute,
} from "./describeSnapshots.ts";
import { encryptionOperations } from "./encryption.ts";
import { describeVolumesModifications, modifyVolume } from "./modify.ts";
import { snapshotOperations } from "./snapshots.ts";

export const volumeOperations: readonly Operation[] = [
  createVolume,
  deleteVolume,
  describeVolumes,
  describeVolumeStatus,
  attachVolume,
  detachVolume,
  modifyVolume,
  describeVolumesModifications,
  describeVolumeAttribute,
  modifyVolumeAttribute,
  enableVolumeIo,
  ...snapshotOperations,
  describeSnapshots,
  describeSnapshotAttribute,
  modifySnapshotAttribute,
  resetSnapshotAttribute,
  ...encryptionOperations,
];
