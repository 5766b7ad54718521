import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { element, emitText } from "./xml.ts";
import { parseXml, type XmlElement } from "./xmlTree.ts";

const tree = (name: string, content: string | XmlElement[]): XmlElement =>
  expect.objectContaining({
    name,
    ...(typeof content === "string" ? { text: content, children: [] } : { children: content }),
  });

describe("XML that is read", () => {
  test.each([
    ["an element", "<a>x</a>", tree("a", "x")],
    ["an empty one", "<a/>", tree("a", "")],
    ["children", "<a><b>1</b><b>2</b></a>", tree("a", [tree("b", "1"), tree("b", "2")])],
    ["a declaration and space around", '<?xml version="1.0"?>\n<a>x</a>\n', tree("a", "x")],
    ["a byte order mark", "\ufeff<a>x</a>", tree("a", "x")],
    ["attributes, read over", `<a x="1" y='<' z = ">">x</a>`.replace("<'", "&lt;'"), tree("a", "x")],
    ["prefixes, cut off", '<p:a xmlns:p="u"><p:b>x</p:b></p:a>', tree("a", [tree("b", "x")])],
    ["XML's five entities", "<a>&lt;&gt;&amp;&quot;&apos;</a>", tree("a", "<>&\"'")],
    ["character references", "<a>&#65;&#x1F600;&#xD;</a>", tree("a", "A😀\r")],
    ["sections", "<a><![CDATA[<b>&amp;]]></a>", tree("a", "<b>&amp;")],
    ["comments", "<!-- x --><a>x<!-- <b> -->y</a><!-- z -->", tree("a", "xy")],
    ["line breaks as one", "<a>x\r\ny\rz</a>", tree("a", "x\ny\nz")],
  ])("%s", (_, text, expected) => {
    expect(parseXml(text)).toEqual({ ok: true, value: expected });
  });
});

describe("XML that is refused", () => {
  test.each([
    ["nothing", ""],
    ["no element", "text"],
    ["two roots", "<a/><b/>"],
    ["an end without a start", "</a>"],
    ["a start without an end", "<a>"],
    ["crossed tags", "<a><b></a></b>"],
    ["text behind the root", "<a/>x"],
    ["a document type", "<!DOCTYPE a><a/>"],
    ["entities of its own", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ["an unknown entity", "<a>&b;</a>"],
    ["a bare ampersand", "<a>x & y</a>"],
    ["a reference to no character", "<a>&#0;</a>"],
    ["a reference beyond Unicode", "<a>&#x110000;</a>"],
    ["a control character", "<a>\u0001</a>"],
    ["half a surrogate", "<a>\ud800</a>"],
    ["an attribute without quotes", "<a b=c/>"],
    ["a comment without end", "<a><!-- </a>"],
    ["a section without end", "<a><![CDATA[x</a>"],
    ["depth without end", "<a>".repeat(1000) + "</a>".repeat(1000)],
  ])("%s", (_, text) => {
    expect(parseXml(text)).toEqual({ ok: false, reason: expect.any(String) });
  });
});

const name = fc.constantFrom("a", "b", "Long-Name.1", "é");
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(..."<>&\"'\r\n\t ]"), fc.string({ unit: "grapheme", maxLength: 1 })),
});
const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.tuple(name, text).map(([tag, content]) => element(tag, emitText(content))),
    fc.tuple(name, fc.array(tie("node"), { maxLength: 3 })).map(([tag, children]) => element(tag, children.join(""))),
  ),
}));

test("what is emitted is read as what it was", () => {
  fc.assert(
    fc.property(name, text, (tag, content) => {
      const clean = content.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
      expect(parseXml(element(tag, emitText(content)))).toEqual({ ok: true, value: tree(tag, clean) });
    }),
    { seed: 1 },
  );
});

test("fast-xml-parser reads the same", () => {
  const judge = new XMLParser({ preserveOrder: true, trimValues: false, parseTagValue: false, htmlEntities: true });
  /** Its ordered form, as ours: each entry has one key, the name, or `#text`. */
  const treeOf = (entries: Record<string, unknown>[]): { text: string; children: unknown[] } => ({
    text: entries.map((entry) => entry["#text"] ?? "").join(""),
    children: entries.filter((entry) => !("#text" in entry)).map(named),
  });
  const named = (entry: Record<string, unknown>): unknown => {
    const [tag = "", entries] = Object.entries(entry)[0] ?? [];
    return { name: tag, ...treeOf(entries as Record<string, unknown>[]) };
  };
  const strip = ({ name: tag, text: content, children }: XmlElement): unknown => ({
    name: tag,
    text: content,
    children: children.map(strip),
  });
  fc.assert(
    fc.property(node, (xml) => {
      const parsed = parseXml(xml);
      if (!parsed.ok) throw new Error(parsed.reason);
      expect(strip(parsed.value)).toEqual(named(judge.parse(xml)[0]));
    }),
    { seed: 1, includeErrorInReport: true },
  );
});

test("what fast-xml-parser refuses is refused", () => {
  const broken = fc
    .tuple(node, fc.nat(), fc.nat({ max: 3 }), fc.constantFrom("", "<", ">", "</a>", "<a>", "/"))
    .map(([xml, at, count, odd]) => xml.slice(0, at % xml.length) + odd + xml.slice((at % xml.length) + count));
  fc.assert(
    fc.property(broken, (xml) => {
      if (XMLValidator.validate(xml) !== true) expect(parseXml(xml).ok).toBe(false);
    }),
    { seed: 1, numRuns: 500, includeErrorInReport: true },
  );
});
