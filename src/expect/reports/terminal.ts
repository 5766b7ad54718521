/** A run as people read it: a line an expectation, below each that does not hold what happened, drawn as a trace is. */
import type { Failing } from "../evaluate.ts";
import type { CauseAnswer, Finding, ReachRow } from "../questions.ts";
import type { ExpectationReport, Status, SuiteReport, TestReport } from "../run.ts";
import type { Colors } from "../text/colors.ts";
import { type Cell, fold, table, widthOf } from "../text/table.ts";
import { verdictLine, type WalkView, walkLines } from "../text/walk.ts";
import { worded } from "../text/words.ts";
import { coverageLines } from "./coverage.ts";

/** Failures of one expectation that are shown whole; of the others the sentence is enough. */
const SHOWN_WHOLE = 3;
const MOST_ROWS = 12;

export function renderRun(report: TestReport, view: WalkView): string {
  const lines = report.suites.flatMap((suite) => [...suiteLines(suite, view), ""]);
  const covered = report.coverage ? [...coverageLines(report.coverage, view), ""] : [];
  const all = [...lines, ...covered, summary(report, view.colors)];
  return all.filter((line, i) => line !== "" || all[i - 1] !== "").join("\n");
}

const marks = (colors: Colors): Readonly<Record<Status, string>> => ({
  passed: colors.green("✔"),
  failed: colors.red("✘"),
  error: colors.red("!"),
  skipped: colors.dim("–"),
});

function suiteLines({ file, name, expectations }: SuiteReport, view: WalkView): string[] {
  const { colors } = view;
  const title = name === file ? colors.bold(file) : `${colors.bold(name)}  ${colors.dim(file)}`;
  const widest = Math.max(0, ...expectations.map((one) => widthOf(one.name)));
  return [title, ...expectations.flatMap((one) => expectationLines(one, Math.min(widest, 70), view))];
}

function expectationLines(one: ExpectationReport, width: number, view: WalkView): string[] {
  const { colors } = view;
  const gap = " ".repeat(Math.max(0, width - widthOf(one.name)));
  const took = one.status === "skipped" ? "not asked" : tookText(one.milliseconds);
  const name = one.status === "passed" || one.status === "skipped" ? one.name : colors.bold(one.name);
  const head = `  ${marks(colors)[one.status]} ${name}${gap}  ${colors.dim(took)}`;
  if (one.failures.length === 0) return [head];
  const place = colors.dim(`${one.file}:${one.line}:${one.column}`);
  const bodies = one.failures.map((failing, i) => failingLines(failing, i < SHOWN_WHOLE, view));
  return [head, `    ${place}`, ...bodies.flatMap((body) => ["", ...body]), ""];
}

const tookText = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

/** What happened, indented below its expectation. */
export function failingLines(failing: Failing, whole: boolean, view: WalkView): string[] {
  const inner = { ...view, columns: view.columns - INDENT.length };
  const said = fold(failing.message, inner.columns).map((line) => view.colors.red(line));
  return [...said, ...(whole ? evidenceLines(failing, inner) : [])].map((line) => (line === "" ? "" : INDENT + line));
}

const INDENT = "    ";

/** The walk, the causes, the rows or the findings: whatever there is, each after an empty line. */
export function evidenceLines(failing: Failing, view: WalkView): string[] {
  const { walk, causes, rows, findings, candidates } = failing;
  const parts = [
    limited(reachRows(rows, view), rows.length),
    walk ? [verdictLine(walk, view), ...walkLines(walk, view)] : [],
    causes.length > 1 || !walk ? causeLines(causes, view) : [],
    limited(findingLines(findings, view), findings.length),
    table(
      candidates.map(({ id, kind, name = "" }) => [{ text: id }, { text: worded(kind) }, { text: name }]),
      view.columns,
    ),
  ];
  return parts.filter((part) => part.length > 0).flatMap((part) => ["", ...part]);
}

function limited(lines: readonly string[], count: number): readonly string[] {
  if (lines.length <= MOST_ROWS) return lines;
  return [...lines.slice(0, MOST_ROWS), `  … of ${count}; --json has them all`];
}

const nameOf = ({ name, id }: ReachRow["from"]): string => name ?? id;

export const reachRows = (rows: readonly ReachRow[], { colors, columns }: WalkView): string[] =>
  table(
    rows.map(({ from, to, ports }) => [
      { text: nameOf(from), paint: colors.bold },
      { text: "→" },
      { text: nameOf(to), paint: colors.bold },
      { text: ports.join(", ") },
    ]),
    columns,
  );

/** Every cause a line: on which way, how it ended, at what, by which rule, why. */
export function causeLines(causes: readonly CauseAnswer[], { colors, columns }: WalkView): string[] {
  const rows = causes.map(({ way, disposition, stage, resource, name, rule, why }): Cell[] => [
    { text: "✘", paint: colors.red },
    { text: way },
    { text: disposition },
    { text: worded(stage) },
    { text: name ?? "", paint: colors.bold },
    { text: resource, paint: colors.dim },
    { text: rule ?? "" },
    { text: why, paint: colors.red },
  ]);
  return rows.length === 0 ? [] : [colors.bold(causes.length === 1 ? "Cause" : "Causes"), ...table(rows, columns)];
}

export const findingLines = (findings: readonly Finding[], view: WalkView): string[] =>
  table(
    findings.map((one) => findingCells(one, view)),
    view.columns,
  );

export const findingCells = (
  { resource, name, rule, why, others = [] }: Finding,
  { colors }: Pick<WalkView, "colors">,
): Cell[] => [
  { text: "✘", paint: colors.red },
  { text: name ?? "", paint: colors.bold },
  { text: resource, paint: colors.dim },
  { text: rule ?? "" },
  { text: others.length > 0 ? `${why} (${others.join(", ")})` : why },
];

function summary(report: TestReport, colors: Colors): string {
  const { passed, failed, errors, skipped, milliseconds } = report;
  const parts = [
    failed > 0 ? colors.red(`${failed} failed`) : "",
    errors > 0 ? colors.red(`${errors} could not be asked`) : "",
    passed > 0 ? colors.green(`${passed} as expected`) : "",
    skipped > 0 ? colors.dim(`${skipped} not asked`) : "",
  ].filter((part) => part !== "");
  const mark = report.works ? colors.green("✔") : colors.red("✘");
  return `${mark} ${colors.bold("network tests")}  ${parts.join(" · ")}  ${colors.dim(tookText(milliseconds))}`;
}
