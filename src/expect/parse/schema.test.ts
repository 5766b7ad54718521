/** The schema that editors complete `*.network.yaml` by says what the parser takes. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSuite } from "./suite.ts";
import { parseTraffic } from "./traffic.ts";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly examples?: readonly string[];
}

const file = new URL("../../../docs/schemas/network-tests-1.json", import.meta.url);
const schema = JSON.parse(readFileSync(file, "utf8")) as Schema & { readonly $defs: Readonly<Record<string, Schema>> };
const { expectation, opening, invariant, traffic } = schema.$defs;

/** The keys that the parser knows: it lists them where it is given one that it does not. */
function known(text: string): string[] {
  const parsed = parseSuite(text, "x");
  const remedies = parsed.ok ? [] : parsed.reason.map(({ remedy = "" }) => remedy);
  return (/^It has: (.*)\.$/.exec(remedies.find((one) => one.startsWith("It has: ")) ?? "")?.[1] ?? "").split(", ");
}

const keys = (one: Schema | undefined): string[] => Object.keys(one?.properties ?? {});

describe("keys", () => {
  test.each([
    ["a file", "quite_other: 1", keys(schema)],
    ["an expectation", "expectations: [{ quite_other: 1 }]", keys(expectation)],
    ["an opening", "invariants: [{ internet reaches nothing but: [{ quite_other: 1 }] }]", keys(opening)],
  ])("of %s", (_, text, published) => {
    expect(known(text)).toEqual(published);
  });

  test("that are required are missed", () => {
    const parsed = parseSuite("expectations: [{ name: x }]", "x");
    const missed = parsed.ok ? [] : parsed.reason.map(({ message }) => /has no '(\w+)'/.exec(message)?.[1]);
    expect(missed).toEqual(expectation?.required);
  });
});

test("each invariant is one", () => {
  const sentences = invariant?.anyOf?.[0]?.enum ?? [];
  expect(sentences).toHaveLength(6);
  for (const sentence of sentences) expect(parseSuite(`invariants: [${sentence}]`, "x")).toMatchObject({ ok: true });
});

test("traffic: what the parser takes, as it prints it, the schema takes, and its examples are some", () => {
  const pattern = new RegExp(traffic?.pattern ?? "");
  for (const example of traffic?.examples ?? []) expect(parseTraffic(example)).toMatchObject({ ok: true });
  const word = fc.constantFrom(
    "tcp",
    "udp",
    "icmp",
    "icmpv6",
    "any",
    "sctp",
    "protocol 50",
    "protocol 300",
    "50",
    "gre",
    " ",
    "-",
    "80",
    "443",
    "0",
    "70000",
    ",",
  );
  let [taken, refused] = [0, 0];
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(" ")),
      (text) => {
        const parsed = parseTraffic(text);
        if (parsed.ok) {
          taken++;
          expect(parsed.value.text).toMatch(pattern);
          expect(parseTraffic(parsed.value.text)).toEqual(parsed);
        } else {
          refused++;
          expect(parsed.reason.remedy).toMatch(/^Write /);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(10);
});
