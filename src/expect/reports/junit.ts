/** JUnit XML, as Jenkins, GitLab and most others read it: a file is a suite, an expectation a case. */
import type { ExpectationReport, SuiteReport, TestReport } from "../run.ts";
import { detailOf, messageOf } from "./text.ts";

/** What XML 1.0 has no character for (§2.2): controls but three, halves of a pair, two that are none. */
const SUSPECT = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;
const ALLOWED = new Set(["\t", "\n", "\r"]);

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

const clean = (text: string): string => text.replace(SUSPECT, (found) => (ALLOWED.has(found) ? found : "\uFFFD"));
const attribute = (text: string): string => clean(text).replace(/[&<>"\n]/g, (found) => ENTITIES[found] ?? found);
const content = (text: string): string => clean(text).replace(/[&<>]/g, (found) => ENTITIES[found] ?? found);
const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

function element(name: string, attributes: Readonly<Record<string, string | number>>, children = ""): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  return children === "" ? `<${name}${pairs.join("")}/>` : `<${name}${pairs.join("")}>${children}</${name}>`;
}

function caseOf(one: ExpectationReport, suite: SuiteReport): string {
  const { name, file, line, status, milliseconds } = one;
  const attributes = { name, classname: suite.name, file, line, time: seconds(milliseconds) };
  const inner = () => {
    if (status === "passed") return "";
    if (status === "skipped") return element("skipped", {});
    const kind = one.failures[0]?.kind ?? "problem";
    return element(
      status === "error" ? "error" : "failure",
      { message: messageOf(one), type: kind },
      content(detailOf(one)),
    );
  };
  return `    ${element("testcase", attributes, inner())}`;
}

function counts(expectations: readonly ExpectationReport[]) {
  const count = (status: ExpectationReport["status"]) => expectations.filter((one) => one.status === status).length;
  return { tests: expectations.length, failures: count("failed"), errors: count("error"), skipped: count("skipped") };
}

export function junitOf(report: TestReport): string {
  const suites = report.suites.map((suite) => {
    const { name, file, milliseconds, expectations } = suite;
    const attributes = { name, file, ...counts(expectations), time: seconds(milliseconds) };
    return `  ${element("testsuite", attributes, `\n${expectations.map((one) => caseOf(one, suite)).join("\n")}\n  `)}`;
  });
  const all = counts(report.suites.flatMap(({ expectations }) => expectations));
  const root = { name: "underlay", ...all, time: seconds(report.milliseconds) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", root, `\n${suites.join("\n")}\n`)}\n`;
}
