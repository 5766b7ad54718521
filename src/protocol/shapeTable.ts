/**
 * Decodes the tables that `scripts/generate.mjs` makes (their format is written there). A table is split into lines at
 * once and each line is parsed when its shape is first asked for.
 */
import type {
  ListShape,
  MapShape,
  Member,
  ScalarKind,
  ScalarShape,
  Shape,
  StructureShape,
  Target,
  Traits,
} from "./shapes.ts";

/** A place in the table, or a scalar's kind, or `unit`. */
export type Reference = number | string;

type MemberRow = readonly [name: string, to: Reference, traits?: Traits];
type ShapeRow =
  | readonly [
      kind: "structure" | "union",
      name: string,
      required: number,
      members?: readonly MemberRow[],
      traits?: Traits,
    ]
  | readonly [kind: "list", name: string, to: Reference, member?: Traits, traits?: Traits]
  | readonly [
      kind: "map",
      name: string,
      key: Reference,
      keyTraits: Traits,
      value: Reference,
      valueTraits?: Traits,
      traits?: Traits,
    ];

const NONE: Traits = Object.freeze({});
const UNIT: Shape = { kind: "unit" };
const scalars = new Map<string, ScalarShape>();

function scalarOf(kind: string): Shape {
  if (kind === "unit") return UNIT;
  let scalar = scalars.get(kind);
  if (!scalar) {
    scalar = { kind: kind as ScalarKind };
    scalars.set(kind, scalar);
  }
  return scalar;
}

/** A use of a shape that resolves it on first sight; shapes may hold themselves. */
class LazyTarget implements Target {
  readonly traits: Traits;
  readonly #table: ShapeTable;
  readonly #to: Reference;
  #shape: Shape | undefined;

  constructor(table: ShapeTable, to: Reference, traits: Traits | undefined) {
    this.#table = table;
    this.#to = to;
    this.traits = traits ?? NONE;
  }

  get shape(): Shape {
    this.#shape ??= this.#table.shape(this.#to);
    return this.#shape;
  }
}

class LazyMember extends LazyTarget implements Member {
  readonly name: string;
  readonly required: boolean;

  constructor(table: ShapeTable, [name, to, traits]: MemberRow, required: boolean) {
    super(table, to, traits);
    this.name = name;
    this.required = required;
  }
}

export class ShapeTable {
  /** The first line's value: names, versions, operations and errors. */
  readonly header: unknown;
  readonly #lines: string[];
  readonly #shapes: (Shape | undefined)[] = [];

  /** `text` is a whole table file as `scripts/generate.mjs` wrote it: our own data, so anything else throws. */
  constructor(text: string) {
    this.#lines = text.slice(1, text.lastIndexOf("]")).split("\n");
    this.header = this.#row(0);
  }

  get size(): number {
    return this.#lines.length;
  }

  shape(to: Reference): Shape {
    if (typeof to === "string") return scalarOf(to);
    let shape = this.#shapes[to];
    if (!shape) {
      shape = this.#decode(this.#row(to) as ShapeRow);
      this.#shapes[to] = shape;
      this.#lines[to] = ""; // its text is of no more use
    }
    return shape;
  }

  #row(place: number): unknown {
    const line = this.#lines[place] ?? "";
    return JSON.parse(line.endsWith(",") ? line.slice(0, -1) : line);
  }

  #decode(row: ShapeRow): StructureShape | ListShape | MapShape {
    const [kind, name] = row;
    if (kind === "list") {
      const [, , to, member, traits] = row;
      return { kind, name, member: new LazyTarget(this, to, member), traits: traits ?? NONE };
    }
    if (kind === "map") {
      const [, , key, keyTraits, value, valueTraits, traits] = row;
      return {
        kind,
        name,
        key: new LazyTarget(this, key, keyTraits),
        value: new LazyTarget(this, value, valueTraits),
        traits: traits ?? NONE,
      };
    }
    const [, , required, members, traits] = row;
    return {
      kind,
      name,
      members: (members ?? []).map((member, i) => new LazyMember(this, member, i < required)),
      traits: traits ?? NONE,
    };
  }
}
