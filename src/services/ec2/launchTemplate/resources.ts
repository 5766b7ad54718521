/**
 * Launch templates and their versions, which never change: what RunInstances takes where its request says nothing.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-launch-templates.html
 */
import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { defineTable, type Row } from "../../../cloud/table.ts";
import { resource } from "../resource.ts";

export interface LaunchTemplate extends Row {
  readonly name: string;
  readonly defaultVersion: number;
  /** The highest number ever given, though its version may have been deleted. */
  readonly lastVersion: number;
  /** ISO 8601. */
  readonly createTime: string;
}

export const launchTemplates = resource<LaunchTemplate>()(
  {
    type: "launch-template",
    prefix: "lt",
    code: "InvalidLaunchTemplateId",
    noun: "launch template",
    errors: { missing: (id) => `The specified launch template, with template ID ${id}, does not exist.` },
  },
  { name: (template) => `${template.account}/${template.region}/${template.name}` },
);

/** Its id is `template id/number`. */
export interface LaunchTemplateVersion extends Row {
  readonly templateId: string;
  readonly number: number;
  readonly description: string | undefined;
  readonly data: RequestLaunchTemplateData;
  /** ISO 8601. */
  readonly createTime: string;
}

export const launchTemplateVersions = defineTable<LaunchTemplateVersion>()("ec2.launch-template-version", {
  templateId: (version) => version.templateId,
});
