/**
 * CreateLaunchTemplate and CreateLaunchTemplateVersion.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
 */
import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { tagNew } from "../tag/resources.ts";
import { checkData } from "./data.ts";
import { describeVersion } from "./describe.ts";
import {
  type LaunchTemplate,
  type LaunchTemplateVersion,
  launchTemplates,
  launchTemplateVersions,
} from "./resources.ts";
import { describeTemplate, needTemplate, needVersion } from "./templates.ts";

const NAME = /^[a-zA-Z0-9()./_-]{3,128}$/;
const MAX_DESCRIPTION = 255;

export const createLaunchTemplate = ec2("CreateLaunchTemplate", (input, ctx) => {
  const name = input.LaunchTemplateName ?? "";
  if (!NAME.test(name))
    fail(
      "InvalidLaunchTemplateName.MalformedException",
      "A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _",
    );
  if (ctx.by(launchTemplates, "name", ctx.key(name)).length > 0)
    fail("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
  const { account, region } = ctx;
  const template = ctx.put(launchTemplates, {
    id: ctx.newId("lt"),
    account,
    region,
    name,
    defaultVersion: 1,
    lastVersion: 0,
    createTime: ctx.now().toISOString(),
  });
  const data = checkData(input.LaunchTemplateData);
  const { template: first } = addVersion(ctx, template, input.VersionDescription, data);
  tagNew(ctx, launchTemplates.type, template.id, input.TagSpecifications);
  return { LaunchTemplate: describeTemplate(ctx, first) };
});

/** With a source, what the request leaves out is the source's. */
export const createLaunchTemplateVersion = ec2("CreateLaunchTemplateVersion", (input, ctx) => {
  const template = needTemplate(ctx, input);
  const source = input.SourceVersion ? needVersion(ctx, template, input.SourceVersion) : undefined;
  const given = Object.fromEntries(
    Object.entries(input.LaunchTemplateData ?? {}).filter(([, value]) => value !== undefined),
  ) as RequestLaunchTemplateData;
  const data = checkData({ ...source?.data, ...given });
  const added = addVersion(ctx, template, input.VersionDescription, data);
  return { LaunchTemplateVersion: describeVersion(added.template, added.version) };
});

function addVersion(
  ctx: Context,
  before: LaunchTemplate,
  description: string | undefined,
  data: RequestLaunchTemplateData,
): { readonly template: LaunchTemplate; readonly version: LaunchTemplateVersion } {
  if ((description ?? "").length > MAX_DESCRIPTION)
    fail("InvalidParameterValue", `The version description has at most ${MAX_DESCRIPTION} characters.`);
  const number = before.lastVersion + 1;
  const template = ctx.put(launchTemplates, { ...before, lastVersion: number });
  const version = ctx.put(launchTemplateVersions, {
    id: `${template.id}/${number}`,
    account: ctx.account,
    region: ctx.region,
    templateId: template.id,
    number,
    description,
    data,
    createTime: ctx.now().toISOString(),
  });
  return { template, version };
}
