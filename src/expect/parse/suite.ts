/**
 * Reads `*.network.yaml` (docs/network-tests.md says what may stand in one). Total: any text gives a suite or all that is
 * wrong with it, each with line, column and remedy.
 */
import { type Document, LineCounter, type Node, parseDocument } from "yaml";
import { err, ok, type Result } from "../../base/result.ts";
import type { Expectation, Fault, Suite } from "../suite.ts";
import { readExpectation } from "./expectation.ts";
import { readInvariant } from "./invariant.ts";
import { Reading } from "./reading.ts";

const KEYS = ["name", "account", "region", "expectations", "invariants"];

export const SUITE_FORM = `For example:
  expectations:
    - name: the Internet reaches the web servers
      from: internet
      to: web-a
      on: tcp 443
      expect: allowed
  invariants:
    - no loops`;

export function parseSuite(text: string, file: string): Result<Suite, readonly Fault[]> {
  const lines = new LineCounter();
  try {
    // Keys that stand twice are looked for in `Reading`: there it takes one pass.
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, strict: true });
    return readDocument(document, lines, file);
  } catch (error) {
    // Only the stack can run out: nothing else is thrown, which the fuzzer holds.
    const deep = error instanceof RangeError;
    const message = deep ? "The file is nested too deep to read." : `The file cannot be read: ${String(error)}.`;
    return err([{ file, line: 1, column: 1, message }]);
  }
}

function readDocument(document: Document, lines: LineCounter, file: string): Result<Suite, readonly Fault[]> {
  const reading = new Reading(file, document as Document, lines);
  for (const error of document.errors) reading.fault(error.pos[0], `This is no YAML: ${sentence(error.message)}`);
  const suite = document.errors.length > 0 ? undefined : readSuite(reading, document.contents as Node | null, file);
  return suite && reading.faults.length === 0 ? ok(suite) : err(inOrder(reading.faults));
}

function readSuite(reading: Reading, root: Node | null, file: string): Suite | undefined {
  if (root === null) return reading.fault(0, "The file expects nothing.", SUITE_FORM);
  const fields = reading.fields(root, "a file of network tests", KEYS, SUITE_FORM);
  if (!fields) return undefined;
  const text = (key: string): string | undefined => {
    const field = fields.get(key);
    return field && reading.text(field.value, `'${key}'`, `Write ${key}: and a text, or leave it out.`);
  };
  const list = (key: string): readonly Node[] => {
    const field = fields.get(key);
    return (field && reading.items(field.value, `'${key}'`, SUITE_FORM)) ?? [];
  };
  const expectations = [
    ...list("expectations").map((node) => readExpectation(reading, node)),
    ...list("invariants").map((node) => readInvariant(reading, node)),
  ].filter((one) => one !== undefined);
  if (!fields.has("expectations") && !fields.has("invariants") && reading.faults.length === 0)
    reading.fault(root, "The file has neither 'expectations' nor 'invariants': it would test nothing.", SUITE_FORM);
  else if (expectations.length === 0 && reading.faults.length === 0)
    reading.fault(root, "The file expects nothing: its lists are empty.", SUITE_FORM);
  oneOfEachName(reading, expectations);
  const [account, region] = [text("account"), text("region")];
  if (account !== undefined && !/^\d{12}$/.test(account))
    reading.fault(
      fields.get("account")?.value ?? root,
      `'${account.slice(0, 60)}' is no account.`,
      "It has 12 digits.",
    );
  return {
    file,
    name: text("name") ?? file,
    within: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) },
    expectations,
  };
}

/** Reports and `--name` tell expectations by their names. */
function oneOfEachName(reading: Reading, expectations: readonly Expectation[]): void {
  const first = new Map<string, Expectation>();
  for (const one of expectations) {
    const other = first.get(one.name);
    if (other)
      reading.faults.push({
        ...one.at,
        message: `'${one.name}' is the name of the expectation in line ${other.at.line} too.`,
        remedy: "Give each a name of its own.",
      });
    else first.set(one.name, one);
  }
}

const sentence = (text: string): string => text.replace(/[.:]?$/, ".");

const inOrder = (faults: readonly Fault[]): readonly Fault[] =>
  faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
