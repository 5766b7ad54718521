/** Reads the nodes of a YAML document and keeps every fault with its place, so that one run tells of all of them. */
import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, visit } from "yaml";
import type { Fault, Spot } from "../suite.ts";
import { nearest } from "./nearest.ts";

export interface Field {
  readonly key: Node;
  /** The key's own node where nothing follows it. */
  readonly value: Node;
  readonly isEmpty: boolean;
}

export class Reading {
  readonly faults: Fault[] = [];
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #targets: ReadonlyMap<Alias, Node>;

  constructor(file: string, document: Document, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
    this.#targets = this.#aliases(document);
  }

  spot(at: Node | number): Spot {
    const { line, col } = this.#lines.linePos(typeof at === "number" ? at : (at.range?.[0] ?? 0));
    return { file: this.#file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  fault(at: Node | number, message: string, remedy?: string): undefined {
    this.faults.push({ ...this.spot(at), message, ...(remedy === undefined ? {} : { remedy }) });
    return undefined;
  }

  /** The fields of a mapping, of which each key is known and stands once; `undefined` where it is none. */
  fields(node: Node, what: string, known: readonly string[], form: string): Map<string, Field> | undefined {
    const map = this.#target(node);
    if (!isMap(map)) return this.fault(node, `${capital(what)} is a mapping, and this is ${nounOf(map)}.`, form);
    const fields = new Map<string, Field>();
    for (const { key, value } of map.items) {
      const keyNode = key as Node;
      const name = this.#plain(keyNode);
      if (name === undefined) this.fault(keyNode ?? map, `A key of ${what} is a word.`, form);
      else if (!known.includes(name)) this.#unknown(keyNode, name, what, known);
      else if (fields.has(name)) this.fault(keyNode, `'${name}' stands twice in ${what}.`, "Keep one of them.");
      else fields.set(name, fieldOf(keyNode, this.#target(value as Node | null)));
    }
    return fields;
  }

  #unknown(key: Node, name: string, what: string, known: readonly string[]): void {
    const meant = nearest(name, known);
    const remedy = meant === undefined ? `It has: ${known.join(", ")}.` : `Did you mean '${meant}'?`;
    this.fault(key, `${capital(what)} has no '${name.slice(0, 60)}'.`, remedy);
  }

  /** The items of a sequence. */
  items(node: Node, what: string, form: string): readonly Node[] | undefined {
    const seq = this.#target(node);
    if (!isSeq(seq)) return this.fault(node, `${what} is a list, and this is ${nounOf(seq)}.`, form);
    return seq.items.map((item) => this.#target(item as Node | null) ?? seq);
  }

  /** One text or a list of them. */
  texts(node: Node, what: string, form: string): readonly { readonly node: Node; readonly text: string }[] {
    const target = this.#target(node);
    const nodes = isSeq(target) ? (this.items(target, what, form) ?? []) : [target ?? node];
    if (nodes.length === 0) this.fault(node, `${what} is an empty list.`, form);
    return nodes.flatMap((one) => {
      const text = this.text(one, what, form);
      return text === undefined ? [] : [{ node: one, text }];
    });
  }

  text(node: Node, what: string, form: string): string | undefined {
    const target = this.#target(node);
    const text = this.#plain(target);
    if (text === undefined) return this.fault(node, `${what} is a text, and this is ${nounOf(target)}.`, form);
    return text;
  }

  flag(node: Node, what: string): boolean | undefined {
    const target = this.#target(node);
    if (isScalar(target) && typeof target.value === "boolean") return target.value;
    return this.fault(node, `${what} is true or false.`, "Write true, or leave it out.");
  }

  /** What a node is, so far as telling a text from a mapping goes. */
  isMapping(node: Node): boolean {
    return isMap(this.#target(node));
  }

  /** The first key of a mapping, where it is a text. */
  onlyKey(node: Node): string | undefined {
    const map = this.#target(node);
    if (!isMap(map) || map.items.length !== 1) return undefined;
    return this.#plain(map.items[0]?.key as Node | null);
  }

  /** As it is written, so that `012345678901` and `1.10` stay what they are. */
  #plain(node: Node | null | undefined): string | undefined {
    if (!isScalar(node) || node.value === null || node.value === undefined) return undefined;
    const text = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
    const trimmed = text.trim().replace(/\s+/g, " ");
    return trimmed === "" ? undefined : trimmed;
  }

  #target(node: Node | null | undefined): Node | null {
    return isAlias(node) ? (this.#targets.get(node) ?? null) : (node ?? null);
  }

  /** What each alias stands for, in one pass: an anchor holds from where it stands to the next of its name. */
  #aliases(document: Document): Map<Alias, Node> {
    const anchors = new Map<string, Node>();
    const targets = new Map<Alias, Node>();
    visit(document, {
      Alias: (_, alias) => {
        const target = anchors.get(alias.source);
        if (target) targets.set(alias, target);
        else
          this.fault(
            alias,
            `There is no &${alias.source} before this *${alias.source}.`,
            "Name it where it first stands.",
          );
      },
      Value: (_, node) => {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
    });
    return targets;
  }
}

const fieldOf = (key: Node, value: Node | null): Field =>
  value === null || (isScalar(value) && value.value === null)
    ? { key, value: value ?? key, isEmpty: true }
    : { key, value, isEmpty: false };

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function nounOf(node: Node | null): string {
  if (isMap(node)) return "a mapping";
  if (isSeq(node)) return "a list";
  if (!isScalar(node) || node.value === null || node.value === undefined) return "empty";
  if (node.value === "") return "an empty text";
  return typeof node.value === "string" ? "a text" : `${String(node.source ?? node.value).slice(0, 40)}`;
}
