import type { Operation } from "../../../cloud/operation.ts";
import { deleteLaunchTemplate, deleteLaunchTemplateVersions, modifyLaunchTemplate } from "./change.ts";
import { createLaunchTemplate, createLaunchTemplateVersion } from "./create.ts";
import { describeLaunchTemplates, describeLaunchTemplateVersions } from "./describe.ts";
import { getLaunchTemplateData } from "./fromInstance.ts";

export const launchTemplateOperations: readonly Operation[] = [
  createLaunchTemplate,
  createLaunchTemplateVersion,
  modifyLaunchTemplate,
  deleteLaunchTemplate,
  deleteLaunchTemplateVersions,
  describeLaunchTemplates,
  describeLaunchTemplateVersions,
  getLaunchTemplateData,
];
