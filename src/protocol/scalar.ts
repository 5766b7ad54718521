/** Scalars as text, shared by all protocols that write values as characters: query, XML, headers, URIs. */
import type { Shape } from "./shapes.ts";
import { emitTimestamp, parseTimestamp, type TimestampFormat } from "./timestamp.ts";

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Total. IEEE's three names are the ones Smithy's protocols use. */
export function parseNumber(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text);
  return text === "NaN" || text === "Infinity" || text === "-Infinity" ? Number(text) : undefined;
}

/** Total. `True` is what Python's `str` makes of a truth. */
function parseBoolean(text: string): boolean | undefined {
  const lower = text.length <= 5 ? text.toLowerCase() : "";
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

/** Total. Line breaks are let pass (RFC 2045 §6.8), other foreign characters are not. */
export function parseBase64(text: string): Uint8Array | undefined {
  const compact = /\s/.test(text) ? text.replaceAll(/\s+/g, "") : text;
  return BASE64.test(compact) ? new Uint8Array(Buffer.from(compact, "base64")) : undefined;
}

export const emitBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");

/** Total: `undefined` where the text is no such scalar. */
export function parseScalar(kind: Shape["kind"], text: string): unknown {
  switch (kind) {
    case "string":
    case "document":
      return text;
    case "number":
      return parseNumber(text);
    case "boolean":
      return parseBoolean(text);
    case "timestamp":
    case "date-time":
    case "http-date":
    case "epoch-seconds":
      return parseTimestamp(text);
    case "blob":
    case "streaming-blob":
      return parseBase64(text);
    case "big-integer":
      return /^[+-]?\d{1,400}$/.test(text) ? BigInt(text.replace("+", "")) : undefined;
    case "big-decimal":
      return parseNumber(text) === undefined ? undefined : text;
    default:
      return undefined;
  }
}

/** `format` is for timestamps without one of their own. */
export function emitScalar(kind: Shape["kind"], value: unknown, format: TimestampFormat): string {
  if (value instanceof Date) {
    const own = kind === "date-time" || kind === "http-date" || kind === "epoch-seconds" ? kind : format;
    return emitTimestamp(value, own);
  }
  if (value instanceof Uint8Array) return emitBase64(value);
  return String(value);
}

/** What a kind is called in messages to clients. */
export function kindName(kind: Shape["kind"]): string {
  if (kind === "number" || kind === "boolean" || kind === "string") return kind;
  return kind === "blob" || kind === "streaming-blob" ? "base64 text" : "timestamp";
}

/** A client's own text in a message to it: no longer than tells it what is meant. */
export const quoted = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
