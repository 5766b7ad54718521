/**
 * Rows as JSON, and back the same. What JSON has no form for stands as an object whose only member begins with `$`:
 * dates, bigints, bytes, maps, sets, and a member that is `undefined`, which to a row is not the same as none. What is
 * none of these (a function, an object of a class) is refused: it would come back as something else.
 */

/** A tag's two directions. `is` finds the values that it stands for. */
interface Tag {
  readonly is: (value: unknown) => boolean;
  readonly encode: (value: never) => unknown;
  readonly decode: (content: never) => unknown;
}

const tag = <T>(
  is: (value: unknown) => boolean,
  encode: (value: T) => unknown,
  decode: (content: never) => T,
): Tag => ({ is, encode: encode as Tag["encode"], decode });

/** An object that looks as if it were tagged stands inside this tag. */
const PLAIN = "$object";

const TAGS: Readonly<Record<string, Tag>> = {
  $undefined: tag(
    (value) => value === undefined,
    () => true,
    () => undefined,
  ),
  $date: tag<Date>(
    (value) => value instanceof Date,
    (date) => (Number.isNaN(date.getTime()) ? null : date.toISOString()),
    (text: string | null) => new Date(text ?? Number.NaN),
  ),
  $bigint: tag<bigint>(
    (value) => typeof value === "bigint",
    String,
    (text: string) => BigInt(text),
  ),
  $number: tag<number>(
    (value) => typeof value === "number",
    (number) => (Object.is(number, -0) ? "-0" : String(number)),
    (text: string) => Number(text),
  ),
  $bytes: tag<Uint8Array>(
    (value) => value instanceof Uint8Array,
    (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64"),
    (text: string) => new Uint8Array(Buffer.from(text, "base64")),
  ),
  $map: tag<Map<unknown, unknown>>(
    (value) => value instanceof Map,
    (map) => [...map].map((entry) => entry.map(jsonable)),
    (entries: [unknown, unknown][]) => new Map(entries),
  ),
  $set: tag<Set<unknown>>(
    (value) => value instanceof Set,
    (set) => [...set].map(jsonable),
    (values: unknown[]) => new Set(values),
  ),
};

/** Throws on what no JSON gives back the same. */
export const encode = (value: unknown): string => JSON.stringify(jsonable(value));

/** Throws on text that is no JSON, or has a tag that is none. */
export function decode(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return text.includes('"$') ? untagged(value) : value;
}

/** The same value where it is JSON already: most rows are, and cost no copy. */
function jsonable(value: unknown): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : tagged(value);
    case "object":
      if (value === null) return value;
      if (Array.isArray(value)) return jsonableArray(value);
      return isPlain(value) ? jsonableObject(value) : tagged(value);
    default:
      return tagged(value);
  }
}

function jsonableArray(array: readonly unknown[]): unknown {
  let copy: unknown[] | undefined;
  for (let i = 0; i < array.length; i++) {
    const member = array[i];
    const json = jsonable(member);
    if (json === member) continue;
    copy ??= [...array];
    copy[i] = json;
  }
  return copy ?? array;
}

function jsonableObject(object: object): unknown {
  let copy: Map<string, unknown> | undefined;
  const keys = Object.keys(object);
  for (const key of keys) {
    const member = (object as Readonly<Record<string, unknown>>)[key];
    const json = jsonable(member);
    if (json === member) continue;
    copy ??= new Map(Object.entries(object));
    copy.set(key, json);
  }
  const whole = copy ? Object.fromEntries(copy) : object; // `fromEntries` keeps a key such as `__proto__`
  return keys.length === 1 && keys[0]?.startsWith("$") ? { [PLAIN]: whole } : whole;
}

function tagged(value: unknown): unknown {
  for (const [name, { is, encode }] of Object.entries(TAGS)) if (is(value)) return { [name]: encode(value as never) };
  const what =
    typeof value === "object" ? `an object of ${value?.constructor?.name ?? "no class"}` : `a ${typeof value}`;
  throw new TypeError(`a row holds ${what}, which cannot be kept`);
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

function untagged(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = untagged(value[i]);
    return value;
  }
  const keys = Object.keys(value);
  const [only = ""] = keys;
  const fields = value as Record<string, unknown>;
  if (keys.length === 1 && only.startsWith("$")) {
    if (only === PLAIN) return members(fields[PLAIN] as Record<string, unknown>);
    const found = Object.hasOwn(TAGS, only) ? TAGS[only] : undefined;
    if (!found) throw new TypeError(`a row has the unknown tag ${only}`);
    return found.decode(untagged(fields[only]) as never);
  }
  return members(fields);
}

function members(fields: Record<string, unknown>): unknown {
  for (const key of Object.keys(fields)) fields[key] = untagged(fields[key]);
  return fields;
}
