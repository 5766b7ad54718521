/** Reads the body of `POST /_underlay/trace`. */
import { Problem } from "../problem.ts";
import type { TraceQuestion } from "../trace.ts";

type Fields = Readonly<Record<string, unknown>>;

const KNOWN = ["source", "destination", "proto", "port", "fromPort", "account", "region", "size"];

/** A tag selector with the longest key and value that AWS takes: 128 and 256 characters. */
const LONGEST = "tag:=".length + 128 + 256;

/** A question, or a Problem that says what is wrong with it. */
export function traceQuestion(body: string): TraceQuestion {
  const fields = parseObject(body);
  const unknown = Object.keys(fields).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new Problem("invalid", `A trace has no parameter '${unknown.slice(0, 100)}'.`);
  const { proto: value } = fields;
  const proto = typeof value === "number" ? String(value) : text(fields, "proto");
  return {
    source: text(fields, "source") ?? missing("source"),
    destination: text(fields, "destination") ?? missing("destination"),
    proto,
    port: whole(fields, "port", 0, 65535),
    fromPort: whole(fields, "fromPort", 0, 65535),
    account: text(fields, "account"),
    region: text(fields, "region"),
    size: whole(fields, "size", 1, 65535),
  };
}

export function parseObject(body: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Problem("malformed", "The body is not JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Problem("malformed", "The body is not a JSON object.");
  return value as Fields;
}

function missing(name: string): never {
  throw new Problem("missing", `A trace needs a ${name}.`);
}

function text(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string" || value === "") throw new Problem("invalid", `${name} must be a text.`);
  if (value.length > LONGEST) throw new Problem("invalid", `${name} is longer than ${LONGEST} characters.`);
  return value;
}

function whole(fields: Fields, name: string, least: number, most: number): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
    throw new Problem("invalid", `${name} must be a whole number from ${least} to ${most}.`);
  return value;
}
