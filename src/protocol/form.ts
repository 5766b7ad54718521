/**
 * `application/x-www-form-urlencoded` (https://url.spec.whatwg.org/#urlencoded-parsing), read as the query protocols mean
 * it: dots in a key lead down a tree, so `Filter.1.Value.2=a` is the node `2` below `Value` below `1` below `Filter`.
 * Indexes are names here: `Filter.999999999.Name` makes one node, not a long array.
 */
import { err, ok, type Result } from "../base/result.ts";

export interface FormNode {
  readonly key: string;
  readonly parent: FormNode | undefined;
  value: string | undefined;
  children: Map<string, FormNode> | undefined;
}

/** Deeper than any API goes, and shallow enough that readers may recurse. */
const MAX_DEPTH = 64;
/** Bounds what a small body of long keys can be blown up to. */
const MAX_NODES = 200_000;

export const formRoot = (): FormNode => ({ key: "", parent: undefined, value: undefined, children: undefined });

/** The whole key of a node, as the client wrote it. */
export function keyOf(node: FormNode): string {
  const keys: string[] = [];
  for (let at: FormNode | undefined = node; at?.parent; at = at.parent) keys.push(at.key);
  return keys.reverse().join(".");
}

/** One name or value. Total: `undefined` for a bad escape or bytes that are not UTF-8. */
export function parseFormText(text: string): string | undefined {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

/** Total. Later forms may be read into an earlier root: a request has parameters in its URL and in its body. */
export function parseForm(text: string, root: FormNode = formRoot()): Result<FormNode> {
  let nodes = 0;
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf("&", start);
    if (end < 0) end = text.length;
    const pair = text.slice(start, end);
    start = end + 1;
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const key = parseFormText(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : parseFormText(pair.slice(equals + 1));
    if (key === undefined || value === undefined) return err("The query string contains a bad escape sequence");
    const segments = key.split(".");
    if (segments.length > MAX_DEPTH) return err(`The parameter ${key.slice(0, 100)}… is nested too deeply`);
    nodes += segments.length;
    if (nodes > MAX_NODES) return err("The query string has too many parameters");
    const node = descend(root, segments);
    if (node.value !== undefined) return err(`The parameter ${key} is given more than once`);
    node.value = value;
  }
  return ok(root);
}

function descend(root: FormNode, segments: readonly string[]): FormNode {
  let node = root;
  for (const key of segments) {
    node.children ??= new Map();
    let child = node.children.get(key);
    if (!child) {
      child = { key, parent: node, value: undefined, children: undefined };
      node.children.set(key, child);
    }
    node = child;
  }
  return node;
}

const INDEX = /^\d{1,9}$/;

/** The children under decimal names, in order of the numbers, whatever order they came in; `undefined` if others are there. */
export function indexedChildren(node: FormNode): FormNode[] | undefined {
  const children = [...(node.children?.values() ?? [])];
  let sorted = true;
  let last = -1;
  for (const { key } of children) {
    if (!INDEX.test(key)) return undefined;
    const index = Number(key);
    sorted &&= index > last;
    last = index;
  }
  return sorted ? children : children.sort((a, b) => Number(a.key) - Number(b.key));
}
