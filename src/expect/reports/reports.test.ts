import { XMLParser } from "fast-xml-parser";
import picocolors from "picocolors";
import { beforeAll, describe, expect, test } from "vitest";
import { worksTrace } from "../../cli/answers.fixture.ts";
import { faultsOf } from "../../server/schema.fixture.ts";
import { dbA, fakeAsker, internet, place, reaches, reachesNot } from "../asker.fixture.ts";
import { parseSuite } from "../parse/suite.ts";
import { AskProblem, type CoverageAnswer, type Question } from "../questions.ts";
import { runSuites, type TestReport } from "../run.ts";
import { plain } from "../text/colors.ts";
import { githubOf } from "./github.ts";
import { junitOf } from "./junit.ts";
import { sarifOf } from "./sarif.ts";
import { renderRun } from "./terminal.ts";

const FILE = "net tests/a.network.yaml";
const SUITE = `name: one & "all"
expectations:
  - { name: it reaches, from: web-a, to: internet, expect: allowed }
  - { name: "50%, <never>: reached", from: web-a, to: db-a, on: tcp 443, expect: denied }
  - { name: it must reach, from: web-a, to: [db-a], on: tcp 5432, expect: allowed }
  - { name: nobody is there, from: ghost, to: db-a, expect: denied }
invariants:
  - no overlaps
  - internet reaches nothing
`;

const coverage: CoverageAnswer = {
  schema: "underlay/coverage/1",
  resources: [
    {
      ...{ resource: "sg-1", kind: "security-group", name: "web" },
      rules: [
        { rule: "sgr-1", says: "tcp 443 from 0.0.0.0/0", used: true },
        { rule: "sgr-2", says: "tcp 22 from 10.0.0.0/8", used: false },
      ],
    },
    { resource: "rtb-1", kind: "route-table", rules: [{ rule: "0.0.0.0/0", used: true }] },
  ],
};

function answer(question: Question): object {
  switch (question.question) {
    case "can-reach":
      if (question.source === "ghost")
        throw new AskProblem("ambiguous", "Nothing is called 'ghost'.", [place("i-1", "instance", "ghosts")]);
      return question.port === "5432" ? reachesNot : reaches;
    case "exposed":
      return { rows: [{ from: internet, to: dbA, ports: ["tcp 22"], address: "54.0.0.1", walk: worksTrace }] };
    case "coverage":
      return coverage;
    default:
      return { findings: [{ resource: "vpc-1", name: "hub", why: "10.0.0.0/16 is also vpc-2's", others: ["vpc-2"] }] };
  }
}

let report: TestReport;
beforeAll(async () => {
  const parsed = parseSuite(SUITE, FILE);
  if (!parsed.ok) throw new Error("it parses");
  report = await runSuites([parsed.value], { ask: fakeAsker(answer).ask, now: () => 0, coverage: true });
});

test("JSON is as its schema says", () => {
  expect(faultsOf(JSON.parse(JSON.stringify(report)))).toEqual([]);
  expect(report).toMatchObject({ works: false, passed: 1, failed: 4, errors: 1 });
});

