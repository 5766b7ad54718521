/**
 * Checks an answer against its published schema under `docs/schemas`: the keywords that those use, and no others, so that
 * a schema which says something this does not look at fails too.
 */
import { readFileSync } from "node:fs";

type Schema = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;

const KNOWN = [
  "$schema",
  "title",
  "description",
  "$defs",
  "$ref",
  "const",
  "enum",
  "anyOf",
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
];

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isFields,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/** What is wrong with the answer, a line each: nothing, where it is as its `schema` publishes. */
export function faultsOf(answer: unknown): readonly string[] {
  const named = isFields(answer) && typeof answer["schema"] === "string" ? answer["schema"] : "";
  const [, name, version] = /^underlay\/([a-z-]+)\/(\d+)$/.exec(named) ?? [];
  if (name === undefined) return [`the answer names no schema: ${named}`];
  const file = new URL(`../../docs/schemas/${name}-${version}.json`, import.meta.url);
  const root = JSON.parse(readFileSync(file, "utf8")) as Schema;
  return check(root, root, answer, "$");
}

function check(root: Schema, schema: Schema, value: unknown, at: string): string[] {
  const faults = Object.keys(schema)
    .filter((keyword) => !KNOWN.includes(keyword))
    .map((keyword) => `${at}: the schema says '${keyword}', which is not looked at`);
  const { $ref, const: only, enum: among, anyOf, type, items } = schema;
  if (typeof $ref === "string") {
    const defs = root["$defs"] as Readonly<Record<string, Schema>>;
    const target = defs[$ref.replace("#/$defs/", "")];
    faults.push(...(target ? check(root, target, value, at) : [`${at}: there is no ${$ref}`]));
  }
  if (only !== undefined && value !== only) faults.push(`${at}: ${JSON.stringify(value)} is not ${only}`);
  if (Array.isArray(among) && !among.includes(value))
    faults.push(`${at}: ${JSON.stringify(value)} is none of ${among}`);
  if (Array.isArray(anyOf)) {
    const tries = (anyOf as Schema[]).map((one) => check(root, one, value, at));
    if (tries.every((one) => one.length > 0)) faults.push(...(tries[0] ?? []));
  }
  if (typeof type === "string" && !TYPES[type]?.(value))
    return [...faults, `${at}: ${JSON.stringify(value)} is no ${type}`];
  if (isFields(value)) faults.push(...checkFields(root, schema, value, at));
  if (Array.isArray(value) && isFields(items))
    for (const [i, item] of value.entries()) faults.push(...check(root, items, item, `${at}[${i}]`));
  return faults;
}

function checkFields(root: Schema, schema: Schema, value: Fields, at: string): string[] {
  const {
    properties = {},
    required = [],
    additionalProperties,
  } = schema as {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly additionalProperties?: boolean | Schema;
  };
  const faults = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}: ${name} is missing`);
  for (const [name, member] of Object.entries(value)) {
    const known = properties[name];
    if (known) faults.push(...check(root, known, member, `${at}.${name}`));
    else if (additionalProperties === false) faults.push(`${at}: ${name} is not in the schema`);
    else if (isFields(additionalProperties)) faults.push(...check(root, additionalProperties, member, `${at}.${name}`));
  }
  return faults;
}
