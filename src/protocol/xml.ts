/**
 * Outputs as XML: shared by the EC2 query, AWS query and REST-XML protocols. Writers are compiled once a shape; a member
 * that is `undefined` or `null` is left out, a list that is given and empty is an empty element.
 * @see https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings
 */
import { emitScalar } from "./scalar.ts";
import type { ListShape, MapShape, Member, Shape, StructureShape, Target } from "./shapes.ts";
import { emitDateTime } from "./timestamp.ts";

const SPECIAL = /[&<>\r]|[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const MARKUP = /[&<>\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };
/** All but XML 1.0 §2.2's Char: controls, half surrogates, two non-characters. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Character data. What XML cannot say at all, not even escaped, becomes U+FFFD. */
export function emitText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replace(UNWRITABLE, "\ufffd").replace(MARKUP, (character) => ESCAPES[character] as string);
}

/** A value's content, without the element around it. */
type ContentWriter = (value: unknown) => string;

/** A member with its elements: none, one, or (flattened) many. */
type ElementWriter = (value: unknown) => string;

export interface XmlWriters {
  /** The content of a structure's element. */
  content(shape: StructureShape, value: Readonly<Record<string, unknown>>): string;
  /** As `content`, of some of its members. */
  members(members: readonly Member[], value: Readonly<Record<string, unknown>>): string;
}

export const element = (tag: string, content: string, attributes = ""): string =>
  content === "" ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${content}</${tag}>`;

const NO_ATTRIBUTES = (): string => "";

/** The attributes of a member's element: the namespace that it declares, and the members of its structure that are attributes. */
function attributesOf({ shape, traits }: Member): (value: unknown) => string {
  const own = shape.kind === "structure" ? shape.members.filter((member) => member.traits.xmlAttribute === 1) : [];
  if (own.length === 0) return NO_ATTRIBUTES;
  const [prefix, uri] = traits.xmlNamespace ?? [];
  const namespace = uri === undefined ? "" : ` xmlns${prefix ? `:${prefix}` : ""}="${uri}"`;
  return (value) => {
    let text = namespace;
    for (const member of own) {
      const given = record(value)[member.name];
      if (given === undefined || given === null) continue;
      const written = emitText(emitScalar(member.shape.kind, given, "date-time"));
      text += ` ${member.traits.xmlName ?? member.name}="${written.replace(/["\t\n]/g, (c) => `&#${c.charCodeAt(0)};`)}"`;
    }
    return text;
  };
}

/** `moment` writes timestamps without a format of their own. */
export function xmlWriters(moment: (date: Date) => string = emitDateTime): XmlWriters {
  const contents = new WeakMap<Shape, ContentWriter>();
  const elements = new WeakMap<Target, ElementWriter>();

  const contentOf = (shape: Shape): ContentWriter => {
    let writer = contents.get(shape);
    if (!writer) {
      writer = compile(shape);
      contents.set(shape, writer);
    }
    return writer;
  };

  const compile = (shape: Shape): ContentWriter => {
    switch (shape.kind) {
      case "structure":
      case "union":
        return (value) => writeMembers(shape.members, record(value));
      case "list":
        return listContent(shape, shape.member.traits.xmlName ?? "member");
      case "map":
        return mapContent(shape, "entry");
      case "unit":
        return () => "";
      case "timestamp":
        return (value) => (value instanceof Date ? moment(value) : emitText(String(value)));
      default:
        return (value) =>
          typeof value === "string" ? emitText(value) : emitText(emitScalar(shape.kind, value, "date-time"));
    }
  };

  const listContent = (shape: ListShape, tag: string): ContentWriter => {
    let item: ContentWriter | undefined;
    return (value) => {
      item ??= contentOf(shape.member.shape);
      let text = "";
      for (const entry of Array.isArray(value) ? value : [])
        if (entry !== undefined && entry !== null) text += element(tag, item(entry));
      return text;
    };
  };

  const mapContent = (shape: MapShape, tag: string): ContentWriter => {
    const keyTag = shape.key.traits.xmlName ?? "key";
    const valueTag = shape.value.traits.xmlName ?? "value";
    let content: ContentWriter | undefined;
    return (value) => {
      content ??= contentOf(shape.value.shape);
      let text = "";
      for (const [key, entry] of Object.entries(record(value)))
        if (entry !== undefined && entry !== null)
          text += `<${tag}>${element(keyTag, emitText(key))}${element(valueTag, content(entry))}</${tag}>`;
      return text;
    };
  };

  const elementOf = (member: Member): ElementWriter => {
    let writer = elements.get(member);
    if (!writer) {
      const tag = member.traits.xmlName ?? member.name;
      const { shape } = member;
      const content =
        member.traits.xmlFlattened !== 1
          ? undefined
          : shape.kind === "list"
            ? listContent(shape, tag)
            : shape.kind === "map"
              ? mapContent(shape, tag)
              : undefined;
      const inner = contentOf(shape);
      const attributes = attributesOf(member);
      writer = content ?? ((value) => element(tag, inner(value), attributes(value)));
      elements.set(member, writer);
    }
    return writer;
  };

  const writeMembers: XmlWriters["members"] = (members, value) => {
    let text = "";
    for (const member of members) {
      const given = value[member.name];
      if (given !== undefined && given !== null && member.traits.xmlAttribute !== 1) text += elementOf(member)(given);
    }
    return text;
  };

  return { content: (shape, value) => writeMembers(shape.members, value), members: writeMembers };
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
