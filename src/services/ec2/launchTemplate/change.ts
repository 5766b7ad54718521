/**
 * ModifyLaunchTemplate, DeleteLaunchTemplate and DeleteLaunchTemplateVersions.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyLaunchTemplate.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html
 */
import type {
  DeleteLaunchTemplateVersionsResponseErrorItem,
  DeleteLaunchTemplateVersionsResponseSuccessItem,
} from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { untag } from "../tag/resources.ts";
import { launchTemplates, launchTemplateVersions } from "./resources.ts";
import { describeTemplate, findVersion, needTemplate, needVersion, versionsOf } from "./templates.ts";

/** Versions that one request deletes. */
const MAX_VERSIONS = 200;

const unknownVersion = (text: string): string =>
  `The launch template version ${text} is not found for the specified launch template.`;

export const modifyLaunchTemplate = ec2("ModifyLaunchTemplate", (input, ctx) => {
  if (input.LaunchTemplateId && input.LaunchTemplateName)
    fail(
      "InvalidParameterCombination",
      "Either provide launch template ID or launch template name to modify the template.",
    );
  const template = needTemplate(ctx, input);
  const text = input.DefaultVersion;
  if (!text) return { LaunchTemplate: describeTemplate(ctx, template) };
  if (/^\d+$/.test(text) && !findVersion(ctx, template, text))
    fail("InvalidLaunchTemplateId.VersionNotFound", unknownVersion(text));
  const defaultVersion = needVersion(ctx, template, text).number;
  return { LaunchTemplate: describeTemplate(ctx, ctx.put(launchTemplates, { ...template, defaultVersion })) };
});

export const deleteLaunchTemplate = ec2("DeleteLaunchTemplate", (input, ctx) => {
  const template = needTemplate(ctx, input);
  const shown = describeTemplate(ctx, template);
  for (const { id } of versionsOf(ctx, template)) ctx.delete(launchTemplateVersions, id);
  ctx.delete(launchTemplates, template.id);
  untag(ctx, template.id);
  return { LaunchTemplate: shown };
});

/** What cannot be deleted is told in the answer, and does not keep the others from being deleted. */
export const deleteLaunchTemplateVersions = ec2("DeleteLaunchTemplateVersions", (input, ctx) => {
  const template = needTemplate(ctx, input);
  const texts = [...new Set(input.Versions)];
  if (texts.length > MAX_VERSIONS)
    fail("InvalidParameterValue", `The number of versions must not exceed ${MAX_VERSIONS}.`);
  const named = { LaunchTemplateId: template.id, LaunchTemplateName: template.name };
  const deleted: DeleteLaunchTemplateVersionsResponseSuccessItem[] = [];
  const kept: DeleteLaunchTemplateVersionsResponseErrorItem[] = [];
  for (const text of texts) {
    const version = findVersion(ctx, template, text);
    if (!version) {
      const Message = unknownVersion(text);
      const ResponseError = { Code: "launchTemplateVersionDoesNotExist" as const, Message };
      kept.push({ ...named, VersionNumber: Number(text) || 0, ResponseError });
    } else if (version.number === template.defaultVersion) {
      const Message = "The default version of a launch template cannot be deleted.";
      const ResponseError = { Code: "unexpectedError" as const, Message };
      kept.push({ ...named, VersionNumber: version.number, ResponseError });
    } else {
      ctx.delete(launchTemplateVersions, version.id);
      deleted.push({ ...named, VersionNumber: version.number });
    }
  }
  return { SuccessfullyDeletedLaunchTemplateVersions: deleted, UnsuccessfullyDeletedLaunchTemplateVersions: kept };
});
