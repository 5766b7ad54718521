/** What readers of all protocols share while they turn a request's values into a document. */
import type { WireError } from "./codec.ts";
import type { StructureShape } from "./shapes.ts";

/** The first fault of a request; readers go on after it, and their result is thrown away. */
export interface Reading {
  error: WireError | undefined;
}

/** Shapes may hold themselves, so a request may nest as deep as it is long: readers stop here. */
export const MAX_DEPTH = 128;

/** The input of operations that take none. */
export const NOTHING: StructureShape = { kind: "structure", name: "", members: [], traits: {} };
