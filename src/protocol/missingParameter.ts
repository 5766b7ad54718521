/** Required members that an input lacks, in the words of the service's protocol. */
import type { Document, WireError } from "./codec.ts";
import { ec2ParameterName } from "./ec2Query.ts";
import type { ServiceModel } from "./model.ts";
import type { Member, Shape } from "./shapes.ts";

/**
 * The error for an input without a required member, nested ones included; `undefined` where nothing is missing.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (MissingParameter, and
 * InvalidParameterCombination, which it gives for instances terminated without an id)
 */
export function missingParameter(model: ServiceModel, operation: string, input: Document): WireError | undefined {
  const shape = model.operation(operation)?.input;
  if (!shape || !lacks(shape, input)) return undefined;
  const nameOf = model.protocol === "ec2Query" ? ec2ParameterName : ({ name }: { name: string }) => lowerCamel(name);
  const missing: string[] = [];
  collect(shape, input, "", nameOf, missing, model.protocol === "ec2Query" ? "" : ".member");
  const [first] = missing;
  if (first === undefined) return undefined;
  if (model.protocol === "ec2Query" && operation === "TerminateInstances")
    return { code: "InvalidParameterCombination", message: "No instances specified", status: 400 };
  if (model.protocol === "ec2Query")
    return { code: "MissingParameter", message: `The request must contain the parameter ${first}`, status: 400 };

  const faults = missing.map((path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`);
  const counted = faults.length === 1 ? "1 validation error" : `${faults.length} validation errors`;
  return { code: codeOf(model), message: `${counted} detected: ${faults.join("; ")}`, status: 400 };
}

function codeOf({ name, protocol }: ServiceModel): string {
  if (protocol === "awsQuery") return "ValidationError";
  if (protocol !== "restXml") return "ValidationException";
  return name === "route-53" ? "InvalidInput" : name === "cloudfront" ? "MalformedXML" : "InvalidRequest";
}

const lowerCamel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
/** A request can lack no more than its sender took the trouble to nest. */
const MAX_NAMED = 50;

function collect(
  shape: Shape,
  value: unknown,
  path: string,
  nameOf: (member: { readonly name: string } & Parameters<typeof ec2ParameterName>[0]) => string,
  missing: string[],
  itemSuffix: string,
): void {
  if (value === undefined || value === null || missing.length >= MAX_NAMED) return;
  if (shape.kind === "structure" || shape.kind === "union") {
    const record = value as Readonly<Record<string, unknown>>;
    for (const member of shape.members) {
      const given = record[member.name];
      if ((given === undefined || given === null) && !member.required) continue;
      const at = path === "" ? nameOf(member) : `${path}.${nameOf(member)}`;
      if (given === undefined || given === null) missing.push(at);
      else collect(member.shape, given, at, nameOf, missing, itemSuffix);
    }
  } else if (shape.kind === "list" && Array.isArray(value)) {
    const { shape: inner } = shape.member;
    if (inner.kind === "structure" || inner.kind === "union" || inner.kind === "list")
      for (const [i, item] of value.entries())
        collect(inner, item, `${path}.${i + 1}${itemSuffix}`, nameOf, missing, itemSuffix);
  }
}

/** Whether anything is missing at all, which is seldom: nothing is named, and only what can lack something is looked at. */
function lacks(shape: Shape, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (shape.kind === "structure" || shape.kind === "union") {
    const record = value as Readonly<Record<string, unknown>>;
    for (const member of demanding(shape)) {
      const given = record[member.name];
      if (given === undefined || given === null ? member.required : lacks(member.shape, given)) return true;
    }
  } else if (shape.kind === "list" && Array.isArray(value)) {
    const { shape: inner } = shape.member;
    if (inner.kind === "structure" || inner.kind === "union" || inner.kind === "list")
      for (const item of value) if (lacks(inner, item)) return true;
  }
  return false;
}

const demandingOf = new WeakMap<Shape, readonly Member[]>();

/** The members that are required or may have some inside that are. */
function demanding(shape: Shape & { readonly members: readonly Member[] }): readonly Member[] {
  let members = demandingOf.get(shape);
  if (!members) {
    demandingOf.set(shape, shape.members); // what it holds of itself is looked at: that ends with the value
    members = shape.members.filter((member) => member.required || isDemanding(member.shape));
    demandingOf.set(shape, members);
  }
  return members;
}

function isDemanding(shape: Shape): boolean {
  if (shape.kind === "list") return isDemanding(shape.member.shape);
  return (shape.kind === "structure" || shape.kind === "union") && demanding(shape).length > 0;
}
