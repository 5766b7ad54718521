/** Volumes: what the API answers. */
import type { Operation } from "../../../cloud/operation.ts";
import { describeVolumes } from "../instance/volumes.ts";
import { attachVolume, detachVolume } from "./attachment.ts";
import { createVolume, deleteVolume } from "./lifecycle.ts";
import { describeVolumesModifications, modifyVolume } from "./modify.ts";

export const volumeOperations: readonly Operation[] = [
  createVolume,
  deleteVolume,
  attachVolume,
  detachVolume,
  modifyVolume,
  describeVolumesModifications,
  describeVolumes,
];
