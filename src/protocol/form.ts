/**
 * `application/x-www-form-urlencoded` (https://url.spec.whatwg.org/#urlencoded-parsing), read as the query protocols mean
 * it: dots in a key lead down a tree, so `Filter.1.Value.2=a` is the node `2` below `Value` below `1` below `Filter`.
 * Indexes are names here: `Filter.999999999.Name` makes one node, not a long array.
 */
import { err, ok, type Result } from "../base/result.ts";

/** Children are a chain rather than a list: most nodes have one or two, and a list that grows keeps room for many more. */
export class FormNode {
  readonly key: string;
  readonly parent: FormNode | undefined;
  value: string | undefined = undefined;
  /** The children in the order in which they came: the first, from which the others follow. */
  first: FormNode | undefined = undefined;
  next: FormNode | undefined = undefined;
  /** The children by their keys, and the last, once they are too many to look through. */
  #many: { readonly byKey: Map<string, FormNode>; last: FormNode } | undefined = undefined;

  constructor(key: string, parent: FormNode | undefined) {
    this.key = key;
    this.parent = parent;
  }

  child(key: string): FormNode | undefined {
    if (this.#many) return this.#many.byKey.get(key);
    let child = this.first;
    while (child && child.key !== key) child = child.next;
    return child;
  }

  /** The child of this key, made where there is none. */
  descend(key: string): FormNode {
    if (this.#many) return this.#many.byKey.get(key) ?? this.#appendTo(this.#many, key);
    let last: FormNode | undefined;
    let count = 0;
    for (let child = this.first; child; child = child.next) {
      if (child.key === key) return child;
      last = child;
      count++;
    }
    const made = new FormNode(key, this);
    if (last) last.next = made;
    else this.first = made;
    if (count >= FEW) this.#many = { byKey: new Map(this.children().map((child) => [child.key, child])), last: made };
    return made;
  }

  /** In a list of the caller's own. */
  children(): FormNode[] {
    if (!this.first) return [];
    const children = [this.first];
    for (let { next } = this.first; next; next = next.next) children.push(next);
    return children;
  }

  #appendTo(many: { readonly byKey: Map<string, FormNode>; last: FormNode }, key: string): FormNode {
    const made = new FormNode(key, this);
    many.last.next = made;
    many.last = made;
    many.byKey.set(key, made);
    return made;
  }
}

const FEW = 8;

/** Deeper than any API goes, and shallow enough that readers may recurse. */
const MAX_DEPTH = 64;
/** Bounds what a small body of long keys can be blown up to. */
const MAX_NODES = 200_000;

export const formRoot = (): FormNode => new FormNode("", undefined);

/** The whole key of a node, as the client wrote it. */
export function keyOf(node: FormNode): string {
  const keys: string[] = [];
  for (let at: FormNode | undefined = node; at?.parent; at = at.parent) keys.push(at.key);
  return keys.reverse().join(".");
}

/** One name or value. Total: `undefined` for a bad escape or bytes that are not UTF-8. */
export function parseFormText(text: string): string | undefined {
  if (!ESCAPED.test(text)) return ownText(text);
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

const ESCAPED = /[%+]/;

/** Longer parts of a text are views of all of it to V8: whoever keeps a name would keep the request that it came in. */
const LONGEST_COPIED = 12;

/** An unescaped text that holds on to no other: what is decoded is written anew. */
const ownText = (text: string): string => (text.length > LONGEST_COPIED ? decodeURIComponent(text) : text);

/** Total. Later forms may be read into an earlier root: a request has parameters in its URL and in its body. */
export function parseForm(text: string, root: FormNode = formRoot()): Result<FormNode> {
  const plain = !ESCAPED.test(text);
  let nodes = 0;
  let start = 0;
  let equals = -1;
  while (start < text.length) {
    let end = text.indexOf("&", start);
    if (end < 0) end = text.length;
    // The next `=` from here, which may stand in a later pair: looked for once, lest many pairs without one cost the square.
    if (equals < start) equals = text.indexOf("=", start);
    if (equals < 0) equals = text.length;
    const from = start;
    start = end + 1;
    if (end === from) continue;
    const written = text.slice(from, Math.min(equals, end));
    const given = equals < end ? text.slice(equals + 1, end) : "";
    const key = plain || !ESCAPED.test(written) ? written : parseFormText(written);
    const value = plain ? ownText(given) : parseFormText(given);
    if (key === undefined || value === undefined) return err("The query string contains a bad escape sequence");
    let node = root;
    let depth = 0;
    for (let at = 0; at <= key.length; ) {
      const dot = key.indexOf(".", at);
      if (++depth > MAX_DEPTH) return err(`The parameter ${key.slice(0, 100)}… is nested too deeply`);
      if (++nodes > MAX_NODES) return err("The query string has too many parameters");
      node = node.descend(dot < 0 ? (at === 0 ? key : key.slice(at)) : key.slice(at, dot));
      if (dot < 0) break;
      at = dot + 1;
    }
    if (node.value !== undefined) return err(`The parameter ${key} is given more than once`);
    node.value = value;
  }
  return ok(root);
}

const INDEX = /^\d{1,9}$/;

/** The children under decimal names, in order of the numbers, whatever order they came in; `undefined` if others are there. */
export function indexedChildren(node: FormNode): readonly FormNode[] | undefined {
  let sorted = true;
  let last = -1;
  for (let child = node.first; child; child = child.next) {
    if (!INDEX.test(child.key)) return undefined;
    const index = Number(child.key);
    sorted &&= index > last;
    last = index;
  }
  const children = node.children();
  return sorted ? children : children.sort((a, b) => Number(a.key) - Number(b.key));
}
