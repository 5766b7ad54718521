/**
 * Documents as JSON values, for the AWS JSON and REST-JSON protocols: moments as numbers of seconds, blobs in base64,
 * what is unset left out.
 */
import type { JsonNames } from "./jsonInput.ts";
import { emitBase64 } from "./scalar.ts";
import type { Member, ScalarKind, Shape, Target } from "./shapes.ts";
import { emitDateTime, emitEpochSeconds, emitHttpDate } from "./timestamp.ts";

type JsonWriter = (value: unknown) => unknown;

export interface JsonWriters {
  members(members: readonly Member[], value: Readonly<Record<string, unknown>>): Record<string, unknown>;
  value(shape: Shape, value: unknown): unknown;
}

const same: JsonWriter = (value) => value;

export function jsonWriters(nameOf: JsonNames): JsonWriters {
  const writers = new WeakMap<Shape, JsonWriter>();

  const writerOf = (shape: Shape): JsonWriter => {
    let writer = writers.get(shape);
    if (!writer) {
      writer = compile(shape);
      writers.set(shape, writer);
    }
    return writer;
  };

  const compile = (shape: Shape): JsonWriter => {
    switch (shape.kind) {
      case "structure":
      case "union":
        return (value) => members(shape.members, record(value));
      case "list":
        return listWriter(shape.member, shape.traits.sparse === 1 || shape.member.traits.sparse === 1);
      case "map":
        return mapWriter(shape.value, shape.traits.sparse === 1 || shape.value.traits.sparse === 1);
      case "unit":
        return () => ({});
      default:
        return scalarWriter(shape.kind);
    }
  };

  const listWriter =
    ({ shape }: Target, sparse: boolean): JsonWriter =>
    (value) => {
      const write = writerOf(shape);
      const values: unknown[] = [];
      for (const item of Array.isArray(value) ? value : [])
        if (item !== undefined && item !== null) values.push(write(item));
        else if (sparse) values.push(null);
      return values;
    };

  const mapWriter =
    ({ shape }: Target, sparse: boolean): JsonWriter =>
    (value) => {
      const write = writerOf(shape);
      const entries: [string, unknown][] = [];
      for (const [key, item] of Object.entries(record(value)))
        if (item !== undefined && item !== null) entries.push([key, write(item)]);
        else if (sparse) entries.push([key, null]);
      return Object.fromEntries(entries);
    };

  const members: JsonWriters["members"] = (list, value) => {
    const json: Record<string, unknown> = {};
    for (const member of list) {
      const given = value[member.name];
      if (given !== undefined && given !== null) json[nameOf(member)] = writerOf(member.shape)(given);
    }
    return json;
  };

  return { members, value: (shape, value) => writerOf(shape)(value) };
}

function scalarWriter(kind: ScalarKind): JsonWriter {
  switch (kind) {
    case "timestamp":
    case "epoch-seconds":
      return (value) => (value instanceof Date ? emitEpochSeconds(value) : value);
    case "date-time":
      return (value) => (value instanceof Date ? emitDateTime(value) : value);
    case "http-date":
      return (value) => (value instanceof Date ? emitHttpDate(value) : value);
    case "blob":
    case "streaming-blob":
      return (value) => (value instanceof Uint8Array ? emitBase64(value) : value);
    case "number":
    case "big-integer":
    case "big-decimal":
      // JSON has no word for these three: Smithy writes their names as strings.
      return (value) => (typeof value === "bigint" ? Number(value) : Number.isFinite(value) ? value : String(value));
    default:
      return same;
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
