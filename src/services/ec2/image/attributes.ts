/** DescribeImageAttribute, ModifyImageAttribute, ResetImageAttribute, and when an image is deprecated. */
import type { LaunchPermission } from "@aws-sdk/client-ec2";
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { describeDevice } from "./describe.ts";
import { needOwnImage } from "./images.ts";
import { images } from "./resources.ts";

const unknownAttribute = (attribute: string | undefined): never =>
  fail("InvalidParameterValue", `Value (${attribute}) for parameter attribute is invalid. Unknown attribute.`);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImageAttribute.html */
const describeImageAttribute = ec2("DescribeImageAttribute", (input, ctx) => {
  const image = needOwnImage(ctx, input.ImageId);
  const ImageId = image.id;
  switch (input.Attribute) {
    case "description":
      return { ImageId, Description: { Value: image.description } };
    case "launchPermission":
      return { ImageId, LaunchPermissions: image.launchableBy.map(permission) };
    case "blockDeviceMapping":
      return { ImageId, BlockDeviceMappings: image.devices.map(describeDevice) };
    case "bootMode":
      return { ImageId, BootMode: { Value: image.bootMode } };
    case "imdsSupport":
      return { ImageId, ImdsSupport: { Value: image.imdsV2 ? "v2.0" : undefined } };
    case "sriovNetSupport":
      return { ImageId, SriovNetSupport: { Value: "simple" } };
    case "productCodes":
      return { ImageId, ProductCodes: [] };
    case "kernel":
      return { ImageId, KernelId: {} };
    case "ramdisk":
      return { ImageId, RamdiskId: {} };
    case "tpmSupport":
      return { ImageId, TpmSupport: {} };
    case "uefiData":
      return { ImageId, UefiData: {} };
    case "lastLaunchedTime":
      return { ImageId, LastLaunchedTime: {} };
    case "deregistrationProtection":
      return { ImageId, DeregistrationProtection: { Value: image.protection } };
    default:
      return unknownAttribute(input.Attribute);
  }
});

function permission(grantee: string): LaunchPermission {
  if (grantee === "all") return { Group: "all" };
  if (!grantee.startsWith("arn:")) return { UserId: grantee };
  return grantee.includes(":ou/") ? { OrganizationalUnitArn: grantee } : { OrganizationArn: grantee };
}

/** Whom a permission is for, or AWS's error for an item that is not of its form. */
function granteeOf({ Group, UserId, OrganizationArn, OrganizationalUnitArn }: LaunchPermission): string {
  const item = (value: string, type: string, form: RegExp): string =>
    form.test(value)
      ? value
      : fail("InvalidAMIAttributeItemValue", `Invalid attribute item value "${value}" for ${type} item type.`);
  if (Group !== undefined) return item(Group, "userGroup", /^all$/);
  if (UserId !== undefined) return item(UserId, "userId", /^\d{12}$/);
  if (OrganizationArn !== undefined)
    return item(OrganizationArn, "organizationArn", /^arn:aws[a-z-]*:organizations::\d{12}:organization\/o-[a-z0-9]+$/);
  return item(
    OrganizationalUnitArn ?? "",
    "organizationalUnitArn",
    /^arn:aws[a-z-]*:organizations::\d{12}:ou\/o-[a-z0-9]+\/ou-[a-z0-9-]+$/,
  );
}

/**
 * Description, IMDSv2 and launch permissions, each as a structure of its own or, as an older way to say it, as
 * `Attribute` with a value or an operation and its items.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html
 */
const modifyImageAttribute = ec2("ModifyImageAttribute", (input, ctx) => {
  const image = needOwnImage(ctx, input.ImageId);
  const { Attribute, Value } = input;
  if (Attribute !== undefined && !["description", "imdsSupport", "launchPermission"].includes(Attribute))
    unknownAttribute(Attribute);
  const description = input.Description?.Value ?? (Attribute === "description" ? Value : undefined);
  const imds = input.ImdsSupport?.Value ?? (Attribute === "imdsSupport" ? Value : undefined);
  const items: LaunchPermission[] = [
    ...(input.UserIds ?? []).map((UserId) => ({ UserId })),
    ...(input.UserGroups ?? []).map((Group) => ({ Group: Group as "all" })),
    ...(input.OrganizationArns ?? []).map((OrganizationArn) => ({ OrganizationArn })),
    ...(input.OrganizationalUnitArns ?? []).map((OrganizationalUnitArn) => ({ OrganizationalUnitArn })),
  ];
  const add = [...(input.LaunchPermission?.Add ?? []), ...(input.OperationType === "add" ? items : [])];
  const remove = [...(input.LaunchPermission?.Remove ?? []), ...(input.OperationType === "remove" ? items : [])];
  if (description === undefined && imds === undefined && add.length + remove.length === 0)
    fail("InvalidParameterCombination", "No attributes specified.");
  if (image.disabled && add.length > 0)
    fail("OperationNotPermitted", `The image ${image.id} is disabled and cannot be shared.`);
  if (imds !== undefined && imds !== "v2.0")
    fail("InvalidParameterValue", `Value (${imds}) for parameter imdsSupport is invalid.`);
  const removed = new Set(remove.map(granteeOf));
  ctx.put(images, {
    ...image,
    description: description ?? image.description,
    imdsV2: image.imdsV2 || imds === "v2.0",
    launchableBy: [...new Set([...image.launchableBy, ...add.map(granteeOf)])].filter((one) => !removed.has(one)),
  });
  return {};
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetImageAttribute.html */
const resetImageAttribute = ec2("ResetImageAttribute", (input, ctx) => {
  const image = needOwnImage(ctx, input.ImageId);
  if (input.Attribute !== "launchPermission") unknownAttribute(input.Attribute);
  ctx.put(images, { ...image, launchableBy: [] });
  return {};
});

const MINUTE_MS = 60_000;
const DEPRECATION_YEARS = 10;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeprecation.html */
const enableImageDeprecation = ec2("EnableImageDeprecation", (input, ctx) => {
  const image = needOwnImage(ctx, input.ImageId);
  const at = input.DeprecateAt;
  if (!at || Number.isNaN(at.getTime()))
    return fail("MissingParameter", "The request must contain the parameter deprecateAt");
  if (at.getTime() < ctx.now().getTime())
    fail("InvalidParameterValue", "The deprecation date of an image cannot be in the past.");
  const last = ctx.now();
  last.setUTCFullYear(last.getUTCFullYear() + DEPRECATION_YEARS);
  if (at.getTime() > last.getTime())
    fail("InvalidParameterValue", `The deprecation date of an image is at most ${DEPRECATION_YEARS} years from now.`);
  // "If you specify a value for seconds, Amazon EC2 rounds the seconds to the nearest minute."
  const minute = Math.round(at.getTime() / MINUTE_MS) * MINUTE_MS;
  ctx.put(images, { ...image, deprecationTime: new Date(minute).toISOString() });
  return { Return: true };
});

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImageDeprecation.html */
const disableImageDeprecation = ec2("DisableImageDeprecation", (input, ctx) => {
  ctx.put(images, { ...needOwnImage(ctx, input.ImageId), deprecationTime: undefined });
  return { Return: true };
});

export const attributeOperations = [
  describeImageAttribute,
  modifyImageAttribute,
  resetImageAttribute,
  enableImageDeprecation,
  disableImageDeprecation,
];
