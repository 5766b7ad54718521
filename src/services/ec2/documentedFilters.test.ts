/**
 * Every filter that AWS documents for a Describe operation is one that the operation knows, and any other is refused.
 * The documentation is the comments of the SDK's own types.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { AwsError } from "../../cloud/error.ts";
import { testRegion } from "./region.fixture.ts";
import { ec2Service } from "./service.ts";

const MODELS = new URL("../../../node_modules/@aws-sdk/client-ec2/dist-types/models/", import.meta.url);

/** By operation: the member that the filters are in, and their names. */
function documented(): Map<string, { readonly member: string; readonly names: readonly string[] }> {
  const found = new Map<string, { member: string; names: string[] }>();
  const files = readdirSync(MODELS).filter((name) => /^models_\d+\.d\.ts$/.test(name));
  for (const file of files)
    for (const [, operation = "", body = ""] of readFileSync(new URL(file, MODELS), "utf8").matchAll(
      /export interface (\w+)Request \{([\s\S]*?)\n\}/g,
    )) {
      const [, comment = "", member = ""] = /\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s*(Filters?)\?:/.exec(body) ?? [];
      const listed = comment.matchAll(/<p>\s*\*?\s*<code>([\w.-]+)<\/code>\s*(?:\([^)]*\))?\s*[-–]/g);
      const names = [...listed]
        .map(([, name = ""]) => name)
        .filter((name) => !["tag", "tag-key", "tag-value"].includes(name));
      if (member !== "" && names.length > 0) found.set(operation, { member, names: [...new Set(names)] });
    }
  return found;
}

/** Severities that the page lists below a filter of images in the way of filters. */
const NO_FILTERS: readonly string[] = ["informational", "low", "medium", "high", "critical"];

test("operations know the filters that AWS documents, and refuse others", () => {
  const region = testRegion();
  const built = new Set(ec2Service.operations.map(({ name }) => name));
  const unknown: string[] = [];
  const lax: string[] = [];
  let looked = 0;
  for (const [operation, { member, names }] of documented()) {
    if (!built.has(operation)) continue;
    const answer = (Name: string): string => {
      try {
        region.call(operation as "DescribeVpcs", { [member]: [{ Name, Values: ["sg-0123456789abcdef0"] }] });
        return "";
      } catch (error) {
        if (error instanceof AwsError) return `${error.code}: ${error.message}`;
        throw error;
      }
    };
    const refused = (text: string): boolean => /The filter '.*' is invalid/.test(text);
    if (answer("no-such-filter") === "") lax.push(operation);
    if (!refused(answer("no-such-filter"))) continue; // the operation wants something else first
    looked++;
    for (const name of names)
      if (!NO_FILTERS.includes(name) && refused(answer(name))) unknown.push(`${operation}: ${name}`);
  }
  expect(unknown).toEqual([]);
  expect(lax).toEqual([]);
  expect(looked).toBeGreaterThan(40);
});
