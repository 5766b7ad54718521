/** Random documents of a shape: what a caller could pass to an operation, and what an operation could return. */
import fc from "fast-check";
import type { ProtocolId, ServiceName } from "../catalogue.ts";
import type { Member, ScalarKind, Shape, StructureShape, Target, Traits } from "../shapes.ts";
import { ALWAYS_THERE, HOST_TEXT, isForeign, unknownToOldClients } from "./normalisations.ts";

export interface Settings {
  readonly service: ServiceName;
  readonly protocol: ProtocolId;
  /** The client writes and reads whole seconds and 32-bit numbers only. */
  readonly old: boolean;
}

type Place = "body" | "header" | "path" | "query";

/** All of XML 1.0 §2.2's Char, the awkward ones often. JSON could say more, but the operations' documents are the same. */
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."abcXYZ019-_.~") },
  { weight: 3, arbitrary: fc.constantFrom(..."&<>\"'+%=;/?#[]{}()!*:,@\\ ") },
  { weight: 1, arbitrary: fc.constantFrom("\n", "\t", "\r", "\u0085", "\u2028", "\u00a0") },
  { weight: 2, arbitrary: fc.constantFrom("é", "ß", "漢", "\ufffd", "😀", "𝄞", "\ud7ff", "\ue000") },
);

/** Text that is white space alone is no text to most XML readers. */
const isBlank = (text: string): boolean => text !== "" && text.trim() === "";

const text = fc.string({ unit: character, maxLength: 10 }).filter((value) => !isBlank(value));
const printable = fc.string({ unit: fc.constantFrom(..."abcXYZ019-_.~/=:;,'()"), minLength: 1, maxLength: 10 });
const label = fc.string({ unit: character, minLength: 1, maxLength: 10 }).filter((value) => !isBlank(value));
const hostLabel = fc.stringMatching(/^[0-9]{12}$/);
/** What names a header behind a prefix: clients write it in lower case. */
const headerSuffix = fc.stringMatching(/^[a-z0-9-]{1,8}$/);

const integer = fc.integer();
const number = fc.oneof(
  integer,
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
);
const START = Date.UTC(1970, 0, 1);
const END = Date.UTC(2100, 0, 1);
const moment = fc.integer({ min: START, max: END }).map((time) => new Date(time));
const second = fc.integer({ min: START / 1000, max: END / 1000 }).map((time) => new Date(time * 1000));
const blob = fc.uint8Array({ maxLength: 8 });

function scalar(kind: ScalarKind, traits: Traits, place: Place, { old }: Settings): fc.Arbitrary<unknown> {
  switch (kind) {
    case "string":
      if (traits.hostLabel) return hostLabel;
      return place === "header" ? printable : place === "path" ? label : text;
    case "number":
    case "big-decimal":
      return old ? integer : number;
    case "big-integer":
      return fc.bigInt();
    case "boolean":
      return fc.boolean();
    case "http-date":
      return second;
    case "timestamp":
    case "date-time":
    case "epoch-seconds":
      return old || place === "header" ? second : moment;
    case "document":
      return fc.jsonValue({ maxDepth: 2 });
    default:
      return blob;
  }
}

/** Deeper than this only what is required, and lists are empty. */
const DEPTH = 4;

export function arbitraries(settings: Settings) {
  const memo = new Map<Shape, fc.Arbitrary<unknown>[]>();

  const of = (shape: Shape, traits: Traits, depth: number, place: Place = "body"): fc.Arbitrary<unknown> => {
    if (shape.kind !== "list" && shape.kind !== "map" && shape.kind !== "structure" && shape.kind !== "union")
      return shape.kind === "unit" ? fc.constant({}) : scalar(shape.kind, traits, place, settings);
    if (place !== "body") return build(shape, depth, place);
    const known = memo.get(shape) ?? [];
    memo.set(shape, known);
    let arbitrary = known[depth];
    if (!arbitrary) {
      arbitrary = build(shape, depth, place);
      known[depth] = arbitrary;
    }
    return arbitrary;
  };

  const build = (shape: Shape, depth: number, place: Place): fc.Arbitrary<unknown> => {
    switch (shape.kind) {
      case "structure":
        return structure(shape, depth);
      case "union":
        return fc.oneof(
          ...shape.members.map((member) =>
            fc.record({ [member.name]: value(member, depth) }, { noNullPrototype: true }),
          ),
        );
      case "list":
        // A list in a header that is empty, or whose item is, is no header.
        return fc.array(target(shape.member, depth, place), {
          minLength: place === "body" ? 0 : 1,
          maxLength: depth > DEPTH ? 0 : 3,
        });
      case "map":
        return fc.dictionary(text, target(shape.value, depth, place), {
          maxKeys: depth > DEPTH ? 0 : 3,
          noNullPrototype: true,
        });
      default:
        return fc.constant(undefined);
    }
  };

  const target = ({ shape, traits }: Target, depth: number, place: Place): fc.Arbitrary<unknown> =>
    fc.constant(undefined).chain(() => of(shape, traits, depth + 1, place));

  const value = (member: Member, depth: number): fc.Arbitrary<unknown> => {
    const { traits, shape } = member;
    if (HOST_TEXT.has(member.name) && shape.kind === "string") return hostLabel;
    if (traits.httpPrefixHeaders)
      return fc.dictionary(headerSuffix, printable, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
    // An attribute's white space is spaces to a reader of XML, and the client writes it as it is: text as in a header.
    const place =
      traits.httpHeader || traits.xmlAttribute
        ? "header"
        : traits.httpLabel
          ? "path"
          : traits.httpQuery
            ? "query"
            : "body";
    if (place !== "body" || shape.kind === "unit") return of(shape, traits, depth, place);
    if (shape.kind === "structure" || shape.kind === "union" || shape.kind === "list" || shape.kind === "map")
      return fc.constant(undefined).chain(() => of(shape, traits, depth + 1));
    return of(shape, traits, depth, place);
  };

  const structure = (shape: StructureShape, depth: number): fc.Arbitrary<unknown> => {
    const always = (member: Member): boolean =>
      Boolean(
        member.required ||
          member.traits.httpLabel ||
          member.traits.hostLabel ||
          member.traits.idempotencyToken ||
          ALWAYS_THERE.has(member.name),
      );
    const known = shape.members.filter(
      ({ name }) => !(settings.old && unknownToOldClients(shape.name, name)) && !isForeign(settings.service, name),
    );
    const members = depth > DEPTH ? known.filter(always) : known;
    return fc.record(Object.fromEntries(members.map((member) => [member.name, value(member, depth)])), {
      requiredKeys: members.filter(always).map(({ name }) => name),
      noNullPrototype: true,
    });
  };

  return {
    document: (shape: Shape): fc.Arbitrary<Record<string, unknown>> =>
      of(shape.kind === "structure" ? shape : { kind: "unit" }, {}, 0) as fc.Arbitrary<Record<string, unknown>>,
  };
}
