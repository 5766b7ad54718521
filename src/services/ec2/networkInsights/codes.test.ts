/** `docs/network-insights.md` tells the truth: what it says is given is provoked by a test here, what it says is not is in no source. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { LINES } from "./explanations.ts";

const here = dirname(fileURLToPath(import.meta.url));
const page = readFileSync(join(here, "../../../../docs/network-insights.md"), "utf8");
const [given = "", never = ""] = page.split("### Never given");
const codesIn = (text: string): string[] => [...text.matchAll(/`([A-Z][A-Z0-9_]{5,})`/g)].map(([, code = ""]) => code);
/** A table's first column. */
const listed = (text: string): string[] =>
  [...text.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell = ""]) => codesIn(cell));
const read = (isWanted: (name: string) => boolean): string =>
  readdirSync(here)
    .filter((name) => isWanted(name) && name !== "codes.test.ts")
    .map((name) => readFileSync(join(here, name), "utf8"))
    .join("\n");
const tests = read((name) => name.endsWith(".test.ts"));
const sources = read((name) => !/\.(test|fixture)\.ts$|README/.test(name));

/** Codes that are put together: `FILTER_AT_` with a side and a field. */
const isProvoked = (code: string): boolean =>
  tests.includes(code) ||
  (/^FILTER_AT_(SOURCE|DESTINATION)_(SOURCE|DESTINATION)_PORT_RANGE$/.test(code) &&
    tests.includes("FILTER_AT_SOURCE_$" + "{word}"));

describe("explanation codes", () => {
  test("AWS's list has 89; each stands in one table", () => {
    const all = [...listed(given), ...listed(never)];
    expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([]);
    expect(all).toHaveLength(89);
  });

  test("what is given is provoked by a test", () => {
    expect(listed(given).filter((code) => !isProvoked(code))).toEqual([]);
  });

  test("what is never given is in no source, and what a source gives is listed", () => {
    expect(listed(never).filter((code) => sources.includes(`"${code}"`))).toEqual([]);
    const said = [...sources.matchAll(/(?:ExplanationCode: |code: )"([A-Z0-9_]+)"/g)].map(([, code = ""]) => code);
    expect([...said, ...LINES.map(({ code }) => code)].filter((code) => !listed(given).includes(code))).toEqual([]);
  });
});
