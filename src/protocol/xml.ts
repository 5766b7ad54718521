/**
 * Outputs as XML: shared by the EC2 query, AWS query and REST-XML protocols. Writers are compiled once a shape; a member
 * that is `undefined` or `null` is left out, a list that is given and empty is an empty element.
 * @see https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings
 */
import { emittedOf } from "./lasting.ts";
import { emitScalar } from "./scalar.ts";
import type { ListShape, MapShape, Member, Shape, StructureShape, Target } from "./shapes.ts";
import { emitDateTime } from "./timestamp.ts";
import { emitText, isAllAscii, resumeAscii, startAscii } from "./xmlText.ts";

export { emitText } from "./xmlText.ts";

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

/** A member of a structure. Its writer is made when an answer first has it: shapes may hold themselves. */
class Field {
  readonly name: string;
  readonly #member: Member;
  readonly #compile: (member: Member) => ElementWriter;
  #write: ElementWriter | undefined;

  constructor(member: Member, compile: (member: Member) => ElementWriter) {
    this.name = member.name;
    this.#member = member;
    this.#compile = compile;
  }

  get write(): ElementWriter {
    this.#write ??= this.#compile(this.#member);
    return this.#write;
  }
}

/** `moment` writes timestamps without a format of their own. */
export function xmlWriters(moment: (date: Date) => string = emitDateTime): XmlWriters {
  const contents = new WeakMap<Shape, ContentWriter>();

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
        return membersContent(shape.members);
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
          typeof value === "string"
            ? emitText(value)
            : typeof value === "boolean" || typeof value === "number"
              ? String(value)
              : emitText(emitScalar(shape.kind, value, "date-time"));
    }
  };

  const membersContent = (members: readonly Member[]): ContentWriter => {
    let fields: readonly Field[] | undefined;
    return (value) => {
      fields ??= members
        .filter(({ traits }) => traits.xmlAttribute !== 1)
        .map((member) => new Field(member, elementOf));
      const given = record(value);
      let text = "";
      for (const field of fields) {
        const member = given[field.name];
        if (member !== undefined && member !== null) text += field.write(member);
      }
      return text;
    };
  };

  const listContent = (shape: ListShape, tag: string): ContentWriter => {
    let item: ContentWriter | undefined;
    return (value) => {
      item ??= lastingContent(shape.member, contentOf(shape.member.shape));
      let text = "";
      for (const entry of Array.isArray(value) ? value : [])
        if (entry !== undefined && entry !== null) text += element(tag, item(entry));
      return text;
    };
  };

  /** Items of lists are what lasts, if anything does: resources, in the answers that describe them. */
  const lastingContent = ({ shape }: Target, content: ContentWriter): ContentWriter => {
    if (shape.kind !== "structure") return content;
    return (value) => {
      const kept = emittedOf(value as object);
      if (!kept) return content(value);
      if (kept.emitter !== content) {
        const before = startAscii();
        const text = content(value);
        kept.ascii = isAllAscii();
        kept.text = kept.ascii ? Buffer.from(text, "latin1").toString("latin1") : text; // one piece instead of many
        kept.emitter = content;
        resumeAscii(before);
      }
      resumeAscii(kept.ascii);
      return kept.text;
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
    const { shape, traits } = member;
    const tag = traits.xmlName ?? member.name;
    if (traits.xmlFlattened === 1 && shape.kind === "list") return listContent(shape, tag);
    if (traits.xmlFlattened === 1 && shape.kind === "map") return mapContent(shape, tag);
    const inner = contentOf(shape);
    const attributes = attributesOf(member);
    if (attributes !== NO_ATTRIBUTES) return (value) => element(tag, inner(value), attributes(value));
    const [open, close, empty] = [`<${tag}>`, `</${tag}>`, `<${tag}/>`];
    return (value) => {
      const content = inner(value);
      return content === "" ? empty : open + content + close;
    };
  };

  const elements = new WeakMap<Target, ElementWriter>();

  const writeMembers: XmlWriters["members"] = (members, value) => {
    let text = "";
    for (const member of members) {
      const given = value[member.name];
      if (given === undefined || given === null || member.traits.xmlAttribute === 1) continue;
      let write = elements.get(member);
      if (!write) {
        write = elementOf(member);
        elements.set(member, write);
      }
      text += write(given);
    }
    return text;
  };

  return { content: (shape, value) => contentOf(shape)(value), members: writeMembers };
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
