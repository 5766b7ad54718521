import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Suite } from "../suite.ts";
import { parseSuite } from "./suite.ts";

const FILE = "net/three-tier.network.yaml";

function suiteOf(text: string): Suite {
  const parsed = parseSuite(text, FILE);
  if (!parsed.ok) throw new Error(parsed.reason.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return parsed.value;
}

/** `line:column message → remedy`, for each fault. */
function faultsOf(text: string): string[] {
  const parsed = parseSuite(text, FILE);
  if (parsed.ok) throw new Error("no fault was found");
  expect(new Set(parsed.reason.map(({ file }) => file))).toEqual(new Set([FILE]));
  return parsed.reason.map(
    ({ line, column, message, remedy }) => `${line}:${column} ${message}${remedy === undefined ? "" : ` → ${remedy}`}`,
  );
}

const whole = `# what holds
name: three tiers
account: 012345678901
region: us-east-1
expectations:
  - name: the Internet reaches the web servers
    from: internet
    to: [web-a, web-b]
    on: [tcp 80, TCP  443]
    expect: allowed
  - { from: tag:role=app, to: 10.0.20.10, on: tcp 1024 - 65535, expect: allowed, only: true, via: [fw] }
  - from: web-a
    to: "db-a"
    avoiding: fw
    expect: denied
invariants:
  - no loops
  - internet reaches nothing but:
      - to: tag:role=web
        on: [tcp 80, tcp 443]
      - { to: [bastion] }
`;

describe("a file of network tests", () => {
  test("gives its expectations in order, each with its place", () => {
    const suite = suiteOf(whole);
    expect(suite).toMatchObject({
      file: FILE,
      name: "three tiers",
      within: { account: "012345678901", region: "us-east-1" },
    });
    expect(suite.expectations.map(({ name, at }) => [at.line, at.column, name])).toEqual([
      [6, 5, "the Internet reaches the web servers"],
      [11, 5, "tag:role=app reaches 10.0.20.10 on tcp 1024-65535"],
      [12, 5, "web-a must not reach db-a"],
      [17, 5, "no loops"],
      [18, 5, "internet reaches nothing but"],
    ]);
    expect(suite.expectations[0]).toMatchObject({
      ...{ from: ["internet"], to: ["web-a", "web-b"], expect: "allowed", only: false, via: [], avoiding: [] },
      on: [
        { text: "tcp 80", terms: { proto: "tcp", port: "80" }, range: false },
        { text: "tcp 443", terms: { proto: "tcp", port: "443" }, range: false },
      ],
    });
    expect(suite.expectations[1]).toMatchObject({
      via: ["fw"],
      only: true,
      on: [{ terms: { port: "1024-65535" }, range: true }],
    });
    expect(suite.expectations[2]).toMatchObject({ avoiding: ["fw"], on: [{ text: "any", terms: { proto: "any" } }] });
    expect(suite.expectations[3]).toMatchObject({ kind: "trouble", trouble: "loops" });
    expect(suite.expectations[4]).toMatchObject({
      kind: "exposure",
      but: [
        { to: ["tag:role=web"], on: [{ text: "tcp 80" }, { text: "tcp 443" }] },
        { to: ["bastion"], on: [{ text: "any" }] },
      ],
    });
  });

  test("without a name is called by its file; an alias stands for what it names", () => {
    const suite = suiteOf(`expectations:
  - { from: &app [app-a, app-b], to: db, on: &pg tcp 5432, expect: allowed }
  - { from: web, to: *app, on: [*pg], expect: denied }`);
    expect(suite.name).toBe(FILE);
    expect(suite.expectations[1]).toMatchObject({ to: ["app-a", "app-b"], on: [{ text: "tcp 5432" }] });
  });
});

describe("what is wrong is told all at once", () => {
  test("with places, the known word that was meant, and remedies", () => {
    expect(
      faultsOf(`expectatoins: []
expectations:
  - form: web-a
    to: db-a
    on: 5432
    expect: denyed
  - from:
    to: []
    on: [tcp 80/443, tcp 70000, https, "tcp/443", "tcp 80,443", icmp 8, udp 20-10, quic 1]
    expect: allowed
    only: maybe
  - just text
invariants:
  - no lops
  - no gravity
  - internet reaches nothing but
  - internet reaches nothing except: []
  - internet reaches nothing but: [{ on: tcp 1 }]
`),
    ).toEqual([
      "1:1 A file of network tests has no 'expectatoins'. → Did you mean 'expectations'?",
      "3:5 An expectation has no 'form'. → Did you mean 'from'?",
      "3:5 The expectation has no 'from'. → For example: {from: web-a, to: db-a, on: tcp 5432, expect: denied}",
      "5:9 '5432' is no traffic: a port needs its protocol. → Write tcp 5432 or udp 5432.",
      "6:13 'denyed' cannot be expected. → Did you mean 'denied'?",
      "7:10 'from' is a text, and this is empty. → A selector is an id, a Name, tag:KEY=VALUE, an address, internet or service:s3; or a list of them.",
      "8:9 'to' is an empty list. → A selector is an id, a Name, tag:KEY=VALUE, an address, internet or service:s3; or a list of them.",
      "9:10 'tcp 80/443' is no traffic: '80/443' is no port. → Write tcp 443, udp 53, tcp 1024-65535, icmp or any; several as a list: [tcp 80, tcp 443].",
      "9:22 'tcp 70000' is no traffic: ports go from 1 to 65535. → Write tcp 443, udp 53, tcp 1024-65535, icmp or any; several as a list: [tcp 80, tcp 443].",
      "9:33 'https' is no traffic: it is not written so. → Write tcp 443.",
      "9:40 'tcp/443' is no traffic: it is not written so. → Write tcp 443.",
      "9:51 'tcp 80,443' is no traffic: several ports are a list. → Write [tcp 80, tcp 443].",
      "9:65 'icmp 8' is no traffic: icmp has no ports. → Write icmp alone.",
      "9:73 'udp 20-10' is no traffic: its range runs backwards. → Write udp 10-20.",
      "9:84 'quic 1' is no traffic: its protocol is not known. → Write tcp 443, udp 53, tcp 1024-65535, icmp or any; several as a list: [tcp 80, tcp 443].",
      "11:11 'only' is true or false. → Write true, or leave it out.",
      "12:5 An expectation is a mapping, and this is a text. → For example: {from: web-a, to: db-a, on: tcp 5432, expect: denied}",
      "14:5 'no lops' is no invariant. → Did you mean 'no loops'?",
      "15:5 'no gravity' is no invariant. → One of: no loops; no blackholes; no overlaps; no shadowed rules; no unused rules; internet reaches nothing; internet reaches nothing but.",
      "16:5 'internet reaches nothing but' does not say what. → Write internet reaches nothing but: [{to: web-a, on: tcp 443}]",
      "17:5 'internet reaches nothing except' is no invariant. → Did you mean 'internet reaches nothing but'?",
      "18:36 It has no 'to'. → Write internet reaches nothing but: [{to: web-a, on: tcp 443}]",
    ]);
  });

  const one = (rest: string) => `expectations:\n  - { from: a, to: b, ${rest} }\n`;
  test.each([
    ["nothing in it", "", /^1:1 The file expects nothing/],
    ["no list", "name: x\n", /neither 'expectations' nor 'invariants'/],
    ["empty lists", "expectations: []\n", /its lists are empty/],
    ["no YAML", "expectations: [\n", /^\d:\d This is no YAML: /],
    ["two documents", `${one("expect: denied")}---\n${one("expect: denied")}`, /This is no YAML: .*multiple documents/],
    ["a key twice", one("expect: denied, expect: denied"), /^2:39 'expect' stands twice/],
    ["a name twice", `${one("expect: denied")}  - { from: a, to: b, expect: denied }`, /^3:5 .* line 2 too/],
    ["only and denied", one("expect: denied, only: true"), /'only' says/],
    ["via and avoiding", one("expect: denied, via: fw, avoiding: [fw]"), /'fw' is to be passed and avoided/],
    ["no account", `account: 42\n${one("expect: denied")}`, /^1:10 '42' is no account\. → It has 12 digits/],
    ["an alias of nothing", one("expect: *what"), /There is no &what/],
    ["deep nesting", `expectations: ${"[".repeat(5_000)}`, /./],
  ])("%s", (_, text, said) => {
    expect(faultsOf(text).join("\n")).toMatch(said);
  });
});

describe("any text gives a suite or a reason", () => {
  const words = [
    ...[
      "expectations:",
      "invariants:",
      "- ",
      "  ",
      "\n",
      "from:",
      "to:",
      "on:",
      "expect:",
      "allowed",
      "name:",
      "only:",
    ],
    ...[
      "tcp 443",
      "no loops",
      "internet reaches nothing but:",
      "{",
      "}",
      "[",
      "]",
      ", ",
      "&a ",
      "*a",
      "<<: ",
      "? ",
      "! ",
    ],
    ...[
      "|\n",
      ">\n",
      '"',
      "'",
      "#",
      "\t",
      "\r\n",
      "~",
      "null",
      "true",
      "0x1F",
      "1e9",
      "%YAML 1.1\n",
      "---\n",
      "...\n",
      "\uFEFF",
    ],
  ];
  const alphabet = fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary", maxLength: 4 }));

  const total = (text: string): void => {
    const parsed = parseSuite(text, FILE);
    if (parsed.ok) expect(parsed.value.expectations.length).toBeGreaterThan(0);
    else {
      expect(parsed.reason.length).toBeGreaterThan(0);
      const lines = text.split("\n").length;
      for (const { line, column, message } of parsed.reason) {
        expect(message).not.toMatch(/cannot be read|undefined|\[object/);
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines + 1);
        expect(column).toBeGreaterThanOrEqual(1);
      }
    }
  };

  test("of words that stand in such files", () => {
    fc.assert(
      fc.property(
        fc.array(alphabet, { maxLength: 40 }).map((parts) => parts.join("")),
        total,
      ),
      { numRuns: 300 },
    );
  });

  test("and a good file with anything cut, doubled or put in", () => {
    const damage = fc.tuple(fc.nat(whole.length), fc.nat(30), alphabet);
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (cuts) =>
        total(cuts.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), whole)),
      ),
      { numRuns: 300 },
    );
  });
});
