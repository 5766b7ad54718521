/**
 * JSON values as documents, for the AWS JSON and REST-JSON protocols. Members that no shape has are passed over, `null`
 * is absence, and messages of faults are those of AWS's own reader.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#shape-serialization
 */
import type { Document } from "./codec.ts";
import { MAX_DEPTH, type Reading } from "./reading.ts";
import { parseBase64, parseNumber } from "./scalar.ts";
import type { Member, ScalarKind, Shape, Target } from "./shapes.ts";
import { parseEpochSeconds, parseTimestamp } from "./timestamp.ts";

/** The key of a member: REST-JSON has names of its own for some. */
export type JsonNames = (member: Member) => string;

type JsonReader = (value: unknown, reading: Reading, depth: number) => unknown;

export interface JsonReaders {
  structure(members: readonly Member[], value: unknown, reading: Reading): Document;
  value(shape: Shape, value: unknown, reading: Reading): unknown;
}

const fault = (reading: Reading, message: string): undefined => {
  reading.error ??= { code: "SerializationException", message, status: 400 };
  return undefined;
};

const EXPECTED: Partial<Record<ScalarKind, string>> = {
  string: "a String",
  number: "a Number",
  boolean: "a Boolean",
  blob: "a Blob",
  "streaming-blob": "a Blob",
};

/** The value's kind in the words of AWS's reader, where a scalar of another kind was expected. */
function mismatch(reading: Reading, value: unknown, kind: ScalarKind): undefined {
  if (Array.isArray(value)) return fault(reading, "Start of list found where not expected");
  if (typeof value === "object") return fault(reading, "Start of structure or map found where not expected.");
  const found =
    typeof value === "string"
      ? "STRING_VALUE"
      : typeof value === "number"
        ? "NUMBER_VALUE"
        : `${String(value).toUpperCase()}_VALUE`;
  return fault(reading, `${found} can not be converted to ${EXPECTED[kind] ?? "a Timestamp"}`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function jsonReaders(nameOf: JsonNames): JsonReaders {
  const readers = new WeakMap<Shape, JsonReader>();

  const readerOf = (shape: Shape): JsonReader => {
    let reader = readers.get(shape);
    if (!reader) {
      reader = compile(shape);
      readers.set(shape, reader);
    }
    return reader;
  };

  const compile = (shape: Shape): JsonReader => {
    switch (shape.kind) {
      case "structure":
      case "union":
        return structureReader(shape.members);
      case "list":
        return listReader(shape.member, shape.traits.sparse === 1 || shape.member.traits.sparse === 1);
      case "map":
        return mapReader(shape.value, shape.traits.sparse === 1 || shape.value.traits.sparse === 1);
      case "unit":
        return () => ({});
      default:
        return (value, reading, depth) => readScalar(shape.kind, value, reading, depth);
    }
  };

  const structureReader = (members: readonly Member[]): JsonReader => {
    const named = members.map((member) => [nameOf(member), member] as const);
    return (value, reading, depth) => {
      if (Array.isArray(value)) return fault(reading, "Start of list found where not expected");
      if (!isRecord(value)) return fault(reading, "Unexpected value where a structure was expected");
      if (depth > MAX_DEPTH) return fault(reading, "The input is nested too deeply");
      const document: Record<string, unknown> = {};
      for (const [key, member] of named) {
        const given = Object.hasOwn(value, key) ? value[key] : undefined;
        if (given !== undefined && given !== null)
          document[member.name] = readerOf(member.shape)(given, reading, depth + 1);
      }
      return document;
    };
  };

  const listReader =
    (member: Target, sparse: boolean): JsonReader =>
    (value, reading, depth) => {
      if (!Array.isArray(value)) return fault(reading, "Expected list or null");
      if (depth > MAX_DEPTH) return fault(reading, "The input is nested too deeply");
      const read = readerOf(member.shape);
      const values: unknown[] = [];
      for (const item of value)
        if (item !== null) values.push(read(item, reading, depth + 1));
        else if (sparse) values.push(null);
      return values;
    };

  const mapReader =
    (target: Target, sparse: boolean): JsonReader =>
    (value, reading, depth) => {
      if (!isRecord(value)) return fault(reading, "Expected map or null");
      if (depth > MAX_DEPTH) return fault(reading, "The input is nested too deeply");
      const read = readerOf(target.shape);
      const entries: [string, unknown][] = [];
      for (const [key, item] of Object.entries(value))
        if (item !== null) entries.push([key, read(item, reading, depth + 1)]);
        else if (sparse) entries.push([key, null]);
      return Object.fromEntries(entries); // defines even `__proto__` as a plain key
    };

  const roots = new WeakMap<readonly Member[], JsonReader>();
  return {
    structure(members, value, reading) {
      let reader = roots.get(members);
      if (!reader) {
        reader = structureReader(members);
        roots.set(members, reader);
      }
      return (reader(value, reading, 0) ?? {}) as Document;
    },
    value: (shape, value, reading) => readerOf(shape)(value, reading, 0),
  };
}

function readScalar(kind: ScalarKind, value: unknown, reading: Reading, depth: number): unknown {
  switch (kind) {
    case "string":
      return typeof value === "string" ? value : mismatch(reading, value, kind);
    case "boolean":
      return typeof value === "boolean" ? value : mismatch(reading, value, kind);
    case "number":
    case "big-decimal": {
      if (typeof value === "number") return value;
      const number = typeof value === "string" ? parseNumber(value) : undefined; // NaN and Infinity come as strings
      return number ?? mismatch(reading, value, "number");
    }
    case "big-integer":
      return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : mismatch(reading, value, "number");
    case "blob":
    case "streaming-blob":
      return (typeof value === "string" ? parseBase64(value) : undefined) ?? mismatch(reading, value, kind);
    case "document":
      return isShallow(value, depth) ? value : fault(reading, "The input is nested too deeply");
    default: {
      const date =
        typeof value === "number"
          ? parseEpochSeconds(value)
          : typeof value === "string"
            ? parseTimestamp(value)
            : undefined;
      return date ?? mismatch(reading, value, kind);
    }
  }
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  return Object.values(value).every((item) => isShallow(item, depth + 1));
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Total: `undefined`, with the fault noted, for what is not JSON. No body at all is an empty object. */
export function parseJson(body: Uint8Array, reading: Reading): unknown {
  if (body.length === 0) return {};
  try {
    const text = decoder.decode(body);
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    return fault(reading, "The request body is not well-formed JSON");
  }
}
