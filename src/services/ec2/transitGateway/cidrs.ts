/** CIDR blocks of either family in requests. */
import { type Prefix, parsePrefix } from "../../../base/prefix.ts";
import { fail } from "../../../cloud/error.ts";

/** A CIDR block in canonical form (`10.0.0.1/8` is `10.0.0.0/8`). */
export function cidrBlockOfEither(text: string | undefined, parameter: string): Prefix {
  const parsed = parsePrefix(text ?? "");
  if (!parsed)
    return fail(
      "InvalidParameterValue",
      `Value (${text ?? ""}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`,
    );
  return parsed.prefix;
}
