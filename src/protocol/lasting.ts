/**
 * Documents that last: they never change, and answer after answer has them in it (a description of a row, for as long as
 * the row is what it is). Whoever makes one says so here, and emitters keep its text beside it.
 */

/** What an emitter made of a lasting document; another emitter makes its own. */
export interface Emitted {
  emitter: object | undefined;
  text: string;
  /** Whether the text has ASCII characters only. */
  ascii: boolean;
}

const lasting = new WeakMap<object, Emitted>();

/** Says that the document will not change from now on. */
export function declareLasting<D extends object>(document: D): D {
  lasting.set(document, { emitter: undefined, text: "", ascii: true });
  return document;
}

/** The place for the text of a document, if it lasts. */
export const emittedOf = (document: object): Emitted | undefined => lasting.get(document);
