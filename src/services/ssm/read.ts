/**
 * Reading parameters: by name, by version (`name:3`), by label (`name:prod`), by path, and their descriptions.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-versions.html
 */
import { createHash } from "node:crypto";
import type { Parameter as ParameterAnswer, ParameterHistory, ParameterMetadata } from "@aws-sdk/client-ssm";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { type FilterInput, parameterFilter } from "./filters.ts";
import { pageOf, ssm } from "./operation.ts";
import { publicParameters } from "./publicParameters.ts";
import { type Parameter, type ParameterVersion, parameters } from "./resources.ts";

/** A name that the account has or that is public; an ARN of either. */
export function findParameter(ctx: Context, name: string): Parameter | undefined {
  const own = ctx.get(parameters, ctx.key(name)) ?? publicParameters(ctx.region).get(name);
  if (own || !name.startsWith("arn:")) return own;
  const path = /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d*:parameter(\/.+)$/.exec(name)?.[1] ?? "";
  const found = [path, path.slice(1)].map((one) => findParameter(ctx, one)).find((one) => one?.arn === name);
  return found;
}

export const latest = ({ versions }: Parameter): ParameterVersion => versions.at(-1) as ParameterVersion;

interface Selected {
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
  /** As it was asked for: `:3`. */
  readonly selector: string | undefined;
}

/** `undefined` where there is no such parameter, or no such version or label of it. */
function select(ctx: Context, text: string): Selected | undefined {
  const [, name = "", selector] = /^((?:arn:.*:parameter)?[^:]*)(?::(.+))?$/.exec(text) ?? [];
  const parameter = findParameter(ctx, name);
  if (!parameter) return undefined;
  const version =
    selector === undefined
      ? latest(parameter)
      : parameter.versions.find(({ version, labels }) => String(version) === selector || labels.includes(selector));
  return version && { parameter, version, selector };
}

/** What is shown of a secret to those who do not ask to have it decrypted. */
const sealed = ({ arn }: Parameter, { version, value }: ParameterVersion): string =>
  `AQICAHh${createHash("sha512").update(`${arn}:${version}:${value}`).digest("base64")}`;

const describe = ({ parameter, version, selector }: Selected, decrypted: boolean | undefined): ParameterAnswer => ({
  Name: parameter.name,
  Type: version.type,
  Value: version.type === "SecureString" && !decrypted ? sealed(parameter, version) : version.value,
  Version: version.version,
  Selector: selector === undefined ? undefined : `:${selector}`,
  LastModifiedDate: new Date(version.modifiedAt),
  ARN: parameter.arn,
  DataType: version.dataType,
});

export const getParameter = ssm("GetParameter", ({ Name: name = "", WithDecryption }, ctx) => {
  const selected = select(ctx, name);
  if (selected) return { Parameter: describe(selected, WithDecryption) };
  const [plain = "", selector] = name.split(":");
  if (selector !== undefined && findParameter(ctx, plain))
    fail(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${selector} of ${plain}. Verify the version and try again.`,
    );
  return fail("ParameterNotFound", "");
});

const MOST_NAMES = 10;

export const getParameters = ssm("GetParameters", ({ Names: names = [], WithDecryption }, ctx) => {
  if (names.length < 1 || names.length > MOST_NAMES)
    fail(
      "ValidationException",
      `1 validation error detected: Value '[${names.slice(0, 20).join(", ")}]' at 'names' failed to satisfy constraint: Member must have length ${names.length < 1 ? "greater than or equal to 1" : `less than or equal to ${MOST_NAMES}`}`,
    );
  const found = [...new Set(names)].map((name) => ({ name, selected: select(ctx, name) }));
  return {
    Parameters: found.flatMap(({ selected }) => (selected ? [describe(selected, WithDecryption)] : [])),
    InvalidParameters: found.flatMap(({ name, selected }) => (selected ? [] : [name])),
  };
});

const byName = (found: Parameter[]): Parameter[] => found.sort((a, b) => (a.name < b.name ? -1 : 1));

export const getParametersByPath = ssm("GetParametersByPath", (input, ctx) => {
  const { Path: path = "", Recursive: recursive = false } = input;
  if (!path.startsWith("/"))
    fail("ValidationException", `The parameter path '${path.slice(0, 200)}' must begin with a slash.`);
  const prefix = path.endsWith("/") ? path : `${path}/`;
  const matches = parameterFilter(input.ParameterFilters ?? [], ["Type", "KeyId", "Label"]);
  const label = input.ParameterFilters?.find(({ Key }) => Key === "Label")?.Values;
  const all = prefix.startsWith("/aws/") ? publicParameters(ctx.region).values() : ctx.all(parameters);
  const found = [...all].filter(
    (parameter) =>
      parameter.name.startsWith(prefix) &&
      (recursive || !parameter.name.slice(prefix.length).includes("/")) &&
      matches(parameter),
  );
  const { items, NextToken } = pageOf(byName(found), `path ${path}`.replaceAll(" ", "-"), input, 10);
  const versionOf = (parameter: Parameter): ParameterVersion =>
    parameter.versions.findLast(({ labels }) => labels.some((one) => label?.includes(one))) ?? latest(parameter);
  return {
    Parameters: items.map((parameter) =>
      describe({ parameter, version: versionOf(parameter), selector: undefined }, input.WithDecryption),
    ),
    NextToken,
  };
});

const metadata = (parameter: Parameter): ParameterMetadata => {
  const version = latest(parameter);
  return { Name: parameter.name, ARN: parameter.arn, ...detailsOf(version) };
};

const detailsOf = (version: ParameterVersion) => ({
  Type: version.type,
  KeyId: version.keyId,
  LastModifiedDate: new Date(version.modifiedAt),
  LastModifiedUser: version.modifiedBy,
  Description: version.description,
  AllowedPattern: version.allowedPattern,
  Version: version.version,
  Tier: version.tier,
  Policies: [],
  DataType: version.dataType,
});

export const describeParameters = ssm("DescribeParameters", (input, ctx) => {
  if (input.Filters?.length && input.ParameterFilters?.length)
    fail("ValidationException", "You can use either Filters or ParameterFilters in a single request.");
  const older: FilterInput[] = (input.Filters ?? []).map(({ Key, Values }) => ({ Key, Values, Option: "Equals" }));
  const matches = parameterFilter(input.ParameterFilters ?? older, [
    "Name",
    "Type",
    "KeyId",
    "Path",
    "Tier",
    "DataType",
    "tag:",
  ]);
  const found = input.Shared ? [] : ctx.all(parameters).filter(matches);
  const { items, NextToken } = pageOf(byName(found), "parameters", input, 50);
  return { Parameters: items.map(metadata), NextToken };
});

export const getParameterHistory = ssm("GetParameterHistory", (input, ctx) => {
  const parameter = ctx.get(parameters, ctx.key(input.Name ?? ""));
  if (!parameter) return fail("ParameterNotFound", "");
  const { items, NextToken } = pageOf(parameter.versions, "history", input, 50);
  const entries: ParameterHistory[] = items.map((version) => ({
    Name: parameter.name,
    ...detailsOf(version),
    Value: version.type === "SecureString" && !input.WithDecryption ? sealed(parameter, version) : version.value,
    Labels: [...version.labels],
  }));
  return { Parameters: entries, NextToken };
});
