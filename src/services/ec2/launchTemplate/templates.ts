/** Launch templates by id or name, and their versions by number, `$Latest` or `$Default`. */
import type { LaunchTemplate as Shape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { need } from "../resource.ts";
import { tagList } from "../tag/resources.ts";
import {
  type LaunchTemplate,
  type LaunchTemplateVersion,
  launchTemplates,
  launchTemplateVersions,
} from "./resources.ts";

export interface TemplateReference {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
}

/** The template that a request names by its id or its name: by exactly one of them. */
export function needTemplate(ctx: Context, { LaunchTemplateId: id, LaunchTemplateName: name }: TemplateReference) {
  if (id && name)
    fail(
      "InvalidParameterCombination",
      "The parameter launchTemplateName cannot be used with the parameter launchTemplateId",
    );
  if (!id && !name)
    fail("MissingParameter", "The request must contain the parameter launch template ID or launch template name");
  return id ? need(ctx, launchTemplates, id) : needTemplateNamed(ctx, name ?? "");
}

export function needTemplateNamed(ctx: Context, name: string): LaunchTemplate {
  const [template] = ctx.by(launchTemplates, "name", ctx.key(name));
  return (
    template ??
    fail(
      "InvalidLaunchTemplateName.NotFoundException",
      `The specified launch template, with template name ${name}, does not exist.`,
    )
  );
}

/** A template's versions, the oldest first. */
export const versionsOf = (ctx: Context, template: LaunchTemplate): readonly LaunchTemplateVersion[] =>
  ctx.by(launchTemplateVersions, "templateId", template.id);

/** The newest version that is still there. */
export const latestOf = (ctx: Context, template: LaunchTemplate): number =>
  Math.max(...versionsOf(ctx, template).map(({ number }) => number));

/** The version that a text names, if it is there. */
export function findVersion(ctx: Context, template: LaunchTemplate, text: string): LaunchTemplateVersion | undefined {
  const number =
    text === "$Latest" ? latestOf(ctx, template) : text === "$Default" ? template.defaultVersion : Number(text);
  return ctx.get(launchTemplateVersions, `${template.id}/${number}`);
}

/** The version that a text names, or AWS's error. */
export function needVersion(ctx: Context, template: LaunchTemplate, text: string): LaunchTemplateVersion {
  if (text !== "$Latest" && text !== "$Default" && !/^\d+$/.test(text))
    fail("InvalidLaunchTemplateVersion.Malformed", `The launch template version '${text}' is not valid.`);
  return (
    findVersion(ctx, template, text) ??
    fail(
      "InvalidLaunchTemplateId.VersionNotFound",
      `Could not find the specified version ${text} for the launch template with ID ${template.id}.`,
    )
  );
}

/** Who made it: the account, since no user is known. */
export const createdBy = ({ account }: LaunchTemplate): string => `arn:aws:iam::${account}:root`;

export const describeTemplate = (ctx: Context, template: LaunchTemplate): Shape => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  CreateTime: new Date(template.createTime),
  CreatedBy: createdBy(template),
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: latestOf(ctx, template),
  Tags: tagList(ctx, template.id),
});
