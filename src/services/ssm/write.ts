/**
 * Putting parameters, and taking them away.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html
 */
import { arnOf, partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { keyOf } from "../kms/resources.ts";
import { ssm } from "./operation.ts";
import { latest } from "./read.ts";
import { type Parameter, type ParameterVersion, parameters } from "./resources.ts";
import { tagged } from "./tags.ts";
import { checkName, checkPattern, checkTier } from "./validation.ts";

/** A version that is pushed out by the hundred-and-first may bear no label. */
const MOST_VERSIONS = 100;
const MOST_LABELS = 10;
const DEFAULT_KEY = "alias/aws/ssm";

export const putParameter = ssm("PutParameter", (input, ctx) => {
  const { Name: name = "", Value: value = "", Overwrite: overwrite = false, Tags: tags } = input;
  checkName(name);
  if (overwrite && tags?.length)
    fail(
      "ValidationException",
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  const before = ctx.get(parameters, ctx.key(name));
  if (before && !overwrite)
    fail(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  const last = before && latest(before);
  const type = input.Type ?? last?.type;
  if (type === undefined)
    return fail("ValidationException", "A parameter type is required when you create a parameter.");
  if (type !== "String" && type !== "StringList" && type !== "SecureString")
    fail("UnsupportedParameterType", "The parameter type is not supported.");
  if (last && (last.type === "SecureString") !== (type === "SecureString"))
    fail("HierarchyTypeMismatchException", "Parameter type cannot be changed to or from SecureString.");
  const tier = checkTier(value, input.Tier ?? last?.tier);
  if (last?.tier === "Advanced" && tier === "Standard")
    fail(
      "ValidationException",
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  const allowedPattern = input.AllowedPattern ?? last?.allowedPattern;
  checkPattern(value, allowedPattern);
  const dataType = input.DataType ?? last?.dataType ?? "text";
  if (!["text", "aws:ec2:image", "aws:ssm:integration"].includes(dataType))
    fail(
      "ValidationException",
      `The following data type is not supported: ${dataType.slice(0, 100)} (Data type names are all lowercase.)`,
    );
  if (dataType === "aws:ec2:image" && !/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(value))
    fail("ValidationException", `Parameter value ${value.slice(0, 100)} is no AMI id.`);

  const version: ParameterVersion = {
    version: (last?.version ?? 0) + 1,
    value,
    type,
    keyId: type === "SecureString" ? needKeyId(ctx, input.KeyId ?? last?.keyId) : undefined,
    description: input.Description ?? last?.description,
    allowedPattern,
    tier,
    dataType,
    modifiedAt: ctx.now().getTime(),
    modifiedBy: `arn:${partitionOf(ctx.region)}:iam::${ctx.account}:root`,
    labels: [],
  };
  const [oldest] = before?.versions ?? [];
  if (before && before.versions.length >= MOST_VERSIONS && oldest && oldest.labels.length > 0)
    fail(
      "ParameterMaxVersionLimitExceeded",
      `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${oldest.version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    );
  ctx.put(parameters, {
    id: ctx.key(name),
    account: ctx.account,
    region: ctx.region,
    name,
    arn: arnOf(ctx, "ssm", `parameter/${name.replace(/^\//, "")}`),
    tags: before?.tags ?? tagged({}, tags),
    versions: [...(before?.versions ?? []), version].slice(-MOST_VERSIONS),
  });
  return { Version: version.version, Tier: tier };
});

function needKeyId(ctx: Context, keyId = DEFAULT_KEY): string {
  if (keyId.startsWith("alias/aws/") || keyOf(ctx, keyId)) return keyId;
  // A key of another account is taken at its word.
  if (/^arn:aws[a-z-]*:kms:/.test(keyId) && !keyId.includes(`:${ctx.account}:`)) return keyId;
  return fail("InvalidKeyId", `Invalid keyId ${keyId.slice(0, 200)}`);
}

export const deleteParameter = ssm("DeleteParameter", ({ Name: name = "" }, ctx) => {
  if (!ctx.get(parameters, ctx.key(name))) fail("ParameterNotFound", "");
  ctx.delete(parameters, ctx.key(name));
  return {};
});

export const deleteParameters = ssm("DeleteParameters", ({ Names: names = [] }, ctx) => {
  const there = names.filter((name) => ctx.get(parameters, ctx.key(name)));
  for (const name of there) ctx.delete(parameters, ctx.key(name));
  return { DeletedParameters: there, InvalidParameters: names.filter((name) => !there.includes(name)) };
});

function needVersion(ctx: Context, name = "", number: number | undefined) {
  const parameter = ctx.get(parameters, ctx.key(name));
  if (!parameter) return fail("ParameterNotFound", "");
  const version = number === undefined ? latest(parameter) : parameter.versions.find((one) => one.version === number);
  if (!version)
    return fail(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${number} of ${name}. Verify the version and try again.`,
    );
  return { parameter, version };
}

const isLabel = (label: string): boolean => /^[A-Za-z_.-][\w.-]{0,99}$/.test(label) && !/^(aws|ssm)/i.test(label);

/** A label stands at one version: putting it on another takes it from the first. */
export const labelParameterVersion = ssm("LabelParameterVersion", (input, ctx) => {
  const { parameter, version } = needVersion(ctx, input.Name, input.ParameterVersion);
  const labels = input.Labels ?? [];
  const valid = labels.filter(isLabel);
  const all = new Set([...version.labels, ...valid]);
  if (all.size > MOST_LABELS)
    fail(
      "ParameterVersionLabelLimitExceeded",
      `A parameter version can have maximum ${MOST_LABELS} labels.Move one or more labels to another version and try again.`,
    );
  putLabels(ctx, parameter, (one) =>
    one === version ? [...all] : one.labels.filter((label) => !valid.includes(label)),
  );
  return { InvalidLabels: labels.filter((label) => !isLabel(label)), ParameterVersion: version.version };
});

export const unlabelParameterVersion = ssm("UnlabelParameterVersion", (input, ctx) => {
  const { parameter, version } = needVersion(ctx, input.Name, input.ParameterVersion);
  const labels = input.Labels ?? [];
  putLabels(ctx, parameter, (one) =>
    one === version ? one.labels.filter((label) => !labels.includes(label)) : one.labels,
  );
  return {
    RemovedLabels: labels.filter((label) => version.labels.includes(label)),
    InvalidLabels: labels.filter((label) => !version.labels.includes(label)),
  };
});

const putLabels = (
  ctx: Context,
  parameter: Parameter,
  labelsOf: (version: ParameterVersion) => readonly string[],
): Parameter =>
  ctx.put(parameters, {
    ...parameter,
    versions: parameter.versions.map((version) => ({ ...version, labels: labelsOf(version) })),
  });
