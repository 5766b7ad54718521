/**
 * DescribeLaunchTemplates and DescribeLaunchTemplateVersions.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html
 */
import type { DescribeLaunchTemplateVersionsRequest, LaunchTemplateVersion as VersionShape } from "@aws-sdk/client-ec2";
import type { Context } from "../../../cloud/context.ts";
import { fail } from "../../../cloud/error.ts";
import { type Filters, list } from "../listing.ts";
import { ec2 } from "../operation.ts";
import { describeData } from "./data.ts";
import { type LaunchTemplate, type LaunchTemplateVersion, launchTemplates } from "./resources.ts";
import { createdBy, describeTemplate, needTemplate, needVersion, versionsOf } from "./templates.ts";

const templateFilters: Filters<LaunchTemplate, never> = {
  "create-time": ({ createTime }) => createTime,
  "launch-template-name": ({ name }) => name,
};

/** Names are looked up together: the message does not tell which of them nobody has. */
const ONE_UNKNOWN = "At least one of the launch templates specified in the request does not exist.";

export const describeLaunchTemplates = ec2("DescribeLaunchTemplates", (input, ctx) => {
  const named = (input.LaunchTemplateNames ?? []).map((name) => {
    const [template] = ctx.by(launchTemplates, "name", ctx.key(name));
    return (template ?? fail("InvalidLaunchTemplateName.NotFoundException", ONE_UNKNOWN)).id;
  });
  const { rows, nextToken } = list(ctx, {
    resource: launchTemplates,
    filters: templateFilters,
    ids: [...(input.LaunchTemplateIds ?? []), ...named],
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [1, 200],
    idsName: "launchTemplateIds",
  });
  return { LaunchTemplates: rows.map((template) => describeTemplate(ctx, template)), NextToken: nextToken };
});

export const describeVersion = (template: LaunchTemplate, version: LaunchTemplateVersion): VersionShape => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  VersionNumber: version.number,
  VersionDescription: version.description,
  CreateTime: new Date(version.createTime),
  CreatedBy: createdBy(template),
  DefaultVersion: version.number === template.defaultVersion,
  LaunchTemplateData: describeData(version.data),
});

const templateOf = (ctx: Context, { templateId }: LaunchTemplateVersion): LaunchTemplate | undefined =>
  ctx.get(launchTemplates, templateId);

const versionFilters: Filters<LaunchTemplateVersion, never> = {
  "create-time": ({ createTime }) => createTime,
  "ebs-optimized": ({ data }) => data.EbsOptimized ?? false,
  "http-endpoint": ({ data }) => data.MetadataOptions?.HttpEndpoint,
  "http-protocol-ipv4": ({ data }) => data.MetadataOptions?.HttpEndpoint,
  "host-resource-group-arn": ({ data }) => data.Placement?.HostResourceGroupArn,
  "http-tokens": ({ data }) => data.MetadataOptions?.HttpTokens,
  "iam-instance-profile": ({ data }) => data.IamInstanceProfile?.Arn,
  "image-id": ({ data }) => data.ImageId,
  "instance-type": ({ data }) => data.InstanceType,
  "is-default-version": (version, ctx) => templateOf(ctx, version)?.defaultVersion === version.number,
  "kernel-id": ({ data }) => data.KernelId,
  "license-configuration-arn": ({ data }) =>
    data.LicenseSpecifications?.map(({ LicenseConfigurationArn }) => LicenseConfigurationArn),
  "network-card-index": ({ data }) => data.NetworkInterfaces?.map(({ NetworkCardIndex }) => NetworkCardIndex),
  "ram-disk-id": ({ data }) => data.RamDiskId,
};

/** The newest first. */
export const describeLaunchTemplateVersions = ec2("DescribeLaunchTemplateVersions", (input, ctx) => {
  const { rows, nextToken } = list(ctx, {
    resource: launchTemplates as never,
    filters: versionFilters,
    rows: wantedVersions(ctx, input),
    where: input.Filters,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
    bounds: [1, 200],
  });
  return {
    LaunchTemplateVersions: rows.flatMap((version) => {
      const template = templateOf(ctx, version);
      return template ? describeVersion(template, version) : [];
    }),
    NextToken: nextToken,
  };
});

function wantedVersions(ctx: Context, input: DescribeLaunchTemplateVersionsRequest): readonly LaunchTemplateVersion[] {
  const { Versions: texts = [], MinVersion: least, MaxVersion: most } = input;
  if (texts.length > 0 && (least !== undefined || most !== undefined))
    fail("InvalidParameterCombination", "The parameter versions cannot be used with minVersion or maxVersion");
  if (!input.LaunchTemplateId && !input.LaunchTemplateName) return ofEveryTemplate(ctx, texts);
  const template = needTemplate(ctx, input);
  if (texts.length > 0) return newestFirst(texts.map((text) => needVersion(ctx, template, text)));
  const numberOf = (text: string): number => needVersion(ctx, template, text).number;
  const from = least === undefined ? 0 : numberOf(least);
  const to = most === undefined ? Number.POSITIVE_INFINITY : numberOf(most);
  return newestFirst(versionsOf(ctx, template).filter(({ number }) => number >= from && number <= to));
}

/** Without a template, only the latest and the default versions of all of them can be asked for. */
function ofEveryTemplate(ctx: Context, texts: readonly string[]): readonly LaunchTemplateVersion[] {
  if (texts.length === 0 || texts.some((text) => text !== "$Latest" && text !== "$Default"))
    fail(
      "MissingParameter",
      "Either a launch template ID or a launch template name must be specified in the request, or the versions $Latest or $Default.",
    );
  return ctx.all(launchTemplates).flatMap((template) => texts.map((text) => needVersion(ctx, template, text)));
}

const newestFirst = (versions: readonly LaunchTemplateVersion[]): readonly LaunchTemplateVersion[] =>
  [...versions].sort((a, b) => b.number - a.number);
