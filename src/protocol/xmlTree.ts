/**
 * XML 1.0 as the REST-XML APIs need it: elements and their text. Namespaces' prefixes are cut off,
 * those of attributes too; comments and processing instructions skipped. A document type is refused, and with it every entity but XML's own
 * five, so nothing in a body can expand or reach out.
 *
 * Written here rather than taken from a library because it must be total and bounded: one pass, no recursion, no
 * exceptions, and a reason for every refusal. `xmlTree.test.ts` has fast-xml-parser judge it.
 * @see https://www.w3.org/TR/xml/
 */
import { err, ok, type Result } from "../base/result.ts";

export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** All character data directly inside, joined. */
  readonly text: string;
  /** Absent where there are none. */
  readonly attributes?: ReadonlyMap<string, string>;
}

interface OpenElement {
  readonly name: string;
  /** With its prefix, as the end tag must repeat it. */
  readonly qualified: string;
  readonly children: OpenElement[];
  readonly attributes?: ReadonlyMap<string, string>;
  text: string;
}

const MAX_DEPTH = 128;
const NAME = "[A-Za-z_:\\u0080-\\uffff][\\w.:\\-\\u0080-\\uffff]*";
const START_TAG = new RegExp(`<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, "uy");
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, "gu");
const END_TAG = new RegExp(`</(${NAME})\\s*>`, "uy");
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const REFERENCE = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));|&/g;
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Total. */
export function parseXml(source: string): Result<XmlElement> {
  if (FORBIDDEN.test(source)) return err("a character that XML does not allow");
  const text = (source.startsWith("\ufeff") ? source.slice(1) : source).replaceAll(/\r\n?/g, "\n");
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  let at = 0;

  while (at < text.length) {
    const next = text.indexOf("<", at);
    const data = text.slice(at, next < 0 ? text.length : next);
    const current = open.at(-1);
    if (current) {
      const decoded = decodeReferences(data);
      if (decoded === undefined) return err("an undefined entity or a bad character reference");
      current.text += decoded;
    } else if (data.trim() !== "") return err("text outside the root element");
    if (next < 0) break;
    at = next;

    const aside = skipAside(text, at, current);
    if (aside === -1) return err("an unfinished comment, section or instruction");
    if (aside !== undefined) {
      at = aside;
      continue;
    }
    if (text.startsWith("<!", at)) return err("a document type, which is not allowed");

    if (text.startsWith("</", at)) {
      END_TAG.lastIndex = at;
      const match = END_TAG.exec(text);
      if (!match) return err("a malformed end tag");
      const closed = open.pop();
      if (closed?.qualified !== match[1]) return err(`the end tag </${match[1]}> without its start tag`);
      at = END_TAG.lastIndex;
      continue;
    }

    START_TAG.lastIndex = at;
    const match = START_TAG.exec(text);
    if (!match) return err("a malformed start tag");
    const [, qualified = "", written = "", empty] = match;
    const attributes = written === "" ? undefined : attributesOf(written);
    if (attributes === null) return err("an undefined entity or a bad character reference");
    const element: OpenElement = {
      qualified,
      name: localName(qualified),
      children: [],
      text: "",
      ...(attributes ? { attributes } : {}),
    };
    if (current) current.children.push(element);
    else if (root) return err("more than one root element");
    else root = element;
    if (!empty) {
      if (open.length >= MAX_DEPTH) return err("elements nested too deeply");
      open.push(element);
    }
    at = START_TAG.lastIndex;
  }

  if (open.length > 0) return err(`the element <${open.at(-1)?.qualified}> without its end tag`);
  return root ? ok(root) : err("no root element");
}

const localName = (qualified: string): string => qualified.slice(qualified.indexOf(":") + 1);

/** `null` for a bad reference in a value. */
function attributesOf(written: string): ReadonlyMap<string, string> | null {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single = ""] of written.matchAll(ATTRIBUTE)) {
    const value = decodeReferences((double ?? single).replaceAll(/[\t\n]/g, " ")); // XML 1.0 §3.3.3
    if (value === undefined) return null;
    attributes.set(localName(name), value);
  }
  return attributes;
}

/** Past a comment, a CDATA section or a processing instruction; −1 if it does not end, `undefined` if none is here. */
function skipAside(text: string, at: number, current: OpenElement | undefined): number | undefined {
  if (text.startsWith("<!--", at)) return endOf(text, "-->", at + 4);
  if (text.startsWith("<?", at)) return endOf(text, "?>", at + 2);
  if (!text.startsWith("<![CDATA[", at) || !current) return undefined;
  const end = text.indexOf("]]>", at);
  if (end < 0) return -1;
  current.text += text.slice(at + 9, end);
  return end + 3;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

function decodeReferences(data: string): string | undefined {
  if (!data.includes("&")) return data;
  let valid = true;
  const decoded = data.replaceAll(REFERENCE, (_, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] as string;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : "";
    if (character === "" || FORBIDDEN.test(character)) valid = false;
    return character;
  });
  return valid ? decoded : undefined;
}
