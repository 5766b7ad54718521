/**
 * Inputs of the two query protocols: a tree of form parameters becomes a document. Readers are compiled once a shape.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#query-key-resolution
 * @see https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#query-key-resolution
 */
import type { Document, WireError } from "./codec.ts";
import { type FormNode, indexedChildren } from "./form.ts";
import type { Reading } from "./reading.ts";
import { parseScalar } from "./scalar.ts";
import type { ListShape, MapShape, Member, Shape, StructureShape, Target } from "./shapes.ts";

/** What differs between the protocols. */
export interface QueryDialect {
  /** The key of a structure's member. */
  memberKey(member: Member): string;
  /** The key between a list and its indexes, unless the list is flattened; `undefined` where all lists are. */
  readonly itemKey: ((item: Target) => string) | undefined;
  /** The value is not of the shape's kind. */
  invalidValue(node: FormNode, shape: Shape): WireError;
  /** No member has this key; `undefined` passes over it. */
  unknownKey(node: FormNode): WireError | undefined;
}

type QueryReader = (node: FormNode, reading: Reading) => unknown;
type StructureReader = (node: FormNode, reading: Reading, ignored?: ReadonlySet<string>) => Document;

/** A member of a structure. Its reader is made when a request first has it: shapes may hold themselves. */
class Field {
  readonly name: string;
  readonly #member: Member;
  readonly #readerOf: (target: Target) => QueryReader;
  #read: QueryReader | undefined;

  constructor(member: Member, readerOf: (target: Target) => QueryReader) {
    this.name = member.name;
    this.#member = member;
    this.#readerOf = readerOf;
  }

  get read(): QueryReader {
    this.#read ??= this.#readerOf(this.#member);
    return this.#read;
  }
}

export interface QueryReaders {
  readStructure(shape: StructureShape, node: FormNode, reading: Reading, ignored?: ReadonlySet<string>): Document;
}

export function queryReaders(dialect: QueryDialect): QueryReaders {
  const readers = new WeakMap<Shape, QueryReader>();
  const flatLists = new WeakMap<Shape, QueryReader>();
  const structures = new WeakMap<StructureShape, StructureReader>();

  const readerOf = ({ shape, traits }: Target): QueryReader => {
    const flat = shape.kind === "list" && (dialect.itemKey === undefined || traits.xmlFlattened === 1);
    const cache = flat || traits.xmlFlattened === 1 ? flatLists : readers;
    let reader = cache.get(shape);
    if (!reader) {
      reader = compile(shape, flat || traits.xmlFlattened === 1);
      cache.set(shape, reader);
    }
    return reader;
  };

  const compile = (shape: Shape, flat: boolean): QueryReader => {
    switch (shape.kind) {
      case "structure":
      case "union":
        return structureReader(shape);
      case "list":
        return listReader(shape, flat);
      case "map":
        return mapReader(shape, flat);
      case "unit":
        return () => ({});
      default:
        return scalarReader(shape);
    }
  };

  const scalarReader = (shape: Shape): QueryReader => {
    const { kind } = shape;
    return (node, reading) => {
      if (node.value === undefined || node.first) {
        reading.error ??= dialect.invalidValue(node, shape);
        return undefined;
      }
      const value = parseScalar(kind, node.value);
      // No number of a query API may be infinite or none: counts and ports that compare with nothing must not come through.
      const isNone = value === undefined || (typeof value === "number" && !Number.isFinite(value));
      if (isNone) reading.error ??= dialect.invalidValue(node, shape);
      return value;
    };
  };

  /** `List=` alone says that the list is empty. */
  const isEmpty = (node: FormNode): boolean => node.value === "" && node.first === undefined;

  const listReader = (shape: ListShape, flat: boolean): QueryReader => {
    let readItem: QueryReader | undefined;
    const itemKey = flat ? undefined : dialect.itemKey?.(shape.member);
    return (node, reading) => {
      if (isEmpty(node)) return [];
      const holder = itemKey === undefined ? node : inner(node, itemKey);
      const items = holder && node.value === undefined ? indexedChildren(holder) : undefined;
      if (!items || holder?.value) {
        reading.error ??= dialect.invalidValue(node, shape);
        return [];
      }
      readItem ??= readerOf(shape.member);
      const values: unknown[] = [];
      for (const item of items) values.push(readItem(item, reading));
      return values;
    };
  };

  /** The only child, if it has this name; some clients index without it (`List.1`), which AWS takes too. */
  const inner = (node: FormNode, key: string): FormNode | undefined => {
    const child = node.child(key);
    if (child) return node.first?.next ? undefined : child;
    return node;
  };

  const mapReader = (shape: MapShape, flat: boolean): QueryReader => {
    const keyName = shape.key.traits.xmlName ?? "key";
    const valueName = shape.value.traits.xmlName ?? "value";
    let readValue: QueryReader | undefined;
    return (node, reading) => {
      const values: Record<string, unknown> = Object.create(null);
      if (isEmpty(node)) return { ...values };
      const holder = flat ? node : inner(node, "entry");
      const entries = holder && node.value === undefined ? indexedChildren(holder) : undefined;
      readValue ??= readerOf(shape.value);
      for (const entry of entries ?? []) {
        const key = entry.child(keyName)?.value;
        const value = entry.child(valueName);
        if (key === undefined || !value) reading.error ??= dialect.invalidValue(entry, shape);
        else values[key] = readValue(value, reading);
      }
      if (!entries) reading.error ??= dialect.invalidValue(node, shape);
      return { ...values };
    };
  };

  /** The members by their keys, with their readers once a request has them. */
  const fieldsOf = (shape: StructureShape): ReadonlyMap<string, Field> =>
    new Map(shape.members.map((member) => [dialect.memberKey(member), new Field(member, readerOf)]));

  const structureReader = (shape: StructureShape): StructureReader => {
    let fields: ReadonlyMap<string, Field> | undefined;
    return (node, reading, ignored) => {
      const document: Record<string, unknown> = {};
      if (node.value) reading.error ??= dialect.invalidValue(node, shape);
      if (!node.first) return document;
      fields ??= fieldsOf(shape);
      for (let child: FormNode | undefined = node.first; child; child = child.next) {
        const field = fields.get(child.key);
        if (field) document[field.name] = field.read(child, reading);
        else if (!ignored?.has(child.key)) reading.error ??= dialect.unknownKey(firstLeaf(child));
      }
      return document;
    };
  };

  const readStructure: QueryReaders["readStructure"] = (shape, node, reading, ignored) => {
    let reader = structures.get(shape);
    if (!reader) {
      reader = structureReader(shape);
      structures.set(shape, reader);
    }
    return reader(node, reading, ignored);
  };

  return { readStructure };
}

/** The parameter that the client wrote, rather than the branch on the way to it. */
function firstLeaf(node: FormNode): FormNode {
  let at = node;
  while (at.value === undefined && at.first) at = at.first;
  return at;
}
