/** Filters of parameters. @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html */
import { fail } from "../../cloud/error.ts";
import type { Parameter, ParameterVersion } from "./resources.ts";

export interface FilterInput {
  readonly Key: string | undefined;
  readonly Option?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

type Test = (parameter: Parameter) => boolean;

/** Whether a parameter passes all filters; a key that is not `allowed` is refused. `tag:` stands for every tag. */
export function parameterFilter(filters: readonly FilterInput[], allowed: readonly string[]): Test {
  const keys = filters.map(({ Key }) => Key);
  if (new Set(keys).size < keys.length)
    fail(
      "InvalidFilterValue",
      "The following filters are duplicated in the request. A request can contain only one instance of a specific filter.",
    );
  const tests = filters.map((filter) => test(filter, allowed));
  return (parameter) => tests.every((passes) => passes(parameter));
}

function test(
  { Key: key = "", Option: option = "Equals", Values: values = [] }: FilterInput,
  allowed: readonly string[],
): Test {
  const tag = key.startsWith("tag:") ? key.slice("tag:".length) : undefined;
  if (!allowed.includes(tag === undefined ? key : "tag:"))
    fail(
      "InvalidFilterKey",
      `The following filter key is not valid: ${key.slice(0, 200)}. Valid filter keys include: [${allowed.join(", ")}].`,
    );
  if (tag !== undefined)
    return ({ tags }) => {
      const value = Object.hasOwn(tags, tag) ? tags[tag] : undefined;
      return value !== undefined && (values.length === 0 || values.includes(value));
    };
  if (key === "Path") return pathTest(option, values);
  if (key === "Label")
    return ({ versions }) => versions.some(({ labels }) => labels.some((one) => values.includes(one)));
  const compare = COMPARISONS[option];
  if (!compare)
    return fail(
      "InvalidFilterOption",
      `The following filter option is not valid: ${option.slice(0, 100)}. Valid options include: [BeginsWith, Equals, Contains].`,
    );
  return (parameter) => {
    const own = VALUES[key]?.(parameter, parameter.versions.at(-1) as ParameterVersion);
    return own !== undefined && values.some((value) => compare(own, value));
  };
}

const COMPARISONS: Readonly<Record<string, (own: string, value: string) => boolean>> = {
  Equals: (own, value) => own === value,
  BeginsWith: (own, value) => own.startsWith(value),
  Contains: (own, value) => own.includes(value),
};

const VALUES: Readonly<Record<string, (parameter: Parameter, version: ParameterVersion) => string | undefined>> = {
  Name: ({ name }) => name,
  Type: (_, { type }) => type,
  KeyId: (_, { keyId }) => keyId,
  Tier: (_, { tier }) => tier,
  DataType: (_, { dataType }) => dataType,
};

function pathTest(option: string, values: readonly string[]): Test {
  const recursive = option === "Recursive";
  const prefixes = values.map((value) => (value.endsWith("/") ? value : `${value}/`));
  return ({ name }) =>
    prefixes.some((prefix) => {
      // A name without a slash stands right below the root.
      const path = name.startsWith("/") ? name : `/${name}`;
      return path.startsWith(prefix) && (recursive || !path.slice(prefix.length).includes("/"));
    });
}
