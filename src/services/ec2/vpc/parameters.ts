/** Checks that several operations make of their parameters. */
import { type Prefix, parsePrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";

/** Refuses parameters whose service Underlay does not have (IPAM, Outposts, BYOIP), rather than passing them over. */
export function refuseUnbuilt<Input extends object>(
  operation: string,
  input: Input,
  names: readonly (keyof Input & string)[],
): void {
  for (const name of names)
    if (input[name] !== undefined)
      fail("UnsupportedOperation", `Underlay does not build the parameter ${name} of ${operation} yet.`);
}

/** A CIDR block of one family in canonical form, as AWS makes it (`10.0.0.1/16` is `10.0.0.0/16`). */
export function cidrBlock(text: string, parameter: string, family: "ipv4" | "ipv6"): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed || (typeof parsed.prefix.address === "number" ? "ipv4" : "ipv6") !== family)
    return fail(
      "InvalidParameterValue",
      `Value (${text}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`,
    );
  return parsed.prefix;
}

/** The one attribute that a Modify…Attribute request names; AWS takes one at a time. */
export function soleAttribute<Name extends string>(
  input: Readonly<Partial<Record<Name, unknown>>>,
  names: readonly Name[],
): Name {
  const given = names.filter((name) => input[name] !== undefined);
  const [first] = given;
  if (first === undefined) return fail("InvalidParameterCombination", "No attributes specified.");
  if (given.length > 1)
    fail(
      "InvalidParameterCombination",
      `Fields for multiple attribute types specified: ${given.map((name) => name.charAt(0).toLowerCase() + name.slice(1)).join(", ")}`,
    );
  return first;
}