describe("on a terminal", () => {
  test("a line an expectation, and the evidence of each that does not hold", () => {
    const text = renderRun(report, { colors: plain, columns: 160 });
    const lines = text.split("\n");
    expect(lines.slice(0, 8)).toEqual([
      'one & "all"  net tests/a.network.yaml',
      "  ✔ it reaches                1 ms",
      "  ✘ 50%, <never>: reached     1 ms",
      "    net tests/a.network.yaml:4:5",
      "",
      "    web-a reaches internet (db-a) on tcp 443, though it must not.",
      "",
      "    ✔ works   web-a → internet:1.1.1.1   tcp 443   10.0.0.10:49152 → 1.1.1.1:443",
    ]);
    expect(text).toMatch(/^ {4}Out {2}delivered\n {6}✔ {2}security group egress/m);
    expect(text).toMatch(/^ {4}web-a does not reach db-a on tcp 5432, though it must: denied by/m);
    expect(text).toMatch(
      /^ {2}! nobody is there .*\n.*:6:5\n\n {4}Nothing is called 'ghost'\.\n\n {6}i-1 {2}instance {2}ghosts$/m,
    );
    expect(text).toMatch(/✘ {2}hub {2}vpc-1 {2}10\.0\.0\.0\/16 is also vpc-2's \(vpc-2\)/);
    expect(text).toMatch(/internet {2}→ {2}db-a {2}tcp 22/);
    expect(lines.at(-1)).toBe("✘ network tests  4 failed · 1 could not be asked · 1 as expected  1 ms");
  });

  test("shows which rules were used", () => {
    const text = renderRun(report, { colors: plain, columns: 160 });
    expect(text).toContain(`Rules used  2 of 3, 66 %
  █████░░░░░  1 of 2  security group  web  sg-1
                                           unused  sgr-2 tcp 22 from 10.0.0.0/8
  ██████████  1 of 1  route table          rtb-1`);
  });

  test("colours change no character", () => {
    const esc = String.fromCharCode(27);
    const view = { colors: picocolors.createColors(true), columns: 160 };
    const bare = renderRun(report, view)
      .split(esc)
      .map((piece, i) => (i === 0 ? piece : piece.replace(/^\[\d+m/, "")));
    expect(bare.join("").replace(/ +$/gm, "")).toBe(
      renderRun(report, { colors: plain, columns: 160 }).replace(/ +$/gm, ""),
    );
  });
});

test("JUnit: suites and cases with their places, whatever the names hold", () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" });
  const { testsuites } = parser.parse(junitOf(report)) as { testsuites: Record<string, unknown> };
  expect(testsuites).toMatchObject({ tests: "6", failures: "4", errors: "1", skipped: "0" });
  expect(testsuites["testsuite"]).toMatchObject({ name: 'one & "all"', file: FILE, tests: "6" });
  const cases = (testsuites["testsuite"] as { testcase: unknown[] }).testcase;
  expect(cases[0]).toEqual({ name: "it reaches", classname: 'one & "all"', file: FILE, line: "3", time: "0.000" });
  expect(cases[1]).toMatchObject({
    ...{ name: "50%, <never>: reached", line: "4" },
    failure: {
      type: "reached",
      message: "web-a reaches internet (db-a) on tcp 443, though it must not.",
      "#text": expect.stringContaining("Out  delivered"),
    },
  });
  expect(cases[3]).toMatchObject({ error: { type: "problem" } });
  const odd = {
    ...report,
    suites: [{ ...report.suites[0], name: "a\u0000b\ud800", file: FILE, milliseconds: 0, expectations: [] }],
  };
  expect(junitOf(odd)).toContain('name="a\uFFFDb\uFFFD"');
});

test("GitHub: an annotation at the line of each that does not hold", () => {
  const lines = githubOf(report).split("\n");
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatch(
    /^::error file=net tests\/a\.network\.yaml,line=4,col=5,title=50%25%2C <never>%3A reached::web-a reaches internet \(db-a\) on tcp 443, though it must not\.%0A%0A✔ works/,
  );
  expect(githubOf({ ...report, suites: [] })).toBe("");
});

test("SARIF: each result at its expectation's file and line, with the walk as its flow", () => {
  const log = sarifOf(report, "1.2.3") as {
    version: string;
    runs: { tool: object; results: Record<string, unknown>[] }[];
  };
  expect(log.version).toBe("2.1.0");
  const [run] = log.runs;
  expect(run?.tool).toMatchObject({ driver: { name: "underlay", version: "1.2.3" } });
  expect(run?.results).toHaveLength(5);
  expect(run?.results[0]).toMatchObject({
    ...{ ruleId: "reached", ruleIndex: 0, level: "error" },
    message: { text: "50%, <never>: reached: web-a reaches internet (db-a) on tcp 443, though it must not." },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "net%20tests/a.network.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 4, startColumn: 5 },
        },
      },
    ],
  });
  expect(JSON.stringify(run?.results[0]?.["codeFlows"])).toContain(
    "security-group-egress: sgr-0aaaaaaaaaaaaaaa2: allows all",
  );
  expect(run?.results[1]?.["codeFlows"]).toMatchObject([{ threadFlows: [{}] }]); // there was no way back
  expect(run?.results.at(-2)).toMatchObject({
    ruleId: "found",
    locations: [{ logicalLocations: [{ name: "vpc-1" }] }],
  });
});
