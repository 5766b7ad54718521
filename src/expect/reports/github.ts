/**
 * GitHub's annotations: workflow commands that a job prints, shown beside the line of the file.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
import type { TestReport } from "../run.ts";
import { detailOf } from "./text.ts";

const data = (text: string): string => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const property = (text: string): string => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

/** A line for each expectation that does not hold; nothing where all do. */
export function githubOf(report: TestReport): string {
  const bad = report.suites
    .flatMap(({ expectations }) => expectations)
    .filter(({ status }) => status === "failed" || status === "error");
  return bad
    .map((one) => {
      const file = property(one.file.replaceAll("\\", "/"));
      return `::error file=${file},line=${one.line},col=${one.column},title=${property(one.name)}::${data(detailOf(one))}`;
    })
    .join("\n");
}
