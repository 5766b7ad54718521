/**
 * Elements as documents, for REST-XML inputs. Elements that no shape has are passed over.
 * @see https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings
 */
import type { Reading } from "./reading.ts";
import { kindName, parseScalar, quoted } from "./scalar.ts";
import type { ListShape, MapShape, Member, Shape, StructureShape } from "./shapes.ts";
import type { XmlElement } from "./xmlTree.ts";

type ElementReader = (element: XmlElement, reading: Reading) => unknown;

const readers = new WeakMap<Shape, ElementReader>();
const tables = new WeakMap<readonly Member[], ReadonlyMap<string, Member>>();

const fault = (reading: Reading, message: string): undefined => {
  reading.error ??= { code: "MalformedInput", message, status: 400 };
  return undefined;
};

/** The value of a shape's element. The tree's depth is bounded by its parser. */
export function readElement(shape: Shape, element: XmlElement, reading: Reading): unknown {
  let reader = readers.get(shape);
  if (!reader) {
    reader = compile(shape);
    readers.set(shape, reader);
  }
  return reader(element, reading);
}

/** The members of a structure from its element's children. */
export function readElementMembers(
  members: readonly Member[],
  element: XmlElement,
  reading: Reading,
): Record<string, unknown> {
  let table = tables.get(members);
  if (!table) {
    table = new Map(members.map((member) => [member.traits.xmlName ?? member.name, member]));
    tables.set(members, table);
  }
  const document: Record<string, unknown> = {};
  if (element.attributes) readAttributes(members, element.attributes, document);
  for (const child of element.children) {
    const member = table.get(child.name);
    if (!member || member.traits.xmlAttribute === 1) continue;
    const { shape, traits, name } = member;
    if (traits.xmlFlattened === 1 && shape.kind === "list") {
      const items = (document[name] ?? []) as unknown[];
      document[name] = items;
      items.push(readElement(shape.member.shape, child, reading));
    } else if (traits.xmlFlattened === 1 && shape.kind === "map") {
      document[name] = { ...(document[name] as object | undefined), ...readEntries(shape, [child], reading) };
    } else if (document[name] !== undefined) fault(reading, `The element ${child.name} is given more than once`);
    else document[name] = readElement(shape, child, reading);
  }
  return document;
}

function readAttributes(
  members: readonly Member[],
  attributes: ReadonlyMap<string, string>,
  document: Record<string, unknown>,
): void {
  for (const { traits, name, shape } of members) {
    if (traits.xmlAttribute !== 1) continue;
    const tag = traits.xmlName ?? name;
    const text = attributes.get(tag.slice(tag.indexOf(":") + 1));
    if (text !== undefined) document[name] = parseScalar(shape.kind, text);
  }
}

function compile(shape: Shape): ElementReader {
  switch (shape.kind) {
    case "structure":
    case "union":
      return structureReader(shape);
    case "list":
      return listReader(shape);
    case "map":
      return (element, reading) =>
        readEntries(
          shape,
          element.children.filter(({ name }) => name === "entry"),
          reading,
        );
    case "unit":
      return () => ({});
    default:
      return (element, reading) => {
        if (element.children.length > 0) return fault(reading, "Unexpected complex element termination");
        const value = parseScalar(shape.kind, shape.kind === "string" ? element.text : element.text.trim());
        return (
          value ??
          fault(reading, `The value ${quoted(element.text)} of ${element.name} is not a ${kindName(shape.kind)}`)
        );
      };
  }
}

const structureReader =
  ({ members }: StructureShape): ElementReader =>
  (element, reading) =>
    element.children.length === 0 && element.text.trim() !== ""
      ? fault(reading, "Unexpected complex element termination")
      : readElementMembers(members, element, reading);

const listReader = ({ member }: ListShape): ElementReader => {
  const tag = member.traits.xmlName ?? "member";
  return (element, reading) => {
    if (element.text.trim() !== "") return fault(reading, "Unexpected list element termination");
    const values: unknown[] = [];
    for (const child of element.children)
      if (child.name === tag) values.push(readElement(member.shape, child, reading));
    return values;
  };
};

function readEntries({ key, value }: MapShape, entries: readonly XmlElement[], reading: Reading): object {
  const keyTag = key.traits.xmlName ?? "key";
  const valueTag = value.traits.xmlName ?? "value";
  const pairs: [string, unknown][] = [];
  for (const entry of entries) {
    const keyed = entry.children.find(({ name }) => name === keyTag);
    const valued = entry.children.find(({ name }) => name === valueTag);
    if (!keyed || !valued) fault(reading, "Unexpected map entry");
    else pairs.push([keyed.text, readElement(value.shape, valued, reading)]);
  }
  return Object.fromEntries(pairs);
}
