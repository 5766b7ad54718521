/** What Parameter Store takes for a name and a value. @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
import { runInNewContext } from "node:vm";
import type { ParameterTier } from "@aws-sdk/client-ssm";
import { fail } from "../../cloud/error.ts";

const STANDARD = 4096;
const ADVANCED = 8192;
const LEVELS = 15;

export function checkName(name: string): void {
  const invalid = (message: string): never => fail("ValidationException", message);
  if (/^\/?aws(\/|$)/i.test(name)) fail("AccessDeniedException", `No access to reserved parameter name: ${name}.`);
  if (/^(aws|ssm)/i.test(name.replace(/^\//, "")))
    invalid(
      name.startsWith("/")
        ? `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`
        : `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`,
    );
  if (name.length > 1011 || !/^[\w.\-/]+$/.test(name))
    invalid(
      `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`,
    );
  if (name.includes("/") && !name.startsWith("/")) invalid("Parameter name must be a fully qualified name.");
  if (name.endsWith("/") || name.includes("//"))
    invalid("Parameter name must not end with a slash or hold an empty part.");
  if (name.split("/").length - 1 > LEVELS)
    fail(
      "HierarchyLevelLimitExceededException",
      `A hierarchy can have a maximum of ${LEVELS} levels. For more information, see Requirements and constraints for parameter names in the AWS Systems Manager User Guide.`,
    );
}

/** The tier that a value of this length stands in. */
export function checkTier(value: string, asked: ParameterTier | undefined): ParameterTier {
  const length = Buffer.byteLength(value);
  if (length < 1)
    fail(
      "ValidationException",
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    );
  const tier: ParameterTier =
    asked === "Intelligent-Tiering" ? (length > STANDARD ? "Advanced" : "Standard") : (asked ?? "Standard");
  if (tier === "Standard" && length > STANDARD)
    fail(
      "ValidationException",
      `Standard tier parameters support a maximum parameter value of ${STANDARD} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  if (length > ADVANCED)
    fail(
      "ValidationException",
      `Advanced tier parameters support a maximum parameter value of ${ADVANCED} characters.`,
    );
  return tier;
}

/** Milliseconds for a pattern that somebody gave: one that backtracks for ever must not stop the endpoint. */
const PATIENCE = 100;

export function checkPattern(value: string, pattern: string | undefined): void {
  if (pattern === undefined || pattern === "") return;
  const regex = patternOf(pattern);
  if (!matches(regex, value))
    fail("ParameterPatternMismatchException", `Parameter value, doesn't match allowed pattern ${pattern}`);
}

function patternOf(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return fail("InvalidAllowedPatternException", "The specified pattern is not a valid regular expression.");
  }
}

function matches(regex: RegExp, value: string): boolean {
  try {
    return runInNewContext("regex.test(value)", { regex, value }, { timeout: PATIENCE }) === true;
  } catch {
    return false;
  }
}
